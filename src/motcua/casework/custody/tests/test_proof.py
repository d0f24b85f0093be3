"""A list that was changed behind its events is found."""

from collections.abc import Callable
from typing import Any

import pytest

from motcua.casework.custody import actions
from motcua.casework.custody.models import HandoverLine, HandoverList
from motcua.casework.custody.queries import proof
from motcua.casework.custody.rules import Answer
from motcua.casework.custody.tests.conftest import Stage
from motcua.casework.dossiers.models import PaperFile
from motcua.casework.dossiers.queries import proof as dossiers_proof
from motcua.casework.dossiers.tests.cast import at

LATER = at("2017-03-01 14:00")


@pytest.fixture
def differing(stage: Stage) -> HandoverList:
    given = stage.given(2)
    answers = {1: Answer(True), 2: Answer(False, "Không có trong bì")}
    return actions.take(given.pk, answers, by=stage.handler, now=LATER)


def codes() -> list[str]:
    return [one.code for one in proof.broken_rules()]


def test_every_road_is_proved(stage: Stage, differing: HandoverList) -> None:
    actions.settle(differing.pk, by=stage.counter, now=LATER)
    actions.cancel(stage.given().pk, by=stage.counter, now=LATER)
    actions.take(stage.given().pk, {1: Answer(True)}, by=stage.handler, now=LATER)
    stage.given()
    assert codes() == []
    assert list(dossiers_proof.broken_rules()) == []


CHANGES: list[tuple[Callable[[HandoverList], Any], str]] = [
    (lambda one: HandoverList.objects.filter(pk=one.pk).update(sequence=9), "facts_differ"),
    (
        lambda one: HandoverList.objects.filter(pk=one.pk).update(answered_at=at("2017-03-02 08:00")),
        "facts_differ",
    ),
    (lambda one: one.lines.filter(ordinal=1).update(originals=5), "lines_differ"),
    (lambda one: one.lines.filter(ordinal=1).delete(), "lines_differ"),
    (lambda one: HandoverLine.objects.filter(ordinal=2).update(difference="Đủ"), "words_differ"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_a_change_is_seen(differing: HandoverList, change: Callable[[HandoverList], Any], code: str) -> None:
    change(differing)
    assert code in codes()


def test_papers_that_were_moved_without_an_event_are_seen(stage: Stage, differing: HandoverList) -> None:
    PaperFile.objects.update(unit_id=stage.cast.here.agency.pk)
    assert [one.code for one in dossiers_proof.broken_rules()] == ["papers_differ_from_events"]
