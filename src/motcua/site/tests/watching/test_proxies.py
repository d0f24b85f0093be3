"""Whose word is taken for who asks and by which scheme: that of the named proxies, nobody else's."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from hypothesis import given
from hypothesis import strategies as st

from motcua.site.watching.proxies import UNBELIEVED, believe, is_among, real_client

PROXIES = [ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.1.0.0/16")]
ADDRESSES = st.ip_addresses().map(str)


def told(peer: str, forwarded: str | None) -> str:
    about: dict[str, Any] = {"REMOTE_ADDR": peer}
    if forwarded is not None:
        about["HTTP_X_FORWARDED_FOR"] = forwarded
    believe(about, PROXIES)
    assert "HTTP_X_FORWARDED_FOR" not in about
    return str(about["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "1.2.3.4, unknown", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("203.0.113.9", "127.0.0.1", "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4, 127.0.0.1", "203.0.113.9"),
        ("", "1.2.3.4", ""),
    ],
)
def test_the_nearest_that_is_no_proxy_is_the_client(peer: str, forwarded: str | None, client: str) -> None:
    assert told(peer, forwarded) == client


@given(peer=ADDRESSES, claims=st.lists(ADDRESSES, max_size=4))
def test_a_stranger_s_claims_change_nothing(peer: str, claims: list[str]) -> None:
    if not is_among(peer, PROXIES):
        assert told(peer, ", ".join(claims)) == peer


@given(claims=st.lists(st.text(max_size=20), max_size=4), client=ADDRESSES)
def test_what_stands_before_the_client_is_never_taken_for_him(claims: list[str], client: str) -> None:
    if not is_among(client, PROXIES):
        assert told("127.0.0.1", ",".join([*claims, client])) == client


def scheme(peer: str, **headers: str) -> str:
    with override_settings(PROXIES=PROXIES, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
        seen: list[str] = []

        def answer(asked: HttpRequest) -> HttpResponse:
            seen.append(str(asked.scheme))
            return HttpResponse()

        real_client(answer)(request)
        return seen[0]


def test_the_scheme_is_the_proxy_s_to_say() -> None:
    forged = {"X-Forwarded-Proto": "https"}
    assert scheme("127.0.0.1", **forged) == "https"
    assert scheme("203.0.113.9", **forged) == "http"


def test_whoever_spoke_of_a_client_and_was_not_believed_is_known() -> None:
    about: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9", "HTTP_FORWARDED": "for=127.0.0.1"}
    believe(about, PROXIES)
    assert about == {"REMOTE_ADDR": "203.0.113.9", UNBELIEVED: True}


def test_it_comes_before_everything_that_asks_who_it_is() -> None:
    assert configured.MIDDLEWARE[0] == "motcua.site.watching.proxies.real_client"
    assert configured.ALLAUTH_TRUSTED_PROXY_COUNT == 0
