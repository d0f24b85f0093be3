"""How many statements each question and each verb of the catalogue costs; a rise must be meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.tests.cast import (
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    decision,
    draft,
    published,
    unit,
)
from motcua.people.organisation.models import UnitKind

pytestmark = pytest.mark.django_db

QUESTIONS: dict[str, tuple[int, Callable[[ProcedureVersion], Any]]] = {
    "version_in_force": (1, lambda v: queries.version_in_force(v.procedure_id, DAY).procedure.field.name),
    "version": (1, lambda v: queries.version(v.pk).procedure.field.name),
    "procedure_by_code": (1, lambda v: queries.procedure_by_code("1.001193").field.name),
    "versions": (1, lambda v: [x.decision for x in queries.versions(v.procedure_id, with_drafts=True)]),
    "papers": (1, lambda v: queries.papers(v.pk)),
    "time_limit": (1, lambda v: queries.time_limit(v.pk)),
    "fee": (1, lambda v: queries.fee(v.pk)),
    "content": (4, lambda v: queries.content(v.pk)),
    "fields": (1, lambda v: queries.fields()),
    "search": (1, lambda v: [x.procedure.field.name for x in queries.search("khai sinh", on=DAY)]),
    "search_all": (1, lambda v: queries.search("", on=DAY)),
    "offers_of": (1, lambda v: queries.offers_of(v.procedure_id, DAY)),
    "receivable": (1, lambda v: queries.receivable(1, DAY)),
    "decisions": (1, lambda v: queries.decisions()),
    "items_of": (2, lambda v: queries.items_of(v.decision_id or 0)),
}


def cost(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as told:
        act()
    return len([q for q in told.captured_queries if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_a_question_costs(name: str) -> None:
    version = published()
    expected, ask = QUESTIONS[name]
    assert cost(lambda: ask(version)) == expected


def test_a_list_costs_the_same_whatever_its_length() -> None:
    published()
    one = cost(lambda: [v.procedure.field for v in queries.search("", on=DAY)])
    for number in range(4):
        published(code=f"9.{number}")
    assert cost(lambda: [v.procedure.field for v in queries.search("", on=DAY)]) == one


def test_what_creating_costs() -> None:
    draft()
    # Four of them read the content again, so that the event keeps the hash of what stands; one asks which of its
    # words the search does not know yet.
    assert cost(lambda: draft(code="2")) == 14


def test_what_publishing_costs() -> None:
    version, act = draft(), decision()
    assert cost(lambda: actions.publish(version.pk, decision_id=act.pk, by=KEEPER, now=NOW)) == 11


def test_what_offering_costs_does_not_grow_with_the_one_stops() -> None:
    version, agency = published(), unit(UnitKind.DISTRICT)
    places = [Place(unit(UnitKind.ONE_STOP), agency, agency) for _ in range(20)]

    def offer(some: list[Place]) -> None:
        actions.offer_at(version.procedure_id, some, valid_from=NEW_YEAR, by=KEEPER, now=NOW)

    assert cost(lambda: offer(places[:1])) == cost(lambda: offer(places[1:])) == 5
