"""The proof: internal processes are what their events say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from motcua.catalogue.procedures.models import Procedure
from motcua.catalogue.processes import events
from motcua.catalogue.processes.models import ProcessVersion
from motcua.ground.kernel.journal import plain
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.proofs import UNREADABLE, Broken, says, with_events

VERBS = (events.ProcessPublished.verb,)


def broken_rules() -> Iterator[Broken]:
    """Each procedure whose processes differ from their events; memory is that of one batch."""
    procedures = Procedure.objects.prefetch_related("process_versions")
    for procedure, told in with_events(procedures, "procedure", VERBS):
        if not _holds(procedure, told):
            yield Broken("differs", "process", procedure.code)


def words_of_process(process: ProcessVersion) -> dict[str, Any]:
    """The definition of a process, with what is said of its source."""
    return {"definition": process.definition, "source": process.source, "mismatch": process.mismatch}


def _holds(procedure: Procedure, told: list[JournalRow]) -> bool:
    standing = {process.pk: process for process in procedure.process_versions.all()}
    try:
        if {pk: _standing(process) for pk, process in standing.items()} != _facts(told):
            return False
        return all(says(row, words_of_process(standing[row.data["process_version_id"]])) for row in told)
    except UNREADABLE:
        return False


def _facts(told: list[JournalRow]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in told:
        data = row.data
        if (before := data.get("superseded_id")) is not None:
            found[before][-1] = data["valid_from"]
        found[data["process_version_id"]] = [data["number"], data["origin"], data["valid_from"], None]
    return found


def _standing(process: ProcessVersion) -> list[Any]:
    return [process.number, process.origin, plain(process.valid_from), plain(process.valid_to)]
