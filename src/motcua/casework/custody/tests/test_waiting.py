"""What is to be handed over: the files that lie here while the work stands elsewhere."""

from datetime import date

from motcua.casework.custody import actions
from motcua.casework.custody.queries import waiting
from motcua.casework.custody.rules import Answer
from motcua.casework.custody.tests.conftest import Stage
from motcua.casework.dossiers.tests.cast import MORNING
from motcua.people.organisation.models import Role


def test_what_was_received_waits_for_the_division(stage: Stage) -> None:
    dossiers = stage.received(2)
    [bundle] = waiting.bundles(stage.counter)
    assert (bundle.taker_id, bundle.procedure) == (stage.division_id, "Tách thửa đất")
    assert [file.dossier_id for file in bundle.files] == dossiers
    assert waiting.count(stage.counter) == 2


def test_the_day_of_receipt_narrows_the_list(stage: Stage) -> None:
    stage.received()
    assert waiting.bundles(stage.counter, date(2017, 3, 1))
    assert not waiting.bundles(stage.counter, date(2017, 3, 2))


def test_a_file_on_a_list_waits_no_more(stage: Stage) -> None:
    stage.given()
    assert waiting.count(stage.counter) == 0


def test_a_file_that_did_not_come_waits_again(stage: Stage) -> None:
    given = stage.given()
    actions.take(given.pk, {1: Answer(False, "Chưa đến")}, by=stage.handler, now=MORNING)
    assert waiting.count(stage.counter) == 1


def test_what_came_by_line_has_no_papers_to_hand_over(stage: Stage) -> None:
    stage.cast.procedure.versions.update(channels=["counter", "online"])
    stage.cast.receive(channel="online")
    assert waiting.count(stage.counter) == 0


def test_another_counter_has_nothing_of_it(stage: Stage) -> None:
    stage.received()
    assert waiting.count(stage.cast.sister.actor(Role.RECEPTIONIST)) == 0


def test_the_division_has_nothing_to_give_while_the_work_is_its_own(stage: Stage) -> None:
    given = stage.given()
    actions.take(given.pk, {1: Answer(True)}, by=stage.handler, now=MORNING)
    assert waiting.count(stage.handler) == 0
