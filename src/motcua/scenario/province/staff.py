"""Who works in which office: made-up officers for every unit, more in the district of the ready accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from motcua.people.organisation.models import Role, UnitKind
from motcua.scenario.province.draw import stream
from motcua.scenario.province.people import mailbox, person, phone
from motcua.scenario.province.units import FOCUS, PROVINCE, UnitPlan, all_units, one_stop_code, units_of


@dataclass(frozen=True, slots=True)
class Post:
    """A role in a unit, with the title on the door."""

    unit: str
    role: Role
    title: str


@dataclass(frozen=True, slots=True)
class OfficerPlan:
    """An officer to be entered, with his posts; `ready` names the ready account that is his."""

    code: str
    name: str
    phone: str
    email: str
    posts: tuple[Post, ...]
    ready: str = ""


FOCUS_DIVISION = "000.53.25.H58"
FOCUS_COMMUNE = "000.12.25.H58"
REFORM_DEPARTMENT = "000.00.02.H58"

READY: dict[tuple[str, Role], str] = {
    (one_stop_code(FOCUS), Role.RECEPTIONIST): "tiepnhan",
    (one_stop_code(FOCUS_COMMUNE), Role.RECEPTIONIST): "tiepnhan.xa",
    (FOCUS_DIVISION, Role.HANDLER): "thuly",
    (FOCUS_DIVISION, Role.HEAD_OF_DIVISION): "truongphong",
    (FOCUS, Role.LEADER): "lanhdao",
    (FOCUS, Role.CLERK): "vanthu",
    (one_stop_code(FOCUS), Role.ONE_STOP_HEAD): "motcua",
    (REFORM_DEPARTMENT, Role.REFORM_OFFICE): "caicach",
    (PROVINCE, Role.ADMINISTRATOR): "quantri",
    (PROVINCE, Role.INSPECTOR): "thanhtra",
}
"""The ready accounts: the first officer of each of these offices, by user name."""


def staff_of(tree: int, seed: int) -> tuple[OfficerPlan, ...]:
    """The officers of an agency under the province and of everything below it; tree 0 is the province itself."""
    given: set[str] = set()
    found = []
    for number, posts in enumerate(_all_posts(tree), 1):
        ready = next((READY[key] for post in posts if (key := (post.unit, post.role)) in READY), "")
        if ready in given:
            ready = ""
        given.add(ready)
        found.append(
            _officer(stream(seed, "officer", tree, number), f"CB.{tree:02d}.{number:04d}", posts, ready)
        )
    return tuple(found)


def _officer(rng: Random, code: str, posts: tuple[Post, ...], ready: str) -> OfficerPlan:
    who = person(rng, oldest=58, youngest=24)
    number = int(code[-4:])
    return OfficerPlan(code, who.name, phone(rng), mailbox(who.name, number), posts, ready)


def _all_posts(tree: int) -> Iterator[tuple[Post, ...]]:
    if tree == 0:
        yield from _province()
        return
    for unit in units_of(tree):
        if unit.kind is UnitKind.DIVISION:
            yield from _division(unit)
        elif unit.kind is UnitKind.COMMUNE:
            yield from _commune(unit)
        elif unit.kind is not UnitKind.ONE_STOP:
            yield from _agency(unit)


def _province() -> Iterator[tuple[Post, ...]]:
    yield (Post(PROVINCE, Role.ADMINISTRATOR, "Quản trị hệ thống"),)
    yield (Post(PROVINCE, Role.ADMINISTRATOR, "Quản trị hệ thống"),)
    yield (Post(PROVINCE, Role.INSPECTOR, "Đoàn kiểm tra cải cách hành chính"),)
    yield (Post(REFORM_DEPARTMENT, Role.REFORM_OFFICE, "Chuyên viên cải cách hành chính"),)


def _agency(unit: UnitPlan) -> Iterator[tuple[Post, ...]]:
    district = unit.kind is UnitKind.DISTRICT
    counter = one_stop_code(unit.code)
    yield (Post(unit.code, Role.LEADER, "Phó Chủ tịch" if district else "Phó Giám đốc"),)
    yield (Post(unit.code, Role.LEADER, "Chủ tịch" if district else "Giám đốc"),)
    yield (Post(unit.code, Role.CLERK, "Văn thư"),)
    yield (Post(counter, Role.ONE_STOP_HEAD, "Phụ trách Bộ phận Một cửa"),)
    for _ in range(3 if unit.code == FOCUS else 2 if district else 1):
        yield (Post(counter, Role.RECEPTIONIST, "Cán bộ tiếp nhận"),)


def _division(unit: UnitPlan) -> Iterator[tuple[Post, ...]]:
    yield (Post(unit.code, Role.HEAD_OF_DIVISION, "Trưởng phòng"),)
    for _ in range(unit.handlers):
        yield (Post(unit.code, Role.HANDLER, "Chuyên viên"),)


def _commune(unit: UnitPlan) -> Iterator[tuple[Post, ...]]:
    """In a commune the deputy chairman also answers for the one-stop: one officer with two appointments."""
    counter = one_stop_code(unit.code)
    yield (Post(unit.code, Role.LEADER, "Chủ tịch"),)
    yield (
        Post(unit.code, Role.LEADER, "Phó Chủ tịch"),
        Post(counter, Role.ONE_STOP_HEAD, "Phụ trách Bộ phận Một cửa"),
    )
    yield (Post(unit.code, Role.CLERK, "Văn thư"),)
    yield (Post(counter, Role.RECEPTIONIST, "Cán bộ tiếp nhận"),)
    yield (Post(unit.code, Role.HANDLER, "Công chức Tư pháp – Hộ tịch"),)
    yield (Post(unit.code, Role.HANDLER, "Công chức Địa chính – Xây dựng"),)


def all_trees() -> tuple[int, ...]:
    """The province's own tree and those below it."""
    return tuple(sorted({unit.tree for unit in all_units()}))
