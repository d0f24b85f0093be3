"""Whose address is the client's: what a proxy says is believed of the named ones only."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from motcua.site.launch.variables import Network

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
# Left in the request when somebody spoke of a client and was not believed.
UNBELIEVED = "motcua.unbelieved"


def real_client(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the client's address in REMOTE_ADDR; headers of strangers that claim another are taken away."""

    def middleware(request: HttpRequest) -> HttpResponse:
        believe(request.META, settings.PROXIES)
        return answer(request)

    return middleware


def believe(about: dict[str, object], proxies: list[Network]) -> None:
    """The same for the variables of one request."""
    peer = str(about.get("REMOTE_ADDR", ""))
    if not is_among(peer, proxies):
        said = [about.pop(name) for name in FORWARDED if name in about]
        about[UNBELIEVED] = bool(said)
        return
    chain = [part.strip() for part in str(about.pop("HTTP_X_FORWARDED_FOR", "")).split(",")]
    client = peer
    # From the nearest on: the first that is no proxy of ours is the client; what stands before it, it has made up.
    for hop in reversed(chain):
        if not _is_address(hop):
            break
        client = hop
        if not is_among(hop, proxies):
            break
    about["REMOTE_ADDR"] = client
    about[UNBELIEVED] = False


def is_among(address: str, networks: list[Network]) -> bool:
    """Whether this address lies in one of the networks; what is no address lies in none."""
    if not _is_address(address):
        return False
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
