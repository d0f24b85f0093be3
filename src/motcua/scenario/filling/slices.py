"""How many dossiers are filled in where and when: slices of a tree's months, none of which meets another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.people.calendars.rules import WorkingTime
from motcua.scenario.plan import Plan
from motcua.scenario.province.draw import shared_out
from motcua.scenario.simulation.hours import weight_of, working_days

FIRST_DAY = date(2015, 1, 5)
LAST_DAY = date(2017, 12, 29)
BY_YEAR = {2015: 0.7, 2016: 0.85, 2017: 1.0}
"""More come from year to year."""
ENOUGH = 600
"""Months are taken together until a slice has so many dossiers: a transaction should be worth its beginning."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A tree's dossiers of some months: their numbers within the tree, and how many each one-stop receives."""

    tree: int
    seed: int
    first_number: int
    days: tuple[date, ...]
    counts: Mapping[str, int]

    @property
    def dossiers(self) -> int:
        """How many dossiers it has."""
        return sum(self.counts.values())


def weight_in_its_year(day: date) -> float:
    """How many come on that day, as against a Wednesday in June 2017."""
    return weight_of(day) * BY_YEAR[day.year]


def slices_of(
    plan: Plan, one_stops: Collection[str], working: WorkingTime, first_numbers: Mapping[int, int]
) -> list[Slice]:
    """The slices of a plan, the largest first; `first_numbers` are the first free numbers of the trees."""
    months = _months(working)
    found = [
        piece
        for share in plan.shares(one_stops)
        for piece in _of_a_tree(share.tree, plan.seed, share.counts, months, first_numbers.get(share.tree, 0))
    ]
    return sorted(found, key=lambda piece: (-piece.dossiers, piece.tree, piece.first_number))


def _months(working: WorkingTime) -> list[tuple[date, ...]]:
    months: dict[tuple[int, int], list[date]] = {}
    for day in working_days(working, FIRST_DAY, LAST_DAY):
        months.setdefault((day.year, day.month), []).append(day)
    return [tuple(days) for days in months.values()]


def _of_a_tree(
    tree: int, seed: int, counts: Mapping[str, int], months: list[tuple[date, ...]], first_number: int
) -> Iterator[Slice]:
    weights = [sum(weight_in_its_year(day) for day in days) for days in months]
    by_month = {one_stop: shared_out(count, weights) for one_stop, count in sorted(counts.items())}
    days: tuple[date, ...] = ()
    here: dict[str, int] = {}
    for place, month in enumerate(months):
        days += month
        here = {one_stop: here.get(one_stop, 0) + shares[place] for one_stop, shares in by_month.items()}
        count = sum(here.values())
        if count >= ENOUGH or (count and place == len(months) - 1):
            kept = {one_stop: number for one_stop, number in here.items() if number}
            yield Slice(tree, seed, first_number, days, kept)
            first_number += count
            days, here = (), {}


def span(piece: Slice) -> tuple[date, date]:
    """The first and the last day on which a slice receives."""
    return piece.days[0], piece.days[-1]


def measured_until() -> date:
    """Up to when the calendar is measured: the longest limits of what is received end well before."""
    return LAST_DAY + timedelta(days=400)
