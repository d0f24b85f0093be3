"""The worklist: what waits for me and for the unit, the most urgent first; taking one, or several at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.queries import work
from motcua.casework.dossiers.queries.work import Counts, DossierWork, Key, Urgency, View
from motcua.casework.dossiers.states import RUNNING
from motcua.casework.notices import queries as notices
from motcua.casework.notices import rules as notice_rules
from motcua.faces.desk import taken_away, words
from motcua.faces.desk.dossier.step_forms import id_in
from motcua.faces.desk.rail import TITLES, counts_of, list_url
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import Due
from motcua.faces.look.parts import Action, Tab
from motcua.faces.look.strip import ClockStrip
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Kind, Refused

Words = str | Promise

ROWS = 50
# Where one's own work stands, and so may be ticked to be ended together.
OWN = (View.MINE, View.LATE)
TRIES = 5

GROUPS: Mapping[Urgency, Words] = {
    Urgency.PAST: gettext_lazy("Quá hạn"),
    Urgency.TODAY: gettext_lazy("Đến hạn hôm nay"),
    Urgency.WEEK: gettext_lazy("Tuần này"),
    Urgency.LATER: gettext_lazy("Sau tuần này"),
}
GROUP_TONES: Mapping[Urgency, str] = {Urgency.PAST: "late", Urgency.TODAY: "soon"}
EMPTY: Mapping[View, tuple[Words, Words]] = {
    View.MINE: (
        gettext_lazy("Bạn không còn việc nào đang xử lý"),
        gettext_lazy("Việc mới sẽ hiện ở đây khi hồ sơ được chuyển đến."),
    ),
    View.UNTAKEN: (
        gettext_lazy("Không có việc nào chờ nhận"),
        gettext_lazy("Mọi việc của đơn vị đã có người thụ lý."),
    ),
    View.LATE: (
        gettext_lazy("Không có việc quá hạn"),
        gettext_lazy("Mọi bước đang làm đều còn trong thời hạn."),
    ),
    View.WAITING: (
        gettext_lazy("Không có hồ sơ chờ bổ sung"),
        gettext_lazy("Hồ sơ được yêu cầu bổ sung sẽ hiện ở đây; thời hạn tạm dừng trong lúc chờ."),
    ),
    View.RETURNING: (
        gettext_lazy("Không còn kết quả chờ trả"),
        gettext_lazy("Kết quả đã ký, đóng dấu sẽ hiện ở đây để trả cho người nộp."),
    ),
    View.UNIT: (gettext_lazy("Đơn vị không còn việc đang làm"), ""),
    View.DONE: (
        gettext_lazy("Hôm nay chưa có việc nào xong"),
        gettext_lazy("Việc bạn làm xong trong ngày sẽ hiện ở đây."),
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of two lines."""

    item: DossierWork
    url: str
    came_from: str
    due: Due
    strip: ClockStrip
    dossier_is_late: bool
    may_take: bool
    may_end: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one urgency."""

    title: str
    tone: str
    rows: tuple[Row, ...]
    count: int | None


@may("desk.work")
def worklist(request: Request) -> HttpResponse:
    """One list of the officer's, by tab."""
    views = work.views_of(request.actor.role)
    wanted = request.GET.get("view", "")
    view = next((known for known in views if known.value == wanted), views[0])
    if exports.asked(request):
        return exports.answer(request, taken_away.worklist(request, view))
    after = _key(request.GET.get("after", ""))
    page = work.worklist(request.actor, after, ROWS, view=view, now=request.now)
    counted = counts_of(request)
    groups = _groups(page.items, view, request, whole=after is None and page.after is None)
    context = {
        "view": view,
        "title": TITLES[view],
        "facts": _facts(counted, groups, view),
        "tabs": [_tab(request.actor.role, one, view, counted) for one in views],
        "groups": groups,
        "empty": EMPTY[view],
        "more": _more(request.actor.role, view, page.after),
        "next": _next_action(counted),
        "takes": any(row.may_take for group in groups for row in group.rows),
        "ends": any(row.may_end for group in groups for row in group.rows),
        "ticks": any(row.may_take or row.may_end for group in groups for row in group.rows),
        "may_share": view is View.UNIT and policy.has(request.actor, "dossiers.reassign"),
        "done": view is View.DONE,
        "shows_officer": view is View.UNIT,
    }
    return render(request, "desk/worklist.html", context)


@may("dossiers.take", methods=("POST",))
def taking_many(request: Request) -> HttpResponse:
    """Take the tasks that were ticked; those that somebody else was quicker to take are counted and said."""
    ids = [pk for value in request.POST.getlist("task")[:ROWS] if (pk := id_in(value)) is not None]
    taken, refusals = 0, []
    for task_id in ids:
        try:
            actions.take(task_id, by=request.actor, now=request.now)
            taken += 1
        except Refused as refused:
            refusals.append(refused.sentence())
    if taken:
        messages.success(
            request, ngettext("Đã nhận %(n)d việc.", "Đã nhận %(n)d việc.", taken) % {"n": taken}
        )
    if refusals:
        said = {"n": len(refusals), "why": " ".join(sorted(set(refusals)))}
        messages.warning(request, _("%(n)d việc không nhận được: %(why)s") % said)
    if not ids:
        messages.warning(request, _("Chưa đánh dấu việc nào."))
    return redirect(list_url(request.actor.role, View.MINE))


@may("dossiers.take", methods=("POST",))
def taking_next(request: Request) -> HttpResponse:
    """Take the most urgent task that nobody has; without one, open the most urgent of one's own."""
    taken = _take_the_next(request)
    if taken is not None:
        messages.success(request, _("Đã nhận việc. Hồ sơ %(code)s do bạn thụ lý.") % {"code": taken})
        return redirect("dossier", taken)
    own = work.most_urgent(request.actor, request.now)
    if own is not None:
        return redirect("dossier", own)
    messages.info(request, _("Không còn việc nào chờ bạn."))
    return redirect("worklist")


def _take_the_next(request: Request) -> str | None:
    """Take the next task and return its dossier's code; when a colleague was quicker, the one after it."""
    for _attempt in range(TRIES):
        found = work.next_untaken(request.actor, request.now)
        if found is None:
            return None
        task_id, code = found
        try:
            actions.take(task_id, by=request.actor, now=request.now)
        except Refused as refused:
            if refused.kind is not Kind.NOT_NOW:
                raise
            continue
        return code
    return None


def _key(text: str) -> Key | None:
    """Where the page before ended: the moment and the id in its address; anything else begins at the top."""
    moment, _underscore, number = text.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), id_in(number)
    except ValueError:
        return None
    return None if pk is None or at.tzinfo is None else (at, pk)


def _more(role: str | None, view: View, after: Key | None) -> str:
    return list_url(role, view, after=f"{after[0].isoformat()}_{after[1]}") if after else ""


def _tab(role: str | None, one: View, current: View, counted: Counts) -> Tab:
    count = counted[one]
    return Tab(
        label=str(TITLES[one]),
        url=list_url(role, one),
        count=str(count) if count else "",
        current=one is current,
        late=one is View.LATE,
    )


def _facts(counted: Counts, groups: Iterable[Group], view: View) -> str:
    """How many there are, how many past their time, how many due today."""
    number = counted[view]
    parts = [ngettext("%(n)d việc", "%(n)d việc", number) % {"n": number}]
    for group in groups:
        if group.count and group.tone:
            parts.append(f"{group.count} {group.title[:1].lower()}{group.title[1:]}")
    return " · ".join(parts)


def _groups(items: Iterable[DossierWork], view: View, request: Request, *, whole: bool) -> list[Group]:
    if view is View.DONE:
        rows = tuple(_row(item, request, view) for item in items)
        return [Group("", "", rows, None)] if rows else []
    found = []
    for urgency, part in groupby(items, key=lambda item: item.urgency):
        rows = tuple(_row(item, request, view) for item in part)
        tone = "" if view is View.WAITING else GROUP_TONES.get(urgency, "")
        found.append(Group(str(GROUPS[urgency]), tone, rows, len(rows) if whole else None))
    return found


def _row(item: DossierWork, request: Request, view: View) -> Row:
    return Row(
        item=item,
        url=reverse("dossier", args=[item.reference]),
        came_from=words.came_from(item, request.now),
        due=words.step_due(item, _soon(request)),
        strip=words.row_strip(item.clock),
        dossier_is_late=item.clock.is_late and not item.clock.is_over and item.left.total_seconds() >= 0,
        may_take=_may_take(item, request.actor.role),
        may_end=view in OWN and _may_end(item, request.actor),
    )


def _soon(request: Request) -> timedelta | None:
    """The threshold by which whoever holds a step is reminded of it; read once for a page."""
    known: dict[str, timedelta | None] = request.__dict__.setdefault("thresholds_read", {})
    if "soon" not in known:
        hours = notices.thresholds()[notice_rules.Kind.STEP_SOON, notice_rules.Recipient.HOLDER]
        known["soon"] = None if hours is None else notice_rules.length_of(hours)
    return known["soon"]


def _may_take(item: DossierWork, role: str | None) -> bool:
    """Ticking is for those who share a pool: a task of their office that nobody has taken."""
    return role in work.POOLED and item.role == role and item.officer_id is None and item.ended_at is None


def _may_end(item: DossierWork, actor: Actor) -> bool:
    """Ticking is also for ending the step of many: what lies in one's own hands, or waits for one's office alone."""
    if actor.role in work.COUNTER or item.ended_at is not None or item.state not in RUNNING:
        return False
    own = item.officer_id == actor.officer_id
    return item.role == actor.role and (own or (item.officer_id is None and actor.role not in work.POOLED))


def _next_action(counted: Counts) -> Action | None:
    """The page's one primary action: take the next, or open the most urgent of one's own."""
    if counted[View.UNTAKEN]:
        return Action(_("Nhận việc kế tiếp"), reverse("take_next"), "primary", post=True, key="n")
    if counted[View.MINE]:
        return Action(_("Mở việc gấp nhất"), reverse("take_next"), "primary", post=True, key="n")
    return None
