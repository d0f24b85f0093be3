"""Who read: an inspector opens it from the dossier, narrows it, takes it away, and is written down as well."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from motcua.casework.dossiers.tests.cast import Cast
from motcua.casework.sightings.models import Sighting
from motcua.faces.oversight.tests.conftest import SignIn, page, words
from motcua.people.organisation.models import Role

OTHERS = [role for role in Role if role is not Role.INSPECTOR]


def code_here(cast: Cast) -> str:
    """A dossier with its whole story."""
    return cast.receive().code


def rows(tree: Any) -> list[str]:
    return [words(row) for row in tree.select("[data-row]")]


def test_an_inspector_reads_from_the_dossier_who_saw_it(cast: Cast, signed_in: SignIn) -> None:
    code = code_here(cast)
    page(signed_in(Role.LEADER), f"/dossiers/{code}/")
    page(signed_in(Role.LEADER), f"/dossiers/{code}/identity/")
    inspector = signed_in(Role.INSPECTOR)
    link = page(inspector, f"/dossiers/{code}/").select_one('a[href$="/readers/"]')
    assert link is not None
    tree = page(inspector, str(link["href"]))
    told = rows(tree)
    assert len(told) == 3
    assert "xem số giấy tờ tùy thân" in told[1]
    assert "Lãnh đạo cơ quan · Huyện Châu Thành" in told[2]
    assert "3 lượt · 2 cán bộ" in words(tree.select_one(".head__facts"))


def test_asking_who_read_is_written_down_too(cast: Cast, signed_in: SignIn) -> None:
    page(signed_in(Role.INSPECTOR), f"/dossiers/{code_here(cast)}/readers/")
    assert Sighting.objects.get().page == "dossier_readers"


def test_looking_at_the_trail_of_officers_is_written_down_too(signed_in: SignIn) -> None:
    page(signed_in(Role.INSPECTOR), "/readings/")
    assert Sighting.objects.get().page == "readings"


def test_all_dossiers_of_the_person_are_asked_about_at_once(cast: Cast, signed_in: SignIn) -> None:
    first, second = cast.receive(), cast.receive()
    page(signed_in(Role.LEADER), f"/dossiers/{second.code}/")
    inspector = signed_in(Role.INSPECTOR)
    tree = page(inspector, f"/dossiers/{first.code}/readers/")
    assert rows(tree) == []
    whole = tree.select_one('a[href$="whole=1"]')
    assert whole is not None
    assert any(second.code in row for row in rows(page(inspector, str(whole["href"]))))


def test_it_is_narrowed_to_an_officer(cast: Cast, signed_in: SignIn) -> None:
    code = code_here(cast)
    for role in (Role.LEADER, Role.HANDLER):
        page(signed_in(role), f"/dossiers/{code}/")
    handler = cast.here.officer_id(Role.HANDLER)
    (row,) = rows(page(signed_in(Role.INSPECTOR), f"/dossiers/{code}/readers/?officer={handler}"))
    assert "Người thụ lý" in row


@pytest.mark.parametrize(
    ("days", "found"), [("from=2018-01-02&to=2018-01-02", 1), ("to=2018-01-01", 0), ("from=x", 1)]
)
def test_it_is_narrowed_to_days(cast: Cast, signed_in: SignIn, days: str, found: int) -> None:
    code = code_here(cast)
    page(signed_in(Role.LEADER), f"/dossiers/{code}/")
    tree = page(signed_in(Role.INSPECTOR), f"/dossiers/{code}/readers/?{days}")
    assert len(rows(tree)) == found


def test_the_trail_of_a_week_shows_lists_and_exports(cast: Cast, signed_in: SignIn) -> None:
    leader, inspector = signed_in(Role.LEADER), signed_in(Role.INSPECTOR)
    page(leader, "/figures/list/?measure=received")
    response: Any = leader.get("/figures/list/?measure=received&as=csv")
    b"".join(response.streaming_content)
    told = rows(page(inspector, "/readings/"))
    assert "xuất tệp 6 dòng" in told[0]
    assert "thấy trong danh sách 6 dòng" in told[1]


def test_the_trail_is_taken_away(cast: Cast, signed_in: SignIn) -> None:
    page(signed_in(Role.LEADER), f"/dossiers/{code_here(cast)}/")
    inspector = signed_in(Role.INSPECTOR)
    response: Any = inspector.get("/readings/?as=csv")
    lines = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [line[4] for line in lines[1:]] == ["mở trang hồ sơ"]
    assert Sighting.objects.filter(form=Sighting.Form.EXPORT, page="readings").count() == 1


def test_the_page_names_no_applicant_in_its_addresses(cast: Cast, signed_in: SignIn) -> None:
    tree = page(signed_in(Role.INSPECTOR), f"/dossiers/{code_here(cast)}/readers/")
    assert all("Ph%C6%B0%E1%BB%9Bc" not in str(link["href"]) for link in tree.select("a[href]"))


@pytest.mark.parametrize("role", OTHERS)
def test_the_others_may_not_ask(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    assert client.get("/readings/").status_code == 403
    assert client.get(f"/dossiers/{code_here(cast)}/readers/").status_code == 403


def test_an_unknown_dossier_is_not_found(signed_in: SignIn) -> None:
    assert signed_in(Role.INSPECTOR).get("/dossiers/000.00.00.H58-170101-0001/readers/").status_code == 404
