"""What officers take away has the rows of all pages of the list, in its order, and is written down."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from motcua.casework.custody.models import HandoverList
from motcua.casework.dossiers.queries import searching
from motcua.casework.dossiers.queries.waiting import uncollected as results
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.casework.notices import jobs, queries
from motcua.casework.sightings.models import Sighting
from motcua.faces.desk import taken_away, worklist
from motcua.faces.desk.tests.conftest import SignIn, page
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

NAME = "Nguyễn Văn Phước"


def rows(answer: Any) -> list[list[str]]:
    """The lines of a file under its titles."""
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def file(client: Client, address: str, kind: str = "csv") -> Any:
    """What the link or the form of the page gives."""
    tree = page(client.get(address))
    return client.get(
        next(link["href"] for link in tree.select(".exports a") if f"as={kind}" in link["href"])
    )


def codes(client: Client, address: str) -> list[str]:
    """The codes of a list, page by page."""
    tree = page(client.get(address))
    found = [link.text for link in tree.select("[data-row] a.code")]
    for link in tree.select("a[href*='after=']"):
        found += codes(client, link["href"])
    return found


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "ROWS", 2)
    monkeypatch.setattr(results, "PAGE", 2)
    monkeypatch.setattr(searching, "PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr(taken_away, "AT_ONCE", 2)


@pytest.fixture
def five(cast: Cast) -> list[int]:
    """Five dossiers: three in the handler's hands, two whose results wait."""
    ids = [cast.receive().dossier_id for _ in range(5)]
    jobs.remind_until(MORNING)
    for pk in ids[:3]:
        cast.bring_to(pk, "handle")
    for pk in ids[3:]:
        cast.bring_to(pk, "return")
    return ids


@pytest.mark.parametrize(
    ("role", "address", "count"),
    [
        (Role.HANDLER, "/work/?view=mine", 3),
        (Role.HANDLER, "/work/?view=unit", 3),
        (Role.HANDLER, "/work/?view=late", 3),
        (Role.HANDLER, "/work/?view=done", 2),
        (Role.RECEPTIONIST, "/work/?view=returning", 2),
        (Role.RECEPTIONIST, "/uncollected/", 2),
        (Role.RECEPTIONIST, "/uncollected/?days=7", 2),
        (Role.HANDLER, "/work/reminders/", 6),
        (Role.HANDLER, "/work/reminders/?kind=step_late", 3),
    ],
)
def test_the_file_of_a_list_has_the_rows_of_its_pages(
    cast: Cast, five: list[int], signed_in: SignIn, role: Role, address: str, count: int
) -> None:
    if role is Role.HANDLER and "done" not in address:
        now = at("2017-03-22 14:00")
        clock.mark_demonstration(at=now)
        jobs.remind_until(now)
    client = signed_in(role)
    told = rows(file(client, address))
    assert [row[0] for row in told] == codes(client, address)
    assert (len(told), {row[1] for row in told}) == (count, {NAME})
    taken = Sighting.objects.filter(form=Sighting.Form.EXPORT).get()
    assert (taken.row_count, set(taken.dossier_ids) <= set(five)) == (count, True)


def test_what_was_searched_for_is_taken_away_by_a_form(
    cast: Cast, five: list[int], signed_in: SignIn
) -> None:
    client = signed_in(Role.RECEPTIONIST)
    form = page(client.post("/search/", {"q": "nguyen phuoc"})).select_one("form.exports")
    said = {field["name"]: field["value"] for field in form.select("input") if field["name"] != "after"}
    told = rows(client.post(form["action"], said | {"as": "csv"}))
    assert sorted(row[0] for row in told) == sorted(
        row[0] for row in rows(file(client, "/work/?view=returning")) + handled(signed_in)
    )
    taken = Sighting.objects.filter(form=Sighting.Form.EXPORT, page="search").get()
    assert (taken.row_count, taken.asked) == (5, {})


def handled(signed_in: SignIn) -> list[list[str]]:
    return rows(file(signed_in(Role.HANDLER), "/work/?view=unit"))


def test_a_search_that_is_refused_gives_no_rows(cast: Cast, five: list[int], signed_in: SignIn) -> None:
    client = signed_in(Role.INSPECTOR)
    assert page(client.post("/search/", {"q": NAME})).select_one("form.exports") is None
    assert rows(client.post("/search/", {"q": NAME, "as": "csv"})) == []


def test_a_neighbour_takes_nothing_away(cast: Cast, five: list[int], signed_in: SignIn) -> None:
    client = signed_in(Role.HANDLER, cast.sister)
    assert rows(client.get("/work/?view=unit&as=csv")) == []
    assert rows(client.post("/search/", {"q": NAME, "as": "csv"})) == []
    assert not Sighting.objects.exists()


@pytest.fixture
def given(cast: Cast, signed_in: SignIn) -> HandoverList:
    """Two paper files on their way to the division."""
    ids = [cast.receive().dossier_id for _ in range(2)]
    said = {"taker": cast.here.division.pk, "dossier": ids, "key": "give-1"}
    signed_in(Role.RECEPTIONIST).post("/handovers/", said)
    return HandoverList.objects.get()


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.HEAD_OF_DIVISION])
def test_hand_over_lists_are_taken_away_by_both_sides(
    given: HandoverList, signed_in: SignIn, role: Role
) -> None:
    client = signed_in(role)
    (row,) = rows(file(client, "/handovers/"))
    assert (row[0], row[5], row[6]) == (f"01/{given.year}", "2", "0")
    address = f"/handovers/{given.pk}/"
    told = rows(file(client, address))
    assert [row[1] for row in told] == codes(client, address)
    assert [row[0] for row in told] == ["1", "2"]
    assert Sighting.objects.filter(form=Sighting.Form.EXPORT, page="handover").get().row_count == 2


def test_a_list_of_others_is_not_found(cast: Cast, given: HandoverList, signed_in: SignIn) -> None:
    client = signed_in(Role.HEAD_OF_DIVISION, cast.sister)
    assert client.get(f"/handovers/{given.pk}/?as=csv").status_code == 404
    assert rows(client.get("/handovers/?as=csv")) == []


def test_no_other_kind_of_file_is_made(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(Role.HANDLER).get("/work/?as=pdf").status_code == 404
