"""Regular expressions that are compiled when they are first used.

Over a hundred stand at the tops of modules, and a command needs few of them: `qingdan check FILE`
three, where nothing else has changed. Compiling all of them took an eighth of its time.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_waiting: list[_Waiting] = []
"""All of them."""


def regex(pattern: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[AnyStr]:
    """`re.compile` for constants of modules, put off until the first use; a slip shows only then."""
    found = _Waiting(pattern, flags)
    _waiting.append(found)
    return cast("re.Pattern[AnyStr]", found)


def compile_all() -> None:
    """Compile those of all modules that are loaded: for a process that stays, before somebody waits."""
    for pattern in _waiting:
        pattern.groups  # noqa: B018 - asking is enough


class _Waiting:
    """Stands for a pattern: behaves as one, except that `re.sub(this, …)` does not know it."""

    def __init__(self, pattern: str | bytes, flags: re.RegexFlag) -> None:
        self.pattern = pattern  # larger patterns are put together from it
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Python asks here for what is not there yet: the first time."""
        compiled = re.compile(self.pattern, self._flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
