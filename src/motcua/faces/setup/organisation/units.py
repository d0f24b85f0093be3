"""Units: the tree as of a day, a unit with its history, and what changes it from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup import words
from motcua.faces.setup.organisation import picking, readings, taken_away
from motcua.ground.access import policy
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Unit, UnitCalendar, UnitKind
from motcua.people.organisation.queries import TreeLine, UnitView, day_of, successions
from motcua.people.organisation.rules import AGENCIES, Refusal

FOUND, MOST_TAKEN = 100, 100_000
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tree: the unit, how deep it stands, what is in it, and where its branch is opened or shut."""

    unit: UnitView
    depth: int
    people: int
    below: int
    above: str = ""
    toggle: str = ""
    is_open: bool = False


# --- seeing ------------------------------------------------------------------------------------------------------


@may("units.view")
def units(request: Request) -> HttpResponse:
    """The tree of a day, opened where one asks for it; or the units that answer to a search."""
    on, today = asked_day(request), day_of(request.now)
    text = request.GET.get("q", "").strip()
    tree = organisation.tree(on)
    people = readings.people_by_unit(on)
    if exports.asked(request):
        found = organisation.search(text, on, MOST_TAKEN) if text else [line.unit for line in tree]
        names = {line.unit.id: line.unit.name for line in tree}
        return exports.answer(request, taken_away.units(found, names, people, on))
    lines = _found(text, tree, people, on) if text else _branches(request, tree, people, on)
    own = request.actor.office.unit_id if request.actor.office else 0
    context = {
        "lines": lines,
        "on": on,
        "today": today,
        "is_past": on != today,
        "text": text,
        "more_found": len(lines) == FOUND,
        "everything": ngettext("%(n)s đơn vị", "%(n)s đơn vị", len(tree)) % {"n": len(tree)},
        "all_url": _tree_url(on, "all"),
        "shut_url": _tree_url(on, ""),
        "is_all": request.GET.get("open") == "all",
        "own": own,
        "imports": policy.has(request.actor, "organisation.import"),
    }
    return render(request, "setup/units.html", context)


@may("units.view")
def unit_options(request: Request) -> HttpResponse:
    """What a field that searches for a unit offers."""
    text, name = request.GET.get("q", ""), request.GET.get("for", "unit")
    options = picking.unit_options(text, request)
    name = name if name in ("unit", "parent") else "unit"
    return render(
        request, "look/parts/options.html", {"options": options, "name": name, "searched": text.strip()}
    )


@may("units.view")
def unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit as of a day: who works there, what stands below, and how it came to be so."""
    row, today = unit_row(unit_id), day_of(request.now)
    asked_on = asked_day(request)
    view, on = readings.shown_as_of(row, asked_on)
    above = organisation.ancestors(unit_id, on)
    below = [line.unit for line in organisation.tree(on, unit_id) if line.unit.parent_id == unit_id]
    context = {
        "row": row,
        "unit": view,
        "on": on,
        "today": today,
        "notice": _notice(row, asked_on, today),
        "above": above,
        "below": below,
        "offices": _offices(unit_id, on),
        "names": list(row.names.order_by("-valid_from")),
        "parents": _parents(row, on),
        "calendars": _calendars(row),
        "inherited": not row.calendars.filter(readings.valid_on(on)).exists(),
        "calendar": calendar_name(unit_id, on),
        "crumbs": _crumbs(above, view.name, on, today),
        "actions": _actions(request, row),
    }
    return render(request, "setup/unit.html", context)


def asked_day(request: Request) -> date:
    """The day that an address asks for, today when it asks for none; raises Http404 for what is no day."""
    written = request.GET.get("on", "").strip()
    if not written:
        return day_of(request.now)
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(written, form).replace(tzinfo=LOCAL).date()
        except ValueError:
            continue
        return min(max(day, FIRST), LAST)
    raise Http404


def unit_row(unit_id: int) -> Unit:
    """The unit itself; raises Refused UNIT_NOT_FOUND."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise Refused(Refusal.UNIT_NOT_FOUND)
    return found


def _branches(
    request: Request, tree: tuple[TreeLine, ...], people: dict[int, int], on: date
) -> tuple[Line, ...]:
    """The top two levels, and the branches that were opened."""
    parents = {line.unit.id: line.unit.parent_id for line in tree}
    below: dict[int, int] = {}
    for line in tree:
        if line.unit.parent_id:
            below[line.unit.parent_id] = below.get(line.unit.parent_id, 0) + 1
    asked = request.GET.get("open", "")
    opened = _opened(asked, parents)
    shown = []
    for line in tree:
        unit, parent = line.unit, line.unit.parent_id
        if line.depth > 1 and asked != "all" and parent not in opened:
            continue
        is_open = line.depth == 0 or asked == "all" or unit.id in opened
        target = (parent if is_open else unit.id) or ""
        toggle = f"{_tree_url(on, str(target))}#u{unit.id}" if below.get(unit.id) and line.depth else ""
        shown.append(
            Line(
                unit,
                min(line.depth, 3),
                people.get(unit.id, 0),
                below.get(unit.id, 0),
                toggle=toggle,
                is_open=is_open,
            )
        )
    return tuple(shown)


def _opened(asked: str, parents: dict[int, int | None]) -> set[int]:
    """The unit whose branch is opened, and everything above it."""
    opened: set[int] = set()
    at: int | None = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    while at is not None and at in parents:
        opened.add(at)
        at = parents[at]
    return opened


def _found(text: str, tree: tuple[TreeLine, ...], people: dict[int, int], on: date) -> tuple[Line, ...]:
    found = organisation.search(text, on, FOUND)
    names = {line.unit.id: line.unit.name for line in tree}
    return tuple(
        Line(unit, 0, people.get(unit.id, 0), 0, above=names.get(unit.parent_id or 0, "")) for unit in found
    )


def _tree_url(on: date, opened: str) -> str:
    query = {"on": on.isoformat()} | ({"open": opened} if opened else {})
    return f"{reverse('units')}?{urlencode(query)}"


def unit_url(unit_id: int) -> str:
    """The page of a unit."""
    return reverse("unit", args=[unit_id])


def _notice(row: Unit, on: date, today: date) -> str:
    if row.valid_to is not None and row.valid_to <= on:
        return _("Đơn vị không còn hoạt động từ %(day)s. Trang này ghi lại tình trạng cuối cùng.") % {
            "day": date_words(row.valid_to)
        }
    if on < row.valid_from:
        return _("Đơn vị được thành lập từ %(day)s. Trang này ghi tình trạng của ngày đó.") % {
            "day": date_words(row.valid_from)
        }
    if row.valid_to is not None:
        return _("Đơn vị sẽ không còn hoạt động từ %(day)s.") % {"day": date_words(row.valid_to)}
    if on != today:
        return _("Bạn đang xem tình trạng của ngày %(day)s.") % {"day": date_words(on)}
    return ""


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Who holds a role of the unit."""

    title: str
    officers: tuple[organisation.OfficerView, ...]


def _offices(unit_id: int, on: date) -> list[RoleGroup]:
    order = ["leader", "head_of_division", "one_stop_head"]
    groups: dict[str, list[organisation.OfficerView]] = {}
    for one in organisation.officers_in(unit_id, None, on):
        groups.setdefault(one.role, []).append(one)
    keys = sorted(groups, key=lambda role: (order.index(role) if role in order else len(order), role))
    return [RoleGroup(words.role_words(role), tuple(groups[role])) for role in keys]


@dataclass(frozen=True, slots=True)
class Past:
    """A line of the history: what, with its address if it has one, and the period."""

    label: str
    valid_from: date
    valid_to: date | None
    url: str = ""

    @property
    def period(self) -> str:
        """The period in words."""
        return words.period_words(self.valid_from, self.valid_to)


def _parents(row: Unit, on: date) -> list[Past]:
    rows = list(row.parents.order_by("-valid_from"))
    names = readings.unit_names((one.parent_id for one in rows), on)
    return [Past(names[one.parent_id], one.valid_from, one.valid_to, unit_url(one.parent_id)) for one in rows]


def _calendars(row: Unit) -> list[Past]:
    rows = UnitCalendar.objects.filter(unit=row).select_related("calendar").order_by("-valid_from")
    return [Past(one.calendar.name, one.valid_from, one.valid_to) for one in rows]


def calendar_name(unit_id: int, on: date) -> str:
    """The calendar that a unit works by on a day, its own or one from above; empty when there is none."""
    calendar_id = organisation.calendar_id_of(unit_id, on)
    return dict(readings.calendars()).get(str(calendar_id), "")


def _crumbs(above: tuple[UnitView, ...], name: str, on: date, today: date) -> tuple[Crumb, ...]:
    query = "" if on == today else f"?on={on.isoformat()}"
    path = [Crumb(one.short_name, unit_url(one.id) + query) for one in reversed(above)]
    return (Crumb(_("Đơn vị"), reverse("units") + query), *path, Crumb(name))


def _actions(request: Request, row: Unit) -> tuple[Action, ...]:
    """What one may do with the unit; nothing for those who only look."""
    if not policy.allows(request.actor, "units.change", row):
        return ()
    ended = ""
    if row.valid_to is not None:
        ended = _("Đơn vị đã có ngày giải thể nên không đổi được nữa.")
    ends_line = row.kind in (UnitKind.ONE_STOP,)
    childless = _("Dưới Bộ phận Một cửa không có đơn vị nào nữa.") if ends_line else ""
    top = _("Tỉnh không trực thuộc đơn vị nào.") if row.kind == UnitKind.PROVINCE else ""
    return (
        Action(_("Thêm đơn vị trực thuộc"), _to("create_unit", row), "primary", reason=ended or childless),
        Action(_("Đổi tên, mã"), _to("rename_unit", row), reason=ended),
        Action(_("Chuyển cấp trên"), _to("move_unit", row), reason=ended or top),
        Action(_("Đặt lịch làm việc"), _to("set_unit_calendar", row), reason=ended),
        *_merging(row, ended),
        Action(_("Giải thể"), _to("close_unit", row), "warning", reason=ended),
    )


def _merging(row: Unit, ended: str) -> tuple[Action, ...]:
    """Going over into another unit, for agencies below the province; a plan that stands is led to."""
    planned = successions.planned_for(row)
    if planned is not None:
        lead = planned.lead_id or planned.pk
        return (Action(_("Xem kế hoạch sắp xếp"), reverse("succession", args=[lead])),)
    if row.kind not in AGENCIES or row.kind == UnitKind.PROVINCE:
        return ()
    return (
        Action(_("Sáp nhập vào đơn vị khác"), _to("plan_succession", row), reason=ended),
        Action(_("Chia tách"), _to("plan_split", row), reason=ended),
    )


def _to(route: str, row: Unit) -> str:
    return reverse(route, args=[row.pk])
