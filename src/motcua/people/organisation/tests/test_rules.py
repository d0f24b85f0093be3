"""The rules of units and offices, without a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.ground.kernel.vietnamese import tidied
from motcua.people.organisation import rules
from motcua.people.organisation.models import Role, UnitKind
from motcua.people.organisation.rules import Refusal

DAY = date(2018, 1, 2)
DAYS = st.dates(date(2017, 1, 1), date(2017, 3, 1))
PERIODS = st.tuples(DAYS, st.none() | DAYS)


def refusal(rule: Callable[..., Any], *args: Any) -> RefusalCode | None:
    try:
        rule(*args)
    except Refused as refused:
        return refused.code
    return None


def days(period: tuple[date, date | None]) -> set[date]:
    """Every day of a period, up to the end of the days that are tried."""
    begin, end = period
    last = min(end or date.max, date(2017, 4, 1))
    return {begin + timedelta(days=i) for i in range(max((last - begin).days, 0))}


@given(PERIODS, PERIODS)
def test_periods_overlap_when_they_share_a_day(
    first: tuple[date, date | None], second: tuple[date, date | None]
) -> None:
    assert rules.overlap(first, second) == bool(days(first) & days(second))


@given(PERIODS, DAYS)
def test_a_period_holds_on_its_days(period: tuple[date, date | None], on: date) -> None:
    assert rules.holds_on(*period, on) == (on in days(period))


@given(DAYS, DAYS, PERIODS)
def test_what_lies_within_holds_only_while_the_outer_holds(
    begin: date, end: date, outer: tuple[date, date | None]
) -> None:
    if refusal(rules.check_within, (begin, end), outer) is None:
        assert days((begin, end)) <= days(outer)


def test_a_period_has_a_day() -> None:
    assert refusal(rules.check_period, DAY, DAY) == Refusal.ENDS_BEFORE_IT_BEGINS
    assert refusal(rules.check_period, DAY, DAY + timedelta(days=1)) is None
    assert refusal(rules.check_period, DAY, None) is None


def test_an_end_may_be_today_but_not_yesterday() -> None:
    yesterday = DAY - timedelta(days=1)
    assert refusal(rules.check_end, yesterday, DAY, DAY) is None
    assert refusal(rules.check_end, DAY, DAY, DAY) is None
    assert refusal(rules.check_end, yesterday, yesterday, DAY) == Refusal.ENDS_IN_THE_PAST
    assert refusal(rules.check_end, DAY + timedelta(days=1), DAY, DAY) == Refusal.ENDS_BEFORE_IT_BEGINS


ALLOWED = {
    "province": set(),
    "department": {"province"},
    "district": {"province"},
    "commune": {"district", "province"},
    "division": {"province", "department", "district", "commune", "division"},
    "one_stop": {"province", "department", "district", "commune"},
}


@pytest.mark.parametrize("kind", UnitKind.values)
@pytest.mark.parametrize("parent", [*UnitKind.values, None])
def test_which_unit_stands_under_which(kind: str, parent: str | None) -> None:
    found = refusal(rules.check_parent, kind, parent)
    if parent is None:
        assert found == (None if kind == "province" else Refusal.PARENT_MISSING)
    else:
        assert found == (None if parent in ALLOWED[kind] else Refusal.PARENT_WRONG)


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("receptionist", {"one_stop"}),
        ("one_stop_head", {"one_stop"}),
        ("head_of_division", {"division"}),
        ("leader", {"province", "department", "district", "commune"}),
        ("handler", set(UnitKind.values)),
        ("clerk", set(UnitKind.values)),
        ("administrator", set(UnitKind.values)),
        ("inspector", set(UnitKind.values)),
        ("reform_office", set(UnitKind.values)),
    ],
)
def test_which_role_is_held_where(role: str, kinds: set[str]) -> None:
    allowed = {kind for kind in UnitKind.values if refusal(rules.check_role_of_unit, role, kind) is None}
    assert allowed == kinds


def test_who_signs_may_delegate() -> None:
    assert {role.value for role in rules.DELEGABLE} == {"leader", "head_of_division", "one_stop_head"}


@pytest.mark.parametrize("code", ["000.00.01.H58", " h58.31 ", "UBND-CB", "82"])
def test_codes_are_kept_in_capitals(code: str) -> None:
    assert rules.checked_code(code) == code.strip().upper()


@pytest.mark.parametrize("code", ["", "H58.", ".H58", "H58..1", "H 58", "Đ58", "H58\n.1", "A" * 36])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert refusal(rules.checked_code, code) == Refusal.CODE_WRONG


@given(st.text())
def test_a_kept_text_is_tidied(text: str) -> None:
    code = refusal(rules.checked_text, text, 100)
    tidy = tidied(text)
    if code is None:
        assert rules.checked_text(text, 100) == tidy
    else:
        assert code == (Refusal.NAME_TOO_LONG if tidy else Refusal.NAME_EMPTY)
        assert not 0 < len(tidy) <= 100


@pytest.mark.parametrize("phone", ["0273 3872 000", "+84 273 3872 000", "0273.3872.000 ", ""])
def test_telephone_numbers_are_kept_as_typed(phone: str) -> None:
    assert rules.checked_phone(phone) == phone.strip()


@pytest.mark.parametrize("phone", ["12", "0273x", "0" * 21, "++84273"])
def test_what_is_no_telephone_number_is_refused(phone: str) -> None:
    assert refusal(rules.checked_phone, phone) == Refusal.PHONE_WRONG


@pytest.mark.parametrize("email", ["a.b@tiengiang.gov.vn", " a@b.vn ", ""])
def test_addresses_are_kept(email: str) -> None:
    assert rules.checked_email(email) == email.strip()


@pytest.mark.parametrize("email", ["a", "a@b", "a@@b.vn", "a b@c.vn", "a@b.vn, c@d.vn", "x" * 115 + "@ab.vn"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert refusal(rules.checked_email, email) == Refusal.EMAIL_WRONG


def test_unknown_kinds_and_roles_are_refused() -> None:
    assert refusal(rules.checked_kind, "ministry") == Refusal.KIND_UNKNOWN
    assert refusal(rules.checked_role, "king") == Refusal.ROLE_UNKNOWN
    assert rules.checked_role("leader") is Role.LEADER
    assert rules.checked_kind("commune") is UnitKind.COMMUNE
