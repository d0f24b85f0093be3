"""The bench of pages: moments are kept whatever is answered, failures are seen, processors are counted."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests import cast as stage
from motcua.people.organisation.models import Role
from motcua.site.bench import pages, plans, processor
from motcua.site.bench.crowd import MIX, Crowd
from motcua.site.bench.measurement import Measurement
from motcua.site.bench.traffic import Answered, Site, Visit, closed_loop, open_load
from motcua.site.launch.failures import BadUse

SLOW = 0.2


class Page(BaseHTTPRequestHandler):
    """Answers at once, slowly, or not as expected, by its address; tells who asked in the status."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page."""
        if self.path == "/slow/":
            time.sleep(SLOW)
        status = 404 if self.path == "/gone/" else 200
        if self.path == "/who/" and self.client_address[0] != "127.9.9.9":
            status = 403
        self._answer(status)

    def do_POST(self) -> None:
        """A form: right when it has its field and its cookie."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        right = sent == "name=L%C3%AA&paper=1&paper=2" and self.headers["Cookie"] == "a=b"
        self._answer(302 if right else 422)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A small server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    found = Site("127.0.0.1", server.server_address[1])
    yield found
    found.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_waiting_for_a_slow_page_holds_up_nobody_else_and_counts(site: Site) -> None:
    turns = iter([Visit("slow", "/slow/"), *[Visit("quick", "/")] * 1000])
    answers = open_load(site, lambda: next(turns), Random(1), per_second=50, seconds=0.5)
    quick = [one.milliseconds for one in answers if one.visit.page == "quick"]
    assert answers[0].milliseconds >= SLOW * 1000
    assert len(quick) > 10
    assert sorted(quick)[len(quick) // 2] < SLOW * 1000


def test_so_many_a_second_are_sent(site: Site) -> None:
    answers = open_load(site, lambda: Visit("quick", "/"), Random(2), per_second=100, seconds=0.5)
    assert 30 <= len(answers) <= 75


def test_each_person_waits_for_the_answer_before_the_next_click(site: Site) -> None:
    answers = closed_loop(site, lambda: Visit("slow", "/slow/"), people=2, seconds=SLOW * 2.5)
    # A machine with other work to do manages fewer; who did not wait would manage hundreds.
    assert 2 <= len(answers) <= 6


def test_a_form_is_sent_as_a_browser_sends_it(site: Site) -> None:
    assert site.send(Visit("form", "/form/", {"name": "Lê", "paper": [1, 2]}, "a=b")) == 302
    assert site.send(Visit("form", "/form/", {"name": "Lê"}, "a=b")) == 422


def test_citizens_come_from_addresses_of_their_own(site: Site) -> None:
    assert site.send(Visit("who", "/who/", address="127.9.9.9")) == 200
    assert site.send(Visit("who", "/who/")) == 403


def test_an_answer_that_is_none_is_no_figure(site: Site) -> None:
    gone = Answered(Visit("gone", "/gone/"), 1.0, site.send(Visit("gone", "/gone/")))
    with pytest.raises(RuntimeError, match="gone 404"):
        pages._all_answered([gone])


def test_a_server_that_does_not_answer_is_a_failure_too() -> None:
    assert Site("127.0.0.1", 9).send(Visit("home", "/")) == 0


def test_the_work_of_a_program_and_of_what_it_starts_is_counted() -> None:
    code = "import subprocess,sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))']); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as program:
        until = time.monotonic() + 30
        while processor.seconds_of({program.pid}) < 0.1 and time.monotonic() < until:
            time.sleep(0.05)
        used = processor.seconds_of({program.pid})
        assert used >= 0.1
        assert processor.parent_of(program.pid) == os.getpid()
        assert processor.seconds_of({1 << 30}) == 0
        program.communicate(b"\n")


@pytest.mark.parametrize(("value", "met"), [(99.0, True), (100.0, True), (101.0, False)])
def test_a_ceiling_is_not_to_be_exceeded(value: float, met: bool) -> None:
    assert Measurement(name="a", value=value, unit="ms", target=100, target_is_ceiling=True).met is met


def test_every_page_of_the_mix_has_its_visit() -> None:
    assert sum(MIX.values()) == 100
    assert all(callable(getattr(Crowd, f"_{page}")) for page in MIX)
    assert set(pages.BOUNDS) <= set(MIX)


def test_a_province_at_work_is_not_measured(db: None) -> None:
    with pytest.raises(BadUse, match="demonstration only"):
        pages.run()


def test_what_a_verb_asks_of_the_database_is_explained_and_undone(db: None) -> None:
    cast = stage.set_the_stage()
    by, intake = cast.here.actor(Role.RECEPTIONIST), cast.intake()

    def verb() -> object:
        return actions.receive(intake, by=by, now=stage.MORNING, key="bench")

    found = plans.touched(verb)
    assert found.statements == 2
    assert found.all > 20
    assert any("offer" in name for name in found.buffers)
    assert not Dossier.objects.exists()
    again = plans.touched(verb)
    assert (again.statements, again.plan) == (found.statements, found.plan)
