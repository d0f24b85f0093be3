"""The letters of the sentences, under any Python and any locale."""

from __future__ import annotations

import os
import re

import pytest

from motcua.site.launch import places, start
from motcua.site.tests.launch.engines import answer

COMMAND = places.CHECKOUT / "motcua"
ENCODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*utf-8")
NO_LETTERS = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def test_python_2_is_told_how_to_read_the_command() -> None:
    first, second, *_ = COMMAND.read_bytes().splitlines()
    assert ENCODING.match(first) or ENCODING.match(second)


@pytest.mark.parametrize("words", [["dmeo"], ["help"]])
def test_it_says_vietnamese_where_the_locale_has_no_letters_for_it(words: list[str]) -> None:
    _code, output, errors = answer(str(COMMAND), *words, **NO_LETTERS)
    assert "lệnh" in (output + errors).lower()


def test_inside_its_environment_everything_is_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    monkeypatch.setattr(start, "is_ready", lambda _wanted: True)
    monkeypatch.setattr(os, "execve", lambda _program, _words, environment: given.update(environment))
    start.main(["due"])
    assert (given["PYTHONUTF8"], "PYTHONIOENCODING" in given) == ("1", False)
