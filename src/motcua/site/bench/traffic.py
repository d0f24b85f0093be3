"""Requests to a running server: at moments fixed beforehand whatever it answers, or one after another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import urlencode

HERE = "127.0.0.1"
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
    address: str = HERE
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
        self._own = threading.local()
        self._all: list[HTTPConnection] = []

    def send(self, visit: Visit) -> int:
        """Send a request, read the whole answer, and return its status; 0 when there is no answer."""
        if visit.address == HERE:
            return self._ask(self._kept(), visit)
        # Somebody new, who comes once.
        with closing(self._connection((visit.address, 0))) as connection:
            return self._ask(connection, visit)

    def close(self) -> None:
        """Let go of all connections."""
        while self._all:
            self._all.pop().close()

    def _ask(self, connection: HTTPConnection, visit: Visit) -> int:
        headers = {"Cookie": visit.cookies, "Accept-Encoding": "gzip"}
        try:
            if visit.body is None:
                connection.request("GET", visit.path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                connection.request("POST", visit.path, urlencode(visit.body, doseq=True), headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            # The next request opens it again.
            connection.close()
            return 0
        return answer.status

    def _kept(self) -> HTTPConnection:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._connection(None)
            self._all.append(self._own.connection)
        kept: HTTPConnection = self._own.connection
        return kept

    def _connection(self, source: tuple[str, int] | None) -> HTTPConnection:
        return HTTPConnection(self.host, self.port, timeout=TIMEOUT, source_address=source)


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
