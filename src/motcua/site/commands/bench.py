"""`./motcua bench [NAME] [--json FILE]`: measure the hot paths."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from motcua.site.bench.measurement import Measurement, machine, write_json
from motcua.site.launch.arguments import CommandParser

# By name, so that measuring one does not load the others.
BENCHES: dict[str, str] = {
    "due": "motcua.site.bench.due:run",
}


def run(argv: list[str]) -> int:
    """Run one bench or all of them; the exit code is 1 when a target is not met."""
    parser = CommandParser("bench", "measure the hot paths")
    parser.add_argument("name", nargs="?", choices=list(BENCHES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(argv)
    sys.stdout.write(", ".join(f"{key} {value}" for key, value in machine().items()) + "\n")
    measurements: list[Measurement] = []
    for name in [options.name] if options.name else BENCHES:
        for measurement in bench(name)():
            sys.stdout.write(measurement.sentence() + "\n")
            measurements.append(measurement)
    if options.json is not None:
        write_json(measurements, options.json)
    return 1 if any(measurement.met is False for measurement in measurements) else 0


def bench(name: str) -> Callable[[], list[Measurement]]:
    """The function that runs the bench of that name."""
    module, _colon, function = BENCHES[name].partition(":")
    found: Callable[[], list[Measurement]] = getattr(import_module(module), function)
    return found
