"""How far an import is: a bar on a terminal, nothing elsewhere (each original has its line anyway)."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from qingdan.build.importing.told import cut
from qingdan.problems import display_width

_WIDTH = 20
"""Of the bar, in columns."""


class Progress:
    """A bar at the bottom of a terminal. Whoever writes a line there goes through `say`."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._alive = total > 1 and self._stream.isatty()
        self._drawn = 0
        self._last = ""

    def at(self, number: int, name: str) -> None:
        """Begin the original with this number, from 1."""
        if not self._alive:
            return
        full = _WIDTH * (number - 1) // self._total
        columns = shutil.get_terminal_size().columns - 1
        head = f"[{'#' * full}{'.' * (_WIDTH - full)}] {number}/{self._total} "
        # What does no terminal good in a file's name is shown as a mark.
        shown = "".join(c if c.isprintable() else "?" for c in name)
        self._draw(cut(head + shown, columns))

    def say(self, text: str) -> None:
        """Write lines above the bar."""
        last = self._last
        self.clear()
        print(text, file=self._stream, flush=True)
        if last:
            self._draw(last)

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn, self._last = 0, ""

    def _draw(self, line: str) -> None:
        width = display_width(line)
        blank = " " * max(0, self._drawn - width)
        self._stream.write("\r" + line + blank)
        self._stream.flush()
        self._drawn, self._last = width, line
