"""A believable morning at the desk: the handler's dossiers, late, due today and waiting, at 07:46 on 2 January 2018."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant, Document, HandedIn, Received
from motcua.casework.dossiers.models import Task
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import Cast, at
from motcua.catalogue.procedures.models import Paper, Procedure
from motcua.ground.kernel import clock
from motcua.ground.kernel.vietnamese import fold
from motcua.people.organisation.models import Officer, Role, UnitName

NOW = at("2018-01-02 07:46")

NAMES = {
    Role.RECEPTIONIST: "Phạm Thị Ngọc Lan",
    Role.ONE_STOP_HEAD: "Đỗ Hữu Nghĩa",
    Role.HANDLER: "Trần Thị Thu Hà",
    Role.HEAD_OF_DIVISION: "Phạm Quốc Bảo",
    Role.LEADER: "Lê Văn Hưng",
    Role.CLERK: "Nguyễn Thị Cẩm Tú",
}
APPLICANTS = (
    ("Nguyễn Văn Phước", "Tách thửa đất số 214, tờ bản đồ 6", "2017-12-04 09:20", 15),
    ("Lê Thị Mỹ Duyên", "Cấp đổi giấy chứng nhận thửa 88", "2017-12-11 08:05", 14),
    ("Công ty TNHH Bến Tranh", "", "2017-12-13 14:40", 13),
    ("Huỳnh Minh Tâm", "", "2017-12-18 10:15", 10),
    ("Võ Thị Kim Loan", "", "2017-12-19 15:30", 9),
    ("Đặng Hoàng Long", "", "2017-12-20 16:10", 8),
    ("Bùi Thanh Trúc", "", "2017-12-22 08:45", 9),
    ("Ngô Thị Hồng Nhung", "", "2017-12-25 09:00", 8),
    ("Trương Văn Hậu", "", "2017-12-26 13:20", 15),
    ("Phan Thị Bích Thủy", "", "2017-12-27 10:05", 20),
)
PROCEDURES = (
    "Tách thửa hoặc hợp thửa đất",
    "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
    "Đăng ký biến động quyền sử dụng đất do thay đổi thông tin về người được cấp Giấy chứng nhận",
)


@dataclass
class Scene:
    """The cast with its dossiers, in the order of the applicants."""

    cast: Cast
    dossiers: list[Received]


def set_the_scene(cast: Cast) -> Scene:
    """Write the morning down, through the verbs."""
    _name(cast)
    dossiers = [_received(cast, number, *row) for number, row in enumerate(APPLICANTS)]
    _ask_for_completion(cast, dossiers[0])
    _send_back(cast, dossiers[4])
    _ask_and_wait(cast, dossiers[7])
    cast.bring_to(dossiers[2].dossier_id, "return", at("2017-12-29 15:00"))
    cast.bring_to(dossiers[6].dossier_id, "sign", at("2017-12-29 10:00"))
    clock.mark_demonstration(at=NOW)
    return Scene(cast, dossiers)


def _name(cast: Cast) -> None:
    for role, name in NAMES.items():
        Officer.objects.filter(pk=cast.here.officer_id(role)).update(
            name=name, search_text=fold(name), sort_key=fold(name)
        )
    for unit, name in (
        (cast.here.agency, "UBND huyện Châu Thành"),
        (cast.here.one_stop, "Bộ phận Một cửa huyện Châu Thành"),
        (cast.here.division, "Phòng Tài nguyên và Môi trường"),
    ):
        UnitName.objects.filter(unit=unit).update(name=name)


def _procedure(cast: Cast, name: str, days: int, *, given_out: bool) -> Procedure:
    steps = stage.STEPS if given_out else stage.STRAIGHT
    made = stage.procedure(name, days=days, fee=100_000, steps=steps)
    stage.offer(made, cast.here)
    return made


def _received(cast: Cast, number: int, name: str, summary: str, when: str, days: int) -> Received:
    """Received, given to the handler the same day; the last two pass straight to the handlers and wait to be taken."""
    given_out = number < len(APPLICANTS) - 2
    made = _procedure(cast, PROCEDURES[number % len(PROCEDURES)], days, given_out=given_out)
    listed = Paper.objects.get(version__procedure=made, ordinal=1)
    intake = actions.Intake(
        procedure_id=made.pk,
        applicant=Applicant(
            name, identity_number=f"08219000{number:04}", phone=f"090000{number:04}", address="Xã Tân Hương"
        ),
        papers=(HandedIn(listed.pk, listed.name, originals=1),),
        summary=summary,
        fee_paid=number % 3 != 0,
    )
    moment = at(when)
    received = actions.receive(intake, by=cast.here.actor(Role.RECEPTIONIST, moment), now=moment)
    if given_out:
        cast.bring_to(received.dossier_id, "handle", moment.replace(hour=16, minute=20))
    return received


def _ask_for_completion(cast: Cast, received: Received) -> None:
    task, asked, came = cast.task(received.dossier_id), at("2017-12-06 14:00"), at("2017-12-08 09:10")
    actions.request_completion(
        task.pk,
        by=cast.here.actor(Role.HANDLER, asked),
        now=asked,
        missing="Bản vẽ tách thửa có ký giáp ranh",
    )
    actions.receive_completion(
        task.pk,
        by=cast.here.actor(Role.RECEPTIONIST, came),
        now=came,
        papers=(HandedIn(None, "Bản vẽ tách thửa", originals=1),),
    )


def _ask_and_wait(cast: Cast, received: Received) -> None:
    task, asked = cast.task(received.dossier_id), at("2017-12-27 09:30")
    actions.request_completion(
        task.pk, by=cast.here.actor(Role.HANDLER, asked), now=asked, missing="Giấy chứng nhận bản gốc"
    )


def _send_back(cast: Cast, received: Received) -> None:
    moment = at("2017-12-28 10:00")
    task = cast.bring_to(received.dossier_id, "sign", moment)
    back = at("2017-12-28 15:20")
    actions.send_back(
        task.pk,
        by=cast.here.actor(Role.LEADER, back),
        now=back,
        element="handle",
        reason="Sai số thửa trong tờ trình",
    )


DOCUMENT = Document("12/GCN", date(2018, 1, 2), "Lê Văn Hưng")


def open_task(received: Received) -> Task:
    """The task that is open."""
    return Task.objects.get(dossier_id=received.dossier_id, ended_at__isnull=True)
