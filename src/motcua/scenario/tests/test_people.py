"""Nobody's numbers: what is drawn cannot belong to a real person."""

from __future__ import annotations

import re

import pytest

from motcua.ground.kernel.vietnamese import fold
from motcua.people.parties.rules import checked_identity, normalised_phone
from motcua.scenario.province.draw import stream
from motcua.scenario.province.people import (
    business_name,
    identity_number,
    mailbox,
    person,
    phone,
    shop_name,
    tax_check_digit,
    tax_code,
)
from motcua.scenario.province.units import trees

LAST_PROVINCE = 96


@pytest.mark.parametrize("tree", trees())
def test_no_identity_number_has_a_province_that_is_given_out(tree: int) -> None:
    for number in range(50):
        who = person(stream("test", tree, number))
        text = identity_number(number, who, tree)
        assert re.fullmatch(r"9\d{11}", text)
        assert int(text[:3]) > LAST_PROVINCE


def test_identity_numbers_say_century_sex_and_year_as_real_ones_do() -> None:
    who = person(stream("test", "one"))
    text = identity_number(7, who, 25)
    digit = (0 if who.born_on.year < 2000 else 2) + (who.sex == "Nữ")
    assert text == f"925{digit}{who.born_on.year % 100:02d}000007"


def test_no_two_people_of_the_province_share_a_number() -> None:
    found = [identity_number(n, person(stream(tree, n)), tree) for tree in trees() for n in range(100)]
    assert len(set(found)) == len(found)


def test_identity_numbers_are_taken_at_the_counter() -> None:
    text = identity_number(3, person(stream("test", "x")), 19)
    assert checked_identity("0", text) == text


@pytest.mark.parametrize("kind", ["1", "2"])
def test_tax_codes_fail_their_check_digit(kind: str) -> None:
    for number in range(300):
        text = tax_code(number, 25, kind)
        assert re.fullmatch(r"99\d{8}", text)
        assert int(text[-1]) != tax_check_digit(text[:9])


def test_a_known_tax_code_has_the_check_digit_that_we_compute() -> None:
    # 0100109106: Viettel's published tax code.
    assert tax_check_digit("010010910") == 6


def test_telephone_numbers_lie_in_a_block_that_is_nobodys() -> None:
    for number in range(100):
        text = phone(stream("phone", number))
        assert re.fullmatch(r"090000\d{4}", text)
        assert normalised_phone(text) == text


def test_mailboxes_lie_in_a_domain_that_cannot_exist() -> None:
    assert mailbox("Nguyễn Thị Kim Hương", 12) == "huongntk12@tiengiang.example"


def test_businesses_say_that_they_are_illustrations() -> None:
    for number in range(50):
        rng = stream("business", number)
        assert "minh hoa" in fold(business_name(rng))
        assert "minh hoa" in fold(shop_name(rng, person(rng)))


def test_the_same_stream_draws_the_same_person() -> None:
    assert person(stream(1, "a")) == person(stream(1, "a"))
    assert person(stream(1, "a")) != person(stream(1, "b"))


def test_ages_lie_within_what_was_asked() -> None:
    years = {person(stream("age", n), oldest=58, youngest=24).born_on.year for n in range(400)}
    assert min(years) >= 2017 - 58
    assert max(years) <= 2017 - 24
