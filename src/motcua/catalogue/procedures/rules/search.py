"""What is searched: words without diacritics, in any order, the last one perhaps unfinished."""

from __future__ import annotations

from motcua.ground.kernel.vietnamese import fold

MOST_WORDS = 12


def searched_words(text: str) -> list[str]:
    """The words of a question as they are compared, without repetition; at most twelve."""
    return list(dict.fromkeys(fold(text).split()))[:MOST_WORDS]


def prefix_query(text: str) -> str:
    """The question for PostgreSQL's to_tsquery: all words, the last one as the beginning of a word; empty
    for none.

    `fold` leaves only letters and digits, so that nothing typed can be an operator.
    """
    words = fold(text).split()[:MOST_WORDS]
    return " & ".join([*words[:-1], f"{words[-1]}:*"]) if words else ""
