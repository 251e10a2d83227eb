"""Regular expressions that are compiled when they are first used.

Over a hundred stand at the tops of modules, and a command needs few of them: `qingdan check FILE`
three, where nothing else has changed. Compiling all of them took an eighth of its time.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(pattern: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[AnyStr]:
    """`re.compile` for constants of modules, put off until the first use; a slip shows only then."""
    return cast("re.Pattern[AnyStr]", _Waiting(pattern, flags))


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
