"""The list of procedures as a file: the rows of the page, in its order."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast, procedure
from motcua.casework.sightings.models import Sighting
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.faces.setup.catalogue import procedures
from motcua.faces.setup.catalogue.tests.test_procedures import drafted, found_in

__all__ = ["drafted"]


def taken(client: Client, query: str) -> list[str]:
    """The names in the file of a list."""
    response: Any = client.get(f"/setup/procedures/?{query}&as=csv")
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row[1] for row in list(csv.reader(io.StringIO(text)))[1:]]


@pytest.mark.parametrize("query", ["", "state=in_force", "state=draft", "q=tach+thua", "state=repealed"])
def test_the_file_has_the_rows_of_the_page(
    cast: Cast, drafted: ProcedureVersion, admin: Client, query: str
) -> None:
    assert taken(admin, query) == found_in(admin, query)


def test_the_file_goes_on_where_the_page_ends(
    cast: Cast, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    procedure()
    monkeypatch.setattr(procedures, "SHOWN", 1)
    assert len(found_in(admin, "")) == 1
    assert len(taken(admin, "")) == 2


def test_who_took_it_is_written_down(cast: Cast, admin: Client) -> None:
    taken(admin, "")
    assert (row := Sighting.objects.get()).form == Sighting.Form.EXPORT
    assert (row.row_count, row.dossier_ids) == (1, [])
