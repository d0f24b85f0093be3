"""One command: what it needs is made to stand, then it runs; bad use ends in a sentence and exit code 2."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

from motcua.site.commands import COMMANDS, Needs
from motcua.site.launch import places
from motcua.site.launch.arguments import take_data
from motcua.site.launch.failures import exit_codes

SETTINGS = "motcua.site.settings"


def main(argv: list[str]) -> int:
    """Run the command that the first word names."""
    with exit_codes():
        data, words = take_data(argv)
        if data is not None:
            os.environ[places.DATA_VARIABLE] = os.path.abspath(data)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        command = COMMANDS[words[0]]
        if command.needs is Needs.ENVIRONMENT:
            return int(function_named(command.target)(words[1:]))
        if {"-h", "--help"} & set(words):
            # Its module may load models, which must be known by then; no database is asked.
            function_named("django:setup")()
            return int(function_named(command.target)(words[1:]))
        # Only now: what needs no database does not pay for loading its driver.
        with_database = function_named("motcua.site.launch.databases:run_with_database")
        return int(with_database(function_named, command, words[1:]))


def function_named(target: str) -> Callable[..., Any]:
    """The function that a dotted name means, as `package.module:function`."""
    module, _colon, name = target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
