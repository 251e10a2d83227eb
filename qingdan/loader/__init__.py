"""Load 读入: the content folder -> Library, problems and sources.

Each file is read by itself, and bad content never raises::

    decoding         bytes -> lines; other encodings are named
    tree             lines -> nodes with places; mending, faults: what is no good YAML
    nodes, fields    mappings by the vocabulary; complaints, key_hints: what is wrong with them
    document         a Document, interpreted by the text layer; task_lists, reported, interpret
    registry         the units of a region; naming, directory: who is meant by a name
    library          the folder -> the Library; indexes
"""

from __future__ import annotations

from qingdan.loader.directory import Directory
from qingdan.loader.library import Loaded, ReadDocument, load, load_document
from qingdan.loader.locating import locate
from qingdan.loader.registry import read_registry
from qingdan.loader.report import RULES, Report, Source
from qingdan.loader.schema import schema

__all__ = [
    "RULES",
    "Directory",
    "Loaded",
    "ReadDocument",
    "Report",
    "Source",
    "load",
    "load_document",
    "locate",
    "read_registry",
    "schema",
]
