"""The public lists: narrowed by the address, paged, printed, and taken away as a file without signing in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.casework.dossiers.tests.cast import MORNING, Cast, procedure, set_the_stage
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.faces.portal import lists
from motcua.ground.kernel import clock

LIST = reverse("procedure_list")


@pytest.fixture
def cast(db: None) -> Cast:
    clock.mark_demonstration(at=MORNING)
    made = set_the_stage()
    ProcedureVersion.objects.update(post_in=True, post_out=False, service_level="3")
    return made


def text(client: Client, **query: str) -> str:
    return str(client.get(LIST, query).content.decode())


def is_listed(cast: Cast, shown: str) -> bool:
    return reverse("procedure", args=[cast.procedure.code]) in shown


def test_everybody_may_read_it(cast: Cast, client: Client) -> None:
    shown = text(client)
    assert is_listed(cast, shown)
    assert "Mức độ 3" in shown
    assert "chỉ nhận" in shown


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"post_in": "yes"}, True),
        ({"post_in": "no"}, False),
        ({"post_out": "no"}, True),
        ({"post_out": "yes"}, False),
        ({"online": "1"}, True),
        ({"online": "0"}, False),
        ({"online": "99"}, True),
        ({"level": "nonsense", "agency": "x", "after": "-1"}, True),
    ],
)
def test_it_is_narrowed_by_the_address(
    cast: Cast, client: Client, query: dict[str, str], there: bool
) -> None:
    assert is_listed(cast, text(client, **query)) is there


def test_it_is_narrowed_by_agency_and_by_counter(cast: Cast, client: Client) -> None:
    here = cast.here
    assert is_listed(cast, text(client, agency=str(here.agency.pk)))
    assert is_listed(cast, text(client, counter=str(here.one_stop.pk)))
    assert not is_listed(cast, text(client, counter=str(here.agency.pk)))
    assert not is_listed(cast, text(client, agency=str(here.one_stop.pk)))


def test_it_is_narrowed_by_level_and_field(cast: Cast, client: Client) -> None:
    assert is_listed(cast, text(client, level=cast.procedure.level, field=str(cast.procedure.field_id)))
    assert not is_listed(cast, text(client, field=str(cast.procedure.field_id + 999)))


def test_pages_hold_each_procedure_once(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        procedure(f"9.00000{number}")
    monkeypatch.setattr(lists, "SHOWN", 2)
    seen: list[str] = []
    address: str | None = LIST
    while address:
        answer: Any = client.get(address)
        seen += [line.version.procedure.code for line, _words in answer.context["lines"]]
        address = answer.context["more"]
    assert sorted(seen) == sorted({*seen})
    assert len(seen) == answer.context["total"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_taken_away_as_a_file(cast: Cast, client: Client, kind: str) -> None:
    answer: Any = client.get(LIST, {"as": kind})
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert kind in answer["Content-Disposition"]
    if kind == "csv":
        assert cast.procedure.code in content.decode("utf-8-sig")


def test_a_file_holds_what_the_filters_leave(cast: Cast, client: Client) -> None:
    answer: Any = client.get(LIST, {"as": "csv", "post_in": "no"})
    assert len(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()) == 1


def test_what_is_no_kind_of_file_is_not_found(cast: Cast, client: Client) -> None:
    assert client.get(LIST, {"as": "pdf"}).status_code == 404


def test_it_says_by_which_law_services_are_classed(cast: Cast, client: Client) -> None:
    assert "43/2011/NĐ-CP" in text(client)
