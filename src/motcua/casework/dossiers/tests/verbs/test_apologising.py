"""The apology: drafted, issued once by a leader, with a new date; being late is judged by the first promise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Said
from motcua.casework.dossiers.models import Apology, Dossier, Lateness, Remark, Segment
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import STEPS, Cast, at
from motcua.casework.dossiers.tests.verbs.test_calendars import adding, confirm, work_off
from motcua.casework.dossiers.tests.verbs.test_completing import asked, complete
from motcua.casework.dossiers.tests.verbs.test_lateness import DUE, LATE_AFTER, LATER, NOTICED, late_at
from motcua.catalogue.processes.rules import Step
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

BEFORE = at("2017-03-20 09:00")
SAID = Said("on_site", "Phải đo đạc lại thửa đất", date(2017, 4, 4))
NEW_DUE = at("2017-04-04 08:30")


def handled(cast: Cast) -> int:
    return cast.bring_to(cast.receive().dossier_id, "handle").dossier_id


def issue(cast: Cast, dossier_id: int, now: datetime = NOTICED, said: Said = SAID, **more: Any) -> int:
    by = more.pop("by", None) or cast.here.actor(Role.LEADER, now)
    return actions.issue_apology(dossier_id, by=by, now=now, said=said, **more)


def draft(cast: Cast, dossier_id: int, role: Role = Role.HANDLER, said: Said | None = SAID) -> int:
    return actions.draft_apology(dossier_id, by=cast.here.actor(role, NOTICED), now=NOTICED, said=said)


def found() -> list[str]:
    return [broken.code for broken in broken_rules()]


# --- the draft -----------------------------------------------------------------------------------------------------


def test_the_system_drafts_with_the_date_that_the_steps_still_need(cast: Cast) -> None:
    """Handling has used its 40 hours and gets a day; after it come 8, 8 and 4: 28 hours from Thursday, 8:00."""
    dossier_id = late_at(cast)
    actions.draft_apology(dossier_id, by=SYSTEM, now=NOTICED)
    row = Apology.objects.get(dossier_id=dossier_id)
    assert (row.element, row.unit_id, row.cause) == ("handle", cast.here.division.pk, "")
    assert (row.promised_at, row.proposed_at) == (DUE, at("2017-03-28 08:30"))
    assert (row.drafted_by, row.issued_at) == (None, None)
    assert found() == []


def test_the_system_drafts_once_and_leaves_an_officers_draft_alone(cast: Cast) -> None:
    dossier_id = late_at(cast)
    first = draft(cast, dossier_id)
    assert actions.draft_apology(dossier_id, by=SYSTEM, now=LATER) == first
    assert Apology.objects.get(dossier_id=dossier_id).proposed_at == NEW_DUE


def test_an_officer_completes_the_draft(cast: Cast) -> None:
    dossier_id = late_at(cast)
    actions.draft_apology(dossier_id, by=SYSTEM, now=NOTICED)
    number = draft(cast, dossier_id)
    row = Apology.objects.get(dossier_id=dossier_id)
    assert (row.number, row.cause, row.proposed_at) == (number, "on_site", NEW_DUE)
    assert Remark.objects.get(dossier_id=dossier_id, number=number).body == SAID.reason
    assert Dossier.objects.get(pk=dossier_id).due_at == DUE
    assert found() == []


# --- issuing -------------------------------------------------------------------------------------------------------


def test_issuing_moves_the_promise_but_not_the_moment_of_being_late(cast: Cast) -> None:
    dossier_id = late_at(cast)
    issue(cast, dossier_id)
    dossier = Dossier.objects.get(pk=dossier_id)
    assert (dossier.due_at, dossier.promised_at) == (NEW_DUE, NEW_DUE)
    assert (dossier.late_after, dossier.fell_late_at) == (LATE_AFTER, LATE_AFTER)
    causes = Segment.objects.filter(dossier=dossier).order_by("number").values_list("cause", "ended_at")
    assert list(causes) == [("reception", NOTICED), ("apology", None)]
    assert found() == []


def test_it_names_the_step_the_cause_and_its_number(cast: Cast) -> None:
    dossier_id = late_at(cast)
    draft(cast, dossier_id)
    issue(cast, dossier_id)
    row = Apology.objects.get(dossier_id=dossier_id)
    assert (row.element, row.cause, row.year, row.sequence) == ("handle", "on_site", 2017, 1)
    assert (row.issued_at, row.issued_by_id) == (NOTICED, cast.here.officer_id(Role.LEADER))
    assert row.drafted_by_id == cast.here.officer_id(Role.HANDLER)
    assert Lateness.objects.get(dossier_id=dossier_id).cause == "on_site"
    assert found() == []


def test_an_agency_numbers_its_apologies(cast: Cast) -> None:
    numbers = []
    for _ in range(2):
        dossier_id = late_at(cast)
        issue(cast, dossier_id)
        numbers.append(Apology.objects.get(dossier_id=dossier_id).sequence)
    assert numbers == [1, 2]


def test_one_issued_in_advance_does_not_hinder_it_from_falling_late(cast: Cast) -> None:
    dossier_id = handled(cast)
    issue(cast, dossier_id, BEFORE)
    assert actions.fall_late_all(by=SYSTEM, now=NOTICED) == 1
    assert Dossier.objects.get(pk=dossier_id).fell_late_at == LATE_AFTER
    assert Lateness.objects.get(dossier_id=dossier_id).cause == "on_site"
    assert found() == []


def test_finished_by_the_new_date_it_is_late_all_the_same(cast: Cast) -> None:
    dossier_id = handled(cast)
    issue(cast, dossier_id, BEFORE)
    cast.bring_to(dossier_id, "return", at("2017-03-30 08:30"))
    row = Lateness.objects.get(dossier_id=dossier_id)
    assert (row.since, row.element) == (LATE_AFTER, "handle")
    assert found() == []


def test_a_step_without_hours_of_its_own_is_due_with_the_new_date(cast: Cast) -> None:
    steps = tuple(Step(s.key, s.name, s.kind, s.role, s.place) if s.key == "handle" else s for s in STEPS)
    cast.procedure = stage.procedure(steps=steps)
    stage.offer(cast.procedure, cast.here)
    dossier_id = handled(cast)
    issue(cast, dossier_id, BEFORE)
    assert cast.task(dossier_id).due_at == NEW_DUE
    assert found() == []


# --- refusals ------------------------------------------------------------------------------------------------------


def test_there_is_one_new_appointment(cast: Cast) -> None:
    dossier_id = late_at(cast)
    issue(cast, dossier_id)
    with pytest.raises(Refused, match="apologised"):
        issue(cast, dossier_id, LATER)
    with pytest.raises(Refused, match="apologised"):
        draft(cast, dossier_id)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said("fate", "x", date(2017, 4, 4)), "unknown_cause"),
        (Said("on_site", " ", date(2017, 4, 4)), "no_reason"),
        (Said("on_site", "x", date(2017, 4, 2)), "new_date_day_off"),
        (Said("on_site", "x", date(2017, 3, 22)), "new_date_not_later"),
        (Said("on_site", "x", date(2017, 3, 1)), "new_date_not_later"),
    ],
)
def test_cause_reason_and_date_are_checked(cast: Cast, said: Said, code: str) -> None:
    dossier_id = late_at(cast)
    with pytest.raises(Refused, match=rf"dossiers\.{code}$"):
        issue(cast, dossier_id, said=said)
    with pytest.raises(Refused, match=rf"dossiers\.{code}$"):
        draft(cast, dossier_id, said=said)


def test_what_waits_or_is_over_gets_none(cast: Cast) -> None:
    with pytest.raises(Refused, match="waiting"):
        issue(cast, asked(cast))
    over = cast.bring_to(cast.receive().dossier_id, "return").dossier_id
    with pytest.raises(Refused, match="closed"):
        issue(cast, over)


def test_a_leader_signs_and_nobody_else(cast: Cast) -> None:
    dossier_id = late_at(cast)
    for role in (Role.HANDLER, Role.HEAD_OF_DIVISION, Role.RECEPTIONIST):
        with pytest.raises(Refused, match="not_allowed"):
            issue(cast, dossier_id, by=cast.here.actor(role, NOTICED))
    with pytest.raises(Refused, match="not_found"):
        issue(cast, dossier_id, by=cast.sister.actor(Role.LEADER, NOTICED))


def test_nothing_is_signed_under_an_appointment_that_ended(cast: Cast) -> None:
    dossier_id = late_at(cast)
    leader = cast.here.actor(Role.LEADER, NOTICED)
    appointment = cast.here.appointments[Role.LEADER.value]
    appointment.valid_to = NOTICED.date()
    appointment.save(update_fields=["valid_to"])
    with pytest.raises(Refused, match="appointment_ended"):
        issue(cast, dossier_id, by=leader)


# --- pressing twice, failing, two at once --------------------------------------------------------------------------


def test_pressing_twice_issues_it_once(cast: Cast) -> None:
    dossier_id = late_at(cast)
    assert issue(cast, dossier_id, key="k") == issue(cast, dossier_id, key="k")
    assert JournalRow.objects.filter(verb="dossiers.issue_apology").count() == 1
    with pytest.raises(Refused, match="key_reused"):
        issue(cast, dossier_id, said=Said("other", "khác", date(2017, 4, 4)), key="k")


def test_when_the_event_fails_the_promise_stands(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier_id = late_at(cast)

    def fail(*_args: object, **_more: object) -> int:
        raise OSError("full")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(OSError, match="full"):
        issue(cast, dossier_id)
    assert Dossier.objects.get(pk=dossier_id).due_at == DUE
    assert Segment.objects.filter(dossier_id=dossier_id, ended_at__isnull=True).get().cause == "reception"


def _issue(cast: Cast, dossier_id: int) -> str:
    try:
        issue(cast, dossier_id)
    except Refused as refused:
        return str(refused.code)
    finally:
        connection.close()
    return "done"


def test_of_two_who_sign_at_once_one_is_told(real_cast: Cast) -> None:
    dossier_id = late_at(real_cast)
    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(lambda _: _issue(real_cast, dossier_id), range(4)))
    assert answers == ["done"] + ["dossiers.apologised"] * 3


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE apology SET element = 'sign'", "apology_differs_from_events"),
        ("UPDATE apology SET sequence = 7", "apology_differs_from_events"),
        ("UPDATE apology SET proposed_at = proposed_at + interval '1 day'", "apology_differs_from_events"),
        ("DELETE FROM apology", "apology_differs_from_events"),
        ("UPDATE remark SET body = 'khác' WHERE kind = 'apology'", "words_differ_from_event"),
    ],
)
def test_a_change_behind_its_back_is_found(
    real_cast: Cast, owner: psycopg.Connection[Any], statement: str, code: str
) -> None:
    issue(real_cast, late_at(real_cast))
    owner.execute(statement)
    assert found() == [code]


def test_a_completion_after_the_apology_promises_no_earlier_than_it_did(cast: Cast) -> None:
    """Fifteen working days from 13 March at 14:00 are the 3rd of April; the apology has said the 4th."""
    dossier_id = asked(cast, apologised=lambda found: issue(cast, found, at("2017-03-06 09:00")))
    complete(cast, dossier_id)
    dossier = Dossier.objects.get(pk=dossier_id)
    assert (dossier.due_at, dossier.promised_at) == (NEW_DUE, NEW_DUE)
    assert dossier.late_after == at("2017-04-04 00:00")
    assert Segment.objects.get(dossier=dossier, ended_at=None).due_at == NEW_DUE
    assert found() == []


def test_a_calendar_that_moves_the_new_date_leaves_when_it_was_late(cast: Cast) -> None:
    """The day of the apology becomes a holiday: the date goes to the next working day, being late does not."""
    dossier_id = handled(cast)
    issue(cast, dossier_id, BEFORE)
    confirm(cast, adding(cast, date(2017, 4, 4)), BEFORE)
    work_off(BEFORE)
    dossier = Dossier.objects.get(pk=dossier_id)
    assert (dossier.due_at, dossier.promised_at) == (at("2017-04-05 08:30"), NEW_DUE)
    assert dossier.late_after == LATE_AFTER
    assert Segment.objects.get(dossier=dossier, ended_at=None).cause == "calendar"
    assert found() == []
