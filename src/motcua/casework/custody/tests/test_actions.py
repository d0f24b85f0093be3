"""Paper files are given by one side and taken by the other, and what differs is named by both."""

from typing import Any

import pytest

from motcua.casework.custody import actions
from motcua.casework.custody.models import HandoverLine, HandoverList
from motcua.casework.custody.rules import Answer
from motcua.casework.custody.states import State
from motcua.casework.custody.tests.conftest import Stage
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import MORNING, at
from motcua.ground.kernel import journal
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

LATER = at("2017-03-01 14:00")
CAME = Answer(came=True)


def take(
    stage: Stage, given: HandoverList, answers: dict[int, Answer], key: str | None = None
) -> HandoverList:
    return actions.take(given.pk, answers, by=stage.handler, now=LATER, key=key)


def test_the_counter_gives_and_the_division_takes_all(stage: Stage) -> None:
    given = stage.given(2)
    taken = take(stage, given, {1: CAME, 2: CAME})
    assert (taken.state, taken.closed_by_id) == (State.TAKEN, stage.handler.officer_id)
    for line in given.lines.all():
        assert stage.unit_with(line.dossier_id) == stage.division_id


def test_the_file_stays_with_the_giver_until_it_is_taken(stage: Stage) -> None:
    given = stage.given()
    assert stage.unit_with(given.lines.get().dossier_id) is None


def test_the_papers_are_counted_when_they_are_given(stage: Stage) -> None:
    line = stage.given().lines.get()
    assert (line.originals, line.copies) == (1, 0)


def test_a_file_that_did_not_come_stays_and_both_sides_name_the_difference(stage: Stage) -> None:
    given = stage.given(2)
    taken = take(stage, given, {1: CAME, 2: Answer(False, "Không có trong bì")})
    missing = given.lines.get(ordinal=2)
    assert (taken.state, taken.closed_at) == (State.DIFFERING, None)
    assert (missing.arrival, missing.difference) == ("missing", "Không có trong bì")
    assert stage.unit_with(missing.dossier_id) is None
    settled = actions.settle(given.pk, by=stage.counter, now=LATER)
    assert (settled.state, settled.closed_by_id) == (State.SETTLED, stage.counter.officer_id)


def test_a_file_that_came_with_a_paper_less_lies_with_the_taker(stage: Stage) -> None:
    given = stage.given()
    taken = take(stage, given, {1: Answer(True, "Thiếu bản vẽ")})
    assert taken.state == State.DIFFERING
    assert stage.unit_with(given.lines.get().dossier_id) == stage.division_id


def test_a_file_of_which_nothing_is_said_must_be_explained(stage: Stage) -> None:
    given = stage.given(3)
    with pytest.raises(Refused) as refused:
        take(stage, given, {1: CAME, 2: Answer(False, "  ")})
    assert (refused.value.code, refused.value.data["count"]) == ("custody.not_explained", 2)


def test_each_dossier_tells_where_its_papers_went(stage: Stage) -> None:
    given = stage.given()
    take(stage, given, {1: CAME})
    dossier = Dossier.objects.get(pk=given.lines.get().dossier_id)
    last = JournalRow.objects.get(object_kind="dossier", object_id=dossier.pk, number=dossier.events)
    assert last.data == {
        "papers_from": stage.cast.here.one_stop.pk,
        "papers_at": stage.division_id,
        "handover_list": given.pk,
    }


@pytest.mark.parametrize(("ids", "code"), [([], "nothing_given"), (range(1, 203), "too_many")])
def test_a_list_has_a_size(stage: Stage, ids: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.give(stage.division_id, list(ids), by=stage.counter, now=MORNING)
    assert refused.value.code == f"custody.{code}"


def test_a_file_goes_only_where_the_work_is(stage: Stage) -> None:
    [dossier] = stage.received()
    with pytest.raises(Refused) as refused:
        actions.give(stage.cast.here.agency.pk, [dossier], by=stage.counter, now=MORNING)
    assert refused.value.code == "custody.not_to_hand_over"


def test_a_file_on_its_way_is_on_one_list(stage: Stage) -> None:
    given = stage.given()
    with pytest.raises(Refused) as refused:
        actions.give(stage.division_id, [given.lines.get().dossier_id], by=stage.counter, now=MORNING)
    assert refused.value.code == "custody.not_to_hand_over"


def test_nobody_gives_the_files_of_another_counter(stage: Stage) -> None:
    stranger = stage.cast.sister.actor(Role.RECEPTIONIST)
    with pytest.raises(Refused) as refused:
        actions.give(stage.division_id, stage.received(), by=stranger, now=MORNING)
    assert refused.value.code == "custody.not_to_hand_over"


def test_a_list_is_answered_once(stage: Stage) -> None:
    given = stage.given()
    take(stage, given, {1: CAME})
    with pytest.raises(Refused) as refused:
        take(stage, given, {1: CAME})
    assert refused.value.code == "custody.answered"


def test_a_cancelled_list_frees_its_files(stage: Stage) -> None:
    given = stage.given()
    cancelled = actions.cancel(given.pk, by=stage.counter, now=MORNING)
    again = actions.give(stage.division_id, [given.lines.get().dossier_id], by=stage.counter, now=LATER)
    assert cancelled.state == State.CANCELLED
    assert (given.sequence, again.sequence) == (1, 2)


@pytest.mark.parametrize("verb", [actions.cancel, actions.settle])
def test_what_is_answered_without_difference_is_neither_cancelled_nor_settled(
    stage: Stage, verb: Any
) -> None:
    given = stage.given()
    take(stage, given, {1: CAME})
    with pytest.raises(Refused) as refused:
        verb(given.pk, by=stage.counter, now=LATER)
    assert refused.value.code in ("custody.answered", "custody.not_differing")


def test_the_giver_does_not_answer_for_the_taker(stage: Stage) -> None:
    given = stage.given()
    with pytest.raises(Refused) as refused:
        actions.take(given.pk, {1: CAME}, by=stage.counter, now=LATER)
    assert refused.value.status == 403


@pytest.mark.parametrize("verb", [actions.cancel, actions.settle])
def test_the_taker_does_not_act_for_the_giver(stage: Stage, verb: Any) -> None:
    given = stage.given()
    with pytest.raises(Refused) as refused:
        verb(given.pk, by=stage.handler, now=LATER)
    assert refused.value.status == 403


def test_a_stranger_takes_nothing(stage: Stage) -> None:
    given = stage.given()
    with pytest.raises(Refused) as refused:
        actions.take(given.pk, {1: CAME}, by=stage.stranger, now=LATER)
    assert refused.value.status == 404


@pytest.mark.parametrize("verb", [actions.cancel, actions.settle])
def test_a_stranger_is_told_nothing(stage: Stage, verb: Any) -> None:
    given = stage.given()
    with pytest.raises(Refused) as refused:
        verb(given.pk, by=stage.stranger, now=LATER)
    assert refused.value.status == 404


def test_pressing_twice_gives_once(stage: Stage) -> None:
    dossiers = stage.received(2)
    lists = {
        actions.give(stage.division_id, dossiers, by=stage.counter, now=MORNING, key="k").pk for _ in range(2)
    }
    assert len(lists) == 1
    assert HandoverList.objects.count() == 1


def test_pressing_twice_takes_once(stage: Stage) -> None:
    given = stage.given()
    take(stage, given, {1: CAME}, key="k")
    take(stage, given, {1: CAME}, key="k")
    assert JournalRow.objects.filter(object_kind="handover_list", object_id=given.pk).count() == 2


def test_what_cannot_be_told_is_not_done(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = stage.received()

    def fails(*_args: Any, **_kwargs: Any) -> int:
        raise OSError

    monkeypatch.setattr(journal, "record", fails)
    with pytest.raises(OSError):
        actions.give(stage.division_id, dossiers, by=stage.counter, now=MORNING)
    assert not HandoverList.objects.exists()
    assert not HandoverLine.objects.exists()


def test_a_result_goes_back_to_the_counter_with_its_papers(stage: Stage) -> None:
    given = stage.given()
    dossier = given.lines.get().dossier_id
    take(stage, given, {1: CAME})
    stage.cast.bring_to(dossier, "return")
    back = actions.give(stage.cast.here.one_stop.pk, [dossier], by=stage.handler, now=LATER)
    actions.take(back.pk, {1: CAME}, by=stage.counter, now=LATER)
    assert stage.unit_with(dossier) == stage.cast.here.one_stop.pk
