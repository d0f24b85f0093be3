"""What each measure counts, that wholes equal their parts, and that no dossier counts twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast, at, office, procedure
from motcua.insight.figures.queries.conditions import condition
from motcua.insight.figures.queries.counts import TABLES, By, Counts, Scope, by_time, dossiers, table
from motcua.insight.figures.queries.units import tree
from motcua.insight.figures.rules import PARTS, Measure, Reading, judge, period_of
from motcua.insight.figures.tests.many import NEW_YEAR, Story, narrowed, put, scope_of
from motcua.people.organisation.models import Role, Unit

BEFORE, MARCH, LATER = "2016-12-20 08:30", "2017-03-01 08:30", "2017-12-28 08:30"
EARLY = Story(MARCH, "2017-03-22 08:30", "2017-03-20 09:00")
ON_TIME = Story(MARCH, "2017-03-22 08:30", "2017-03-22 16:00")
LATE = Story(MARCH, "2017-03-22 08:30", "2017-03-24 09:00")
CARRIED = Story(BEFORE, "2017-01-10 08:30", "2017-01-09 10:00")
LONG_AGO = Story("2016-01-04 08:00", "2016-02-01 08:00", "2016-01-20 08:00")
WITHIN = Story(LATER, "2018-01-18 08:30")
PAST = Story(MARCH, "2017-12-22 08:30")
WAITING = Story(MARCH, "2017-12-22 08:30", waits=("2017-12-20 09:00", ""))
WAITS_TOO_LATE = Story(MARCH, "2017-12-22 08:30", waits=("2017-12-27 09:00", ""))
ALL = (EARLY, ON_TIME, LATE, CARRIED, LONG_AGO, WITHIN, PAST, WAITING, WAITS_TOO_LATE)


def total(scope: Scope) -> Counts:
    return table(scope, By.CHANNEL, tree(scope.period.last)).total


def consistent(counts: Counts) -> bool:
    """Wholes equal their parts, and what came in equals what went out and what is left."""
    wholes = all(counts[whole] == sum(counts[part] for part in parts) for whole, parts in PARTS.items())
    flow = counts[Measure.CARRIED_OVER] + counts[Measure.RECEIVED]
    gone = counts[Measure.RESOLVED] + counts[Measure.WITHDRAWN]
    return wholes and flow == gone + counts[Measure.OPEN]


def test_each_measure_counts_what_it_says(cast: Cast) -> None:
    put(cast.here, cast, *ALL)
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    counts = total(scope)
    assert {measure.value: counts[measure] for measure in Measure} == {
        "received": 7,
        "carried_over": 1,
        "resolved": 4,
        "early": 2,
        "on_time": 1,
        "late": 1,
        "in_time": 3,
        "open": 4,
        "within": 2,
        "waiting": 1,
        "past": 2,
        "withdrawn": 0,
        "voided": 0,
    }
    assert consistent(counts)


def test_a_voided_reception_counts_under_its_own_measure_alone(cast: Cast) -> None:
    put(cast.here, cast, replace(EARLY, ended=State.VOIDED))
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    assert {measure for measure in Measure if total(scope)[measure]} == {Measure.VOIDED}


def test_a_withdrawn_dossier_was_received_and_is_neither_resolved_nor_open(cast: Cast) -> None:
    put(cast.here, cast, replace(EARLY, ended=State.WITHDRAWN), replace(LATE, ended=State.WITHDRAWN))
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    assert {measure for measure in Measure if total(scope)[measure]} == {Measure.RECEIVED, Measure.WITHDRAWN}
    assert consistent(total(scope))


def test_until_it_is_withdrawn_it_is_open(cast: Cast) -> None:
    put(cast.here, cast, Story(MARCH, "2017-05-22 08:30", "2017-04-20 09:00", ended=State.WITHDRAWN))
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR), period="2017-03")
    assert (total(scope)[Measure.OPEN], total(scope)[Measure.WITHIN]) == (1, 1)


def test_a_clock_that_stood_still_in_time_is_not_past_its_date(cast: Cast) -> None:
    waiting, too_late = put(cast.here, cast, WAITING, WAITS_TOO_LATE)
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    assert dossiers(scope, Measure.WAITING).get() == waiting
    assert dossiers(scope, Measure.PAST).get() == too_late


def test_open_dossiers_are_judged_at_the_end_of_a_past_period(cast: Cast) -> None:
    put(cast.here, cast, Story(MARCH, "2017-03-22 08:30", "2017-06-01 09:00"))
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    january, march, june = (
        total(scope_of(leader, period=key)[0]) for key in ("2017-02", "2017-03", "2017-06")
    )
    assert not january
    assert (march[Measure.RECEIVED], march[Measure.PAST], march[Measure.RESOLVED]) == (1, 1, 0)
    assert (june[Measure.CARRIED_OVER], june[Measure.LATE], june[Measure.OPEN]) == (1, 1, 0)


def test_a_wait_that_has_ended_since_still_counts_at_the_end_of_its_month(cast: Cast) -> None:
    put(cast.here, cast, Story(MARCH, "2017-06-22 08:30", waits=("2017-03-20 09:00", "2017-04-10 09:00")))
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    assert total(scope_of(leader, period="2017-03")[0])[Measure.WAITING] == 1
    assert total(scope_of(leader, period="2017-04")[0])[Measure.WAITING] == 0


def test_the_last_day_belongs_to_the_period_and_the_midnight_after_it_does_not(cast: Cast) -> None:
    put(
        cast.here,
        cast,
        Story("2017-03-31 23:59", "2017-05-01 08:00"),
        Story("2017-04-01 00:00", "2017-05-01 08:00"),
    )
    leader = cast.here.actor(Role.LEADER, NEW_YEAR)
    for key in ("2017-03", "2017-04"):
        scope, _units = scope_of(leader, period=key)
        assert total(scope)[Measure.RECEIVED] == dossiers(scope, Measure.RECEIVED).count() == 1


def test_what_was_received_this_very_moment_counts(cast: Cast) -> None:
    put(cast.here, cast, Story("2018-01-02 07:30", "2018-02-01 08:00"))
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR), period="2018")
    assert total(scope)[Measure.RECEIVED] == 1


def test_a_dossier_received_by_another_counts_once_in_each_reading(cast: Cast) -> None:
    put(cast.here, cast, EARLY, received_at=cast.sister)
    watcher = cast.watcher(Role.INSPECTOR)
    handled, units = scope_of(watcher, reading=Reading.HANDLED)
    received = replace(handled, reading=Reading.RECEIVED)
    for scope, whose in ((handled, cast.here), (received, cast.sister)):
        lines = {line.key: line.counts[Measure.RESOLVED] for line in table(scope, By.UNIT, units).lines}
        assert lines[whose.agency.pk] == 1
        assert sum(lines.values()) == table(scope, By.UNIT, units).total[Measure.RESOLVED] == 1


@pytest.mark.parametrize("by", TABLES)
def test_the_lines_of_every_table_sum_to_the_whole(cast: Cast, by: By) -> None:
    put(cast.here, cast, *ALL)
    put(cast.sister, cast, LATE, PAST, procedure=procedure("Cấp phép xây dựng"))
    put(cast.sister, cast, replace(EARLY, channel="postal"), received_at=cast.here)
    scope, units = scope_of(cast.watcher(Role.REFORM_OFFICE))
    counted = table(scope, by, units)
    assert len(counted.lines) == (1 if by is By.FIELD else 2)
    for measure in Measure:
        assert sum(line.counts[measure] for line in counted.lines) == counted.total[measure]
        assert counted.total[measure] == dossiers(scope, measure).count()
    assert consistent(counted.total)


NARROW: dict[By, Callable[[Any], dict[str, Any]]] = {
    By.PROCEDURE: lambda key: {"procedure_id": key},
    By.FIELD: lambda key: {"field_id": key},
    By.CHANNEL: lambda key: {"channel": key},
}


@pytest.mark.parametrize("by", list(NARROW))
def test_a_line_counts_the_same_as_its_own_scope(cast: Cast, by: By) -> None:
    put(cast.here, cast, *ALL, replace(LATE, channel="online"))
    put(cast.here, cast, PAST, procedure=procedure("Cấp phép xây dựng"))
    scope, units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    for line in table(scope, by, units).lines:
        own = narrowed(scope, **NARROW[by](line.key))
        assert {m: line.counts[m] for m in Measure} == {m: dossiers(own, m).count() for m in Measure}


def test_bars_sum_to_what_was_resolved_and_each_is_its_own_period(cast: Cast) -> None:
    put(cast.here, cast, *ALL)
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    bars = by_time(scope)
    assert len(bars) == 12
    assert sum(bar.in_time for bar in bars) == 3
    assert sum(bar.late for bar in bars) == 1
    march = bars[2]
    assert (march.in_time, march.late) == (2, 1)
    assert dossiers(replace(scope, period=march.period), Measure.RESOLVED).count() == 3


def test_the_oldest_promise_among_those_past_their_date_is_known(cast: Cast) -> None:
    put(cast.here, cast, PAST, Story(MARCH, "2017-11-22 08:30"), WITHIN)
    scope, _units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    assert total(scope).oldest == at("2017-11-22 08:30")


def test_what_an_ended_division_handled_counts_as_its_agency_own(cast: Cast) -> None:
    put(cast.here, cast, EARLY, LATE)
    Unit.objects.filter(pk=cast.here.division.pk).update(valid_to=at("2017-06-01 00:00").date())
    scope, units = scope_of(cast.watcher(Role.INSPECTOR), cast.here.agency.pk)
    assert table(scope, By.UNIT, units).total[Measure.RESOLVED] == 2
    own, _units = scope_of(cast.watcher(Role.INSPECTOR), cast.here.agency.pk, direct=True)
    assert dossiers(own, Measure.LATE).count() == 1


def test_what_the_agency_handles_itself_has_a_line_of_its_own(cast: Cast) -> None:
    commune = office(cast.here.agency, "Xã Tân Hương", "21")
    put(cast.here, cast, EARLY)
    put(commune, cast, LATE)
    Dossier.objects.filter(agency=cast.here.agency).update(division=cast.here.agency)
    scope, units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR))
    lines = table(scope, By.UNIT, units).lines
    assert [(line.key, line.direct, line.counts[Measure.RESOLVED]) for line in lines] == [
        (cast.here.agency.pk, True, 1),
        (cast.here.division.pk, False, 0),
        (commune.agency.pk, False, 1),
    ]


MOMENTS = st.datetimes(datetime(2017, 1, 1), datetime(2018, 1, 2, 7)).map(lambda m: f"{m:%Y-%m-%d %H:%M}")  # noqa: DTZ001


@st.composite
def stories(draw: Any) -> Story:
    """Any life of a dossier: its moments in a lawful order, sometimes with a wait."""
    received, due, *rest = sorted(draw(st.lists(MOMENTS, min_size=3, max_size=5)))
    finished = draw(st.sampled_from(["", rest[-1], due]))
    waits = (rest[0], rest[1]) if len(rest) == 3 and not finished else None
    if waits and draw(st.booleans()):
        waits = (rest[0], "")
    hours_promised = draw(st.booleans())
    return Story(received, due, finished, due if hours_promised else "", waits)


KEYS = st.sampled_from(["2017", "2017-Q2", "2017-06", "2017-03-10_2017-04-02", "2018", "2016"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(stories(), max_size=12), key=KEYS)
def test_any_lives_sum_up_in_any_period(cast: Cast, lives: list[Story], key: str) -> None:
    with transaction.atomic():
        put(cast.here, cast, *lives)
        scope, units = scope_of(cast.here.actor(Role.LEADER, NEW_YEAR), period=key)
        counts = table(scope, By.UNIT, units).total
        assert consistent(counts)
        assert counts[Measure.WAITING] <= counts[Measure.WITHIN]
        for measure in Measure:
            assert dossiers(scope, measure).count() == counts[measure]
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=stories().filter(lambda life: bool(life.finished)))
def test_the_condition_and_the_rule_judge_alike(cast: Cast, life: Story) -> None:
    (made,) = put(cast.here, cast, life)
    assert made.finished_at is not None
    outcome = judge(made.finished_at, made.due_at, made.late_after)
    parts = PARTS[Measure.RESOLVED]
    one = Dossier.objects.filter(pk=made.pk)
    met = [
        part for part in parts if one.filter(condition(part, period_of("2017"), NEW_YEAR + timedelta(days=1)))
    ]
    assert met == ([outcome] if made.finished_at < at("2018-01-01 00:00") else [])
