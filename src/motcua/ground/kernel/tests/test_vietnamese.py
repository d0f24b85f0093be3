"""Vietnamese text: what search compares, and the order of the dictionary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ground.kernel.vietnamese import fold, format_vnd, sort_key, tidied


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("TÁCH THỬA ĐẤT", "tach thua dat"),
        ("Cấp đổi  Giấy-chứng nhận", "cap doi giay chung nhan"),
        ("Ủy ban nhân dân phường 1", "uy ban nhan dan phuong 1"),
        ("", ""),
    ],
)
def test_folding_leaves_bare_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Hộ \t tịch\n", "Hộ tịch"),
        ("Hộ\u200b\u202e tịch", "Hộ tịch"),
        (unicodedata.normalize("NFD", "Hộ tịch"), "Hộ tịch"),
        ("Le\u200b\u0302", "Lê"),
        ("\u200b", ""),
    ],
)
def test_what_is_kept_is_what_is_read(text: str, kept: str) -> None:
    assert tidied(text) == kept


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


@given(st.text())
def test_folding_does_not_depend_on_the_form_of_unicode(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_sorted_as_in_the_dictionary() -> None:
    words = ["đá", "dạ", "da", "ăn", "an", "ân", "ba", "bà", "bả", "bã", "bá", "bạ"]
    assert sorted(words, key=sort_key) == [
        "an",
        "ăn",
        "ân",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "da",
        "dạ",
        "đá",
    ]


def test_names_are_sorted_word_by_word() -> None:
    assert sorted(["Huyện Gò Công Tây", "Huyện Cái Bè", "Huyện Cai Lậy"], key=sort_key) == [
        "Huyện Cai Lậy",
        "Huyện Cái Bè",
        "Huyện Gò Công Tây",
    ]


def test_money_is_written_with_points_and_the_sign_after() -> None:
    assert format_vnd(1234567) == "1.234.567 đ"
    assert format_vnd(0) == "0 đ"
