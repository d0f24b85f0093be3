"""Vietnamese text: tidying, folding for search, keys for sorting; without ICU in the server the keys are columns."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Control and format characters: a scanner's own, zero-width ones, and those that turn the direction of writing.
_UNSEEN = ("Cc", "Cf")

# Order of letters by TCVN 6909 and the dictionaries: a ă â b … d đ e ê … o ô ơ … u ư; then the tone decides
# (ngang, huyền, hỏi, ngã, sắc, nặng).
_LETTERS = {c: f"{i:02d}" for i, c in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_QUALITY = {"\u0306", "\u0302", "\u031b"}


def tidied(text: str) -> str:
    """Text as it is kept: composed letters, one space between words, nothing that hides or turns what is read."""
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d, one space between words: what search compares."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", _NOT_WORD.sub(" ", bare)).strip()


def sort_key(text: str) -> str:
    """A key whose byte order is the Vietnamese dictionary order of the text."""
    return " ".join(_word_key(word) for word in unicodedata.normalize("NFC", text.lower()).split())


def _word_key(word: str) -> str:
    letters, tone = [], "0"
    for char in word:
        base, quality, mark = char, "", ""
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES and part:
                mark = part
            elif part in _QUALITY:
                quality = part
            elif not unicodedata.combining(part):
                base = part
        letter = unicodedata.normalize("NFC", base + quality)
        letters.append(_LETTERS.get(letter, "99"))
        tone = _TONES[mark] if mark else tone
    return "".join(letters) + tone


def format_vnd(amount: int) -> str:
    """Write an amount, a whole number of đồng, as it is written in Viet Nam: 150000 is “150.000 đ”."""
    return f"{amount:,}".replace(",", ".") + " đ"
