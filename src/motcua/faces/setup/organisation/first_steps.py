"""The first hour of a province: what is there already, and what comes next, each with the page where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.models import Field, Offer, ProcedureVersion, PublicationDecision
from motcua.catalogue.processes.models import ProcessVersion
from motcua.faces.look.decorators import Request, may
from motcua.people.accounts.models import Account
from motcua.people.calendars.models import CalendarDay
from motcua.people.organisation.models import Appointment, Officer, Role, Unit, UnitKind
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, why it is needed, where it is done, and how many there are already."""

    title: str | Promise
    text: str | Promise
    url: str
    count: Callable[[date], int]
    # Fewer than these are not enough to go on with.
    least: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A step as the page shows it."""

    step: Step
    count: int
    is_done: bool
    is_next: bool


def _all(model: type[Model]) -> Callable[[date], int]:
    return lambda _today: model._default_manager.count()


def _units(kind: UnitKind) -> Callable[[date], int]:
    return lambda _today: Unit.objects.filter(kind=kind).count()


def _holders(*roles: Role) -> Callable[[date], int]:
    """How many of these roles somebody holds."""
    held = Appointment.objects.filter(role__in=[role.value for role in roles])
    return lambda _today: held.values("role").distinct().count()


def steps() -> tuple[Step, ...]:
    """The steps in the order in which one needs the other."""
    return (*_people_and_places(), *_procedures())


def _people_and_places() -> tuple[Step, ...]:
    """When one works, where, and who."""
    import_units, import_officers = (reverse("import_upload", args=[what]) for what in ("units", "officers"))
    return (
        Step(
            _("Ngày nghỉ lễ của năm"),
            _(
                "Hạn trả kết quả được tính theo lịch làm việc; hãy kiểm tra giờ làm việc và các ngày nghỉ của năm nay."
            ),
            reverse("calendars"),
            lambda today: CalendarDay.objects.filter(on_date__year=today.year).count(),
        ),
        Step(
            _("Đơn vị"),
            _(
                "Sở, Ủy ban nhân dân các cấp và phòng chuyên môn: tải tệp mẫu, điền mỗi dòng một đơn vị rồi nhập."
            ),
            import_units,
            lambda _today: Unit.objects.exclude(kind=UnitKind.PROVINCE).count(),
        ),
        Step(
            _("Bộ phận Một cửa"),
            _(
                "Mỗi cơ quan tiếp nhận hồ sơ cần một bộ phận một cửa; thêm ngay trong tệp đơn vị hoặc từng đơn vị."
            ),
            reverse("units"),
            _units(UnitKind.ONE_STOP),
        ),
        Step(
            _("Cán bộ và phân công"),
            _("Cần đủ người tiếp nhận, người thụ lý và lãnh đạo ký; mỗi dòng của tệp là một phân công."),
            import_officers,
            _holders(Role.RECEPTIONIST, Role.HANDLER, Role.LEADER),
            least=3,
        ),
        Step(
            _("Tài khoản"),
            _("Mở tài khoản cho từng cán bộ và trao mật khẩu dùng một lần."),
            reverse("accounts"),
            lambda _today: min(Account.objects.count(), Officer.objects.count()),
            least=2,
        ),
    )


def _procedures() -> tuple[Step, ...]:
    """What may be asked, how it is done, and where it is received."""
    return (
        Step(
            _("Quyết định công bố"),
            _("Thủ tục có hiệu lực theo quyết định công bố; ghi quyết định trước khi công bố thủ tục."),
            reverse("decisions"),
            _all(PublicationDecision),
        ),
        Step(
            _("Lĩnh vực"),
            _("Mỗi thủ tục thuộc một lĩnh vực; thêm các lĩnh vực trước khi soạn thủ tục."),
            reverse("fields"),
            _all(Field),
        ),
        Step(
            _("Thủ tục hành chính"),
            _(
                "Tải tệp mẫu, điền thủ tục, thời hạn, phí và thành phần hồ sơ rồi nhập thành một dự thảo quyết định; "
                "hoặc soạn từng thủ tục."
            ),
            reverse("import_workbook"),
            lambda _today: ProcedureVersion.objects.filter(decision__isnull=False).count(),
        ),
        Step(
            _("Quy trình nội bộ"),
            _("Các bước giải quyết, vai trò và thời gian của từng bước, tại trang của mỗi thủ tục."),
            reverse("catalogue"),
            _all(ProcessVersion),
        ),
        Step(
            _("Nơi tiếp nhận"),
            _("Phân công bộ phận một cửa nào tiếp nhận, cơ quan nào giải quyết; từ đó quầy nhận được hồ sơ."),
            reverse("catalogue"),
            _all(Offer),
        ),
    )


@may("organisation.import")
def first_steps(request: Request) -> HttpResponse:
    """What is there and what comes next; nothing here is written."""
    today = day_of(request.now)
    lines: list[Line] = []
    is_next = True
    for step in steps():
        count = step.count(today)
        is_done = count >= step.least
        lines.append(Line(step, count, is_done, is_next and not is_done))
        is_next = is_next and is_done
    done = sum(line.is_done for line in lines)
    return render(request, "setup/first_steps.html", {"lines": lines, "done": done, "all": len(lines)})


def is_young() -> bool:
    """Whether no counter can receive anything yet."""
    return not Offer.objects.exists()
