"""What stands around a page depends on who asks, and costs nothing where no layout asks for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from motcua.faces.look import context
from motcua.faces.look.frame import Banner, Frame, OfficeName, RailGroup, RailLine
from motcua.ground.kernel.actors import ANONYMOUS, Actor, Office
from motcua.ground.kernel.clock import ClockState
from motcua.people.organisation.models import Officer, Unit, UnitName, UnitParent

NOW = datetime(2018, 1, 2, 0, 46, tzinfo=UTC)
SINCE = date(2016, 1, 1)
RAIL = (RailGroup("", (RailLine("Việc của tôi", "/viec/", 3),)),)


def asked(actor: Actor, *, demonstration: bool = True, path: str = "/viec/") -> HttpRequest:
    """A request as the middleware leaves it."""
    request: Any = RequestFactory().get(path)
    request.actor, request.now = actor, NOW
    request.clock = ClockState(NOW, demonstration, False, None)
    made: HttpRequest = request
    return made


def unit(name: str, kind: str) -> Unit:
    """A unit with its name."""
    made = Unit.objects.create(kind=kind, valid_from=SINCE)
    UnitName.objects.create(
        unit=made, code=name, name=name, short_name=name, search_text="", sort_key="", valid_from=SINCE
    )
    return made


@pytest.fixture
def receptionist(db: None) -> Actor:
    """An officer at the one-stop of a commune, with two offices."""
    commune, one_stop = unit("UBND xã Tân Hương", "commune"), unit("Bộ phận Một cửa", "one_stop")
    UnitParent.objects.create(unit=one_stop, parent=commune, valid_from=SINCE)
    officer = Officer.objects.create(code="a", name="Lê Thị Ngọc Ánh", search_text="", sort_key="")
    office = Office(1, officer.pk, "receptionist", one_stop.pk, (one_stop.pk,), SINCE)
    return Actor("officer", 7, officer.pk, office, (office, office))


@pytest.fixture(autouse=True)
def _one_rail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_rail_parts", lambda: (lambda _request: RAIL,))


def test_the_bar_says_who_acts_in_which_office(receptionist: Actor) -> None:
    around = context.frame_of(asked(receptionist))
    assert around.person == "Lê Thị Ngọc Ánh"
    assert around.office == OfficeName("Bộ phận Một cửa", "UBND xã Tân Hương", "Người tiếp nhận")
    assert around.may_change_office


def test_the_rail_is_that_of_the_faces_with_the_current_line_marked(receptionist: Actor) -> None:
    (group,) = context.frame_of(asked(receptionist)).rail
    assert [(line.label, line.current) for line in group.lines] == [("Việc của tôi", True)]


def test_a_stranger_sees_the_banner_and_no_office() -> None:
    assert context.frame_of(asked(ANONYMOUS)) == Frame(banner=Banner(NOW))


def test_only_a_demonstration_has_a_banner() -> None:
    assert context.frame_of(asked(ANONYMOUS, demonstration=False)) == Frame()


def test_an_answer_from_before_the_middleware_has_no_frame() -> None:
    assert context.frame_of(RequestFactory().get("/")) == Frame()


def test_a_page_without_a_layout_reads_nothing(receptionist: Actor, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        context.frame(asked(receptionist))


def test_the_bar_costs_one_statement(receptionist: Actor, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        context.frame_of(asked(receptionist))
