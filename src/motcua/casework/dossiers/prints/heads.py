"""What stands above every form: who gives it, where, on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

from motcua.casework.dossiers.prints.words import day_words
from motcua.ground.kernel import clock
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import UnitKind
from motcua.people.organisation.queries import UnitView

# The circular's forms hold from this day; before it the nearest known form stands in, and the paper says so.
FORMS_SINCE = date(2019, 1, 6)
ONE_WORD_KINDS = ("tỉnh", "huyện", "xã")
TWO_WORD_KINDS = ("thành phố ", "thị xã ", "thị trấn ")


class Heads:
    """Heads of forms, each asked for once: names are those of the day, so that a copy is the same paper."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, date], dict[str, Any]] = {}
        self._is_demonstration = clock.state().is_demonstration

    def head(self, one_stop_id: int, on: date) -> dict[str, Any]:
        """The head of a form that a one-stop gives on a day."""
        if (one_stop_id, on) not in self._known:
            self._known[one_stop_id, on] = self._of(organisation.agency_of(one_stop_id, on), on)
        return self._known[one_stop_id, on]

    def agencys(self, agency_id: int, on: date) -> dict[str, Any]:
        """The head of a form that an agency gives itself."""
        return self._of(organisation.unit_as_of(agency_id, on), on) | {"is_of_the_counter": False}

    def _of(self, agency: UnitView, on: date) -> dict[str, Any]:
        return {
            "agency": agency.name,
            "place": place_of(agency, on),
            "on": day_words(on),
            "is_of_the_counter": True,
            "is_demonstration": self._is_demonstration,
            "is_older_than_form": on < FORMS_SINCE,
        }


def place_of(agency: UnitView, on: date) -> str:
    """The place that stands before the date: the territory's own name; a department sits in its province."""
    if agency.kind == UnitKind.DEPARTMENT:
        above = organisation.ancestors(agency.id, on)
        agency = next((unit for unit in above if unit.kind == UnitKind.PROVINCE), agency)
    bare = agency.short_name.removeprefix("UBND ")
    kind, _space, name = bare.partition(" ")
    if bare.lower().startswith(TWO_WORD_KINDS):
        return bare.split(" ", 2)[-1]
    return name if kind.lower() in ONE_WORD_KINDS and name else bare
