"""Proof: what the recogniser says twice, or too much of, does not cost the rest."""

from __future__ import annotations

from qingdan.importers.blocks import Mark
from qingdan.importers.draft import Draft, Leftover
from qingdan.importers.proof import prove
from qingdan.model import OriginalText

LINES = (
    "某市人民政府关于印发要点的通知",
    "首页",
    "某市人民政府关于印发",
    "要点的通知",
    "各区人民政府：",
    "现将要点印发给你们。",
)
"""The title is printed twice, once over two lines."""


def test_a_leftover_within_a_passage_that_something_else_carries_is_given_up() -> None:
    found = Draft(
        title="某市人民政府关于印发要点的通知",
        issuer="某市人民政府",
        addressees="各区人民政府",
        body=["现将要点印发给你们。"],
        leftovers=[
            Leftover("首页", "页面框架", Mark(2, 1)),
            Leftover("要点的通知", "重复印出", Mark(4, 1)),
        ],
    )
    proved = prove(found, OriginalText("x.txt", "0" * 64, LINES), "x")
    assert proved.alignment.proved
    assert [item.text for item in found.leftovers] == ["首页"]
    assert found.body == ["现将要点印发给你们。"]
