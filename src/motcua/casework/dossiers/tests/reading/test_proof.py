"""The proof: rows equal events, and any change made behind the events' back is found."""

from datetime import date
from typing import Any

import psycopg
import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.applicants import Applicant
from motcua.casework.dossiers.actions.receiving import Notice, StoredFile
from motcua.casework.dossiers.prints import Form, Part
from motcua.casework.dossiers.queries.printing import PRINTING
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast
from motcua.casework.dossiers.tests.verbs.test_completing import CAME, asked, complete
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Role

Owner = psycopg.Connection[Any]
MARCH = (date(2017, 3, 1), date(2017, 3, 31))


def found() -> set[str]:
    return {broken.code for broken in broken_rules()}


def whole_story(cast: Cast) -> int:
    """A dossier that has seen everything there is."""
    cast.procedure = stage.procedure(fee=10_000)
    stage.offer(cast.procedure, cast.here)
    dossier = asked(cast)
    by = cast.here.actor
    complete(cast, dossier)
    actions.note(dossier, by=by(Role.HANDLER), now=CAME, body="Đã gọi điện")
    actions.attach(
        dossier, by=by(Role.HANDLER), now=CAME, files=[StoredFile("0" * 64, "a.pdf", "application/pdf", 10)]
    )
    actions.forward(cast.task(dossier).pk, by=by(Role.HANDLER), now=CAME, remark="Đủ")
    actions.send_back(
        cast.task(dossier).pk, by=by(Role.HEAD_OF_DIVISION), now=CAME, element="handle", reason="Sai số"
    )
    cast.bring_to(dossier, "return", CAME)
    actions.return_result(
        cast.task(dossier).pk, by=by(Role.RECEPTIONIST), now=CAME, collected_by="Phước", identity_number="082"
    )
    return dossier


def test_a_whole_story_holds(cast: Cast) -> None:
    whole_story(cast)
    assert found() == set()


def test_every_step_of_a_story_holds(cast: Cast) -> None:
    task = cast.task(cast.receive().dossier_id)
    actions.take(task.pk, by=cast.here.actor(Role.HEAD_OF_DIVISION), now=MORNING)
    assert found() == set()
    asked(cast)
    assert found() == set()


def test_falling_late_holds(cast: Cast) -> None:
    cast.receive()
    assert actions.fall_late_all(by=SYSTEM, now=CAME.replace(year=2018)) == 1
    assert actions.fall_late_all(by=SYSTEM, now=CAME.replace(year=2018)) == 0
    assert found() == set()


def test_a_rejection_holds(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "sign")
    actions.reject(
        task.pk, by=cast.here.actor(Role.LEADER), now=MORNING, reason="Không đủ", document=DOCUMENT
    )
    assert found() == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET basis = 'khác'",
        "UPDATE remark SET body = 'khác' WHERE kind = 'stop'",
    ],
)
def test_changed_words_of_a_stop_are_found(real_cast: Cast, owner: Owner, statement: str) -> None:
    by = real_cast.here.actor(Role.LEADER)
    pk = real_cast.receive().dossier_id
    actions.stop(pk, by=by, now=MORNING, reason="Tranh chấp", basis="Điều 1", document=DOCUMENT)
    owner.execute(statement)
    assert found() == {"words_differ_from_event"}


def test_an_obligation_voided_by_nobody_is_found(real_cast: Cast, owner: Owner) -> None:
    complete(real_cast, asked(real_cast))
    owner.execute("UPDATE obligation SET voided = true")
    assert found() == {"obligations_differ_from_events"}


CHANGES = {
    "UPDATE dossier SET state = 4 WHERE state = 2": {"state_differs_from_events"},
    "UPDATE dossier SET due_at = due_at + interval '1 day'": {"due_date_differs_from_events"},
    "UPDATE dossier SET late_after = late_after + interval '1 day'": {"due_date_differs_from_events"},
    "UPDATE dossier SET events = events + 1": {"events_are_not_numbered_in_order"},
    "UPDATE dossier SET summary = 'khác'": {"words_differ_from_event"},
    "UPDATE party_version SET name = 'Người khác'": {"words_differ_from_event"},
    "UPDATE dossier_paper SET originals = 2": {"words_differ_from_event"},
    "UPDATE task SET due_at = due_at + interval '1 day' WHERE ended_at IS NULL": {
        "open_tasks_differ_from_events"
    },
    "UPDATE task SET officer_id = (SELECT min(id) FROM officer) WHERE ended_at IS NULL": {
        "open_tasks_differ_from_events"
    },
    "UPDATE task SET outcome = 'sent_back' WHERE outcome = 'done'": {"done_tasks_differ_from_events"},
    "DELETE FROM task WHERE ended_at IS NOT NULL": {"done_tasks_differ_from_events"},
    "UPDATE journal SET data = '{}' WHERE object_kind = 'dossier'": {"events_cannot_be_read"},
    "UPDATE journal SET data = data || '{\"owed\": [1]}' WHERE object_kind = 'dossier'": {
        "events_cannot_be_read"
    },
    "DELETE FROM journal WHERE object_kind = 'dossier'": {"events_are_not_numbered_in_order"},
}


@pytest.mark.parametrize("statement", sorted(CHANGES))
def test_a_change_behind_its_back_is_found(real_cast: Cast, owner: Owner, statement: str) -> None:
    real_cast.receive()
    owner.execute(statement)
    assert found() == CHANGES[statement]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE remark SET body = 'khác' WHERE kind = 'note'",
        "UPDATE remark SET body = 'khác' WHERE kind = 'send_back'",
        "UPDATE remark SET body = 'khác' WHERE kind = 'completion'",
        "UPDATE decision SET signer = 'khác'",
        "UPDATE handover SET collected_by = 'khác'",
        "UPDATE attachment SET digest = 'khác'",
        "UPDATE dossier_paper SET name = 'khác' WHERE number > 1",
    ],
)
def test_changed_words_are_found(real_cast: Cast, owner: Owner, statement: str) -> None:
    whole_story(real_cast)
    owner.execute(statement)
    assert found() == {"words_differ_from_event"}


BEHIND = {
    "UPDATE dossier SET code = code || 'X'": {"facts_differ_from_events"},
    "UPDATE dossier SET received_at = received_at - interval '1 hour'": {"facts_differ_from_events"},
    "UPDATE dossier SET received_by_id = finished_by_id": {"facts_differ_from_events"},
    "UPDATE dossier SET promised_at = promised_at + interval '3 days'": {"facts_differ_from_events"},
    "UPDATE dossier SET finished_at = received_at": {"facts_differ_from_events"},
    "UPDATE dossier SET returned_at = returned_at - interval '1 day'": {"facts_differ_from_events"},
    "UPDATE dossier SET fell_late_at = due_at": {"facts_differ_from_events"},
    "UPDATE dossier SET completion_requests = 0": {"facts_differ_from_events"},
    "UPDATE dossier SET fee = fee + 1": {"facts_differ_from_events"},
    "UPDATE dossier SET channel = 'online'": {"facts_differ_from_events"},
    "UPDATE dossier SET agency_id = one_stop_id": {"facts_differ_from_events"},
    "UPDATE dossier SET return_method = 'postal'": {"words_differ_from_event"},
    "UPDATE dossier SET \"case\" = 'khác'": {"words_differ_from_event"},
    "UPDATE task SET ended_at = ended_at - interval '1 day'": {"done_tasks_differ_from_events"},
    "UPDATE task SET started_at = started_at - interval '1 day'": {"done_tasks_differ_from_events"},
    "UPDATE task SET ended_by_id = (SELECT min(id) FROM officer)": {"done_tasks_differ_from_events"},
    "UPDATE segment SET due_at = due_at + interval '1 day'": {"clock_differs_from_events"},
    "UPDATE pause SET started_at = started_at - interval '1 day'": {"clock_differs_from_events"},
    "DELETE FROM pause": {"clock_differs_from_events"},
    "DELETE FROM obligation": {"obligations_differ_from_events"},
    "UPDATE dossier SET open_obligations = 1": {"obligations_differ_from_events"},
    "INSERT INTO remark (dossier_id, number, kind, body) SELECT id, 1, 'note', 'x' FROM dossier": {
        "words_without_event"
    },
    "UPDATE decision SET number = 2": {"words_differ_from_event", "words_without_event"},
    "UPDATE attachment SET number = 2": {"words_differ_from_event", "words_without_event"},
    "UPDATE journal SET data = '[]' WHERE object_kind = 'dossier' AND number = 2": {"events_cannot_be_read"},
}


@pytest.mark.parametrize("statement", sorted(BEHIND))
def test_a_change_of_a_whole_story_is_found(real_cast: Cast, owner: Owner, statement: str) -> None:
    whole_story(real_cast)
    owner.execute(statement)
    assert found() == BEHIND[statement]


NOTICE_CHANGES = {
    "UPDATE counter_notice SET body = 'khác'": {"notice_differs_from_event"},
    "UPDATE counter_notice SET kind = 'rejection'": {"notice_differs_from_event"},
    "UPDATE party_version SET name = 'khác'": {"notice_differs_from_event"},
    "UPDATE journal SET data = '{}' WHERE verb = 'dossiers.give_notice'": {"notice_differs_from_event"},
    "UPDATE journal SET data = '[]' WHERE verb = 'dossiers.give_notice'": {"notice_differs_from_event"},
    "DELETE FROM counter_notice": {"notice_missing"},
    "SELECT 1": set(),
}


@pytest.mark.parametrize("statement", sorted(NOTICE_CHANGES))
def test_a_changed_notice_is_found(real_cast: Cast, owner: Owner, statement: str) -> None:
    applicant = Applicant("Nguyễn Văn Phước")
    told = Notice("completion", real_cast.procedure.pk, applicant, "Thiếu bản vẽ")
    actions.give_notice(told, by=real_cast.here.actor(Role.RECEPTIONIST), now=MORNING)
    owner.execute(statement)
    assert found() == NOTICE_CHANGES[statement]


def test_a_dossier_that_is_gone_is_found(real_cast: Cast, owner: Owner) -> None:
    real_cast.receive()
    for table in ("segment", "task", "dossier_paper", "dossier"):
        owner.execute(f"DELETE FROM {table}")
    assert found() == {"dossier_missing"}


@pytest.mark.parametrize("verb", PRINTING)
@pytest.mark.parametrize("change", ["data || '{\"copy\": 1}'", "data - 'copy'", "data || '{\"copy\": 3}'"])
def test_a_print_that_was_hidden_is_found(real_cast: Cast, owner: Owner, verb: str, change: str) -> None:
    by = real_cast.here.actor(Role.RECEPTIONIST)
    notice = Notice("rejection", real_cast.procedure.pk, Applicant("Nguyễn Văn Phước"), "Sai nơi nộp")
    given = actions.give_notice(notice, by=by, now=MORNING)
    dossier = real_cast.receive().dossier_id
    for _ in range(2):
        actions.print_forms(Form.RECEIPT, [dossier], by=by, now=MORNING)
        actions.print_notice(given.pk, by=by, now=MORNING)
        actions.print_register(Part(real_cast.here.one_stop.pk, *MARCH), by=by, now=MORNING)
    assert found() == set()
    owner.execute(f"UPDATE journal SET data = {change} WHERE verb = %s", [verb])
    assert found() == {"prints_are_not_counted"}
