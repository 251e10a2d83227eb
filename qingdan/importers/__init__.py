"""Importers 导入: an original, as received -> what it says, and the draft of its YAML.

One module a format gives blocks (`formats` lists them); the recogniser makes a draft
from blocks, whatever the format. No format is tried until one works.
"""

from __future__ import annotations

from qingdan.importers.formats import FORMATS, Format
from qingdan.importers.formats import read as read_blocks
from qingdan.importers.printed import with_tables
from qingdan.model import OriginalText
from qingdan.problems import Problem

__all__ = ["FORMATS", "Format", "read", "read_blocks"]


def read(path_name: str, data: bytes, place_file: str) -> tuple[OriginalText | None, list[Problem]]:
    """The canonical text of an original, that checks prove the document against."""
    reading = read_blocks(path_name, data, place_file)
    original = reading.original and with_tables(reading.original, reading.blocks)
    return original, list(reading.problems)
