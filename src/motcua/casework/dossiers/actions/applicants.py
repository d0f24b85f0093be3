"""Who asks, as a counter writes it down: known by the identity number, a new version when it says something new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.ground.kernel.vietnamese import fold
from motcua.people.parties.models import PartyKind


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks, as the counter wrote it down."""

    name: str
    kind: str = PartyKind.CITIZEN.value
    identity_number: str = ""
    born_on: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What was last written down of a party; nothing of one that is new."""

    party_id: int | None = None
    version_id: int | None = None
    number: int | None = None
    name: str | None = None
    born_on: date | None = None
    sex: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    representative: str | None = None

    def says(self, applicant: Applicant) -> bool:
        """Whether the newest version says exactly this."""
        return self.party_id is not None and details_of(applicant) == (
            self.name, self.born_on, self.sex, self.address, self.phone, self.email, self.representative
        )  # fmt: skip


def details_of(applicant: Applicant) -> tuple[Any, ...]:
    """What a version of a party says, in the order in which it is proved."""
    return (
        applicant.name.strip(),
        applicant.born_on,
        applicant.sex,
        applicant.address,
        applicant.phone,
        applicant.email,
        applicant.representative,
    )


def party_columns(applicant: Applicant, known: Known) -> dict[str, Any]:
    """An applicant as parameters of the statements that write a party down."""
    name, born_on, sex, address, phone, email, representative = details_of(applicant)
    return {
        "party": known.party_id,
        "party_version": known.version_id if known.says(applicant) else None,
        "p_kind": applicant.kind,
        "p_identity": applicant.identity_number,
        "p_number": (known.number or 0) + 1,
        "p_name": name,
        "p_born_on": born_on,
        "p_sex": sex,
        "p_address": address,
        "p_phone": phone,
        "p_email": email,
        "p_representative": representative,
        "p_search": fold(name),
    }
