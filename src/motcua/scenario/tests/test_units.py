"""The units of 2017 and their codes."""

from __future__ import annotations

import re
from collections import Counter

from motcua.casework.dossiers.rules import code_prefix
from motcua.people.organisation import rules
from motcua.people.organisation.models import UnitKind
from motcua.scenario.province.staff import FOCUS_COMMUNE, FOCUS_DIVISION, READY, all_trees, staff_of
from motcua.scenario.province.units import (
    FOCUS,
    PROVINCE,
    UnitPlan,
    all_units,
    one_stop_code,
    trees,
    units_of,
)
from motcua.scenario.province.year import FIRST_DAY, SEED

BY_CODE = {unit.code: unit for unit in all_units()}


def test_the_province_has_the_agencies_of_2017() -> None:
    kinds = Counter(unit.kind for unit in all_units())
    assert kinds[UnitKind.DISTRICT] == 11
    assert kinds[UnitKind.COMMUNE] == 173
    assert kinds[UnitKind.DEPARTMENT] == 18
    assert kinds[UnitKind.PROVINCE] == 1


def test_each_agency_has_one_one_stop() -> None:
    agencies = [
        u for u in all_units() if u.kind in (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.COMMUNE)
    ]
    one_stops = [unit for unit in all_units() if unit.kind is UnitKind.ONE_STOP]
    assert len(one_stops) == 202
    assert {unit.parent for unit in one_stops} == {unit.code for unit in agencies}


def test_districts_have_as_many_communes_as_the_statistics_say() -> None:
    found = Counter(unit.parent for unit in all_units() if unit.kind is UnitKind.COMMUNE)
    names = {BY_CODE[code].short_name.removeprefix("UBND "): count for code, count in found.items()}
    assert names == {
        "thành phố Mỹ Tho": 17, "thị xã Gò Công": 12, "thị xã Cai Lậy": 16, "huyện Tân Phước": 13,
        "huyện Cái Bè": 25, "huyện Cai Lậy": 16, "huyện Châu Thành": 23, "huyện Chợ Gạo": 19,
        "huyện Gò Công Tây": 13, "huyện Gò Công Đông": 13, "huyện Tân Phú Đông": 6,
    }  # fmt: skip


def test_every_unit_has_a_code_of_its_own_by_the_rule() -> None:
    codes = [unit.code for unit in all_units()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"\d{3}\.\d{2}\.\d{2}\.H58", code) for code in codes)
    assert all(rules.checked_code(code) == code for code in codes)


def test_dossier_codes_have_the_form_of_the_circular() -> None:
    for unit in all_units():
        code = f"{code_prefix(unit.code, FIRST_DAY)}0001"
        assert re.fullmatch(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4}", code)
        assert len(code) <= 35


def test_a_code_says_to_which_agency_a_unit_belongs() -> None:
    for unit in all_units():
        if unit.parent and unit.parent != PROVINCE:
            assert unit.tree == BY_CODE[unit.parent].tree
    assert one_stop_code("000.12.25.H58") == "001.12.25.H58"


def test_parents_come_before_their_children_and_may_have_them() -> None:
    seen: set[str] = set()
    for unit in all_units():
        rules.check_parent(unit.kind, BY_CODE[unit.parent].kind if unit.parent else None)
        assert not unit.parent or unit.parent in seen
        seen.add(unit.code)


def test_what_is_ours_says_so() -> None:
    for unit in all_units():
        source = "Tổng cục Thống kê" if unit.kind in FACTS else "bản trình diễn"
        assert source in unit.note


FACTS = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)


def test_the_trees_hold_every_unit_once() -> None:
    assert len(trees()) == 29
    found = [unit.code for tree in (0, *trees()) for unit in units_of(tree)]
    assert sorted(found) == sorted(unit.code for unit in all_units())


def test_names_read_as_they_are_written() -> None:
    assert BY_CODE[FOCUS].name == "Ủy ban nhân dân huyện Châu Thành"
    assert BY_CODE[FOCUS_COMMUNE].name == "Ủy ban nhân dân xã Long Định, huyện Châu Thành"
    assert BY_CODE[FOCUS_DIVISION].name == "Phòng Tài nguyên và Môi trường huyện Châu Thành"
    assert BY_CODE["000.55.19.H58"].name == "Phòng Quản lý đô thị thành phố Mỹ Tho"


# --- who works there ---------------------------------------------------------------------------------------------


def posts() -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for tree in all_trees():
        for officer in staff_of(tree, SEED):
            found.update((post.unit, post.role.value) for post in officer.posts)
    return found


def needs(unit: UnitPlan) -> set[str]:
    match unit.kind:
        case UnitKind.ONE_STOP:
            return {"receptionist", "one_stop_head"}
        case UnitKind.DIVISION:
            return {"handler", "head_of_division"}
        case UnitKind.COMMUNE:
            return {"leader", "clerk", "handler"}
        case UnitKind.PROVINCE:
            return {"administrator", "inspector"}
        case _:
            return {"leader", "clerk"}


def test_every_unit_has_the_people_that_its_steps_need() -> None:
    found = posts()
    missing = [
        (unit.code, role) for unit in all_units() for role in needs(unit) if not found[unit.code, role]
    ]
    assert missing == []


def test_every_post_fits_its_unit() -> None:
    for tree in all_trees():
        for officer in staff_of(tree, SEED):
            for post in officer.posts:
                rules.check_role_of_unit(post.role, BY_CODE[post.unit].kind)


def test_there_is_one_ready_account_for_each_kind_of_person() -> None:
    ready = [officer.ready for tree in all_trees() for officer in staff_of(tree, SEED) if officer.ready]
    assert sorted(ready) == sorted(READY.values())
    assert {role.value for _unit, role in READY} == {
        "receptionist", "handler", "head_of_division", "leader", "clerk", "one_stop_head", "reform_office",
        "administrator", "inspector",
    }  # fmt: skip
