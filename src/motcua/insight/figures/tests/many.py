"""Many small dossiers set straight into the tables: what is counted does not need the whole way there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from motcua.casework.dossiers.models import Dossier, Lateness, Pause, Task
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast, Office, at
from motcua.catalogue.procedures.models import Procedure, ProcedureVersion
from motcua.catalogue.processes.models import ProcessVersion
from motcua.ground.kernel.actors import Actor
from motcua.insight.figures.queries.counts import Scope
from motcua.insight.figures.queries.units import Tree, choose, day_counted, tree
from motcua.insight.figures.rules import Period, Reading, period_of
from motcua.people.organisation.models import Role
from motcua.people.parties.models import Party, PartyKind, PartyVersion

_serial = count(1)
NEW_YEAR = at("2018-01-02 07:30")


@dataclass(frozen=True)
class Story:
    """When a dossier came, was due, was late after, ended and waited; hours are local, “2017-03-01 08:30”."""

    received: str
    due: str
    finished: str = ""
    late_after: str = ""
    waits: tuple[str, str] | None = None  # from, to; an empty end still lasts
    channel: str = "counter"
    state: State = State.IN_PROGRESS
    ended: State = State.FINISHED


def party(name: str = "Nguyễn Văn Phước") -> PartyVersion:
    number = next(_serial)
    owner = Party.objects.create(kind=PartyKind.CITIZEN, identity_number=f"0821{number:08}")
    return PartyVersion.objects.create(party=owner, number=1, name=name, recorded_at=at("2017-01-01 00:00"))


def put(
    where: Office,
    cast: Cast,
    *stories: Story,
    received_at: Office | None = None,
    procedure: Procedure | None = None,
    who: PartyVersion | None = None,
) -> list[Dossier]:
    """Set down dossiers that this office handles, received at its own one-stop or another's."""
    made = procedure or cast.procedure
    version = ProcedureVersion.objects.get(procedure=made)
    process = ProcessVersion.objects.get(procedure=made)
    person = who or party()
    officer = where.officer_id(Role.RECEPTIONIST)
    rows = Dossier.objects.bulk_create(
        Dossier(
            code=f"000.00.19.H58-170301-{next(_serial):04}",
            procedure=made,
            procedure_version=version,
            process_version=process,
            party_id=person.party_id,
            party_version=person,
            one_stop=(received_at or where).one_stop,
            agency=where.agency,
            division=where.division,
            calendar=cast.calendar,
            channel=story.channel,
            return_method="counter",
            state=story.ended
            if story.finished
            else (State.AWAITING_COMPLETION if _waits(story) else story.state),
            received_at=at(story.received),
            received_by_id=officer,
            promised_at=at(story.due),
            due_at=at(story.due),
            late_after=at(story.late_after) if story.late_after else midnight_after(at(story.due)),
            finished_at=at(story.finished) if story.finished else None,
            finished_by_id=officer if story.finished else None,
        )
        for story in stories
    )
    Pause.objects.bulk_create(
        Pause(
            dossier=dossier,
            cause=Pause.Cause.COMPLETION,
            basis="x",
            started_at=at(story.waits[0]),
            ended_at=at(story.waits[1]) if story.waits[1] else None,
        )
        for dossier, story in zip(rows, stories, strict=True)
        if story.waits
    )
    return rows


def _waits(story: Story) -> bool:
    return story.waits is not None and not story.waits[1]


def midnight_after(moment: datetime) -> datetime:
    """Late after the end of the due day."""
    return moment.replace(hour=0, minute=0) + timedelta(days=1)


def lateness(dossier: Dossier, element: str = "", cause: str = "", officer_id: int | None = None) -> None:
    """What was written down of a late dossier: the step that made it so, who had it, and the cause named."""
    who = officer_id or dossier.received_by_id
    named = {"cause": cause, "cause_at": dossier.due_at, "cause_by_id": who, "cause_number": 1}
    Lateness.objects.create(
        dossier=dossier,
        since=dossier.late_after,
        element=element,
        unit_id=dossier.division_id if element else None,
        officer_id=officer_id,
        **(named if cause else {}),
    )


def holds(dossier: Dossier, element: str, officer_id: int | None = None) -> None:
    """The open step of a dossier, and who has taken it."""
    Task.objects.create(
        dossier=dossier,
        element=element,
        token=1,
        iteration=1,
        unit_id=dossier.division_id,
        role=Role.HANDLER,
        officer_id=officer_id,
        started_at=dossier.received_at,
        due_at=dossier.due_at,
    )


def scope_of(
    actor: Actor,
    unit_id: int | None = None,
    *,
    reading: Reading = Reading.HANDLED,
    period: str = "2017",
    now: datetime = NEW_YEAR,
    direct: bool = False,
) -> tuple[Scope, Tree]:
    """What the actor looks at, and the units of that period."""
    chosen: Period = period_of(period)
    units = tree(day_counted(chosen, now))
    return Scope(choose(actor, units, unit_id, direct=direct), reading, chosen, now), units


def narrowed(scope: Scope, **narrow: object) -> Scope:
    """The same scope of one procedure, field or channel."""
    return replace(scope, **narrow)  # type: ignore[arg-type]
