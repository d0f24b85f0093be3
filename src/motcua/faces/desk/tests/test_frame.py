"""What stands around the work: who acts in which office, where work waits, the banner, the language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.faces.look import context
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import ANONYMOUS, Actor
from motcua.people.organisation.models import Role

WORKING = (
    Role.HANDLER,
    Role.HEAD_OF_DIVISION,
    Role.LEADER,
    Role.CLERK,
    Role.RECEPTIONIST,
    Role.ONE_STOP_HEAD,
)


def request_of(actor: Actor, path: str = "/work/") -> Any:
    """A request as the middleware leaves it."""
    request: Any = RequestFactory().get(path)
    request.actor, request.clock = actor, clock.state()
    request.now = request.clock.now
    return request


def test_the_bar_says_who_acts_in_which_office(cast: Cast, signed_in: SignIn) -> None:
    bar = page(signed_in(Role.HANDLER).get("/work/")).select_one(".bar")
    said = " ".join(bar.get_text(" ").split())
    assert "Phòng TN&MT Huyện Châu Thành Huyện Châu Thành" in said
    assert "Người thụ lý Huyện Châu Thành" in said


def test_the_rail_says_where_one_stands(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.HANDLER)
    for url in ("/work/", "/work/?view=late", "/work/?view=unit"):
        (here,) = page(client.get(url)).select(".rail [aria-current=page]")
        assert here["href"] == url


@pytest.mark.parametrize("role", WORKING)
def test_a_rail_has_at_most_a_dozen_lines(cast: Cast, signed_in: SignIn, role: Role) -> None:
    lines = page(signed_in(role).get("/work/")).select(".rail nav a")
    assert 5 <= len(lines) <= 12


def test_the_frame_costs_at_most_four_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    request = request_of(cast.here.actor(Role.RECEPTIONIST))
    with django_assert_max_num_queries(4):
        frame = context.frame_of(request)
    assert frame.office is not None
    assert frame.rail


def test_for_somebody_unknown_it_costs_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    request = request_of(ANONYMOUS, "/")
    with django_assert_num_queries(0):
        frame = context.frame_of(request)
    assert (frame.person, frame.office, frame.rail) == ("", None, ())


def test_an_answer_from_before_the_middleware_has_no_frame() -> None:
    assert context.frame_of(RequestFactory().get("/")).banner is None


def test_only_a_demonstration_wears_the_banner(db: None) -> None:
    made = stage.set_the_stage()
    actor = made.here.actor(Role.HANDLER)
    assert context.frame_of(request_of(actor)).banner is None
    clock.mark_demonstration(at=stage.MORNING)
    banner = context.frame_of(request_of(actor)).banner
    assert banner is not None
    assert banner.now == stage.MORNING


def test_a_page_written_in_english_says_its_verbs_in_english(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle")
    client = signed_in(Role.HANDLER)
    answer = client.post("/language/", {"language": "en", "next": f"/dossiers/{received.code}/"})
    assert answer.headers["Location"] == f"/dossiers/{received.code}/"
    said = text_of(client.get(f"/dossiers/{received.code}/"))
    assert "Submit to the head of division" in said
    assert "finished the step “Phân công”" in said


@pytest.mark.parametrize(
    "back",
    ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "", "%2fcounter", "counter"],
)
def test_choosing_a_language_leads_nowhere_else(db: None, back: str) -> None:
    answer = Client().post("/language/", {"language": "en", "next": back})
    assert answer.headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(db: None) -> None:
    assert "language" not in Client().post("/language/", {"language": "xx", "next": "/"}).cookies
