"""What a version of a procedure promises and asks for, ready to count; a published version never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from motcua.casework.dossiers import rules
from motcua.casework.dossiers.rules import Refusal, Ways
from motcua.catalogue.procedures import queries as procedures
from motcua.catalogue.procedures.rules import ANY, FeeRow, LimitRow, areas, cases, fee_for, limit_for
from motcua.ground.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A line of the list of papers, with the id by which a counter ticks it."""

    id: int
    name: str
    originals: int
    copies: int
    is_note: bool
    is_required: bool
    case: str

    def fits(self, case: str) -> bool:
        """Whether it is asked for in this case."""
        return self.case in (ANY, case)


@dataclass(frozen=True, slots=True)
class Terms:
    """Time limits, fees, papers and ways of one version."""

    limits: tuple[LimitRow, ...]
    fees: tuple[FeeRow, ...]
    papers: tuple[AskedPaper, ...]
    ways: Ways

    def limit(self, case: str, area: str, channel: str) -> LimitRow:
        """The time limit that counts; raises Refused NO_TIME_LIMIT when none is published for the case."""
        return limit_for(self.limits, case, area, channel)

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that the version tells apart, in its order."""
        return cases(self.limits, self.fees, self.papers)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that it tells apart, in its order."""
        return areas(self.limits, self.fees)

    @property
    def has_general_case(self) -> bool:
        """Whether there is a case without a name: not where every paper is asked for in named cases only."""
        asked = {paper.case for paper in self.papers if not paper.is_note}
        return not asked or ANY in asked

    def has(self, case: str, area: str) -> bool:
        """Whether case and area are among those; no case named is the general case, if there is one."""
        known_case = case in self.cases if case else self.has_general_case
        return known_case and (not area or area in self.areas)

    def check(self, case: str, area: str) -> None:
        """Raises Refused UNKNOWN_CASE when it has not this case or this area."""
        if not self.has(case, area):
            raise Refused(Refusal.UNKNOWN_CASE)

    def fee(self, case: str, area: str, channel: str) -> int:
        """The fee in đồng; nothing when no row fits."""
        return fee_for(self.fees, case, area, channel)


@lru_cache(maxsize=4096)
def terms_of(version_id: int) -> Terms:
    """The terms of a published version."""
    version = procedures.version(version_id)
    return Terms(
        procedures.limit_rows(version_id),
        procedures.fee_rows(version_id),
        tuple(
            AskedPaper(
                paper.pk,
                paper.name,
                paper.originals,
                paper.copies,
                paper.is_note,
                paper.is_required and not paper.is_note,
                paper.case,
            )
            for paper in procedures.papers(version_id)
        ),
        rules.ways(version.channels, post_in=version.post_in, post_out=version.post_out),
    )
