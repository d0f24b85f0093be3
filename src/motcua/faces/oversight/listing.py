"""The list behind a number: the dossiers that it counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.casework.dossiers.states import State
from motcua.faces.look import exports
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.formats import Tone, date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.oversight import taken_away, words
from motcua.faces.oversight.asked import Asked, after_of, after_words, asked_of, one_of
from motcua.faces.oversight.figures import crumbs
from motcua.insight.figures.queries.lists import PAGE, ListedDossier, listed
from motcua.insight.figures.rules import Measure, Reading

TONES: dict[Measure, Tone] = {Measure.EARLY: "done", Measure.ON_TIME: "done", Measure.LATE: "late"}


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier of the list, with its address for whoever may open it."""

    dossier: ListedDossier
    url: str
    place: str
    other_place: str
    due: str
    finished: str
    tag: str
    tone: Tone
    late_by: str


@may("figures.view")
def figures_list(request: Request) -> HttpResponse:
    """The dossiers that one number counted, oldest first."""
    asked = asked_of(request)
    measure = one_of(Measure, request.GET.get("measure"), Measure.RECEIVED)
    if exports.asked(request):
        return exports.answer(request, taken_away.dossiers(request, asked, measure))
    page = listed(request.actor, asked.scope, measure, asked.units, after=after_of(request.GET), limit=PAGE)
    seen(request, Form.LISTED, [dossier.pk for dossier in page.rows if dossier.applicant])
    here = asked.list_url(measure)
    context = {
        "title": words.MEASURES[measure],
        "meaning": words.MEANINGS[measure],
        "facts": _facts(asked, page.count),
        "narrowed": _narrowed(asked, page.rows),
        "crumbs": (*crumbs_here(request, asked), Crumb(str(words.MEASURES[measure]))),
        "rows": [_row(asked, measure, dossier) for dossier in page.rows],
        "shows_names": any(dossier.applicant for dossier in page.rows),
        "place_title": words.PLACES[asked.scope.reading],
        "read": words.READ[asked.scope.reading],
        "counted": words.counted_words(asked.scope.period, asked.scope.now),
        "figures_url": asked.figures_url(),
        "more": f"{here}&after={after_words(page.after)}".replace("+", "%2B") if page.after else "",
    }
    return render(request, "oversight/list.html", context)


def crumbs_here(request: Request, asked: Asked) -> tuple[Crumb, ...]:
    """The way back: the figures of the units above, and of this one."""
    *above, own = crumbs(request, asked)
    return (*above, Crumb(own.label, asked.figures_url()))


def _facts(asked: Asked, count: int) -> str:
    unit = asked.scope.place.unit.name
    if asked.scope.place.direct:
        unit = _("Trực tiếp tại %(unit)s") % {"unit": unit}
    reading = str(words.READINGS[asked.scope.reading]).lower()
    return " · ".join((words.dossiers_words(count), unit, words.period_words(asked.scope.period), reading))


def _narrowed(asked: Asked, rows: tuple[ListedDossier, ...]) -> str:
    """To what the list is narrowed, in words."""
    parts = list(words.narrow_words(asked.scope.narrow))
    if asked.scope.procedure_id is not None and rows:
        parts.append(_("Thủ tục: %(name)s") % {"name": rows[0].procedure})
    if asked.scope.field_id is not None and rows:
        parts.append(_("Lĩnh vực: %(name)s") % {"name": rows[0].field})
    if asked.scope.channel and rows:
        parts.append(_("Kênh nộp: %(name)s") % {"name": rows[0].channel.label})
    return " · ".join(parts)


def _row(asked: Asked, measure: Measure, dossier: ListedDossier) -> Row:
    url = reverse("dossier", args=[dossier.code]) if dossier.opens else ""
    place, other = _places(asked, dossier)
    tag, tone, late_by = _ending(asked, measure, dossier)
    due = _unbroken(_("hẹn %(day)s") % {"day": date_words(dossier.due_at)})
    finished_at = dossier.finished_at
    finished = (
        _unbroken(_("xong %(day)s") % {"day": date_words(finished_at)})
        if finished_at and dossier.outcome
        else ""
    )
    return Row(dossier, url, place, other, due, finished, tag, tone, late_by)


def _unbroken(text: str) -> str:
    """Words that stay on one line."""
    return text.replace(" ", "\u00a0")


def _places(asked: Asked, dossier: ListedDossier) -> tuple[str, str]:
    """The unit for which it counts, and the other one when that is of another agency."""
    handled, received = dossier.handled_by, dossier.received_by
    if asked.scope.reading is Reading.HANDLED:
        return handled, _("nộp tại %(unit)s") % {"unit": received} if dossier.is_passed_on else ""
    return received, _("giải quyết tại %(unit)s") % {"unit": handled} if dossier.is_passed_on else ""


def _ending(asked: Asked, measure: Measure, dossier: ListedDossier) -> tuple[str, Tone, str]:
    """How it ended or where it stands, and how many days late."""
    if dossier.outcome is not None and dossier.finished_at is not None:
        is_late = dossier.outcome is Measure.LATE
        late_by = words.days_words(dossier.due_at, dossier.finished_at) if is_late else ""
        return str(words.OUTCOMES[dossier.outcome]), TONES[dossier.outcome], late_by
    if measure is Measure.PAST:
        until = asked.scope.period.counted_at(asked.scope.now)
        return _("quá hạn"), "late", words.days_words(dossier.due_at, until)
    return str(dossier.state.label), "stopped" if dossier.state is State.AWAITING_COMPLETION else "brand", ""
