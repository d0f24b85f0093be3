"""The desk's part of the rail: where work waits, with how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.custody.queries import lists as handovers
from motcua.casework.dossiers.queries import work
from motcua.casework.dossiers.queries.late import apologies
from motcua.casework.dossiers.queries.work import COUNTER, Counts, View
from motcua.casework.notices import queries as notices
from motcua.faces.look.decorators import Request
from motcua.faces.look.frame import RailGroup, RailLine
from motcua.ground.access import policy
from motcua.people.organisation.models import Role

TITLES: Mapping[View, str | Promise] = {
    View.MINE: gettext_lazy("Việc của tôi"),
    View.UNTAKEN: gettext_lazy("Chờ nhận"),
    View.LATE: gettext_lazy("Quá hạn"),
    View.WAITING: gettext_lazy("Chờ bổ sung"),
    View.RETURNING: gettext_lazy("Kết quả chờ trả"),
    View.UNIT: gettext_lazy("Việc của đơn vị"),
    View.DONE: gettext_lazy("Đã xong hôm nay"),
}

# What is late at a counter stands among its reminders, and is a tab of the worklist.
COUNTER_LISTS = (View.MINE, View.WAITING)


def lines(request: Request) -> tuple[RailGroup, ...]:
    """The rail of whoever works on dossiers; nothing for the others."""
    actor = request.actor
    if not policy.has(actor, "desk.work"):
        return ()
    counted = counts_of(request)
    if actor.role in COUNTER:
        # A rail has a dozen lines: who is in charge comes to the slips from the list of results.
        slips = RailLine(_("Trả theo giấy hẹn"), reverse("returning"))
        counter = RailGroup(
            _("Bộ phận Một cửa"),
            (
                RailLine(_("Tiếp nhận"), reverse("counter")),
                _line(actor.role, View.RETURNING, counted),
                *((slips,) if actor.role == Role.RECEPTIONIST.value else ()),
                RailLine(_("Sổ theo dõi hồ sơ"), reverse("register")),
            ),
        )
        groups = [counter, RailGroup(_("Hồ sơ"), _listed(actor.role, COUNTER_LISTS, counted))]
    else:
        own = tuple(v for v in work.views_of(actor.role) if v not in (View.UNIT, View.DONE))
        groups = [RailGroup("", _listed(actor.role, own, counted))]
    groups.append(RailGroup(_("Thời hạn"), _deadlines(request)))
    # What is done is a tab of the worklist; the rail says where work waits.
    book = (RailLine(_("Sổ theo dõi hồ sơ"), reverse("register")),) if actor.role == Role.LEADER.value else ()
    unit = (_line(actor.role, View.UNIT, counted), _papers(request), *book)
    return (*groups, RailGroup(_("Đơn vị"), unit))


def _deadlines(request: Request) -> tuple[RailLine, ...]:
    """Reminders that were not read, and for a leader the apologies that wait for his signature."""
    lines = [RailLine(_("Nhắc việc"), reverse("reminders"), notices.unread(request.actor, request.now))]
    if policy.has(request.actor, "dossiers.issue_apology"):
        count = waiting_apologies(request)
        lines.append(RailLine(_("Phiếu xin lỗi chờ ký"), reverse("apologies_to_sign"), count, late=True))
    return tuple(lines)


def _papers(request: Request) -> RailLine:
    """The paper files: counted are the lists to which the unit owes an answer."""
    return RailLine(_("Bàn giao giấy tờ"), reverse("handovers"), handovers.count_ours(request.actor))


def counts_of(request: Request) -> Counts:
    """The counts of the actor's lists, read once for a page: its tabs and its rail say the same."""
    known: Counts | None = getattr(request, "work_counts", None)
    if known is None:
        known = work.counts(request.actor, request.now)
        request.work_counts = known  # type: ignore[attr-defined]
    return known


def waiting_apologies(request: Request) -> int:
    """How many apologies wait for this leader's signature; read once for a page."""
    known: int | None = getattr(request, "apology_count", None)
    if known is None:
        known = apologies.to_sign(request.actor).count()
        request.apology_count = known  # type: ignore[attr-defined]
    return known


def list_url(role: str | None, view: View, **more: str) -> str:
    """The address of a list; the first of a role's lists is the worklist itself."""
    if view is work.views_of(role)[0] and not more:
        return reverse("worklist")
    return f"{reverse('worklist')}?{urlencode({'view': view.value, **more})}"


def _listed(role: str | None, views: tuple[View, ...], counted: Counts) -> tuple[RailLine, ...]:
    return tuple(_line(role, view, counted) for view in views)


def _line(role: str | None, view: View, counted: Counts) -> RailLine:
    return RailLine(str(TITLES[view]), list_url(role, view), counted[view], late=view is View.LATE)
