"""What an officer means who types into the search: a code, a number, a telephone, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from motcua.ground.kernel.vietnamese import fold

# “Nguyễn” alone would read a village, not find a person.
SYLLABLES_AT_LEAST = 2
LETTERS_AT_LEAST = 2
_SEPARATORS = re.compile(r"[\s.\-()+]+")
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](?:20)?(\d{2})\b")
_LAST_DIGITS = re.compile(r"\b\d{4,6}\b")
_LETTER = re.compile(r"[^\W\d_]")


class By(StrEnum):
    """By what a dossier is looked for."""

    NOTHING = "nothing"
    CODE = "code"
    IDENTITY = "identity"
    PHONE = "phone"
    NUMBER = "number"
    NAME = "name"
    NAME_TOO_SHORT = "name_too_short"


PERSONAL = frozenset({By.IDENTITY, By.PHONE, By.NUMBER, By.NAME})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: by what, and the text to compare."""

    by: By
    text: str = ""


def wanted(typed: str) -> Wanted:
    """Read what was typed.

    Ten digits that begin with 0 are a telephone or a tax code; both are tried. A code may be the whole of it, its end
    (171204-0007), or its last digits with the day of reception (0007 4/12/2017). A name is at least two syllables.
    """
    text = " ".join(typed.split())
    if not text:
        return Wanted(By.NOTHING)
    if (dated := _by_date(text)) is not None:
        return dated
    digits = _SEPARATORS.sub("", text)
    if digits.isascii() and digits.isdigit() and "-" not in text:
        return _number(text, digits)
    if re.search(r"\d", text) or not _LETTER.search(text):
        return Wanted(By.CODE, text)
    syllables = [word for word in fold(text).split() if len(word) >= LETTERS_AT_LEAST]
    if len(syllables) < SYLLABLES_AT_LEAST:
        return Wanted(By.NAME_TOO_SHORT)
    return Wanted(By.NAME, " ".join(fold(text).split()))


def _by_date(text: str) -> Wanted | None:
    """The last digits of a code and the day of reception, in either order."""
    day = _DATE.search(text)
    if day is None:
        return None
    last = _LAST_DIGITS.search(text[: day.start()] + " " + text[day.end() :])
    if last is None:
        return None
    on = f"{day.group(3)}{int(day.group(2)):02}{int(day.group(1)):02}"
    return Wanted(By.CODE, f"{on}-{last.group()}")


def _number(text: str, digits: str) -> Wanted:
    if text.startswith("+"):
        return Wanted(By.PHONE, text)
    match len(digits):
        case 9 | 12 | 13:
            return Wanted(By.IDENTITY, digits)
        case 10 | 11:
            return Wanted(By.NUMBER, digits)
        case _:
            return Wanted(By.CODE, text)
