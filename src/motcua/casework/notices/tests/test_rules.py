"""When a threshold is crossed, and who is told; offices open 07:30–11:30 and 13:00–17:00."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.dossiers.tests.cast import at
from motcua.casework.notices import rules
from motcua.casework.notices.rules import Kind, Office, Recipient, Standing
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import shipped

WORKING = shipped.working_time()
HOUR = timedelta(hours=1)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=120)).map(lambda later: at("2017-02-01 00:00") + later)


@pytest.mark.parametrize(
    ("end", "hours", "begin"),
    [
        ("2017-03-22 16:00", 2, "2017-03-22 14:00"),
        ("2017-03-22 08:30", 8, "2017-03-21 08:30"),
        ("2017-03-20 08:30", 2, "2017-03-17 16:00"),
        ("2017-03-22 13:30", 1, "2017-03-22 11:00"),
        ("2017-03-22 20:00", 1, "2017-03-22 16:00"),
        ("2017-03-22 08:30", 0, "2017-03-22 08:30"),
    ],
)
def test_a_threshold_is_counted_backwards_in_working_hours(end: str, hours: int, begin: str) -> None:
    assert rules.moment_before(at(end), hours * HOUR, WORKING) == at(begin)


@given(
    MOMENTS,
    st.timedeltas(timedelta(), timedelta(hours=60)),
)
def test_from_that_moment_on_so_much_work_leads_to_the_date(end: datetime, length: timedelta) -> None:
    assert WORKING.between(rules.moment_before(end, length, WORKING), end) == length


@given(
    MOMENTS,
    st.timedeltas(timedelta(), timedelta(days=20)),
    st.sampled_from(list(Kind)),
    st.integers(0, 40),
)
def test_what_has_been_reached_only_grows(now: datetime, later: timedelta, kind: Kind, hours: int) -> None:
    first = rules.reach(kind, hours * HOUR, now, WORKING)
    assert first <= rules.reach(kind, hours * HOUR, now + later, WORKING)


HELD = Office(7, "handler", 70)
STANDING = Standing(one_stop_id=5, division_id=7, agency_id=9, held_by=HELD)


def test_the_holder_is_reminded_himself() -> None:
    assert rules.office_of(Recipient.HOLDER, STANDING) == HELD


def test_heads_and_leaders_are_those_of_the_dossier() -> None:
    assert rules.office_of(Recipient.HEAD, STANDING) == Office(7, "head_of_division")
    assert rules.office_of(Recipient.LEADER, STANDING) == Office(9, "leader")


def test_work_at_the_counter_is_headed_by_who_is_in_charge_there() -> None:
    standing = Standing(5, 7, 9, Office(5, "receptionist"))
    assert rules.office_of(Recipient.HEAD, standing) == Office(5, "one_stop_head")


def test_who_holds_it_is_not_told_a_second_time_as_its_head() -> None:
    standing = Standing(5, 7, 9, Office(7, "head_of_division"))
    assert rules.office_of(Recipient.HEAD, standing) is None


def test_where_the_agency_handles_itself_there_is_no_head_between() -> None:
    assert rules.office_of(Recipient.HEAD, Standing(5, 9, 9, Office(9, "handler"))) is None


def test_a_changed_threshold_counts_before_the_default() -> None:
    found = rules.in_force({("step_soon", "holder"): Decimal(2), ("dossier_late", "leader"): None})
    assert found[Kind.STEP_SOON, Recipient.HOLDER] == 2
    assert found[Kind.DOSSIER_LATE, Recipient.LEADER] is None
    assert found[Kind.STEP_LATE, Recipient.LEADER] == 16
    assert found[Kind.STEP_SOON, Recipient.LEADER] is None


@pytest.mark.parametrize(("typed", "hours"), [("8", 8), (" 1,5 ", Decimal("1.5")), ("", None), ("0", 0)])
def test_hours_are_read_as_they_are_typed(typed: str, hours: Decimal | None) -> None:
    assert rules.check_hours(typed) == hours


@pytest.mark.parametrize("typed", ["-1", "nhiều", "401", "1.234", "NaN"])
def test_what_is_no_number_of_hours_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="wrong_hours"):
        rules.check_hours(typed)
