"""What the journal says of the organisation; names are content and stand there as a hash only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from motcua.ground.kernel.journal import Event, event_kind


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCreated(Event):
    """A unit was created under a name, a code and a parent."""

    verb: ClassVar[str] = "organisation.unit_created"
    object_kind: ClassVar[str] = "unit"
    kind: str
    code: str
    parent_id: int | None
    calendar_id: int | None
    valid_from: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRenamed(Event):
    """A unit got another name or code."""

    verb: ClassVar[str] = "organisation.unit_renamed"
    object_kind: ClassVar[str] = "unit"
    code: str
    from_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMoved(Event):
    """A unit came to belong to another one."""

    verb: ClassVar[str] = "organisation.unit_moved"
    object_kind: ClassVar[str] = "unit"
    parent_id: int
    from_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitClosed(Event):
    """A unit ceased to exist."""

    verb: ClassVar[str] = "organisation.unit_closed"
    object_kind: ClassVar[str] = "unit"
    from_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCalendarSet(Event):
    """A unit began to work by a calendar."""

    verb: ClassVar[str] = "organisation.calendar_set"
    object_kind: ClassVar[str] = "unit"
    calendar_id: int
    from_on: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAdded(Event):
    """An officer was entered."""

    verb: ClassVar[str] = "organisation.officer_added"
    object_kind: ClassVar[str] = "officer"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerChanged(Event):
    """What is known of an officer was changed."""

    verb: ClassVar[str] = "organisation.officer_changed"
    object_kind: ClassVar[str] = "officer"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAppointed(Event):
    """An officer was appointed to a role of a unit."""

    verb: ClassVar[str] = "organisation.officer_appointed"
    object_kind: ClassVar[str] = "appointment"
    appointed_id: int
    to_unit_id: int
    to_role: str
    valid_from: date
    valid_to: date | None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded(Event):
    """An appointment was ended, and with it the delegations that hung on it."""

    verb: ClassVar[str] = "organisation.appointment_ended"
    object_kind: ClassVar[str] = "appointment"
    valid_to: date
    ended_delegations: tuple[int, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDelegated(Event):
    """The authority of an appointment was delegated."""

    verb: ClassVar[str] = "organisation.authority_delegated"
    object_kind: ClassVar[str] = "delegation"
    of_appointment_id: int
    delegate_id: int
    form: str
    valid_from: date
    valid_to: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationEnded(Event):
    """A delegation was ended early."""

    verb: ClassVar[str] = "organisation.delegation_ended"
    object_kind: ClassVar[str] = "delegation"
    valid_to: date


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsImported(Event):
    """Units were taken over from a file; the object is the first of them."""

    verb: ClassVar[str] = "organisation.units_imported"
    object_kind: ClassVar[str] = "import_of_units"
    count: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersImported(Event):
    """Officers with their appointments were taken over from a file; the object is the first appointment."""

    verb: ClassVar[str] = "organisation.officers_imported"
    object_kind: ClassVar[str] = "import_of_officers"
    count: int


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionPlanned(Event):
    """It was planned that a unit goes on for another from a day on; the object is the leading succession."""

    verb: ClassVar[str] = "organisation.succession_planned"
    object_kind: ClassVar[str] = "succession"
    kind: str
    on: date
    is_checked: bool
    units: tuple[tuple[int, int], ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentsReviewed(Event):
    """It was decided what becomes of the officers: of these appointments, each with its fate; `units` says of those
    who go to another unit, to which.
    """

    verb: ClassVar[str] = "organisation.appointments_reviewed"
    object_kind: ClassVar[str] = "succession"
    fates: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, int], ...] | None = None


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionCancelled(Event):
    """A planned succession was given up before its day."""

    verb: ClassVar[str] = "organisation.succession_cancelled"
    object_kind: ClassVar[str] = "succession"


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionBegun(Event):
    """The day has come: officers are carried over, and what is open is moved from now on."""

    verb: ClassVar[str] = "organisation.succession_begun"
    object_kind: ClassVar[str] = "succession"
    carried: tuple[int, ...]
    ended: tuple[int, ...]


@event_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionDone(Event):
    """Everything open has been moved; the predecessor is no more."""

    verb: ClassVar[str] = "organisation.succession_done"
    object_kind: ClassVar[str] = "succession"
    closed: tuple[int, ...]
