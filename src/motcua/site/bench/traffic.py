"""Requests to a running server: at moments fixed beforehand whatever it answers, or one after another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from random import Random
from urllib.parse import urlencode

TIMEOUT = 60.0
# So many may wait for answers at once; with fewer a slow answer would hold up the next request.
IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: which page it is of, what is sent, with which cookies, from which address of this machine."""

    page: str
    path: str
    body: Mapping[str, object] | None = None
    cookies: str = ""
    address: str = "127.0.0.1"
    expected: tuple[int, ...] = (200,)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a visit: milliseconds from the moment at which it was to be sent, and the status."""

    visit: Visit
    milliseconds: float
    status: int

    @property
    def as_expected(self) -> bool:
        """Whether it was answered as such a page is."""
        return self.status in self.visit.expected


class Site:
    """A server at a port of this machine; each thread keeps a connection, as a browser does."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._kept = threading.local()

    def send(self, visit: Visit) -> int:
        """Send a request, read the whole answer, and return its status."""
        connection = self._connection(visit.address)
        headers = {"Cookie": visit.cookies, "Accept-Encoding": "gzip"}
        try:
            if visit.body is None:
                connection.request("GET", visit.path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", visit.path, urlencode(visit.body, doseq=True), headers)
            answer = connection.getresponse()
            answer.read()
        except OSError:
            self._kept.by_address = {}
            return 0
        return answer.status

    def _connection(self, address: str) -> HTTPConnection:
        if address != "127.0.0.1":
            # Somebody new, who comes once.
            return HTTPConnection(self.host, self.port, timeout=TIMEOUT, source_address=(address, 0))
        known: dict[str, HTTPConnection] = self._kept.__dict__.setdefault("by_address", {})
        if address not in known:
            known[address] = HTTPConnection(self.host, self.port, timeout=TIMEOUT)
        return known[address]


def open_load(
    site: Site, draw: Callable[[], Visit], rng: Random, *, per_second: float, seconds: float
) -> list[Answered]:
    """Visits at random moments, on average so many a second; what waits for a slow answer waits in the figures too."""
    moments, at = [], 0.0
    while (at := at + rng.expovariate(per_second)) < seconds:
        moments.append((at, draw()))
    with ThreadPoolExecutor(IN_FLIGHT) as crowd:
        begun = time.perf_counter()
        waiting = []
        for at, visit in moments:
            time.sleep(max(0.0, begun + at - time.perf_counter()))
            waiting.append(crowd.submit(_timed, site, visit, begun + at))
        return [one.result() for one in waiting]


def _timed(site: Site, visit: Visit, meant: float) -> Answered:
    status = site.send(visit)
    return Answered(visit, (time.perf_counter() - meant) * 1000, status)


def closed_loop(site: Site, draw: Callable[[], Visit], *, people: int, seconds: float) -> list[Answered]:
    """So many people, each sending the next request as soon as the last one is answered."""
    until = time.perf_counter() + seconds
    drawing = threading.Lock()

    def one_after_another(_person: int) -> list[Answered]:
        found = []
        while (now := time.perf_counter()) < until:
            with drawing:
                visit = draw()
            found.append(_timed(site, visit, now))
        return found

    with ThreadPoolExecutor(people) as crowd:
        return [one for found in crowd.map(one_after_another, range(people)) for one in found]
