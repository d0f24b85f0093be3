"""People who do not exist: names drawn by how common they are, numbers that nobody can bear.

- Identity numbers begin with 9: the first three digits are the province of birth, and none above 096 is given out.
- Tax codes begin with 99, which is no province, and their check digit is wrong on purpose.
- Telephone numbers are 0900 00x xxx, a block that is given to no subscriber; addresses of e-mail end in `.example`.
- Names of businesses carry the word “Minh Hoạ” (illustration).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from motcua.ground.kernel.vietnamese import fold
from motcua.scenario.province.draw import Weighted
from motcua.scenario.province.files import read_table

MEN, WOMEN = "Nam", "Nữ"
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
FIRST_UNASSIGNED = 900


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up."""

    name: str
    sex: str
    born_on: date


@lru_cache(maxsize=1)
def _names() -> dict[str, Weighted[str]]:
    table = read_table("names.toml")
    return {key: Weighted.of(weights) for key, weights in table.items() if key != "of_businesses"}


@lru_cache(maxsize=1)
def _businesses() -> dict[str, Any]:
    found: dict[str, Any] = read_table("names.toml")["of_businesses"]
    return found


def person(rng: Random, *, oldest: int = 78, youngest: int = 19, in_year: int = 2017) -> Person:
    """Somebody of an age in whole years between these two."""
    sex, whose = (MEN, "men") if rng.random() < 0.5 else (WOMEN, "women")
    names = _names()
    parts = (
        names["family"].draw(rng),
        names[f"middle_of_{whose}"].draw(rng),
        names[f"given_of_{whose}"].draw(rng),
    )
    born = date(in_year - rng.randint(youngest, oldest), 1, 1) + timedelta(days=rng.randrange(365))
    return Person(" ".join(parts), sex, born)


def business_name(rng: Random) -> str:
    """What a made-up company is called."""
    parts = _businesses()
    return f"{rng.choice(parts['forms'])} {rng.choice(parts['trades'])} {rng.choice(parts['words'])}"


def shop_name(rng: Random, owner: Person) -> str:
    """What a made-up household business is called: after its owner."""
    return f"{rng.choice(_businesses()['shops'])} {owner.name.split()[-1]} (minh hoạ)"


def identity_number(number: int, who: Person, tree: int) -> str:
    """Twelve digits: an unassigned province (one for each tree of agencies), century and sex, year of birth, number."""
    century = 0 if who.born_on.year < 2000 else 2
    digit = century + (0 if who.sex == MEN else 1)
    return f"{FIRST_UNASSIGNED + tree:03d}{digit}{who.born_on.year % 100:02d}{number:06d}"


def tax_code(number: int, tree: int, kind: str) -> str:
    """Ten digits that begin with 99 and fail the check of a tax code; the kind of party keeps two series apart.

    After ten thousand of a tree they go on as branches do, with three digits more.
    """
    nine = f"99{tree:02d}{kind[-1]}{number % 10**4:04d}"
    right = tax_check_digit(nine)
    branch = f"-{number // 10**4:03d}" if number >= 10**4 else ""
    return f"{nine}{(right + 5) % 10}{branch}"


def tax_check_digit(nine: str) -> int:
    """The tenth digit that a real tax code would have (circular 95/2016: weights, modulo 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, TAX_WEIGHTS, strict=True))
    return (10 - total % 11) % 10


def phone(rng: Random) -> str:
    """A telephone number of a block that is given to nobody."""
    return f"090000{rng.randrange(10**4):04d}"


def mailbox(name: str, number: int) -> str:
    """An officer's address of e-mail in a domain that cannot exist (RFC 2606)."""
    *first, last = fold(name).split()
    return f"{last}{''.join(word[0] for word in first)}{number}@tiengiang.example"
