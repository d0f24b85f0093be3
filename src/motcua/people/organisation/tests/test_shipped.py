"""The shipped successions of 2025: every commune of 2017 once, every doubt said."""

from __future__ import annotations

from collections import Counter

from motcua.people.organisation.rules.shipped import LISTED, UNVERIFIED, successions_2025

ROWS = successions_2025()


def test_every_commune_of_2017_goes_over_once() -> None:
    assert len(ROWS) == len({row.predecessor for row in ROWS}) == 173


def test_they_go_over_into_57() -> None:
    assert len({row.successor for row in ROWS}) == 57
    assert len({(row.successor, row.successor_name) for row in ROWS}) == 57


def test_what_is_not_in_the_list_says_why() -> None:
    assert Counter(row.mark for row in ROWS) == {LISTED: 149, UNVERIFIED: 24}
    assert all(bool(row.reason) is not row.is_listed for row in ROWS)


def test_each_district_has_its_communes() -> None:
    counted = Counter(row.district for row in ROWS)
    assert (counted["Thành phố Mỹ Tho"], counted["Huyện Cái Bè"], counted["Thị xã Gò Công"]) == (17, 25, 12)
    assert len(counted) == 11
