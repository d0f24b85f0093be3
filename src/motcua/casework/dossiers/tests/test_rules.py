"""The law of the dossier: rule sets by date, codes, promises, the receipt's secret, states."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.rules import StepVerb, receipt_secret
from motcua.casework.dossiers.states import (
    CLOSED,
    OPEN,
    OWNER,
    RUNNING,
    TRANSITIONS,
    UNANSWERED,
    State,
    Turn,
    may_follow,
)
from motcua.casework.dossiers.tests.cast import STEPS, at
from motcua.catalogue.procedures.rules import LimitRow
from motcua.catalogue.processes.rules import Definition, StepKind
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import AllowanceUnit, shipped

WORKING = shipped.working_time()
DEFINITION = Definition.from_steps(STEPS)


@pytest.mark.parametrize(
    ("on", "key"),
    [
        (date(2014, 5, 1), "2015"),
        (date(2015, 5, 15), "2015"),
        (date(2017, 12, 31), "2015"),
        (date(2018, 6, 20), "2015"),
        (date(2018, 6, 21), "2018"),
        (date(2025, 6, 30), "2018"),
        (date(2025, 7, 1), "2025"),
    ],
)
def test_a_date_has_its_rule_set(on: date, key: str) -> None:
    assert rules.rule_set(on).key == key


def test_rule_sets_follow_one_another_without_gap() -> None:
    assert [r.until for r in rules.RULE_SETS] == [*[r.from_on for r in rules.RULE_SETS[1:]], None]


def test_a_rule_set_whose_text_is_not_at_hand_names_the_one_that_stands_in() -> None:
    for rule_set in rules.RULE_SETS:
        assert rule_set.source
        assert rule_set.text_at_hand == (rule_set.source == rule_set.name)


def test_the_code_is_unit_date_and_sequence() -> None:
    assert rules.code_prefix("000.00.01.H58", date(2018, 3, 5)) == "000.00.01.H58-180305-"


def promise(amount: str, unit: AllowanceUnit, start: str, before: time | None = None) -> rules.Promise:
    return rules.promise(LimitRow(Decimal(amount), unit, same_day_before=before), at(start), WORKING)


def test_in_hours_one_is_late_after_the_moment() -> None:
    found = promise("4", AllowanceUnit.WORKING_HOUR, "2017-03-01 10:30")
    assert found.due_at == found.late_after == at("2017-03-01 16:00")


@pytest.mark.parametrize("unit", [AllowanceUnit.WORKING_DAY, AllowanceUnit.CALENDAR_DAY, AllowanceUnit.MONTH])
def test_in_days_one_is_late_after_midnight(unit: AllowanceUnit) -> None:
    found = promise("2", unit, "2017-03-01 10:30")
    assert found.late_after.time() == time()
    assert found.due_at < found.late_after <= found.due_at + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2017-03-01 06:00", "2017-03-01 17:00"),
        ("2017-03-01 14:59", "2017-03-01 17:00"),
        ("2017-03-01 15:00", "2017-03-01 17:00"),
        ("2017-03-01 15:00:00.000001", "2017-03-02 17:00"),
        ("2017-03-01 15:01", "2017-03-02 17:00"),
        ("2017-03-03 16:00", "2017-03-06 17:00"),
        ("2017-03-03 17:00", "2017-03-06 17:00"),
    ],
)
def test_the_same_day_ends_when_the_office_closes(start: str, due: str) -> None:
    assert promise("1", AllowanceUnit.WORKING_DAY, start, time(15)).due_at == at(due)


def test_a_step_without_hours_is_due_with_the_dossier() -> None:
    assert rules.step_due(None, at("2017-03-01 08:00"), at("2017-03-09 08:00"), WORKING) == at(
        "2017-03-09 08:00"
    )


def test_a_resumed_clock_that_had_nothing_left_is_due_at_once() -> None:
    now = at("2017-03-10 09:00")
    running = promise("4", AllowanceUnit.WORKING_HOUR, "2017-03-01 09:00")
    assert rules.resumed(running, at("2017-03-02 09:00"), now, WORKING).due_at == now


def resumed(amount: str, unit: AllowanceUnit, start: str, paused: str, now: str) -> rules.Promise:
    return rules.resumed(promise(amount, unit, start), at(paused), at(now), WORKING)


def test_calendar_days_that_were_left_are_counted_with_days_off() -> None:
    # The fifteen days end on Tuesday 31 January, within Tết; on the 18th thirteen of them are left.
    found = resumed(
        "15", AllowanceUnit.CALENDAR_DAY, "2017-01-16 08:00", "2017-01-18 10:00", "2017-02-06 09:00"
    )
    assert (found.amount, found.unit, found.basis) == (
        Decimal(13),
        AllowanceUnit.CALENDAR_DAY,
        rules.REMAINDER,
    )
    assert (found.due_at, found.late_after) == (at("2017-02-20 09:00"), at("2017-02-21 00:00"))


def test_what_is_left_of_a_month_is_days() -> None:
    # The month ends on Wednesday 8 March; on 10 February 26 days are left.
    found = resumed("1", AllowanceUnit.MONTH, "2017-02-08 08:00", "2017-02-10 08:00", "2017-02-22 09:00")
    assert (found.amount, found.due_at) == (Decimal(26), at("2017-03-20 09:00"))


@pytest.mark.parametrize(
    ("start", "paused", "now", "due"),
    [
        # A Saturday: the fifteen days begin on Monday the 13th.
        ("2017-03-11 09:00", "2017-03-11 09:30", "2017-03-13 07:30", "2017-03-28 07:30"),
        # A Wednesday after the office has closed: they begin on Thursday the 9th.
        ("2017-03-08 18:00", "2017-03-08 18:30", "2017-03-09 07:30", "2017-03-24 07:30"),
        ("2017-03-08 18:00", "2017-03-09 07:30", "2017-03-09 07:30", "2017-03-24 07:30"),
    ],
)
def test_a_pause_before_the_first_day_leaves_all_days(start: str, paused: str, now: str, due: str) -> None:
    found = resumed("15", AllowanceUnit.CALENDAR_DAY, start, paused, now)
    assert (found.amount, found.due_at) == (Decimal(15), at(due))


def test_what_is_left_of_working_days_is_working_time() -> None:
    found = resumed(
        "3", AllowanceUnit.WORKING_DAY, "2017-03-01 08:00", "2017-03-02 10:00", "2017-03-08 13:00"
    )
    assert (found.amount, found.due_at) == (Decimal(14), at("2017-03-10 09:30"))


def test_days_past_their_last_leave_none() -> None:
    found = resumed(
        "3", AllowanceUnit.CALENDAR_DAY, "2017-03-01 08:00", "2017-03-10 08:00", "2017-03-15 09:00"
    )
    assert found.due_at == at("2017-03-15 09:00")


def test_the_secret_belongs_to_code_and_key() -> None:
    secret = receipt_secret("a", b"k")
    assert len(secret) == 11
    assert secret not in (receipt_secret("b", b"k"), receipt_secret("a", b"l"))


@given(st.text(max_size=20))
def test_only_the_secret_opens(given_text: str) -> None:
    real = receipt_secret("a", b"k").replace("-", "")
    typed = "".join(given_text.upper().split()).replace("-", "")
    assert rules.is_receipt_secret(given_text, "a", b"k") == (typed == real)


def test_how_it_is_typed_is_forgiven() -> None:
    secret = receipt_secret("a", b"k")
    assert rules.is_receipt_secret(f" {secret.lower().replace('-', ' ')} ", "a", b"k")


@pytest.mark.parametrize(
    ("element", "verb"),
    [
        ("assign", StepVerb.FORWARD),
        ("verify", StepVerb.FORWARD),
        ("sign", StepVerb.APPROVE),
        ("stamp", StepVerb.FINISH),
        ("return", StepVerb.RETURN),
    ],
)
def test_each_step_is_ended_by_one_verb(element: str, verb: StepVerb) -> None:
    assert rules.verb_of(DEFINITION, element) is verb


def test_work_given_out_is_given_to_a_person() -> None:
    assert rules.given_to({7}) == 7
    with pytest.raises(Refused, match="no_officer"):
        rules.given_to({7, 8})


def test_work_given_out_to_an_empty_office_lies_there() -> None:
    assert rules.given_to(set()) is None


def test_where_nobody_stamps_the_one_who_signs_finishes() -> None:
    short = Definition.from_steps([step for step in STEPS if step.kind is not StepKind.STAMP])
    assert rules.verb_of(short, "sign") is StepVerb.FINISH


def test_completion_is_asked_once_and_by_those_who_examine() -> None:
    now = rules.rule_set(date(2017, 1, 1))
    assert rules.can_ask_completion(StepKind.HANDLE, 0, now) is None
    assert rules.can_ask_completion(StepKind.HANDLE, 1, now) is rules.Refusal.ASKED_ENOUGH
    assert rules.can_ask_completion(StepKind.SIGN, 0, now) is rules.Refusal.WRONG_STEP


# --- states ------------------------------------------------------------------------------------------------------


def test_every_state_has_its_transitions_and_its_turn() -> None:
    assert set(TRANSITIONS) == set(OWNER) == set(State)


def test_every_state_is_reached_and_nothing_follows_what_was_never_answered() -> None:
    reached, todo = {State.RECEIVED}, [State.RECEIVED]
    while todo:
        for following in TRANSITIONS[todo.pop()] - reached:
            reached.add(following)
            todo.append(following)
    assert reached == set(State)
    assert [state for state in State if not TRANSITIONS[state]] == list(UNANSWERED)


def test_nothing_follows_the_end() -> None:
    assert {OWNER[state] for state in CLOSED} == {Turn.NOBODY}
    assert not any(may_follow(state, State.IN_PROGRESS) for state in CLOSED)
    assert may_follow(State.RECEIVED, State.RECEIVED)
    assert set(RUNNING) < set(OPEN)
