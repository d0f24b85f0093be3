"""The rows of a slice of time, by table, as the verbs would have written them; sent by COPY in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.fields import NOT_PROVIDED

from motcua.casework.dossiers.models import (
    Decision,
    Dossier,
    DossierPaper,
    Handover,
    Lateness,
    Obligation,
    Pause,
    Remark,
    Segment,
    Task,
)
from motcua.ground.kernel.models import JournalRow
from motcua.people.parties.models import Party, PartyVersion

Row = dict[str, Any]

# A row comes after those that it names; the journal comes last, as it does in the verbs.
IN_ORDER: tuple[type[Model], ...] = (
    Party,
    PartyVersion,
    Dossier,
    Segment,
    Task,
    Pause,
    Obligation,
    DossierPaper,
    Remark,
    Decision,
    Handover,
    Lateness,
    JournalRow,
)
# Their ids are named by other rows or by events before the row is written.
NAMED = (Party, PartyVersion, Dossier, Task)
IDS_AT_ONCE = 2_000
encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Table:
    """A table as COPY fills it: the columns that we give, and what a column says that nobody sets."""

    name: str
    columns: tuple[str, ...]
    template: Mapping[str, Any]

    @classmethod
    def of(cls, model: type[Model]) -> Table:
        """All columns of a model but those which the database fills itself."""
        fields = [field for field in model._meta.concrete_fields if _is_given(model, field)]
        template = {str(field.column): field.get_default() for field in fields}
        return cls(model._meta.db_table, tuple(template), template)

    def row(self, given: Row) -> Row:
        """A whole row; raises KeyError for a column that the table has not."""
        if strange := given.keys() - self.template.keys():
            raise KeyError(f"{self.name} has no {', '.join(sorted(strange))}")
        return {**self.template, **given}


def _is_given(model: type[Model], column: Field[Any, Any]) -> bool:
    if column.db_default is not NOT_PROVIDED:
        return False
    return not column.primary_key or model in NAMED


TABLES: dict[type[Model], Table] = {model: Table.of(model) for model in IN_ORDER}


@dataclass(slots=True)
class Rows:
    """What has been written down and waits for COPY."""

    kept: dict[type[Model], list[Row]] = field(default_factory=lambda: {model: [] for model in IN_ORDER})
    _ids: dict[type[Model], Iterator[int]] = field(default_factory=dict)

    def add(self, model: type[Model], **given: Any) -> Row:
        """Write down a row; it may be changed until it is sent."""
        row = TABLES[model].row(given)
        self.kept[model].append(row)
        return row

    def new_id(self, model: type[Model]) -> int:
        """The next id of a table, drawn from its sequence, many at once: nobody else can get it."""
        found = next(self._ids.get(model, iter(())), None)
        if found is None:
            self._ids[model] = _drawn(model)
            found = next(self._ids[model])
        return found

    def send(self) -> int:
        """Send everything, forget it, and return how many rows there were."""
        connection.ensure_connection()
        sent = 0
        with connection.connection.cursor() as cursor:
            for model, rows in self.kept.items():
                table = TABLES[model]
                names = ", ".join(f'"{column}"' for column in table.columns)
                with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row([row[column] for column in table.columns])
                sent += len(rows)
                rows.clear()
        return sent


def _drawn(model: type[Model]) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, IDS_AT_ONCE],
        )
        return iter([row[0] for row in cursor.fetchall()])
