"""Who acts, in which office, and by what right."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Office:
    """A role in a unit that a person holds from–to, by appointment or by delegation.

    `unit_ids` is the unit and everything below it on the day the office was read, `inherited_ids` are the units for
    which it goes on since they were merged into it.
    """

    appointment_id: int
    officer_id: int
    role: str
    unit_id: int
    unit_ids: tuple[int, ...]
    from_on: date
    to_on: date | None = None
    delegation_id: int | None = None
    inherited_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the system at one moment; built anew for each request and job."""

    kind: Literal["anonymous", "officer", "system"]
    account_id: int | None = None
    officer_id: int | None = None
    office: Office | None = None
    offices: tuple[Office, ...] = field(default=(), repr=False)

    @property
    def role(self) -> str | None:
        """The role of the office in which the person now acts."""
        return self.office.role if self.office else None

    @property
    def unit_id(self) -> int | None:
        """The unit of the office in which the person now acts."""
        return self.office.unit_id if self.office else None


ANONYMOUS = Actor(kind="anonymous")
SYSTEM = Actor(kind="system")
