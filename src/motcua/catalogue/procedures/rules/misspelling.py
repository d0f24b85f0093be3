"""What a person meant who typed a word wrong: one fault in a word, a missing space, letters of an input method.

Words are compared folded. Two words are one fault apart when one letter more, less, other or swapped with its
neighbour makes them the same (Damerau-Levenshtein, one edit); then they share a *key*: the word itself or the word less
one letter. The keys of all words of the catalogue are kept in an index: those which may be meant are found at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, product

# Of a single letter nothing is left when it is left out.
SHORT = 2
MOST_FAULTS = 2
LONGEST = 24
MOST_WORDS_FOR_ONE, MOST_READINGS, MOST_READINGS_SHOWN = 30, 120, 3

# What a fault costs: the likelier it is, the less.
SAME_SOUND, DIGIT, SPACE, SWAPPED, LEFT_BY_THE_KEYBOARD, NEIGHBOUR, ANY_EDIT = (
    0.2,
    0.3,
    0.7,
    0.7,
    0.8,
    0.8,
    1.0,
)
FIRST_LETTER, SHORT_WORD = 0.3, 0.2
TOGETHER = 0.6

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {frozenset(pair) for row in _ROWS for pair in pairwise(row)} | {
    frozenset(pair) for upper, lower in pairwise(_ROWS[1:]) for pair in zip(upper, lower, strict=False)
}
_TONE_KEYS = re.compile(r"[sfrxj]$|(?<=[aeiouy])[sfrxj](?=(?:ng|nh|ch|[cmnpt])$)")
_DOUBLE = ((re.compile(r"dd"), "d"), (re.compile(r"([aeo])\1"), r"\1"), (re.compile(r"(?<=[aou])w"), ""))


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read: its words, what was typed for what is read, and how far-fetched that is."""

    words: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    cost: float
    at: tuple[int, ...]  # where what is read otherwise stands

    def togetherness(self, padded: str) -> float:
        """The share of its changed words that stand beside a neighbour of theirs in a text between spaces."""
        pairs = [f" {' '.join(pair)} " for pair in pairwise(self.words)]
        beside = [any(pair in padded for pair in pairs[max(0, at - 1) : at + 1]) for at in self.at]
        return sum(beside) / max(1, len(beside))


def keys_of(word: str) -> list[str]:
    """A word and the word less one letter."""
    if len(word) < SHORT or not _may_be_wrong(word):
        return [word]
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))


def _may_be_wrong(word: str) -> bool:
    return len(word) <= LONGEST and not word.isdigit()


def as_meant(word: str) -> str:
    """A word that still bears the keys of an input method: `thuwowngf`, `ho65` are thuong, ho; others as they are."""
    if word.isdigit():
        return word
    read = re.sub(r"[0-9]+", "", word) if word[:1].isalpha() else word
    for pattern, plain in _DOUBLE:
        read = pattern.sub(plain, read)
    if "w" in read:
        read = read.replace("w", "u")
    return _TONE_KEYS.sub("", read, count=1) if len(read) > SHORT else read


@lru_cache(maxsize=1 << 16)
def fault(typed: str, meant: str) -> float | None:
    """What it costs to read one word as the other; None when they are more than one fault apart."""
    if typed == meant:
        return 0.0
    if abs(len(typed) - len(meant)) > 1 or max(len(typed), len(meant)) < SHORT:
        return None
    if not (_may_be_wrong(typed) and _may_be_wrong(meant)):
        return None
    start = next(
        (at for at, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b),
        min(len(typed), len(meant)),
    )
    cost = _cost(typed[start:], meant[start:])
    if cost is None:
        return None
    first = FIRST_LETTER if start == 0 and cost > SWAPPED else 0.0
    return cost + first + (SHORT_WORD if min(len(typed), len(meant)) <= SHORT and cost > SAME_SOUND else 0.0)


def _cost(typed: str, meant: str) -> float | None:
    """The cost of what follows the letters that both begin with."""
    if len(typed) > len(meant):
        return (DIGIT if typed[0].isdigit() else NEIGHBOUR) if typed[1:] == meant else None
    if len(typed) < len(meant):
        return NEIGHBOUR if typed == meant[1:] else None
    if typed[1:] == meant[1:]:
        pair = {typed[0], meant[0]}
        return SAME_SOUND if pair == {"i", "y"} else NEIGHBOUR if frozenset(pair) in _BESIDE else ANY_EDIT
    swapped = typed[:2] == meant[1::-1] and typed[2:] == meant[2:]
    return SWAPPED if swapped else None


@dataclass(frozen=True, slots=True)
class Spacing:
    """The same letters with one space more, less or elsewhere: all words then, the new ones, and what changed."""

    words: tuple[str, ...]
    new: tuple[str, ...]
    change: tuple[str, str]
    at: range  # which of the words asked it touches


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, folded, with all that can be known of it before any word of the catalogue is looked at."""

    words: tuple[str, ...]
    meant: tuple[str, ...]
    spacings: tuple[Spacing, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Question:
        """The question of these words."""
        asked = tuple(words)
        return cls(asked, tuple(map(as_meant, asked)), tuple(_spacings(asked)))

    @property
    def candidates(self) -> list[str]:
        """The words that would answer, if there are such: as asked, as an input method means them, spaced otherwise."""
        return sorted({*self.words, *self.meant, *chain.from_iterable(one.new for one in self.spacings)})

    def readings(self, known: frozenset[str]) -> list[Reading]:
        """The ways to read it with words that are known, the likeliest first; the words as asked are none of them.

        A word that is not known must be another; when all are, each in turn may be, by one fault. A number is
        what it is.
        """
        last = len(self.words) - 1
        begun = _is_begun(self.words[last], known)
        strange = [
            at
            for at, word in enumerate(self.words)
            if not (word in known or word.isdigit() or (at == last and begun))
        ]
        found = [*self._by_keyboard(strange, known), *self._by_faults(strange, known)]
        found += self._by_spaces(strange, known)
        cheapest: dict[tuple[str, ...], Reading] = {}
        for reading in sorted(found, key=lambda one: (one.cost, one.words)):
            if reading.words != self.words:
                cheapest.setdefault(reading.words, reading)
        return list(cheapest.values())[:MOST_READINGS]

    def _by_keyboard(self, strange: Sequence[int], known: frozenset[str]) -> Iterator[Reading]:
        read = {at: self.meant[at] for at in strange}
        if read and all(word in known for word in read.values()):
            yield self._replaced(read, LEFT_BY_THE_KEYBOARD)

    def _by_faults(self, strange: Sequence[int], known: frozenset[str]) -> Iterator[Reading]:
        if not strange:
            for at in range(len(self.words)):
                yield from self._all_of([at], known)
        elif len(strange) <= MOST_FAULTS:
            yield from self._all_of(strange, known)

    def _all_of(self, places: Sequence[int], known: frozenset[str]) -> Iterator[Reading]:
        for chosen in product(*(self._meant_at(at, known) for at in places)):
            read = {at: word for at, (_cost, word) in zip(places, chosen, strict=True)}
            yield self._replaced(read, sum(cost for cost, _word in chosen))

    def _meant_at(self, at: int, known: frozenset[str]) -> list[tuple[float, str]]:
        typed = self.words[at]
        costs = ((fault(typed, word), word) for word in known if word != typed)
        return sorted((cost, word) for cost, word in costs if cost is not None)[:MOST_WORDS_FOR_ONE]

    def _by_spaces(self, strange: Sequence[int], known: frozenset[str]) -> Iterator[Reading]:
        for spacing in self.spacings:
            if all(at in spacing.at for at in strange) and all(
                word in known or word.isdigit() for word in spacing.new
            ):
                yield Reading(spacing.words, (spacing.change,), SPACE, (spacing.at.start,))

    def _replaced(self, read: dict[int, str], cost: float) -> Reading:
        words = tuple(read.get(at, word) for at, word in enumerate(self.words))
        return Reading(words, tuple((self.words[at], word) for at, word in read.items()), cost, tuple(read))


def answered(readings: Sequence[Reading], texts: Iterable[str]) -> list[Reading]:
    """The few likeliest readings that one of these folded texts answers to.

    What is read otherwise stands beside the word that it was typed beside, so much the likelier.
    """
    best: dict[Reading, float] = {}
    whole = [(reading, frozenset(reading.words[:-1])) for reading in readings]
    for text in texts:
        held, padded = frozenset(text.split()), f" {text} "
        for reading, words in whole:
            if words <= held and _is_begun(reading.words[-1], held):
                beside = TOGETHER * reading.togetherness(padded)
                best[reading] = min(best.get(reading, reading.cost), reading.cost - beside)
    return sorted(best, key=lambda reading: (best[reading], reading.words))[:MOST_READINGS_SHOWN]


def _is_begun(word: str, held: frozenset[str]) -> bool:
    return word in held or any(one.startswith(word) for one in held)


def _spacings(words: Sequence[str]) -> Iterator[Spacing]:
    for at, word in enumerate(words):
        for cut in range(1, 0 if word.isdigit() else len(word)):
            pair = (word[:cut], word[cut:])
            yield Spacing(
                (*words[:at], *pair, *words[at + 1 :]), pair, (word, " ".join(pair)), range(at, at + 1)
            )
    for at, (word, following) in enumerate(pairwise(words)):
        whole = word + following
        if word.isdigit() or following.isdigit():
            continue
        for cut in {len(word) - 1, len(word) + 1, len(whole)} - {0}:
            parts = tuple(part for part in (whole[:cut], whole[cut:]) if part)
            change = (f"{word} {following}", " ".join(parts))
            yield Spacing((*words[:at], *parts, *words[at + 2 :]), parts, change, range(at, at + 2))
