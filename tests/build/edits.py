"""Edits of a site of two notices, of every sort that a person makes, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .conftest import change

SHAOXING, ZHEJIANG = "content/documents/shaoxing-2022.yaml", "content/documents/zhejiang-2021.yaml"
UNITS = "content/units/shaoxing.yaml"


def _both(root: Path, old: str, new: str) -> None:
    """An edit of the YAML and of its original."""
    change(root / SHAOXING, old, new)
    change(root / "content/originals/shaoxing-2022.txt", old, new)
    text = (root / SHAOXING).read_text("utf-8")
    (root / SHAOXING).write_text(text.replace("  校验码:", "  # 校验码:"), "utf-8")


def _another_document(root: Path) -> None:
    text = (root / SHAOXING).read_text("utf-8").replace("  校验码:", "  # 校验码:")
    (root / "content/documents/shaoxing-2023.yaml").write_text(text, "utf-8")


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def progress(root: Path) -> None:
    """One report more, each time another."""
    text = (root / ZHEJIANG).read_text("utf-8")
    line = "    牵头单位: 省跑改办牵头\n"
    reports = text.count("状态: 进行中")
    assert line in text
    more = f"    进展: [{{日期: 2021-06-{reports % 28 + 1:02}, 状态: 进行中, 说明: 第{reports}次}}]\n"
    if "    进展:" in text:
        text = text.replace(
            "    进展: [", f"    进展: [{{日期: 2021-05-01, 状态: 进行中, 说明: 加{reports}}}, "
        )
    else:
        text = text.replace(line, line + more, 1)
    (root / ZHEJIANG).write_text(text, "utf-8")


def report_less(root: Path) -> None:
    """Take all reports of the task back: anchors and files of its pages go with them."""
    text = (root / ZHEJIANG).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    left = [line for line in lines if not line.startswith("    进展: [")]
    assert len(left) < len(lines)
    (root / ZHEJIANG).write_text("".join(left), "utf-8")


def _a_task_more(root: Path) -> None:
    """At the end of the table, in the YAML and in its original."""
    more, unit, when = "公开政务服务事项清单，逐项写明办理条件。", "市政府办公室", "年底前"
    _both(root, "接受社会监督。", "接受社会监督。 ")
    change(
        root / SHAOXING,
        "未采用:\n",
        f"  - 序号: 51\n    内容: {more}\n    牵头单位: {unit}\n    完成时限: {when}\n未采用:\n",
    )
    change(
        root / "content/originals/shaoxing-2022.txt",
        "\n\n抄送：",
        f"\n51\t{more}\t{unit}\t{when}\n\n抄送：",
    )


EDITS: dict[str, Callable[[Path], object]] = {
    "words": lambda r: _both(r, "集中展示", "集中 展示着"),
    "deadline": lambda r: _both(r, "二季度前", "三季度前"),
    "unit": lambda r: _both(r, "市财政局", "市税务局"),
    "progress": progress,
    "progress taken back": report_less,
    "a task more": _a_task_more,
    "year": lambda r: change(r / ZHEJIANG, "年度: 2021", "年度: 2021 "),
    "a document more": _another_document,
    "a document less": lambda r: (r / "content/documents/shaoxing-2023.yaml").unlink(),
    "alias": lambda r: change(r / UNITS, "名称: 市财政局\n", "名称: 市财政局\n  别名: [财政]\n"),
    "address": lambda r: change(r / UNITS, "网址名: shi-cai-zheng-ju", "网址名: czj"),
    "no registry": lambda r: (r / "content/units/zhejiang.yaml").unlink(),
    "site": lambda r: change(r / "content/site.yaml", "名称: ", "名称: 新"),
    "template": lambda r: _append(r / "templates/pages/unit.html", "<!-- x -->"),
    "theme": lambda r: _append(r / "templates/theme/main.html", "{# x #}\n"),
    "mkdocs.yml": lambda r: _append(r / "mkdocs.yml", "\ncopyright: x\n"),
    "docs": lambda r: _append(r / "docs/about.md", "\n再说一句。\n"),
}  # fmt: skip
UNSEEN = ("theme", "mkdocs.yml")
"""A comment, and a setting that our footer does not show."""
