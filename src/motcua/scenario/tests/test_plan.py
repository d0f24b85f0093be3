"""How many dossiers come where."""

from __future__ import annotations

import pytest

from motcua.people.organisation.models import UnitKind
from motcua.scenario.plan import ALL_STAGED_FROM, Plan
from motcua.scenario.province.units import FOCUS, all_units, one_stop_code
from motcua.scenario.simulation.staging import wanted

ONE_STOPS = [unit.code for unit in all_units() if unit.kind is UnitKind.ONE_STOP]
COUNTER = one_stop_code(FOCUS)


@pytest.mark.parametrize("dossiers", [1, 60, 3000, 12_345])
def test_no_dossier_is_lost_in_the_sharing(dossiers: int) -> None:
    assert sum(share.dossiers for share in Plan(dossiers).shares(ONE_STOPS)) == dossiers


def test_the_largest_share_is_lived_first() -> None:
    sizes = [share.dossiers for share in Plan(3000).shares(ONE_STOPS)]
    assert sizes == sorted(sizes, reverse=True)


def test_the_district_of_the_ready_accounts_has_the_most() -> None:
    counts = {code: n for share in Plan(3000).shares(ONE_STOPS) for code, n in share.counts.items()}
    assert counts[COUNTER] == max(counts.values())
    assert counts[COUNTER] > 5 * counts[one_stop_code("000.00.19.H58")]


def test_one_stops_that_offer_nothing_receive_nothing() -> None:
    shares = Plan(500).shares([COUNTER])
    assert [dict(share.counts) for share in shares] == [{COUNTER: 500 - shares[0].staged}]


def test_all_is_staged_from_some_number_on() -> None:
    assert Plan(ALL_STAGED_FROM).staged_count() == len(wanted())
    assert 0 < Plan(ALL_STAGED_FROM // 4).staged_count() < len(wanted()) / 3
    assert Plan(5000, trees=(1, 2)).staged_count() == 0


def test_a_part_of_what_is_staged_has_something_of_every_desk() -> None:
    desks = {(one.division, one.kind, one.waits, one.counter) for one in wanted()}
    first = wanted()[: len(wanted()) // 2]
    assert {(one.division, one.kind, one.waits, one.counter) for one in first} == desks
