"""Drafts of texts, as the command makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from qingdan.importers.drafting import Drafted, draft

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent / "samples"


def drafted(text: str, name: str = "x.txt") -> Drafted:
    """The draft of a text."""
    return draft(name, text.encode(), f"content/originals/{name}", "x")


def drafted_file(path: Path) -> Drafted:
    """The draft of a file."""
    return draft(path.name, path.read_bytes(), f"content/originals/{path.name}", path.stem)


def tree(text: str) -> dict[str, Any]:
    """The values of a YAML text, all scalars as text, without 原件."""
    values = yaml.load(text, Loader=yaml.BaseLoader)
    values.pop("原件", None)
    return values
