"""What an address asks for: whose figures, when, in which reading; and the addresses that ask for something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from motcua.casework.dossiers.rules import Cause
from motcua.catalogue.procedures.models import Channel
from motcua.catalogue.processes.rules import StepKind
from motcua.faces.look.decorators import Request
from motcua.ground.access import policy
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Refused
from motcua.insight.figures.queries.counts import By, Scope
from motcua.insight.figures.queries.lists import Key
from motcua.insight.figures.queries.narrowing import Blamed, Narrow, NoCause, NoStep
from motcua.insight.figures.queries.units import Place, Tree, choose, day_counted, reading_for, tree
from motcua.insight.figures.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    Age,
    Left,
    Measure,
    Period,
    Reading,
    Refusal,
    first_shown,
    period_of,
)

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """The address, read: a unit's figures of a period in a reading, by lines of one kind."""

    scope: Scope
    units: Tree
    by: By = By.UNIT

    @property
    def unit_id(self) -> int:
        """The unit whose figures these are."""
        return self.scope.place.unit.pk

    def figures_url(
        self, *, unit_id: int | None = None, by: By | None = None, period: Period | None = None
    ) -> str:
        """The page of figures, of another unit or period, or by lines of another kind."""
        by = by or self.by
        query = {"by": by.value} if by is not By.UNIT else {}
        return self._address("figures", query, unit_id or self.unit_id, period or self.scope.period)

    def list_url(
        self,
        measure: Measure,
        *,
        unit_id: int | None = None,
        period: Period | None = None,
        direct: bool = False,
        narrow: tuple[str, object] | None = None,
    ) -> str:
        """The list behind one of the numbers; `narrow` is one more word of the address with its value."""
        scope = self.scope
        query = {"measure": measure.value}
        if direct or (scope.place.direct and unit_id is None):
            query["direct"] = "1"
        kept: dict[str, object] = {
            "procedure": scope.procedure_id,
            "field": scope.field_id,
            "channel": scope.channel,
        }
        kept |= _narrow_words(scope.narrow) | dict([narrow] if narrow else [])
        query |= {name: str(value) for name, value in kept.items() if value}
        return self._address("figures_list", query, unit_id or self.unit_id, period or scope.period)

    def _address(self, name: str, query: dict[str, str], unit_id: int, period: Period) -> str:
        whose = {"unit": str(unit_id), "period": period.key}
        if self.scope.reading is not Reading.HANDLED:
            whose["reading"] = self.scope.reading.value
        return f"{reverse(name)}?{urlencode(query | whose)}"


def asked_of(request: Request) -> Asked:
    """Read the address; raises Refused for what is no period and for a unit that is not the actor's to see."""
    query = request.GET
    period = _period(query, request.now.astimezone(LOCAL).date())
    units = tree(day_counted(period, request.now))
    place = choose(request.actor, units, _number(query, "unit"), direct=query.get("direct") == "1")
    scope = Scope(
        place,
        reading_for(place.unit, one_of(Reading, query.get("reading"), Reading.HANDLED)),
        period,
        request.now,
        procedure_id=_number(query, "procedure"),
        field_id=_number(query, "field"),
        channel=_channel(query),
        narrow=_narrow(request, place),
    )
    return Asked(scope, units, one_of(By, query.get("by"), By.UNIT))


def one_of(kind: type[E], text: str | None, otherwise: E) -> E:
    """The member that an address names; without one, what is usual. Raises Http404 for a word that is none."""
    if not text:
        return otherwise
    try:
        return kind(text)
    except ValueError:
        raise Http404 from None


def _narrow(request: Request, place: Place) -> Narrow:
    """To what the list is narrowed; by officer only for whoever may see figures of officers."""
    query = request.GET
    narrow = Narrow(
        step=_step(query.get("step")),
        cause=_cause(query.get("cause")),
        guilty=_number(query, "guilty"),
        at=_step(query.get("at")),
        holder=_number(query, "holder"),
        age=_band(Age, query.get("age")),
        left=_band(Left, query.get("left")),
    )
    if narrow.guilty is not None or narrow.holder is not None:
        policy.check(request.actor, "figures.by_officer", place.unit)
    return narrow


def _narrow_words(narrow: Narrow) -> dict[str, object]:
    """The narrowing as an address writes it."""
    words = {
        name: getattr(narrow, name) for name in ("step", "cause", "guilty", "at", "holder", "age", "left")
    }
    return {name: getattr(value, "value", str(value)) for name, value in words.items() if value is not None}


def _step(text: str | None) -> Blamed:
    if not text:
        return None
    return NoStep.NONE if text == NoStep.NONE.value else one_of(StepKind, text, StepKind.HANDLE)


def _cause(text: str | None) -> Cause | NoCause | None:
    if not text:
        return None
    if text == NoCause.NONE.value:
        return NoCause.NONE
    if text not in Cause.values:
        raise Http404
    return Cause(text)


def _band(kind: type[E], text: str | None) -> E | None:
    return one_of(kind, text, next(iter(kind))) if text else None


def after_of(query: QueryDict) -> Key | None:
    """Where the page before ended: the moment and the id in its address; anything else begins at the top."""
    moment, _underscore, number = query.get("after", "").partition("_")
    try:
        return datetime.fromisoformat(moment), int(number)
    except ValueError:
        return None


def after_words(key: Key) -> str:
    """The same as an address writes it."""
    return f"{key[0].astimezone(LOCAL).isoformat()}_{key[1]}"


def _period(query: QueryDict, today: date) -> Period:
    first, last = query.get("from"), query.get("to")
    if first or last:
        try:
            return Period(date.fromisoformat(first or ""), date.fromisoformat(last or ""))
        except ValueError:
            raise Refused(Refusal.NO_SUCH_PERIOD, first=FIRST_YEAR, last=LAST_YEAR) from None
    key = query.get("period")
    return period_of(key) if key else first_shown(today)


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _channel(query: QueryDict) -> str:
    text = query.get("channel", "")
    if text and text not in Channel.values:
        raise Http404
    return text
