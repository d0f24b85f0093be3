"""One command: what it needs is made to stand, then it runs; bad use ends in a sentence and exit code 2."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

from motcua.site.commands import COMMANDS, Command, Needs
from motcua.site.launch import places, variables
from motcua.site.launch.arguments import take_data
from motcua.site.launch.failures import exit_codes

SETTINGS = "motcua.site.settings"


def main(argv: list[str]) -> int:
    """Run the command that the first word names."""
    with exit_codes():
        variables.check()
        data, words = take_data(argv)
        if data is not None:
            os.environ[places.DATA_VARIABLE] = os.path.abspath(data)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        command = COMMANDS[words[0]]
        if command.needs is Needs.ENVIRONMENT:
            return int(function_named(command.target)(words[1:]))
        if {"-h", "--help"} & set(words):
            return _help(command, words[1:])
        # Only now: what needs no database does not pay for loading its driver.
        with_database = function_named("motcua.site.launch.databases:run_with_database")
        return int(with_database(function_named, command, words[1:]))


def _help(command: Command, words: list[str]) -> int:
    """Let a command say how it is used; nothing is asked of a database or left in a data folder."""
    with TemporaryDirectory(prefix="motcua-help-") as data:
        # Its module may load models, which must be known by then; and the settings make secrets where there are none.
        os.environ[places.DATA_VARIABLE] = data
        function_named("django:setup")()
        return int(function_named(command.target)(words))


def function_named(target: str) -> Callable[..., Any]:
    """The function that a dotted name means, as `package.module:function`."""
    module, _colon, name = target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
