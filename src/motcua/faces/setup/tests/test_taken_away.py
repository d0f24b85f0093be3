"""What is set up is taken away as the page lists it: all pages, the same order, for the same eyes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import BulkChange
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.casework.dossiers.tests.verbs.units.test_moving import without_division
from motcua.casework.sightings.models import Sighting
from motcua.catalogue.procedures.models import Offer, PublicationDecision
from motcua.faces.setup import accounts
from motcua.faces.setup.organisation import officers
from motcua.faces.setup.tests.conftest import SignIn, page
from motcua.ground.kernel.vietnamese import fold
from motcua.people.organisation.models import Officer, Role, UnitName


def rows(answer: Any) -> list[list[str]]:
    """The lines of a file under its titles."""
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def file(client: Client, address: str) -> list[list[str]]:
    """What the link of the page gives."""
    links = page(client.get(address)).select(".exports a")
    return rows(client.get(next(str(link["href"]) for link in links if "as=csv" in link["href"])))


def shown(client: Client, address: str, cell: str) -> list[str]:
    """What stands in a cell of each row, page by page."""
    tree = page(client.get(address))
    found = [" ".join(one.get_text(" ").split()) for one in tree.select(f"[data-row] {cell}")]
    more = tree.select_one(".more a")
    return found + (shown(client, str(more["href"]), cell) if more else [])


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(officers, "PAGE", 4)
    monkeypatch.setattr(accounts, "PAGE", 4)


@pytest.fixture
def searchable(cast: Cast) -> None:
    """The cast's names as they are searched for, and one officer who has not signed in yet."""
    for name in UnitName.objects.all():
        UnitName.objects.filter(pk=name.pk).update(search_text=fold(name.name))
    for person in Officer.objects.all():
        Officer.objects.filter(pk=person.pk).update(search_text=fold(person.name))
    cast.here.accounts[Role.CLERK.value].must_change_password = True
    cast.here.accounts[Role.CLERK.value].save()


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(
    ("address", "cell", "column"),
    [
        ("/setup/units/?open=all", ".code", 0),
        ("/setup/units/?q=chau+thanh", ".code", 0),
        ("/setup/officers/", ".code", 0),
        ("/setup/accounts/", ".code", 0),
        ("/setup/accounts/?show=factor", ".code", 0),
        ("/setup/accounts/?show=first", ".code", 0),
    ],
)
def test_the_file_of_a_list_has_the_rows_of_its_pages(
    cast: Cast, administrator: Client, address: str, cell: str, column: int
) -> None:
    on_page = shown(administrator, address, cell)
    assert on_page
    assert [row[column] for row in file(administrator, address)] == on_page
    assert Sighting.objects.get(form=Sighting.Form.EXPORT).row_count == len(on_page)


@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("what", ["officers", "accounts"])
def test_who_was_searched_for_is_taken_away_by_a_form(cast: Cast, administrator: Client, what: str) -> None:
    address = f"/setup/{what}/"
    found = page(administrator.post(address, {"q": "lãnh đạo"}))
    form = found.select_one("form.exports")
    on_page = [code.get_text() for code in found.select("[data-row] .code")]
    sent = {field["name"]: field["value"] for field in form.select("input")}
    told = rows(administrator.post(form["action"], sent | {"as": "csv"}))
    assert [row[0] for row in told][: len(on_page)] == on_page
    assert 0 < len(told) < len(file(administrator, address))
    assert "lãnh" not in str(Sighting.objects.values_list("asked", flat=True))


def test_names_of_accounts_are_for_those_who_look_after_them(cast: Cast, signed_in: SignIn) -> None:
    told = file(signed_in(Role.LEADER), "/setup/officers/")
    assert {len(row) for row in told} == {3}


def test_an_administrator_takes_his_own_accounts_only(
    cast: Cast, administrator: Client, sister_administrator: Client
) -> None:
    theirs = {row[0] for row in file(sister_administrator, "/setup/accounts/")}
    assert theirs < {row[0] for row in file(administrator, "/setup/accounts/")}


def test_places_that_receive_a_procedure(cast: Cast, administrator: Client) -> None:
    address = f"/setup/procedures/{cast.procedure.code}/offers/"
    told = file(administrator, address)
    assert [row[0] for row in told] == shown(administrator, address, "td:first-child")
    assert len(told) == Offer.objects.filter(procedure=cast.procedure).count()


def test_decisions(cast: Cast, administrator: Client) -> None:
    told = file(administrator, "/setup/decisions/")
    assert [row[0] for row in told] == shown(administrator, "/setup/decisions/", ".row__name")
    assert len(told) == PublicationDecision.objects.count()


def test_days_of_a_year(cast: Cast, administrator: Client) -> None:
    address = f"/setup/calendars/{cast.calendar.pk}/?year=2017"
    told = file(administrator, address)
    assert len(told) == len(shown(administrator, address, "td:first-child")) > 0
    assert {row[0][:4] for row in told} == {"2017"}


def test_mergers(cast: Cast, administrator: Client) -> None:
    without_division(cast)
    said = {
        "do": "yes",
        "key": "k",
        "successor": str(cast.sister.agency.pk),
        "on": "03/04/2017",
        "act": "NQ 12",
    }
    administrator.post(f"/setup/units/{cast.here.agency.pk}/succession/", said)
    (row,) = file(administrator, "/setup/successions/")
    assert row[:4] == ["Huyện Châu Thành", "Huyện Cái Bè", "2017-04-03", "NQ 12"]
    assert [row[0]] == shown(administrator, "/setup/successions/", "td a")


def test_changes_of_many_dossiers(cast: Cast, administrator: Client) -> None:
    BulkChange.objects.create(
        kind=BulkChange.Kind.CALENDAR,
        subject=cast.calendar.pk,
        about={"verb": "change_hours"},
        total=7,
        confirmed_at=MORNING,
    )
    (row,) = file(administrator, "/setup/changes/")
    assert (row[0], row[3]) == ("Đổi giờ làm việc", "7")
    assert [row[0]] == shown(administrator, "/setup/changes/", "td a")
