"""What is known of a dossier on its way: where it stands, whose turn it is, what was promised; shared by all acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from motcua.catalogue.processes import queries as processes
from motcua.catalogue.processes.rules import Definition, Place, Step
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Role
from motcua.scenario.province.draw import stream
from motcua.scenario.province.files import read_table
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation.absences import Absences
from motcua.scenario.simulation.agenda import Agenda
from motcua.scenario.simulation.cases import Case
from motcua.scenario.simulation.hours import SECOND, after
from motcua.scenario.simulation.office import Office, RealOffice
from motcua.scenario.simulation.pace import durations, steps_to_finish
from motcua.scenario.simulation.world import Holder, World

MINUTE = timedelta(minutes=1)
KEPT_FREE_FROM = date(2017, 10, 10)
"""From then on the handler of the ready accounts gets only what is staged for him."""


@dataclass(slots=True)
class Stage:
    """What the lives of a tree share: the world, the agenda, who is away, the year's numbers of documents.

    `quiet` are offices whose desk at the opening is staged: nothing else is left lying there.
    `kept_free` are officers of whom the same holds.
    """

    world: World
    agenda: Agenda
    absences: Absences
    quiet: frozenset[tuple[int, str]] = frozenset()
    kept_free: frozenset[str] = frozenset()
    office: Office = field(default_factory=RealOffice)
    verbs: int = 0
    lives: int = 0
    _documents: dict[tuple[int, int], int] = field(default_factory=dict)

    def document_number(self, agency_id: int, year: int) -> str:
        """The next number of a result of this agency in this year."""
        number = self._documents.get((agency_id, year), self.world.first_number) + 1
        self._documents[agency_id, year] = number
        return f"{number:02d}/GQ-HS"


@dataclass(slots=True)
class Course:
    """One dossier on its way."""

    stage: Stage
    case: Case
    rng: Random = field(init=False)
    definition: Definition = field(init=False)
    dossier_id: int = 0
    task_id: int = 0
    element: str = ""
    officer: Holder | None = None
    started: datetime = OPENING
    due: datetime = OPENING
    late_after: datetime = OPENING
    lengths: dict[str, float] = field(default_factory=dict)
    did: dict[str, Holder] = field(default_factory=dict)
    signer: str = ""
    signed_on: date | None = None
    finished: bool = False
    waiting: bool = False
    was_completed: bool = False
    was_sent_back: bool = False

    def __post_init__(self) -> None:
        world = self.stage.world
        self.rng = stream(world.seed, world.tree, "life", self.case.number)
        self.definition = processes.definition(self.case.offered.process_version_id)

    @property
    def office(self) -> Office:
        """Where its verbs are done."""
        return self.stage.office

    # --- where it stands -------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The step at which it stands."""
        return self.definition.step(self.element)

    def following(self) -> Step:
        """The step after this one; every definition ends with returning, so there is one."""
        found = self.definition.next_step(self.element)
        if found is None:
            raise LookupError(f"nothing follows {self.element} of {self.case.offered.procedure}")
        return found

    def begin(self, step: Step, at: datetime, task_id: int | None, officer: Holder | None = None) -> None:
        """A step begins, perhaps in somebody's hands."""
        if task_id is None:
            raise LookupError(f"no task began at {step.key} of {self.case.offered.procedure}")
        self.element, self.started, self.task_id, self.officer = step.key, at, task_id, officer

    def planned(self) -> datetime:
        """When this step will be done, if nothing comes between."""
        fixed = self.case.moments.get(self.element)
        if fixed is not None:
            return max(fixed, self.started + MINUTE)
        length = self.lengths.get(self.element, 1.0)
        seconds = timedelta(seconds=self.rng.randrange(1, 50))
        return max(after(self.stage.world.working, self.started, length) - seconds, self.started + MINUTE)

    def counted(self) -> None:
        """One more verb was done."""
        self.stage.verbs += 1

    # --- who does it -----------------------------------------------------------------------------------------

    def unit_of(self, step: Step) -> int:
        """The unit in which a step is done."""
        offered = self.case.offered
        return {
            Place.ONE_STOP: offered.one_stop_id,
            Place.DIVISION: offered.division_id,
            Place.AGENCY: offered.agency_id,
        }[step.place]

    def who(self, step: Step, at: datetime) -> Holder:
        """Somebody who holds the step's office and is there; when all are away, the first of them all the same."""
        unit = self.unit_of(step)
        drawn = self.stage.world.one_of(unit, step.role, self.rng)
        if self.stage.absences.at(drawn.code, at) is None:
            return drawn
        there = self.present(unit, step.role, at)
        return there[0] if there else drawn

    def present(self, unit_id: int, role: str, at: datetime) -> list[Holder]:
        """Those of an office who are there at a moment."""
        found = self.stage.world.holders(unit_id, role)
        return [holder for holder in found if self.stage.absences.at(holder.code, at) is None]

    def free_handlers(self, step: Step, at: datetime) -> list[Holder]:
        """Handlers to whom a dossier may be given: there, and not kept free for the opening."""
        found = self.present(self.unit_of(step), step.role, at) or list(
            self.stage.world.holders(self.unit_of(step), step.role)
        )
        if at.date() < KEPT_FREE_FROM:
            return found
        return [holder for holder in found if holder.code not in self.stage.kept_free] or found

    def at_counter(self, at: datetime) -> Holder:
        """A receptionist of the one-stop."""
        there = self.present(self.case.offered.one_stop_id, Role.RECEPTIONIST.value, at)
        everybody = self.stage.world.holders(self.case.offered.one_stop_id, Role.RECEPTIONIST.value)
        return self.rng.choice(there or list(everybody))

    def words(self, kind: str) -> str:
        """A sentence for a reason, a note or a list."""
        sentence: str = self.rng.choice(read_table("words.toml")[kind])
        return sentence

    # --- the clock -------------------------------------------------------------------------------------------

    def promised(self, now: datetime) -> None:
        """Read what was promised, plan the rest of the way, and watch for the moment of lateness."""
        self.due, self.late_after = self.office.promised(self.dossier_id)
        steps = steps_to_finish(self.definition, self.element)
        self.lengths = durations(self.rng, steps, now, self.due, self.stage.world.working, self.case.pace)
        self.stage.agenda.add(self._watch(self.late_after))

    def _watch(self, late_after: datetime) -> Iterator[datetime]:
        yield late_after + SECOND
        if not (self.finished or self.waiting) and self.late_after == late_after:
            self.office.fall_late(self.dossier_id, by=SYSTEM, now=late_after + SECOND)
            self.counted()
