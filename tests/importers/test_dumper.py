"""What is dumped loads as the same document; the five documents dump as they stand, to the byte."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.dumper import dump
from qingdan.loader import Source, load_document
from qingdan.problems import has_errors

from .trees import tree_of

DOCUMENTS = sorted((Path(__file__).parents[2] / "content" / "documents").glob("*.yaml"))


def loaded(text: str, name: str = "x"):
    source = Source(
        f"content/documents/{name}.yaml", sha256(text.encode()).hexdigest(), tuple(text.split("\n"))
    )
    document, problems = load_document(source)
    assert not has_errors(problems), [p for p in problems if p.severity.name == "ERROR"]
    assert document is not None
    return document


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_the_checked_documents_dump_to_the_same_bytes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert dump(tree_of(loaded(text, path.stem))) == text


AWKWARD = st.sampled_from(
    [
        "- ",
        ": ",
        " #",
        "'",
        '"',
        "|",
        "内容：",
        "序号 甲",
        "序号: 1",
        "&a",
        "*b",
        "!",
        "%",
        "@",
        "`",
        "\n",
        "\\",
        "{",
        "]",
        "，",
        ",",
        "---",
        "...",
        "~",
        "no",
        "1.10",
        "<<",
        "?",
        "\u200b",
        "\ue000",
        "\t",
        "段落",
        "责任单位：",
        "\U0001f600",
        "=",
        ">",
    ]
)
WORDS = (
    st.lists(
        st.text(
            alphabet=st.characters(
                exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"
            ),
            max_size=8,
        )
        | AWKWARD,
        min_size=1,
        max_size=6,
    )
    .map(lambda parts: "".join(parts).strip())
    .filter(bool)
)
ONE_LINE = WORDS.map(lambda words: "".join(words.split())).filter(bool)
TASK = st.fixed_dictionaries(
    {"内容": WORDS},
    optional={"牵头单位": WORDS, "责任单位": WORDS, "完成时限": WORDS, "备注": WORDS, "目标": WORDS},
)
LIST = st.fixed_dictionaries(
    {
        "形式": st.sampled_from(["表格", "条文"]),
        "条目": st.lists(WORDS | TASK | WORDS.map(lambda w: {"段落": w}), max_size=4),
    },
    optional={"名称": ONE_LINE, "表头": st.lists(WORDS, min_size=1, max_size=4)},
)
TREE = st.fixed_dictionaries(
    {"标题": ONE_LINE, "清单": st.lists(LIST, max_size=2)},
    optional={
        "文号": WORDS,
        "成文日期": st.dates().map(str),
        "年度": st.just("2022"),
        "主送": WORDS,
        "依据": st.lists(WORDS, min_size=1, max_size=3),
        "抄送": WORDS | st.lists(WORDS, min_size=2, max_size=3),
        "正文": WORDS,
        "附录": st.lists(st.fixed_dictionaries({"名称": WORDS, "内容": WORDS}), min_size=1, max_size=2),
        "未采用": st.lists(st.fixed_dictionaries({"文字": WORDS, "理由": WORDS}), min_size=1, max_size=3),
    },
)


@given(TREE)
def test_what_is_dumped_loads_as_the_same_tree(tree: dict[str, Any]) -> None:
    text = dump(tree)
    assert tree_of(loaded(text)) == tree
