"""The lists that the law asks for, open to everybody: by level and agency, by counter, by post, by online service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.models import Level
from motcua.catalogue.procedures.queries import listing
from motcua.catalogue.procedures.queries.listing import Line, Wanted
from motcua.catalogue.procedures.rules import online
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports import Table
from motcua.faces.look.parts import Crumb
from motcua.ground.sheets.writing import Heading, Kind, Values
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of

SHOWN = 50
NAMES = ("field", "level", "agency", "counter", "post_in", "post_out", "online")
YES, NO = "yes", "no"


@may("portal.procedures")
def procedure_list(request: Request) -> HttpResponse:
    """The list as the address narrows it, so many lines on a page; as a file, all of them."""
    today = day_of(request.now)
    asked = {name: request.GET.get(name, "").strip()[:20] for name in NAMES}
    wanted = _wanted(asked, today)
    if exports.asked(request):
        return exports.answer(request, _table(wanted, today))
    found = listing.lines(wanted, today, after=_number(request.GET.get("after", "")), limit=SHOWN + 1)
    more = ""
    if len(found) > SHOWN:
        query = request.GET.copy()
        query["after"] = str(found[SHOWN - 1].version.pk)
        more = f"{request.path}?{query.urlencode()}"
    context = {
        "asked": asked,
        "lines": [(line, online.online_words(line.version.service_level, today)) for line in found[:SHOWN]],
        "total": listing.wanted_versions(wanted, today).count(),
        "more": more,
        "filters": _filters(asked, today),
        "source": online.SOURCES[online.regime(today)],
        "crumbs": (Crumb(_("Thủ tục hành chính"), reverse("procedures")), Crumb(_("Danh mục công khai"))),
    }
    return render(request, "portal/list.html", context)


def _wanted(asked: dict[str, str], on: date) -> Wanted:
    agency = _number(asked["agency"])
    classes = online.classes(on)
    place = _number(asked["online"])
    return Wanted(
        field_id=_number(asked["field"]),
        level=asked["level"] if asked["level"] in Level.values else "",
        agency_ids=None if agency is None else organisation.subtree_ids(agency, on),
        one_stop_id=_number(asked["counter"]),
        post_in=_yes(asked["post_in"]),
        post_out=_yes(asked["post_out"]),
        service_levels=classes[place].levels if place is not None and place < len(classes) else None,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _yes(text: str) -> bool | None:
    return {YES: True, NO: False}.get(text)


def _filters(asked: dict[str, str], on: date) -> list[tuple[str, str, list[tuple[str, object]], str]]:
    """Each filter: its name, its label, its choices, and what is chosen."""
    units = [line.unit for line in organisation.tree(on)]
    post = [(YES, _("Có")), (NO, _("Không"))]
    offered: list[tuple[str, str, list[tuple[str, object]]]] = [
        ("level", _("Cấp giải quyết"), list(Level.choices)),
        ("agency", _("Cơ quan giải quyết"), _named(units, ("department", "district"))),
        ("counter", _("Nơi tiếp nhận"), _named(units, ("one_stop",))),
        ("field", _("Lĩnh vực"), [(str(field.pk), field.name) for field in queries.fields()]),
        ("post_in", _("Nhận hồ sơ qua bưu chính"), list(post)),
        ("post_out", _("Trả kết quả qua bưu chính"), list(post)),
        (
            "online",
            _("Dịch vụ trực tuyến"),
            [(str(at), one.label) for at, one in enumerate(online.classes(on))],
        ),
    ]
    return [(name, label, choices, asked[name]) for name, label, choices in offered]


def _named(units: list[organisation.UnitView], kinds: tuple[str, ...]) -> list[tuple[str, object]]:
    return [(str(unit.id), unit.name) for unit in units if unit.kind in kinds]


HEADINGS = (
    Heading(gettext_lazy("Mã thủ tục"), Kind.CODE),
    Heading(gettext_lazy("Tên thủ tục"), width=60),
    Heading(gettext_lazy("Lĩnh vực")),
    Heading(gettext_lazy("Cấp giải quyết"), width=14),
    Heading(gettext_lazy("Cơ quan giải quyết")),
    Heading(gettext_lazy("Số nơi tiếp nhận"), Kind.WHOLE),
    Heading(gettext_lazy("Nhận hồ sơ qua bưu chính"), width=12),
    Heading(gettext_lazy("Trả kết quả qua bưu chính"), width=12),
    Heading(gettext_lazy("Dịch vụ trực tuyến"), width=16),
    Heading(gettext_lazy("Thủ tục minh họa"), width=12),
)


def _table(wanted: Wanted, on: date) -> Table:
    return Table(_("Danh mục thủ tục hành chính"), HEADINGS, _rows(wanted, on))


def _rows(wanted: Wanted, on: date) -> Iterator[Values]:
    for line in listing.all_lines(wanted, on):
        yield _row(line, on)


def _row(line: Line, on: date) -> Values:
    version, words = line.version, {True: _("Có"), False: _("Không")}
    return (
        version.procedure.code,
        version.name,
        version.procedure.field.name,
        version.procedure.get_level_display(),
        version.deciding_agency,
        line.received_at,
        words[version.post_in],
        words[version.post_out],
        online.online_words(version.service_level, on),
        words[version.procedure.is_illustrative],
    )
