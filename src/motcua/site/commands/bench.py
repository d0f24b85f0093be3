"""`./motcua bench [NAME] [--json FILE]`: measure the hot paths."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.db import connection

from motcua.site.bench.measurement import Measurement, machine, write_json
from motcua.site.commands import Needs
from motcua.site.launch.arguments import CommandParser
from motcua.site.launch.databases import opened, set_django_up
from motcua.site.launch.embedded.engine import Engine
from motcua.site.launch.failures import BadUse, from_os_error


@dataclass(frozen=True, slots=True)
class Bench:
    """One bench: the function that runs it, named so that measuring one loads no other, and what it needs."""

    target: str
    needs: Needs

    def load(self) -> Callable[[], list[Measurement]]:
        """The function that runs it."""
        module, _colon, name = self.target.partition(":")
        found: Callable[[], list[Measurement]] = getattr(import_module(module), name)
        return found


BENCHES: dict[str, Bench] = {
    "due": Bench("motcua.site.bench.due:run", Needs.ENVIRONMENT),
    "step": Bench("motcua.site.bench.step:run", Needs.DATABASE),
    "calendar": Bench("motcua.site.bench.calendar:run", Needs.DATABASE),
    "receive": Bench("motcua.site.bench.receive:run", Needs.DATABASE),
    "prints": Bench("motcua.site.bench.prints:run", Needs.DATABASE),
    "exports": Bench("motcua.site.bench.exports:run", Needs.DATABASE),
    "search": Bench("motcua.site.bench.search:run", Needs.DATABASE),
    "pages": Bench("motcua.site.bench.pages:run", Needs.MIGRATED),
    "plans": Bench("motcua.site.bench.plans:run", Needs.MIGRATED),
}


def run(argv: list[str]) -> int:
    """Run one bench or all of them; the exit code is 1 when a target is not met."""
    parser = CommandParser("bench", "đo tốc độ / measure the hot paths")
    parser.add_argument("name", nargs="?", choices=list(BENCHES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(argv)
    if options.json is not None:
        # Before minutes of measuring, not after them; what stands in the file stays until there are new figures.
        with _writable(options.json):
            options.json.open("a", encoding="utf-8").close()
    # What needs a province that is there is measured only when it is asked for.
    every = [bench for bench in BENCHES.values() if bench.needs is not Needs.MIGRATED]
    chosen = [BENCHES[options.name]] if options.name else every
    with _what_they_need(chosen) as postgres:
        sys.stdout.write(", ".join(f"{key} {value}" for key, value in machine(postgres).items()) + "\n")
        measurements = [measurement for bench in chosen for measurement in _told(bench)]
    if options.json is not None:
        with _writable(options.json):
            write_json(measurements, options.json)
    return 1 if any(measurement.met is False for measurement in measurements) else 0


def _told(bench: Bench) -> Iterator[Measurement]:
    for measurement in bench.load()():
        sys.stdout.write(measurement.sentence() + "\n")
        yield measurement


@contextmanager
def _writable(file: Path) -> Iterator[None]:
    """Raises BadUse when the file cannot be written."""
    try:
        yield
    except OSError as failure:
        reason = os.strerror(failure.errno or 0)
        raise from_os_error(failure) or BadUse(
            f"Không ghi được tệp {file} ({reason}).", f"The file {file} cannot be written ({reason})."
        ) from None


@contextmanager
def _what_they_need(benches: Sequence[Bench]) -> Iterator[str | None]:
    """A server while benches run that need one (they make databases of their own there); its version."""
    if all(bench.needs is Needs.ENVIRONMENT for bench in benches):
        yield None
        return
    with opened() as server:
        set_django_up()
        version = connection.cursor().connection.info.server_version
        with Engine(server.data).owner_makes_databases() if server.is_embedded else nullcontext():
            yield f"{version // 10_000}.{version % 10_000}"
