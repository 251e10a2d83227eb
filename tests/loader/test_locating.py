"""Where the n-th character of a text stands in the YAML."""

from __future__ import annotations

import pytest

from qingdan.loader import load_document, locate
from qingdan.loader.decoding import decode
from qingdan.model import Text
from qingdan.problems import Place

YAML = """\
标题: 关于印发 2022年 清单的通知
年度: 2022
正文: |-
  为全面推进政务公开。

  市政府办公室评价考核。
清单:
- 条目:
  - '“双随机”''监管''事项'
  - 内容: "规划\\u516c开\\n计划 \\
      公开"
    牵头单位: [市发改委, "市财政局"]
    责任单位:
    - 各区、
      县（市）政府
    - 市档案馆
    备注: >-
      折行的
      文字
"""


@pytest.mark.parametrize(
    ("name", "word", "line", "column"),
    [
        ("title", "清单", 1, 16),
        ("body", "为", 4, 3),
        ("body", "市政府", 6, 3),
        ("heading", "“双", 9, 6),
        ("heading", "'监", 9, 11),
        ("heading", "事项", 9, 17),
        ("text", "规划", 10, 10),
        ("text", "公开\n", 10, 12),
        ("text", "计划", 10, 21),
        ("text", "公开", 10, 12),
        ("lead", "市发改委", 12, 12),
        ("lead", "市财政局", 12, 19),
        ("responsible", "县（市）", 15, 7),
        ("responsible", "市档案馆", 16, 7),
        ("remark", "文字", 19, 7),
    ],
)
def test_the_place_of_a_word(name: str, word: str, line: int, column: int) -> None:
    source, _ = decode("content/documents/shaoxing-2022.yaml", YAML.encode())
    document = load_document(source).document
    assert document
    task = document.tasks[0]
    texts = {
        "title": document.title,
        "body": document.body,
        "heading": document.lists[0].entries[0].text,
        **task.cells,
    }
    text = texts[name]
    assert text
    found = locate(source, text, text.value.index(word), 2)
    assert found.place == Place(source.file, line, column)
    assert found.text == source.lines[line - 1]


def test_the_end_and_what_is_no_scalar() -> None:
    source, _ = decode("content/documents/shaoxing-2022.yaml", YAML.encode())
    document = load_document(source).document
    assert document
    title = document.title
    assert locate(source, title, len(title.value)).place.column == len(source.lines[0]) + 1
    elsewhere = Text("别处", Place(source.file, 3, 2))
    assert locate(source, elsewhere, 1).place == elsewhere.place
