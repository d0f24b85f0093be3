"""Every row of every table that a life writes, with names in the place of ids, to compare two ways of writing them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from motcua.casework.dossiers.models import DayCounter, Dossier, Task
from motcua.ground.kernel.models import JournalRow
from motcua.people.parties.models import Party, PartyVersion
from motcua.scenario.filling.rows import IN_ORDER

Names = dict[str, dict[int, Any]]
# Drawn by the machine, or counted by it.
OF_THE_MACHINE = {"id", "recorded_at"}


def everything() -> dict[str, list[str]]:
    """By table its rows, in an order that does not depend on ids."""
    names = _names()
    models: tuple[type[Model], ...] = (*IN_ORDER, DayCounter)
    return {
        model._meta.db_table: sorted(_plain(model, row, names) for row in model._default_manager.values())
        for model in models
    }


def _names() -> Names:
    """What stands for an id: a dossier's code, a task's place in its dossier, a party's number."""
    dossiers = dict(Dossier.objects.values_list("pk", "code"))
    parties = dict(Party.objects.values_list("pk", "identity_number"))
    tasks: dict[int, Any] = {}
    counted: dict[int, int] = {}
    for pk, dossier in Task.objects.order_by("pk").values_list("pk", "dossier_id"):
        counted[dossier] = counted.get(dossier, 0) + 1
        tasks[pk] = (dossiers[dossier], counted[dossier])
    versions = {
        pk: (parties[party], n)
        for pk, party, n in PartyVersion.objects.values_list("pk", "party_id", "number")
    }
    return {"dossier_id": dossiers, "party_id": parties, "party_version_id": versions, "task": tasks}


def _plain(model: type[Model], row: dict[str, Any], names: Names) -> str:
    kept = {
        name: names[name][value] if name in names else value
        for name, value in row.items()
        if name not in OF_THE_MACHINE or (name == "recorded_at" and model is not JournalRow)
    }
    if model is JournalRow:
        if kept["object_kind"] != "dossier":
            return ""
        kept["object_id"] = names["dossier_id"][kept["object_id"]]
        kept["data"] = _told(kept["data"], names["task"])
        kept["content_hash"] = bytes(kept["content_hash"] or b"")
    return repr(sorted(kept.items()))


def _told(data: dict[str, Any], tasks: dict[int, Any]) -> list[Any]:
    data = {
        name: tasks[value] if name in ("ended", "task", "received") else value for name, value in data.items()
    }
    if opened := data.get("opened"):
        data["opened"] = sorted((opened | {"id": tasks[opened["id"]]}).items())
    return sorted(data.items())
