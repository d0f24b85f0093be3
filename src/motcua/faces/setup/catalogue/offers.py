"""Where a procedure is received: the list, a one-stop more from a day on, and the end of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import Offer, Procedure
from motcua.catalogue.procedures.rules import Refusal
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.catalogue.forms import EndOfferForm, OfferForm
from motcua.faces.setup.catalogue.procedures import crumbs, main_version, procedure_and_versions, why_not
from motcua.faces.setup.words import When, period_words, when
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.ground.sheets.writing import Heading, Kind
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import UnitKind
from motcua.people.organisation.queries import UnitView, day_of
from motcua.people.organisation.rules import AGENCIES

BOTH = ("GET", "POST")
AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A one-stop that receives the procedure, who decides and handles, and from when to when."""

    one_stop: str
    agency: str
    division: str
    period: str
    when: When
    end_url: str
    valid_from: date
    valid_to: date | None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is received there."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


@may("procedures.view_drafts")
def offers(request: Request, code: str) -> HttpResponse:
    """Every one-stop that receives the procedure, received it or will."""
    found, versions = procedure_and_versions(code)
    on = day_of(request.now)
    reason = why_not(request, "procedures.offer")
    rows = list(Offer.objects.filter(procedure=found).order_by("valid_to", "valid_from", "pk"))
    ids = {pk for row in rows for pk in (row.one_stop_id, row.agency_id, row.division_id)}
    names = {unit.id: unit.name for unit in organisation.names(ids, on).values()}
    # A unit that is gone is called what it was called when the offer began.
    for began in sorted({row.valid_from for row in rows}, reverse=True):
        gone = ids - names.keys()
        names |= {unit.id: unit.name for unit in organisation.names(gone, began).values()} if gone else {}
    made = [_row(code, row, names, on, may_end=not reason) for row in rows]
    made.sort(key=lambda row: (("now", "next", "past", "never").index(row.when), fold(row.one_stop)))
    if exports.asked(request):
        return exports.answer(request, _table(code, made))
    context = {
        "procedure": found,
        "rows": made,
        "receiving": sum(row.when == "now" for row in made),
        "reason": reason,
        "actions": (
            Action(_("Thôi ở nhiều nơi"), f"{reverse('end_many')}?procedure={code}", reason=reason),
            Action(_("Thêm nhiều nơi"), f"{reverse('offer_many')}?procedure={code}", reason=reason),
            Action(_("Thêm nơi tiếp nhận"), reverse("add_offer", args=[code]), kind="primary", reason=reason),
        ),
        "crumbs": crumbs(found, main_version(versions, on), Crumb(_("Nơi tiếp nhận"))),
    }
    return render(request, "setup/catalogue/offers.html", context)


def _table(code: str, made: list[Row]) -> exports.Table:
    headings = (
        Heading(_("Bộ phận Một cửa"), width=50),
        Heading(_("Cơ quan giải quyết"), width=50),
        Heading(_("Phòng thụ lý"), width=40),
        Heading(_("Từ ngày"), Kind.DATE),
        Heading(_("Đến hết ngày"), Kind.DATE),
    )
    rows = ((row.one_stop, row.agency, row.division, row.valid_from, row.last_day) for row in made)
    return exports.Table(f"{_('Nơi tiếp nhận')} {code}", headings, rows)


def _row(code: str, offer: Offer, names: dict[int, str], on: date, *, may_end: bool) -> Row:
    unknown = _("đơn vị nay không còn")
    return Row(
        names.get(offer.one_stop_id, unknown),
        names.get(offer.agency_id, unknown),
        names.get(offer.division_id, unknown) if offer.division_id != offer.agency_id else "",
        period_words(offer.valid_from, offer.valid_to),
        when(offer.valid_from, offer.valid_to, on),
        reverse("end_offer", args=[code, offer.one_stop_id]) if may_end and offer.valid_to is None else "",
        offer.valid_from,
        offer.valid_to,
    )


@may("procedures.offer", methods=BOTH)
def adding(request: Request, code: str) -> HttpResponse:
    """A one-stop begins to receive the procedure: first it is found, then who handles is chosen."""
    found, versions = procedure_and_versions(code)
    on = day_of(request.now)
    title = _("Thêm nơi tiếp nhận")
    trail = crumbs(
        found,
        main_version(versions, on),
        Crumb(_("Nơi tiếp nhận"), reverse("procedure_offers", args=[code])),
        Crumb(title),
    )
    chosen = request.GET.get("one_stop", "")
    if not chosen:
        return _finding(request, found, title, trail)
    one_stop = _one_stop(chosen, on)
    handlers = _handlers(one_stop, on)
    form = filled(OfferForm, request, {"valid_from": on})
    form.choose("handler", [(key, label) for key, label, _place in handlers])
    places = {key: place for key, _label, place in handlers}

    def do(said: Said) -> int:
        place = places[said["handler"]]
        since = said["valid_from"]
        made = actions.offer_at(found.pk, [place], valid_from=since, by=request.actor, now=request.now)
        if not made:
            raise Refused(Refusal.OFFERED_ALREADY)
        return made[0].pk

    page = Page(
        title=title,
        crumbs=trail,
        button=_("Thêm nơi tiếp nhận"),
        back=reverse("procedure_offers", args=[code]),
        under=one_stop.name,
        facts=((_("Thủ tục"), code), (_("Bộ phận Một cửa"), one_stop.name)),
        consequence=_("Từ ngày này, quầy của Bộ phận Một cửa nhận được hồ sơ của thủ tục."),
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda said: (
            _("%(unit)s tiếp nhận thủ tục này từ ngày %(day)s.")
            % {"unit": one_stop.name, "day": date_words(said["valid_from"])}
        ),
        to=lambda _pk: reverse("procedure_offers", args=[code]),
    )


def _finding(request: Request, found: Procedure, title: str, trail: tuple[Crumb, ...]) -> HttpResponse:
    """One-stops that do not receive the procedure yet and answer to the words typed."""
    if request.method == "POST":
        return redirect("add_offer", code=found.code)
    on = day_of(request.now)
    text = request.GET.get("q", "").strip()[:120]
    words = fold(text).split()
    tree = organisation.tree(on)
    names = {line.unit.id: line.unit.name for line in tree}
    open_now = Offer.objects.filter(procedure=found, valid_to__isnull=True)
    there = set(open_now.values_list("one_stop_id", flat=True))
    units = [
        line.unit
        for line in tree
        if line.unit.kind == UnitKind.ONE_STOP
        and line.unit.id not in there
        and all(word in fold(line.unit.name) for word in words)
    ]
    context = {
        "procedure": found,
        "title": title,
        "text": text,
        "units": [(unit, names.get(unit.parent_id or 0, "")) for unit in units[:AT_MOST]],
        "more": len(units) > AT_MOST,
        "shown": AT_MOST,
        "crumbs": trail,
    }
    return render(request, "setup/catalogue/one_stops.html", context)


def _one_stop(chosen: str, on: date) -> UnitView:
    """The one-stop that an address names; raises Refused for anything else."""
    pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    unit = organisation.unit_as_of(pk, on)
    if unit.kind != UnitKind.ONE_STOP:
        raise Refused(Refusal.NOT_A_ONE_STOP)
    return unit


def _handlers(one_stop: UnitView, on: date) -> list[tuple[str, str, Place]]:
    """Who may handle what this one-stop receives: its agency and those above, each itself or by a division."""
    found = []
    for agency in organisation.ancestors(one_stop.id, on):
        if agency.kind not in AGENCIES:
            continue
        found.append((f"{agency.id}-{agency.id}", agency.name, Place(one_stop.id, agency.id, agency.id)))
        for division in organisation.divisions_of(agency.id, on):
            label = f"{division.name} – {agency.name}"
            found.append((f"{agency.id}-{division.id}", label, Place(one_stop.id, agency.id, division.id)))
    return found


@may("procedures.offer", methods=BOTH)
def ending(request: Request, code: str, one_stop_id: int) -> HttpResponse:
    """A one-stop ceases to receive the procedure."""
    found, versions = procedure_and_versions(code)
    on = day_of(request.now)
    offer = Offer.objects.filter(procedure=found, one_stop_id=one_stop_id).order_by("valid_to").last()
    if offer is None:
        raise Refused(Refusal.NOT_OFFERED)
    name = organisation.unit_as_of(one_stop_id, on).name
    form = filled(EndOfferForm, request)

    def do(said: Said) -> int:
        end = said["valid_to"]
        return actions.end_offer(
            found.pk, one_stop_id=one_stop_id, valid_to=end, by=request.actor, now=request.now
        ).pk

    title = _("Thôi tiếp nhận")
    back = reverse("procedure_offers", args=[code])
    page = Page(
        title=title,
        crumbs=crumbs(found, main_version(versions, on), Crumb(_("Nơi tiếp nhận"), back), Crumb(title)),
        button=_("Thôi tiếp nhận"),
        back=back,
        under=name,
        facts=(
            (_("Thủ tục"), code),
            (_("Bộ phận Một cửa"), name),
            (_("Tiếp nhận"), period_words(offer.valid_from, offer.valid_to)),
        ),
        consequence=_("Hồ sơ đã nhận được giải quyết cho xong; quầy không nhận hồ sơ mới."),
        kind="warning",
    )
    return asked(
        request,
        form,
        page,
        do,
        done=lambda said: (
            _("%(unit)s thôi tiếp nhận từ ngày %(day)s.")
            % {"unit": name, "day": date_words(said["valid_to"])}
        ),
        to=lambda _pk: back,
    )
