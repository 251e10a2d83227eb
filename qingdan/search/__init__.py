"""Search on static files: every substring that stands in a task is found, and nothing else.

analysis (what is equal) -> passages (what can be found) -> grams (where) -> postings (bytes)
-> writer (files); query and reader are the Python twins of the browser's search-*.js.
"""

from __future__ import annotations

from qingdan.search.writer import files

__all__ = ["files"]
