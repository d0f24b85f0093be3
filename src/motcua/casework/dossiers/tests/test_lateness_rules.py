"""The guilty step and the causes, counted by hand: offices open 07:30–11:30 and 13:00–17:00, eight hours a day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from motcua.casework.dossiers.rules.lateness import (
    SIDES,
    Cause,
    Round,
    Share,
    Stretch,
    allowances,
    check_cause,
    guilty_share,
    shares,
)
from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.casework.dossiers.tests.cast import STEPS, at
from motcua.catalogue.processes.rules import Definition, Place, Step, StepKind
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import shipped

HOUR = timedelta(hours=1)
WORKING = shipped.working_time()


def stretch(until: str, *stops: tuple[str, str | None], since: str = "2017-03-06 07:30") -> Stretch:
    read = tuple((at(begun), at(ended) if ended else None) for begun, ended in stops)
    return Stretch(at(since), at(until), WORKING, read)


def turn(element: str, start: str, end: str | None, officer: int | None = 1) -> Round:
    return Round(element, 7, officer, at(start), at(end) if end else None)


def used(rounds: list[Round], over: Stretch) -> dict[str, timedelta]:
    allowed = dict.fromkeys(("handle", "verify", "sign"), 8 * HOUR)
    return {share.element: share.used for share in shares(rounds, allowed, over)}


def share(element: str, spent: int, allowed: int = 8) -> Share:
    return Share(element, 7, 1, spent * HOUR, allowed * HOUR)


def test_a_day_is_eight_hours_of_work() -> None:
    """Monday 07:30 to Tuesday 07:30: the whole of Monday, whatever the hours of the night."""
    found = used([turn("handle", "2017-03-06 07:30", "2017-03-07 07:30")], stretch("2017-03-08 17:00"))
    assert found == {"handle": 8 * HOUR}


def test_a_step_in_hand_counts_until_now() -> None:
    found = used([turn("handle", "2017-03-06 07:30", None)], stretch("2017-03-06 09:30"))
    assert found == {"handle": 2 * HOUR}


def test_rounds_of_a_step_use_one_share() -> None:
    rounds = [
        turn("handle", "2017-03-06 07:30", "2017-03-06 09:30"),
        turn("verify", "2017-03-06 09:30", "2017-03-06 10:30"),
        turn("handle", "2017-03-06 14:00", "2017-03-06 16:00"),
    ]
    assert used(rounds, stretch("2017-03-07 17:00")) == {"handle": 4 * HOUR, "verify": HOUR}


def test_waiting_for_the_applicant_is_nobodys_time() -> None:
    waited = stretch("2017-03-07 17:00", ("2017-03-06 08:30", "2017-03-06 10:30"))
    assert used([turn("handle", "2017-03-06 07:30", "2017-03-06 11:30")], waited) == {"handle": 2 * HOUR}


def test_a_stop_that_still_lasts_takes_the_rest() -> None:
    waited = stretch("2017-03-06 11:30", ("2017-03-06 08:30", None))
    assert used([turn("handle", "2017-03-06 07:30", None)], waited) == {"handle": HOUR}


def test_a_stop_of_another_step_takes_nothing_from_this_one() -> None:
    waited = stretch("2017-03-07 17:00", ("2017-03-06 08:30", "2017-03-06 09:30"))
    rounds = [
        turn("handle", "2017-03-06 07:30", "2017-03-06 09:30"),
        turn("sign", "2017-03-06 09:30", "2017-03-06 11:30"),
    ]
    assert used(rounds, waited) == {"handle": HOUR, "sign": 2 * HOUR}


def test_what_was_before_a_recount_and_after_the_result_counts_for_nobody() -> None:
    rounds = [
        turn("handle", "2017-03-06 07:30", "2017-03-06 10:30"),
        turn("sign", "2017-03-06 10:30", "2017-03-06 16:00"),
    ]
    counted = stretch("2017-03-06 11:30", since="2017-03-06 09:30")
    assert used(rounds, counted) == {"handle": HOUR, "sign": HOUR}


def test_whoever_had_the_step_longest_is_named() -> None:
    rounds = [
        turn("handle", "2017-03-06 07:30", "2017-03-06 08:30", officer=1),
        turn("handle", "2017-03-06 08:30", "2017-03-06 11:30", officer=2),
    ]
    (found,) = shares(rounds, {"handle": HOUR}, stretch("2017-03-07 17:00"))
    assert (found.officer_id, found.over) == (2, 3 * HOUR)


def test_the_step_furthest_over_its_share_is_guilty() -> None:
    found = guilty_share([share("handle", 30, 40), share("verify", 12), share("sign", 10)])
    assert found is not None
    assert (found.element, found.over) == ("verify", 4 * HOUR)


def test_of_two_alike_the_earlier_is_guilty() -> None:
    found = guilty_share([share("verify", 12), share("sign", 12)])
    assert found is not None
    assert found.element == "verify"


def test_nobody_is_guilty_when_all_kept_their_share() -> None:
    assert guilty_share([share("handle", 40, 40), share("sign", 8)]) is None
    assert guilty_share([]) is None


def test_steps_have_their_hours_and_handing_over_has_none() -> None:
    allowed = allowances(Definition.from_steps(STEPS), 120 * HOUR)
    assert allowed["handle"] == 40 * HOUR
    assert "return" not in allowed


def step(key: str, kind: StepKind, hours: int | None) -> Step:
    return Step(key, key, kind, "handler", Place.DIVISION, None if hours is None else Decimal(hours))


@pytest.mark.parametrize(("whole", "each"), [(40, 16), (8, 0), (4, 0)])
def test_steps_without_hours_share_what_the_others_leave(whole: int, each: int) -> None:
    steps = (
        step("receive", StepKind.RECEIVE, 0),
        step("handle", StepKind.HANDLE, None),
        step("verify", StepKind.VERIFY, 8),
        step("sign", StepKind.SIGN, None),
        step("return", StepKind.RETURN, None),
    )
    allowed = allowances(Definition.from_steps(steps), whole * HOUR)
    assert (allowed["handle"], allowed["sign"], allowed["verify"]) == (each * HOUR, each * HOUR, 8 * HOUR)


def test_a_share_may_have_parts_of_an_hour() -> None:
    steps = (step("handle", StepKind.HANDLE, None),)
    quarter = Step("sign", "Ký", StepKind.SIGN, "leader", Place.AGENCY, Decimal("0.25"))
    allowed = allowances(Definition.from_steps((*steps, quarter)), HOUR)
    assert allowed == {"sign": HOUR / 4, "handle": 3 * HOUR / 4}


def test_every_cause_has_a_side() -> None:
    assert set(SIDES) == set(Cause)


def test_a_cause_is_one_of_the_list() -> None:
    assert check_cause("overloaded", "  ") == (Cause.OVERLOADED, "")
    with pytest.raises(Refused) as refused:
        check_cause("bad_luck", "words")
    assert refused.value.code == Refusal.UNKNOWN_CAUSE


def test_another_cause_is_said_in_words() -> None:
    assert check_cause("other", " Mưa bão ") == (Cause.OTHER, "Mưa bão")
    with pytest.raises(Refused) as refused:
        check_cause("other", " ")
    assert refused.value.code == Refusal.NO_REASON
