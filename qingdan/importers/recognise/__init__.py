"""Recognise: blocks of an original, whatever its format -> the draft of its document.

Task lists are all that is known here. `document` goes through the parts in order:
noise aside, tables found (`tables/layouts`), the letter, then the zone of the lists
(tables by `tables/`, clauses by `prose/`), the tail.
"""

from __future__ import annotations

from qingdan.importers.recognise.document import recognise

__all__ = ["recognise"]
