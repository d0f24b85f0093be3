"""The first moments of a command: its environment is made when it is missing, then it runs inside it."""

from __future__ import annotations

import os
import sys

from motcua.site.commands import COMMANDS, usage
from motcua.site.launch import places, variables
from motcua.site.launch.arguments import take_data
from motcua.site.launch.failures import BAD_USE, BadUse, exit_codes
from motcua.site.launch.setup.environment import Requirements, ensure_environment, is_ready


def main(argv: list[str]) -> int:
    """Run `./motcua` with these arguments; after the set-up the command takes over and it does not return."""
    with exit_codes():
        data, words = take_data(argv)
        if not words:
            sys.stderr.write(usage())
            return BAD_USE
        if words[0] in ("-h", "--help", "help"):
            sys.stdout.write(usage())
            return 0
        if words[0] not in COMMANDS:
            raise BadUse(
                f"Không có lệnh “{words[0]}”; các lệnh: {', '.join(COMMANDS)}.",
                f"There is no command “{words[0]}”; the commands are {', '.join(COMMANDS)}.",
            )
        variables.check()
        if is_ready(Requirements.RUNTIME):
            python = str(places.VENV / "bin" / "python")
        else:
            python = ensure_environment(Requirements.RUNTIME)
        _become(python, words, data)
    return 0


def _become(python: str, words: list[str], data: str | None) -> None:
    # UTF-8 in every process, also where the locale is an older one or none.
    environment = dict(os.environ, PYTHONPATH=str(places.SOURCE), PYTHONUTF8="1")
    environment.pop("PYTHONIOENCODING", None)
    # The virtual environment of the person who calls, if there is one, is not ours.
    environment.pop("PYTHONHOME", None)
    environment.pop("VIRTUAL_ENV", None)
    if data is not None:
        environment[places.DATA_VARIABLE] = os.path.abspath(data)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(python, [python, "-m", "motcua.site", *words], environment)
