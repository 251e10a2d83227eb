"""Load 读入: the content folder -> Library, problems and sources.

Each file is read by itself (`tree`: YAML with places; `fields`: mappings by the vocabulary;
`document`, `registry`: objects of the model, interpreted by the text layer), then `library`
puts them together. Bad content never raises.
"""

from __future__ import annotations

from qingdan.loader.directory import Directory
from qingdan.loader.library import Loaded, ReadDocument, load, load_document
from qingdan.loader.report import RULES, Source

__all__ = ["RULES", "Directory", "Loaded", "ReadDocument", "Source", "load", "load_document"]
