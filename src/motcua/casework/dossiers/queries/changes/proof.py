"""The proof of changes of many dossiers: as they were confirmed, each line with its event, counted as it ended."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import BulkChange, PartAssignment
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import Broken, compare, with_events
from motcua.people.organisation.models import Succession

VERBS = (events.BulkChangeBegun.verb, events.BulkChangeFinished.verb)
# Lines in all, those with an event, those that had their turn without one, and those whose event is another's.
LINES = """
SELECT count(*), count(l.number), count(*) FILTER (WHERE l.is_done AND l.number IS NULL),
       count(*) FILTER (WHERE l.number IS NOT NULL AND (j.data ->> 'change')::bigint IS DISTINCT FROM l.change_id)
  FROM bulk_line l
  LEFT JOIN journal j ON j.object_kind = 'dossier' AND j.object_id = l.dossier_id AND j.number = l.number
 WHERE l.change_id = %s
"""


def broken_rules() -> Iterator[Broken]:
    """Every change that is not what its events, and those of its dossiers, say."""
    yield from compare(BulkChange.objects.all(), "bulk_change", VERBS, _of_change)
    leading = Succession.objects.filter(lead=None)
    for lead, told in with_events(leading, "succession", (events.PartAssigned.verb,)):
        if not _parts_are_as_told(lead, told):
            yield Broken("lines_differ", "succession", str(lead.pk))


def _parts_are_as_told(lead: Succession, told: list[JournalRow]) -> bool:
    parts: dict[int, int] = {}
    for row in told:
        parts |= dict.fromkeys(row.data["dossiers"], row.data["part"])
    standing = PartAssignment.objects.filter(succession=lead)
    return dict(standing.values_list("dossier_id", "unit_id")) == parts


def _of_change(change: BulkChange, told: list[JournalRow]) -> Iterator[str]:
    first = told[0]
    said = first.data
    standing = (change.kind, change.subject, change.total, change.about, change.confirmed_at)
    if standing != (said["kind"], said["subject"], said["total"], said["about"], first.at):
        yield "facts_differ"
    end = told[1] if len(told) > 1 else None
    ended = (
        (end.at, end.data["done"], end.data["unchanged"]) if end else (None, change.done, change.unchanged)
    )
    if (change.finished_at, change.done, change.unchanged) != ended:
        yield "closing_differs"
    with connection.cursor() as cursor:
        cursor.execute(LINES, [change.pk])
        counted = cursor.fetchone()
    if counted != (change.total, change.done, change.unchanged, 0):
        yield "lines_differ"
