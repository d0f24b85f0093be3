"""Writing the trail: the only code that adds to it. Nothing is ever taken from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from motcua.casework.sightings.models import Sighting
from motcua.ground.kernel import statements
from motcua.ground.kernel.actors import Actor

INSERT = """
INSERT INTO sighting (form, page, asked, account_id, officer_id, unit_id, role, dossier_ids, party_ids, row_count, at)
VALUES (%(form)s, %(page)s, %(asked)s::jsonb, %(account_id)s, %(officer_id)s, %(unit_id)s, %(role)s,
        %(dossier_ids)s::bigint[], %(party_ids)s::bigint[], %(row_count)s::int, %(at)s)
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was shown: the form, whose data, how many rows, and by which page and words of its address."""

    form: Sighting.Form
    page: str
    dossier_ids: tuple[int, ...] = ()
    party_ids: tuple[int, ...] = ()
    row_count: int = 1
    asked: Mapping[str, str] = field(default_factory=dict)


def note(shown: Iterable[Seen], *, by: Actor, now: datetime) -> None:
    """Write down what an officer was shown; one statement each, before the answer leaves."""
    for one in shown:
        statements.run(
            INSERT,
            {
                "form": one.form.value,
                "page": one.page,
                "asked": json.dumps(dict(one.asked), ensure_ascii=False),
                "account_id": by.account_id,
                "officer_id": by.officer_id,
                "unit_id": by.unit_id,
                "role": by.role or by.kind,
                "dossier_ids": list(one.dossier_ids),
                "party_ids": list(one.party_ids),
                "row_count": one.row_count,
                "at": now,
            },
        )
