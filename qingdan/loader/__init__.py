"""Load 读入: the content folder -> Library, problems and sources.

Each file is read by itself, and bad content never raises::

    content_files    what is wrong with a file as a file; its lines, when somebody asks for them
    strays           YAML files that nobody reads
    decoding         bytes -> lines; other encodings are named
    tree             lines -> nodes with places; mending, faults: what is no good YAML
    nodes, fields    mappings by the vocabulary; complaints, key_hints: what is wrong with them
    document         a Document, interpreted by the text layer; task_lists, reported, interpret
    registry         the units of a region; naming, directory: who is meant by a name
    summary          what other documents must know of one
    library          the folder -> what was found in it; site
    found, indexes   what was found -> the Library, when somebody asks for it
"""

from __future__ import annotations

from qingdan.loader.content_files import ContentFile, read_source
from qingdan.loader.directory import Directory
from qingdan.loader.found import Found, ReadDocument, ReadFile, ReadRegistry
from qingdan.loader.library import Anew, Loaded, load, load_document, look, read_file
from qingdan.loader.locating import locate
from qingdan.loader.registry import Registry, read_registry
from qingdan.loader.report import RULES, Report, Source
from qingdan.loader.schema import schema
from qingdan.loader.site import site_of
from qingdan.loader.summary import Summary, summary_of

__all__ = [
    "RULES",
    "Anew",
    "ContentFile",
    "Directory",
    "Found",
    "Loaded",
    "ReadDocument",
    "ReadFile",
    "ReadRegistry",
    "Registry",
    "Report",
    "Source",
    "Summary",
    "load",
    "load_document",
    "locate",
    "look",
    "read_file",
    "read_registry",
    "read_source",
    "schema",
    "site_of",
    "summary_of",
]
