"""Every sentence of this package has its English, with the same values in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from motcua.ground.kernel.refusals import registered
from motcua.people.calendars import models
from motcua.people.calendars.rules import LineCode, Refusal, Rule, explanation
from motcua.people.calendars.rules.days import Checked, DayKind

FILE = Path(__file__).resolve().parent.parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
with FILE.open("rb") as file:
    ENGLISH = {message.id: message.string for message in read_po(file) if message.id}

SENTENCES = [
    *(code.value for code in LineCode),
    *(rule.value for rule in Rule),
    *explanation.WEEKDAYS,
    *explanation.AMOUNTS.values(),
    *explanation.ONE.values(),
    *explanation.HOURS_AND_MINUTES.values(),
    explanation.MOMENT,
    explanation.WEEKDAY_AND_DATE,
    explanation.SPAN,
    explanation.COUNTED_WEEKDAY,
    explanation.WITH_RULE,
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_line_has_its_english(sentence: str) -> None:
    assert ENGLISH.get(sentence)


def test_both_languages_name_the_same_values() -> None:
    for vietnamese, english in ENGLISH.items():
        assert sorted(re.findall(r"%\(\w+\)s", str(vietnamese))) == sorted(
            re.findall(r"%\(\w+\)s", str(english))
        )


def test_every_line_ends_with_a_full_stop_in_both_languages() -> None:
    # The rule in brackets is put before it.
    for code in LineCode:
        assert code.value.endswith(".")
        assert str(ENGLISH[code.value]).endswith(".")


def test_every_refusal_has_a_kind_and_its_english() -> None:
    for code in Refusal:
        _kind, sentence = registered()[code]
        assert ENGLISH.get(_source(sentence)), code


def _source(lazy: object) -> str:
    """The sentence as it stands in the code: what it is in Vietnamese."""
    with translation.override("vi"):
        return str(lazy)


def test_every_kind_and_every_degree_of_checking_has_a_title() -> None:
    assert set(models.DAY_KINDS) == set(DayKind)
    assert set(models.CHECKED) == set(Checked)
    for title in [*models.DAY_KINDS.values(), *models.CHECKED.values()]:
        assert ENGLISH.get(_source(title))
