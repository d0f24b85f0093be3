"""Progress on the error output: a bar on a terminal, two lines in a log."""

from __future__ import annotations

import sys
import time
from typing import Self, TextIO

WIDTH = 24
REDRAW_SECONDS = 0.1


class Bar:
    """The progress of one step; `total` 0 means that its length is not known.

    A lazy one shows itself only when something is left to do at its first update.
    """

    def __init__(
        self, label: str, total: int = 0, stream: TextIO | None = None, *, is_lazy: bool = False
    ) -> None:
        self.label = label
        self.has_failed = False
        self._hidden = is_lazy
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._tenth = 0

    def __enter__(self) -> Self:
        if not self._hidden:
            self._begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        seconds = f"{time.monotonic() - self._begun:.1f} s".replace(".", ",")
        mark = "✔" if kind is None and not self.has_failed else "✘"
        if self._hidden:
            return
        if self._terminal:
            self._write(f"\r\x1b[K{mark} {self.label} ({seconds})\n")
        else:
            self._write(f"{mark} {self.label} ({seconds})\n")

    def update(self, done: int, total: int | None = None) -> None:
        """Show that `done` of `total` is done."""
        self.done = done
        self.total = self.total if total is None else total
        if self._hidden:
            if done >= self.total:
                return
            self._hidden = False
            self._begin()
        now = time.monotonic()
        if self._terminal:
            if now - self._drawn >= REDRAW_SECONDS or done == self.total:
                self._drawn = now
                self._draw()
        elif self.total and self.done * 10 // self.total > self._tenth:
            self._tenth = self.done * 10 // self.total
            self._write(f"  {self.label}: {self.done}/{self.total}\n")

    def _begin(self) -> None:
        if self._terminal:
            self._draw()
        else:
            self._write(f"{self.label} …\n")

    def _draw(self) -> None:
        if not self.total:
            self._write(f"\r\x1b[K… {self.label}")
            return
        filled = min(WIDTH, self.done * WIDTH // self.total)
        line = "█" * filled + "░" * (WIDTH - filled)
        self._write(f"\r\x1b[K… {self.label} {line} {self.done}/{self.total}")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class Steps:
    """The bars of a work that has several steps, named as they come: call it with the step, what is done, the total."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._bar: Bar | None = None

    def __call__(self, label: str, done: int, total: int) -> None:
        if self._bar is None or self._bar.label != label:
            self._end(None)
            self._bar = Bar(label, total, self._stream)
            self._bar.__enter__()
        if total:
            self._bar.update(done, total)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end(kind)

    def _end(self, kind: type[BaseException] | None) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind)
            self._bar = None
