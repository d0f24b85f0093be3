"""Form 04: an apology for a date that is not kept, with its reason, whose delay it is, and a new date.

Decree 61/2018/NĐ-CP, art. 19.9: given before the promised day has passed, and a new date at most once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.prints.heads import Heads
from motcua.casework.dossiers.prints.receipts import applicant
from motcua.casework.dossiers.prints.words import lines_of, moment_words
from motcua.people.organisation.queries import day_of


@dataclass(frozen=True, slots=True)
class Apology:
    """What an apology says of a dossier: who is late and why, the date that was promised and the new one, who signs."""

    number: str
    given_at: datetime
    reason: str
    late_unit: str
    promised_at: datetime
    new_promise_at: datetime
    signer: str = ""
    signer_title: str = "THỦ TRƯỞNG ĐƠN VỊ"


def apology(dossier: Dossier, given: Apology) -> Content:
    """Form 04 of a dossier."""
    return {
        "head": Heads().head(dossier.one_stop_id, day_of(given.given_at)),
        "code": dossier.code,
        "number": given.number,
        "applicant": applicant(dossier.party_version),
        "request": dossier.summary or dossier.procedure_version.name,
        "received": moment_words(dossier.received_at),
        "promised": moment_words(given.promised_at),
        "new_promise": moment_words(given.new_promise_at),
        "reason": lines_of(given.reason),
        "late_unit": given.late_unit,
        "signer": given.signer,
        "signer_title": given.signer_title,
    }
