"""What is taken away is what the page shows: the same rows, the same numbers, names for the same eyes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast
from motcua.casework.sightings.models import Sighting
from motcua.faces.look import exports
from motcua.faces.oversight import listing
from motcua.faces.oversight.tests.conftest import EARLY, HERE_NAME, SignIn, page, words
from motcua.ground.kernel.vietnamese import fold
from motcua.insight.figures.queries.counts import TABLES, By
from motcua.insight.figures.rules import Measure
from motcua.insight.figures.tests.many import put
from motcua.people.organisation.models import Role

WATCHING = (Role.LEADER, Role.HEAD_OF_DIVISION, Role.INSPECTOR, Role.REFORM_OFFICE)
LIST, TABLE = "/figures/list/?measure=received", "/figures/"


def file(client: Client, address: str, kind: str = "csv") -> bytes:
    """What is downloaded from the link of the page."""
    link = next(
        link for link in page(client, address).select(".exports a") if f"as={kind}" in str(link["href"])
    )
    response: Any = client.get(str(link["href"]))
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def codes_shown(client: Client, address: str) -> list[str]:
    """The codes of all pages of the list."""
    found: list[str] = []
    while address:
        tree = page(client, address)
        found += [words(code) for code in tree.select("[data-row] .code")]
        more = tree.select_one(".more a")
        address = str(more["href"]) if more else ""
    return found


@pytest.mark.parametrize("role", WATCHING)
def test_the_file_of_a_list_has_the_rows_of_its_pages(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    put(cast.here, cast, replace(EARLY, ended=State.WITHDRAWN), replace(EARLY, ended=State.VOIDED))
    monkeypatch.setattr(listing, "PAGE", 3)
    client = signed_in(role)
    for measure in Measure:
        address = f"/figures/list/?measure={measure.value}"
        shown = codes_shown(client, address)
        assert shown, measure
        assert [row[0] for row in rows(file(client, address))[1:]] == shown, measure


@pytest.mark.parametrize("narrow", ["channel=online", "direct=1", "reading=received", "period=2016"])
def test_the_file_is_narrowed_as_the_page_is(signed_in: SignIn, narrow: str) -> None:
    client, address = signed_in(Role.REFORM_OFFICE), f"{LIST}&{narrow}"
    response: Any = client.get(f"{address}&as=csv")
    told = [row[0] for row in rows(b"".join(response.streaming_content))[1:]]
    assert told == codes_shown(client, address)
    assert len(told) < 8


def test_late_ones_of_one_step_are_those_of_the_page(signed_in: SignIn) -> None:
    client, address = signed_in(Role.LEADER), "/figures/list/?measure=late&step=sign"
    (row,) = rows(file(client, address))[1:]
    assert [row[0]] == codes_shown(client, address)
    assert row[-5:-1] == ["2017-03-24 09:00", "trễ hạn", "2", "Ký"]


@pytest.mark.parametrize(("measure", "said"), [("past", ["quá hạn", "10"]), ("waiting", ["trong hạn", ""])])
def test_open_ones_are_judged_as_they_are_counted(signed_in: SignIn, measure: str, said: list[str]) -> None:
    (row,) = rows(file(signed_in(Role.LEADER), f"/figures/list/?measure={measure}"))[1:]
    assert row[-4:-2] == said


@pytest.mark.parametrize("by", TABLES)
def test_the_file_of_a_table_has_its_numbers(signed_in: SignIn, by: By) -> None:
    client, address = signed_in(Role.REFORM_OFFICE), f"{TABLE}?by={by.value}"
    lines = rows(file(client, address))
    told = [[line[0], *(line[at] for at in (1, 2, 4, 5, 6, 8, 10))] for line in lines[1:]]
    shown = page(client, address).select("table.table--tree tbody tr")
    assert told == [
        [
            words(row.select_one("th")),
            *(words(cell).split(" ")[0] for cell in row.select("td:not(.table__share)")),
        ]
        for row in shown
    ]


def test_a_workbook_has_the_same_rows(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(file(client, LIST, "xlsx")))
    sheet = workbook.get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet] == [row[0] for row in rows(file(client, LIST))]


def test_names_are_for_whoever_may_open_the_dossier(signed_in: SignIn) -> None:
    everywhere = rows(file(signed_in(Role.REFORM_OFFICE), LIST))
    here = rows(file(signed_in(Role.LEADER), LIST))
    assert len(everywhere) == len(here) + 1
    assert {row[1] for row in here[1:]} == {HERE_NAME}


def test_who_took_what_is_written_down(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    file(client, LIST)
    taken = Sighting.objects.filter(form=Sighting.Form.EXPORT).get()
    assert (taken.page, taken.row_count, len(taken.dossier_ids)) == ("figures_list", 6, 6)
    assert taken.asked["measure"] == "received"
    assert taken.role == Role.LEADER


def test_a_list_with_names_is_written_down(signed_in: SignIn) -> None:
    page(signed_in(Role.LEADER), LIST)
    seen = Sighting.objects.get()
    assert (seen.form, seen.row_count, len(seen.dossier_ids)) == (Sighting.Form.LISTED, 6, 6)


def test_a_page_of_figures_shows_nobody(signed_in: SignIn) -> None:
    page(signed_in(Role.LEADER), TABLE)
    assert not Sighting.objects.exists()


def test_the_file_is_named_for_what_it_holds(signed_in: SignIn) -> None:
    response = signed_in(Role.LEADER).get(f"{LIST}&as=xlsx&period=2017")
    response.close()
    plain, named = response["Content-Disposition"].split("; ")[1:]
    assert plain == 'filename="tiep-nhan-trong-ky-huyen-chau-thanh-nam-2017.xlsx"'
    assert named.startswith("filename*=UTF-8''Ti%E1%BA%BFp%20nh%E1%BA%ADn")
    assert fold("Tiếp nhận") == "tiep nhan"


def test_another_kind_of_file_is_not_found(signed_in: SignIn) -> None:
    assert signed_in(Role.LEADER).get(f"{LIST}&as=exe").status_code == 404


@pytest.mark.parametrize("role", [Role.HANDLER, Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_who_may_not_see_the_list_gets_no_file(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get(f"{LIST}&as=csv").status_code == 403
    assert not Sighting.objects.exists()


def test_a_list_too_long_for_a_workbook_is_refused(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(Role.LEADER)
    monkeypatch.setattr(exports, "MOST_IN_A_WORKBOOK", 5)
    response = client.get(f"{LIST}&as=xlsx")
    assert response.status_code == 422
    assert "hơn 5 dòng" in response.content.decode()
    assert len(rows(file(client, LIST))) == 7


def test_one_account_takes_one_file_at_a_time(
    cast: Cast, signed_in: SignIn, owner: psycopg.Connection[Any]
) -> None:
    account = cast.here.accounts[Role.LEADER.value].pk
    owner.execute("SELECT pg_advisory_lock(%s, hashtext(%s::bigint::text))", [0x6D6F7465, account])
    try:
        assert signed_in(Role.LEADER).get(f"{LIST}&as=csv").status_code == 409
    finally:
        owner.execute("SELECT pg_advisory_unlock_all()")
    assert len(rows(file(signed_in(Role.LEADER), LIST))) == 7


def test_when_it_cannot_be_written_down_nothing_leaves(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(Role.LEADER)
    client.raise_request_exception = False

    def fails(*_given: object, **_named: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("motcua.faces.look.exports.seeing.note", fails)
    response = client.get(f"{LIST}&as=csv")
    assert response.status_code == 500
    assert HERE_NAME not in response.content.decode()
