"""Arguments of the commands: `--data DIR` for all of them, and a parser that refuses in both languages."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn

from motcua.site.launch.failures import BadUse

MOST_DIGITS = 18


class CommandParser(argparse.ArgumentParser):
    """An argument parser whose mistakes are one sentence in each language; options are never abbreviated."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(prog=f"./motcua {name}", description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Refuse what was typed."""
        raise BadUse(
            f"{self.prog}: tham số không hợp lệ ({message}); xem {self.prog} --help.",
            f"{self.prog}: bad arguments ({message}); see {self.prog} --help.",
        )


def port_number(text: str) -> int:
    """A TCP port from 1 to 65535."""
    return up_to(65535)(text)


def up_to(most: int) -> Callable[[str], int]:
    """A whole number from 1 up to `most`, in plain digits."""

    def number(text: str) -> int:
        # More digits than that are not even read as a number: Python refuses thousands of them.
        fits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
        if not fits or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text}: 1–{most}")
        return int(text)

    return number


def take_data(argv: list[str]) -> tuple[str | None, list[str]]:
    """Take `--data DIR` out of the arguments; what stands after `--` is left alone."""
    rest: list[str] = []
    data: str | None = None
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--data":
            data = next(words, "")
        elif word.startswith("--data="):
            data = word.removeprefix("--data=")
        else:
            rest.append(word)
            continue
        if data == "":
            raise BadUse("--data cần tên một thư mục.", "--data needs the name of a folder.")
    return data, rest
