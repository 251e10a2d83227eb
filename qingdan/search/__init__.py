"""Search on static files: every substring that stands in a task is found, and nothing else.

analysis (what is equal) -> passages (what can be found) -> parts (of it, a document's) -> suffixes (where)
-> shards (bytes), revised (only those that change) -> writer (files); query and reader are the Python twins
of the browser's search-*.js.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qingdan.files import File
    from qingdan.model import Library
    from qingdan.search.parts import Remembered


def files(library: Library, *, scripts: bool = False, remembered: Remembered | None = None) -> Iterator[File]:
    """All files of the index, below search/. Nothing is encoded until a content is asked for.

    `scripts`: every file also as a script, for pages opened from a disk, which may load scripts
    but not fetch. A small library always has them. `remembered`: what the last build left, so that only
    what changed is made.
    """
    from qingdan.search import writer  # those who only search need not wait for it

    return writer.files(library, scripts=scripts, remembered=remembered)
