"""The names of a ledger's own columns (see `ledger`), for headers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qingdan.importers.recognise.signs import squeeze
from qingdan.vocabulary import LEDGER

OwnKind = Literal["role", "status", "reports"]


def kinds_of(names: Sequence[str]) -> dict[int, OwnKind]:
    """The ledger's own columns in a header, 状态 and 进展 side by side among them; none where it is
    another table's."""
    titles = [squeeze(name) for name in names]
    pair = [LEDGER.status, LEDGER.reports]
    at = next((k for k in range(len(titles) - 1) if titles[k : k + 2] == pair), None)
    if at is None:
        return {}
    found: dict[int, OwnKind] = {at: "status", at + 1: "reports"}
    found |= {k: "role" for k, title in enumerate(titles) if title in (LEDGER.document, LEDGER.role)}
    return found
