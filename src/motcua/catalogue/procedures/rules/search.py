"""What is searched: words without diacritics, in any order, the last one perhaps unfinished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest

from motcua.catalogue.procedures.rules.misspelling import Question, Reading
from motcua.ground.kernel.vietnamese import fold

MOST_WORDS = 12


def words_in_order(text: str) -> list[str]:
    """The words of a question as they are compared, as they stand; at most twelve."""
    return fold(text).split()[:MOST_WORDS]


def searched_words(text: str) -> list[str]:
    """The words of a question as they are compared, without repetition; at most twelve."""
    return list(dict.fromkeys(fold(text).split()))[:MOST_WORDS]


def prefix_query(text: str) -> str:
    """The question for PostgreSQL's to_tsquery: all words, the last one as the beginning of a word; empty
    for none.

    `fold` leaves only letters and digits, so that nothing typed can be an operator.
    """
    return conjunction(words_in_order(text), unfinished=True)


def conjunction(words: Sequence[str], *, unfinished: bool = False) -> str:
    """Folded words as a question for to_tsquery: all of them, the last one perhaps as the beginning of a word."""
    return " & ".join([*words[:-1], f"{words[-1]}:*" if unfinished else words[-1]]) if words else ""


def any_of(question: Question, readings: Sequence[Reading]) -> list[str]:
    """Readings as questions for to_tsquery: those that read the same word otherwise share the others.

    Each of them asks for all of several words; an index answers that at once, but not “these or those” in one question.
    """
    last, groups, others = len(question.words) - 1, defaultdict[int, list[str]](list), []
    for reading in readings:
        pairs = enumerate(zip_longest(question.words, reading.words))
        changed = [at for at, (asked, read) in pairs if asked != read]
        if len(changed) == 1 and len(reading.words) == len(question.words):
            groups[changed[0]].append(reading.words[changed[0]])
        else:
            others.append(conjunction(reading.words))
    for at, words in groups.items():
        rest = conjunction([*question.words[:at], *question.words[at + 1 :]], unfinished=at != last)
        others.append(" & ".join(filter(None, [rest, f"({' | '.join(words)})"])))
    return others
