"""Cards, telephone numbers and identity numbers as people bring them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.parties import rules
from motcua.people.parties.rules import Refusal

CARD = "082190001234|311987654|Nguyễn Thị Bưởi|05111990|Nữ|Ấp 3, Đông Hòa Hiệp, Cái Bè, Tiền Giang|15062021"
TODAY = date(2018, 1, 2)


def refusal(rule: Callable[..., Any], *args: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        rule(*args)
    return caught.value.code


def test_a_card_fills_all_fields() -> None:
    card = rules.parse_citizen_card(CARD)
    assert (card.identity_number, card.old_identity_number) == ("082190001234", "311987654")
    assert (card.name, card.born_on, card.sex) == ("Nguyễn Thị Bưởi", date(1990, 11, 5), "Nữ")
    assert card.address == "Ấp 3, Đông Hòa Hiệp, Cái Bè, Tiền Giang"
    assert card.issued_on == date(2021, 6, 15)


def test_a_card_without_an_old_number_is_read() -> None:
    card = rules.parse_citizen_card(CARD.replace("311987654", ""))
    assert (card.old_identity_number, card.name) == ("", "Nguyễn Thị Bưởi")


def test_a_card_whose_old_number_lacks_even_its_bar_is_read() -> None:
    card = rules.parse_citizen_card(CARD.replace("311987654|", ""))
    assert (card.old_identity_number, card.name) == ("", "Nguyễn Thị Bưởi")
    assert card.issued_on == date(2021, 6, 15)


@pytest.mark.parametrize("ending", ["\r\n", "\t", "|||", "|Nguyễn Văn A|Trần Thị B|", "\x1d"])
def test_what_follows_the_card_is_left_alone(ending: str) -> None:
    assert rules.parse_citizen_card(CARD + ending) == rules.parse_citizen_card(CARD)


@pytest.mark.parametrize("cut", [1, 2])
def test_the_address_and_the_day_of_issue_may_be_missing(cut: int) -> None:
    card = rules.parse_citizen_card("|".join(CARD.split("|")[:-cut]))
    assert card.issued_on is None
    assert bool(card.address) == (cut == 1)


def test_a_scanner_that_types_another_bar_is_understood() -> None:
    assert rules.parse_citizen_card(CARD.replace("|", "¦")) == rules.parse_citizen_card(CARD)


def test_letters_typed_in_parts_are_put_together() -> None:
    taken_apart = CARD.replace("ễ", "e\u0302\u0303")
    assert rules.parse_citizen_card(taken_apart).name == "Nguyễn Thị Bưởi"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Refusal.NOT_A_CARD),
        ("https://example.vn/a|b|c|d|e", Refusal.NOT_A_CARD),
        ("082190001234|311987654|Nguyễn", Refusal.NOT_A_CARD),
        (CARD.replace("082190001234", "08219000123"), Refusal.CARD_NUMBER_WRONG),
        (CARD.replace("082190001234", "٠82190001234"), Refusal.CARD_NUMBER_WRONG),
        (CARD.replace("Nguyễn Thị Bưởi", " "), Refusal.CARD_NAME_MISSING),
        (CARD.replace("05111990", "31021990"), Refusal.CARD_DATE_WRONG),
        (CARD.replace("05111990", "5111990"), Refusal.CARD_DATE_WRONG),
        (CARD.replace("15062021", "1506202"), Refusal.CARD_DATE_WRONG),
    ],
)
def test_what_is_no_card_is_refused(text: str, code: Refusal) -> None:
    assert refusal(rules.parse_citizen_card, text) == code


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        card = rules.parse_citizen_card(text)
    except Refused:
        return
    assert len(card.identity_number) == 12
    assert card.name


@given(st.text())
def test_no_text_in_a_field_breaks_the_reader(text: str) -> None:
    try:
        card = rules.parse_citizen_card(f"082190001234||{text}|05111990|Nam|Ấp 1|15062021")
    except Refused:
        return
    assert card.identity_number == "082190001234"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0273 3872 000", "02733872000"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("01234567890", "01234567890"),
        ("  ", ""),
    ],
)
def test_telephone_numbers_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert rules.normalised_phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["912345678", "091234567", "00912345678", "091234567890", "gọi tôi", "٠912345678"]
)
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert refusal(rules.normalised_phone, typed) == Refusal.PHONE_WRONG


@given(st.from_regex(r"\A0[1-9][0-9]{8,9}\Z"))
def test_a_kept_telephone_number_stays_as_it_is(number: str) -> None:
    assert rules.normalised_phone(number) == number
    assert rules.normalised_phone("+84" + number[1:]) == number


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("0", "311 987 654", "311987654"),
        ("0", "082190001234", "082190001234"),
        ("1", "1200100557", "1200100557"),
        ("1", "1200100557-001", "1200100557001"),
        ("2", "082190001234", "082190001234"),
        ("2", "1200100557", "1200100557"),
        ("0", "", ""),
    ],
)
def test_identity_numbers_are_kept_as_digits(kind: str, typed: str, kept: str) -> None:
    assert rules.checked_identity(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("0", "1200100557", Refusal.IDENTITY_WRONG),
        ("0", "31198765A", Refusal.IDENTITY_WRONG),
        ("0", "٣١١٩٨٧٦٥٤", Refusal.IDENTITY_WRONG),
        ("1", "311987654", Refusal.TAX_CODE_WRONG),
        ("1", "12001005571", Refusal.TAX_CODE_WRONG),
        ("2", "12001005571", Refusal.TAX_CODE_WRONG),
    ],
)
def test_wrong_identity_numbers_are_refused(kind: str, typed: str, code: Refusal) -> None:
    assert refusal(rules.checked_identity, kind, typed) == code


@pytest.mark.parametrize("born_on", [date(2018, 1, 3), date(1899, 12, 31)])
def test_nobody_is_born_tomorrow_or_in_another_age(born_on: date) -> None:
    assert refusal(rules.check_born, born_on, TODAY) == Refusal.BORN_WRONG


def test_one_may_be_born_today() -> None:
    rules.check_born(TODAY, TODAY)
    rules.check_born(None, TODAY)


@pytest.mark.parametrize("text", ["a@", "a b@c.vn", "a@b", "@b.vn", "x" * 118 + "@b.vn"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert refusal(rules.checked_email, text) == Refusal.EMAIL_WRONG


def test_names_are_kept_with_one_space_and_have_a_limit() -> None:
    assert rules.checked_name("  Lê   Văn Tám ") == "Lê Văn Tám"
    assert refusal(rules.checked_name, " ") == Refusal.NAME_EMPTY
    assert refusal(rules.checked_name, "x" * 161) == Refusal.TOO_LONG
    assert refusal(rules.checked_kind, "9") == Refusal.KIND_UNKNOWN


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x1b", "\x85"])
def test_a_name_keeps_nothing_that_hides_or_turns_what_is_read(hidden: str) -> None:
    assert rules.checked_name(f"{hidden}Lê {hidden} Văn\tTám{hidden}") == "Lê Văn Tám"
