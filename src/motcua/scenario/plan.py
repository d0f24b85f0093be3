"""How many dossiers each one-stop receives in the year, and which of them are staged for the opening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from motcua.people.organisation.models import UnitKind
from motcua.scenario.province.draw import shared_out
from motcua.scenario.province.files import read_table
from motcua.scenario.province.staff import FOCUS_COMMUNE
from motcua.scenario.province.units import FOCUS, UnitPlan, one_stop_code, trees, units_of
from motcua.scenario.province.year import SEED
from motcua.scenario.simulation.staging import wanted
from motcua.scenario.simulation.tree import Share

ALL_STAGED_FROM = 800
"""From so many dossiers on, all that the file stages are there; below it a part of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: how many dossiers, drawn by which seed, in which agencies under the province."""

    dossiers: int
    seed: int = SEED
    trees: tuple[int, ...] = field(default_factory=trees)
    staged: int | None = None

    def staged_count(self) -> int:
        """How many dossiers are staged."""
        if FOCUS not in {unit.code for tree in self.trees for unit in units_of(tree)}:
            return 0
        if self.staged is not None:
            return self.staged
        return min(len(wanted()), len(wanted()) * self.dossiers // ALL_STAGED_FROM)

    def shares(self, one_stops: Iterable[str]) -> list[Share]:
        """The shares of the trees, the largest first; only one-stops that receive something have one."""
        receiving = set(one_stops)
        staged = self.staged_count()
        places = [
            (tree, one_stop_code(unit.code), load(unit))
            for tree in self.trees
            for unit in units_of(tree)
            if one_stop_code(unit.code) in receiving and unit.kind is not UnitKind.ONE_STOP
        ]
        counts = shared_out(self.dossiers - staged, [weight for _tree, _code, weight in places])
        found = []
        for tree in self.trees:
            own = {code: n for (of, code, _w), n in zip(places, counts, strict=True) if of == tree and n}
            here = staged if FOCUS in {unit.code for unit in units_of(tree)} else 0
            found.append(Share(tree, self.seed, own, here))
        return sorted(
            (share for share in found if share.dossiers), key=lambda share: (-share.dossiers, share.tree)
        )


def load(agency: UnitPlan) -> float:
    """How many dossiers come to an agency's one-stop, as against another's."""
    loads = read_table("mix.toml")["load"]
    if agency.code == FOCUS:
        return float(loads["focus_district"])
    if agency.code == FOCUS_COMMUNE:
        return float(loads["ready_commune"])
    if agency.kind is UnitKind.COMMUNE and agency.parent == FOCUS:
        return float(loads["focus_commune"])
    return float(loads[agency.kind.value])
