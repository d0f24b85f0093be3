"""Finding one of 20,000 procedures by words of its name, and by the same words with one fault among them.

The procedures are the names of the shipped ones, each for many kinds of applicants and places. A question holds two or
more words beside each other of each of these three, so many that the search finds the procedure among the first five. A
fault is one letter more, less, other or swapped with the next; spaces are letters too. All is drawn with a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice, product
from random import Random
from time import perf_counter

from django.db import connection

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.actions.contents import enter_words, set_what_search_compares
from motcua.catalogue.procedures.models import Field, Procedure, ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.queries import Found
from motcua.catalogue.procedures.rules.shipped import shipped
from motcua.ground.kernel.vietnamese import fold
from motcua.site.bench.measurement import Measurement, percentile
from motcua.site.bench.scratch import scratch_database

PROCEDURES, QUESTIONS = 20_000, 300
FIRST, MOST_MORE = 5, 3
SEED = 20176
DAY = date(2017, 6, 1)
FOUND_TARGET, P95_TARGET = 95.0, 30.0
LETTERS = "abcdeghiklmnopqrstuvxy"
FAULTS = ("more", "less", "other", "swapped")

APPLICANTS = tuple(
    f"đối với {who}"
    for who in (
        "hộ gia đình", "hộ kinh doanh", "hợp tác xã", "doanh nghiệp tư nhân", "công ty cổ phần", "người cao tuổi",
        "người khuyết tật", "người có công", "trẻ em mồ côi", "học sinh, sinh viên", "công chức, viên chức",
        "tổ chức tôn giáo", "đơn vị vũ trang",
    )
)  # fmt: skip
PLACES = tuple(
    f"{where}"
    for where in (
        "trong khu công nghiệp", "tại vùng đệm rừng phòng hộ", "ở xã đảo", "trên địa bàn nhiều huyện",
        "tại khu di tích", "trong hành lang an toàn đê điều", "ở khu tái định cư", "tại cảng cá", "ven quốc lộ",
        "trong cụm tiểu thủ công nghiệp", "tại chợ đầu mối", "ở vùng nuôi thủy sản", "trong làng nghề truyền thống",
    )
)  # fmt: skip


def run() -> list[Measurement]:
    """Measure in a database of its own."""
    with scratch_database():
        made = make(PROCEDURES)
        draw = Random(SEED)
        asked = list(islice(questions(made, draw), QUESTIONS))
        wrong = [(with_a_fault(text, draw), code) for text, code in asked]
        return [unaltered(asked), *found(wrong)]


@cache
def names() -> tuple[tuple[str, str, str], ...]:
    """All names that there are, each in its three parts."""
    longest = 400 - max(map(len, APPLICANTS)) - max(map(len, PLACES)) - 2
    return tuple(product((item.content.name[:longest] for item in shipped()), APPLICANTS, PLACES))


def parts_of(at: int) -> tuple[str, ...]:
    """What is asked for of a name: the procedure, for whom, and where, without the words that say nothing."""
    what, who, where = names()[at]
    return what, who.removeprefix("đối với "), where.partition(" ")[2]


def make(number: int) -> list[tuple[str, str]]:
    """Procedures in force with these names; returns each with its code."""
    decision = PublicationDecision.objects.create(
        number="1", title="–", issuer="–", signed_on=DAY, in_force_on=DAY, is_illustrative=True
    )
    field = Field.objects.create(code="x", name="Lĩnh vực", sort_key="x")
    made = [(" ".join(parts), f"MH-{at:05}") for at, parts in enumerate(names()[:number])]
    procedures = Procedure.objects.bulk_create(
        [Procedure(code=code, field=field, level="province", is_illustrative=True) for _name, code in made],
        1000,
    )
    versions = [
        ProcedureVersion(
            procedure=procedure, number=1, name=name, state="published", valid_from=DAY, decision=decision
        )
        for procedure, (name, _code) in zip(procedures, made, strict=True)
    ]
    for version in versions:
        set_what_search_compares(version)
    enter_words(" ".join(version.search_text for version in versions))
    ProcedureVersion.objects.bulk_create(versions, 1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE procedure_version, searched_word")
    return made


def questions(made: list[tuple[str, str]], draw: Random) -> Iterator[tuple[str, str]]:
    """Questions by which the search finds a procedure among the first five, each with the procedure's code."""
    while True:
        at = draw.randrange(len(made))
        parts = [part.replace(",", "").split() for part in parts_of(at)]
        begins = [draw.randrange(max(1, len(part) - 1)) for part in parts]
        for number in range(2, 2 + MOST_MORE):
            text = " ".join(
                word for part, begin in zip(parts, begins, strict=True) for word in part[begin:][:number]
            )
            if made[at][1] in codes(queries.find(text, on=DAY)):
                yield text, made[at][1]
                break


def codes(answer: Found) -> list[str]:
    """The codes of the first five, what holds the words before what may have been meant."""
    shown = [*answer.exact, *(near.version for near in answer.near)]
    return [version.procedure.code for version in shown[:FIRST]]


def with_a_fault(text: str, draw: Random) -> str:
    """The same text, typed without diacritics half of the time, with one fault."""
    typed = fold(text) if draw.random() < 0.5 else text
    while True:
        at = draw.randrange(len(typed) - 1)
        wrong = _faulty(typed, at, draw)
        if fold(wrong) != fold(text):
            return wrong


def _faulty(typed: str, at: int, draw: Random) -> str:
    before, letter, following, after = typed[:at], typed[at], typed[at + 1], typed[at + 2 :]
    match draw.choice(FAULTS):
        case "more":
            return before + letter + draw.choice(f"{LETTERS} ") + following + after
        case "less":
            return before + following + after
        case "other":
            return before + (draw.choice(LETTERS) if letter != " " else letter) + following + after
        case _:
            return before + following + letter + after


def unaltered(asked: list[tuple[str, str]]) -> Measurement:
    """The share of the questions without a fault that are answered with exactly what holds their words."""
    took, kept = [], 0
    for text, _code in asked:
        began = perf_counter()
        answer = queries.find(text, on=DAY)
        took.append((perf_counter() - began) * 1000)
        plain = queries.search(text, on=DAY)
        kept += bool(plain) and answer.exact == plain
    return Measurement(
        name="search.unaltered",
        value=100 * kept / len(asked),
        unit="% of correct questions",
        p50=percentile(took, 0.5),
        p95=percentile(took, 0.95),
        target=100,
        load=f"{len(asked)} questions, {PROCEDURES:,} procedures",
    )


def found(wrong: list[tuple[str, str]]) -> list[Measurement]:
    """The share of the questions with a fault that find theirs among the first five; and how long that took."""
    took, there = [], 0
    for text, code in wrong:
        began = perf_counter()
        answer = queries.find(text, on=DAY)
        took.append((perf_counter() - began) * 1000)
        there += code in codes(answer)
    load = f"{len(wrong)} questions with one fault, {PROCEDURES:,} procedures"
    p95 = percentile(took, 0.95)
    return [
        Measurement(
            name="search.found",
            value=100 * there / len(wrong),
            unit="% among the first five",
            p50=percentile(took, 0.5),
            p95=p95,
            target=FOUND_TARGET,
            load=load,
        ),
        Measurement(
            name="search.p95",
            value=1000 / p95,
            unit="questions/s at p95",
            target=1000 / P95_TARGET,
            load=f"{load}; asked: {P95_TARGET:.0f} ms",
        ),
    ]
