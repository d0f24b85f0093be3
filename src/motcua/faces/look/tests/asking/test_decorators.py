"""Whoever is not signed in is sent to sign in, and comes back to a page that can be opened."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from motcua.faces.look.decorators import may
from motcua.ground.kernel.actors import ANONYMOUS

AT = "http://testserver"


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def back(method: str, *methods: str, path: str = "/a/?b=1", shown: str | None = None) -> str:
    """Where one comes to after signing in; `shown` is the page on which htmx asked."""
    htmx = {} if shown is None else {"HX-Request": "true", "HX-Current-URL": shown}
    request = RequestFactory().generic(method, path, headers=htmx)
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    answer = may("dossiers.receive", methods=methods)(page)(request)
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query).get("next", [""])[0]


def test_a_page_is_come_back_to_with_what_it_was_asked() -> None:
    assert back("GET", "GET", "POST") == back("HEAD", "GET") == "/a/?b=1"


def test_a_form_that_was_sent_is_opened_anew() -> None:
    assert back("POST", "GET", "POST") == "/a/"


def test_what_can_only_be_sent_is_not_come_back_to() -> None:
    assert back("POST", "POST") == ""


@pytest.mark.parametrize("methods", [("POST",), ("GET", "POST")])
def test_a_piece_of_a_page_leads_back_to_the_page(methods: tuple[str, ...]) -> None:
    assert back("POST", *methods, shown=f"{AT}/page/?tab=2#part") == "/page/?tab=2"


@pytest.mark.parametrize("shown", ["", "page", "javascript:alert(1)", f"{AT}//evil.test/", "http://["])
def test_what_names_no_page_of_ours_is_not_followed(shown: str) -> None:
    assert back("POST", "POST", shown=shown) == ""
    assert back("GET", "GET", shown=shown) == "/a/?b=1"


def test_of_another_sites_address_the_path_alone_is_taken() -> None:
    assert back("POST", "POST", shown="https://evil.test/page/") == "/page/"
