"""Forms 02 and 03: what is missing, or why nothing is received.

The circular's appendix was at hand only in part: form 03 has the fields of its family (`docs/decisions`).
"""

from __future__ import annotations

from motcua.casework.dossiers.models import CounterNotice, Dossier
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.prints.heads import Heads
from motcua.casework.dossiers.prints.receipts import applicant
from motcua.casework.dossiers.prints.words import lines_of
from motcua.casework.dossiers.queries import counter
from motcua.people.organisation.queries import day_of


def completion_request(dossier: Dossier, number: int, body: str) -> Content:
    """Form 02 of a dossier whose handler has asked for completion by this event."""
    at, officer = counter.done_by(dossier, number)
    return {
        "head": Heads().head(dossier.one_stop_id, day_of(at)),
        "code": dossier.code,
        "number": f"{dossier.code.rpartition('-')[2]}/HDHS",
        "applicant": applicant(dossier.party_version),
        "request": dossier.summary or dossier.procedure_version.name,
        "items": lines_of(body),
        "reason": [],
        "officer": officer.name,
        "phone": officer.phone,
    }


def counter_notice(given: CounterNotice) -> Content:
    """Form 02 or 03 as it was given at the counter: of a list its lines and, after an empty one, the reason."""
    is_rejection = given.kind == CounterNotice.Kind.REJECTION
    items, _gap, reason = ("", "", given.body) if is_rejection else given.body.partition("\n\n")
    return {
        "head": Heads().head(given.one_stop_id, day_of(given.at)),
        "code": "",
        "number": f"{given.sequence}/{given.year}" if is_rejection else f"{given.sequence}/HDHS",
        "applicant": applicant(given.party_version),
        "request": given.procedure_version.name,
        "items": lines_of(items),
        "reason": lines_of(reason),
        "officer": given.by.name,
        "phone": given.by.phone,
    }
