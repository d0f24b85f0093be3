"""Many dossiers at once, pure: which are alike, which numbers their documents get, who gets whose work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.ground.kernel.refusals import Refused

AT_ONCE = 100
# The first number of a document's sign is its number; what stands around it is the agency's.
NUMBER = re.compile(r"\d+")


def check_alike(kinds: Iterable[tuple[int, int, str]], count: int) -> None:
    """Together only what is alike: one procedure, one version of its process, one step; and not too many.

    Raises Refused NOT_ALIKE or TOO_MANY_TOGETHER.
    """
    if count > AT_ONCE:
        raise Refused(Refusal.TOO_MANY_TOGETHER, most=AT_ONCE)
    if len(set(kinds)) > 1:
        raise Refused(Refusal.NOT_ALIKE)


def running_numbers(first: str, count: int) -> list[str]:
    """So many numbers of documents from the first on, as a clerk counts in the book: 08/QĐ, 09/QĐ, 10/QĐ.

    Zeros before the number are kept. Raises Refused NO_RUNNING_NUMBER.
    """
    found = NUMBER.search(first)
    if found is None:
        raise Refused(Refusal.NO_RUNNING_NUMBER)
    begin, width = int(found.group()), len(found.group())
    head, tail = first[: found.start()], first[found.end() :]
    return [f"{head}{begin + n:0{width}d}{tail}" for n in range(count)]


def dealt_out(tasks: Sequence[int], officers: Sequence[int]) -> dict[int, int]:
    """Who gets which task: in order of urgency to one after another, so that nobody gets all that is urgent."""
    return {task: officers[place % len(officers)] for place, task in enumerate(tasks)}
