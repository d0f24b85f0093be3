"""What corrections changed: each field before and after, and the papers struck out and added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from motcua.casework.dossiers.models import Correction, Dossier, DossierPaper


class Part(StrEnum):
    """What of a reception can be put right."""

    NAME = "name"
    IDENTITY = "identity_number"
    BORN = "born_on"
    SEX = "sex"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    REPRESENTATIVE = "representative"
    CASE = "case"
    AREA = "area"
    CHANNEL = "channel"
    RETURN = "return_method"
    SETS = "sets"
    SUMMARY = "summary"
    FEE = "fee"
    PAPER = "paper"


OF_PERSON = (
    Part.NAME, Part.BORN, Part.SEX, Part.ADDRESS, Part.PHONE, Part.EMAIL, Part.REPRESENTATIVE,
)  # fmt: skip
OF_DOSSIER = (Part.CASE, Part.AREA, Part.CHANNEL, Part.RETURN, Part.SETS, Part.SUMMARY, Part.FEE)


@dataclass(frozen=True, slots=True)
class Change:
    """A part with what it said before and after; an empty side means that there was nothing, or is nothing."""

    part: Part
    before: str
    after: str


def changes_of(dossier: Dossier) -> dict[int, tuple[Change, ...]]:
    """For each correction of a dossier, by the number of its event, what it changed; one statement."""
    kept = list(dossier.corrections.order_by("number").select_related("party", "party_version"))
    after: list[Correction | Dossier] = [*kept[1:], dossier]
    papers = list(dossier.papers.all())
    return {
        before.number: (*_fields(before, then), *_papers(papers, before.number))
        for before, then in zip(kept, after, strict=False)
    }


def _fields(before: Correction, after: Correction | Dossier) -> Iterator[Change]:
    was, then = dict(_parts(before)), dict(_parts(after))
    return (Change(part, was[part], then[part]) for part in was if was[part] != then[part])


def _parts(row: Correction | Dossier) -> Iterator[tuple[Part, str]]:
    yield Part.IDENTITY, row.party.identity_number
    for part in OF_PERSON:
        yield part, _said(getattr(row.party_version, part.value))
    for part in OF_DOSSIER:
        yield part, _said(getattr(row, part.value))


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _papers(papers: list[DossierPaper], number: int) -> Iterator[Change]:
    for paper in papers:
        if paper.struck_number == number:
            yield Change(Part.PAPER, paper.name, "")
        if paper.number == number:
            yield Change(Part.PAPER, "", paper.name)


def receipt_papers(dossier: Dossier) -> tuple[DossierPaper, ...]:
    """The papers that the receipt names: handed in at reception, as corrected since; not what came later."""
    numbers = {1, *(row.number for row in dossier.corrections.all())}
    rows = sorted(dossier.papers.all(), key=lambda paper: paper.ordinal)
    return tuple(paper for paper in rows if paper.number in numbers and paper.struck_number is None)
