"""Form 04: an apology for a date that is not kept, with its reason, whose delay it is, and a new date.

Decree 61/2018/NĐ-CP, art. 19.9: a new date at most once. The form is the deciding agency's, signed by its leader.
"""

from __future__ import annotations

from motcua.casework.dossiers.models import Apology, Dossier
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.prints.heads import Heads
from motcua.casework.dossiers.prints.receipts import applicant
from motcua.casework.dossiers.prints.words import lines_of, moment_words
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.queries import day_of


def apology(dossier: Dossier, given: Apology, reason: str) -> Content:
    """Form 04 of a dossier, as it was issued; `given` comes with the one who signed."""
    assert given.issued_at is not None
    assert given.issued_by is not None
    on = day_of(given.issued_at)
    late = organisation.names([given.unit_id], on)[given.unit_id].name if given.unit_id else ""
    return {
        "head": Heads().agencys(given.agency_id or dossier.agency_id, on),
        "code": dossier.code,
        "number": f"{given.sequence}/{given.year}",
        "applicant": applicant(dossier.party_version),
        "request": dossier.summary or dossier.procedure_version.name,
        "received": moment_words(dossier.received_at),
        "promised": moment_words(given.promised_at),
        "new_promise": moment_words(given.proposed_at),
        "reason": lines_of(reason),
        "late_unit": late,
        "signer": given.issued_by.name,
    }
