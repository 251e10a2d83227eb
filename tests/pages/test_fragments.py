"""Units cells as printed, with links."""

from __future__ import annotations

from qingdan.loader import Source, load_document
from qingdan.pages.fragments import Fragments

YAML = """\
标题: 清单
年度: 2022
清单:
- 条目:
  - 内容: 甲
    牵头单位: 市教育局
    责任单位: 市教育局
"""


def test_a_unit_in_two_columns_has_the_role_of_its_column_in_each() -> None:
    document = load_document(Source("content/documents/a.yaml", "", tuple(YAML.splitlines()))).document
    assert document is not None
    (task,) = document.tasks
    made = Fragments()
    for column in ("lead", "responsible"):
        html = made.printed_units(task, column)
        assert "qd-role" not in html
        assert ">市教育局</a>" in html
