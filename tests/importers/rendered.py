"""The checked documents, printed in every layout that is known: what is read back must be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import yaml

from .conftest import ROOT

FIELDS = ("序号", "内容", "牵头单位", "责任单位", "完成时限")
NAMES = (
    FIELDS,
    ("序　号", "工作任务", "牵头部门", "责任部门", "时间节点"),
    ("编号", "重点任务", "牵头责任单位", "配合单位", "完成期限"),
)
"""Names of the columns; 配合单位 holds what 责任单位 holds in the YAML."""

Rows = list[list[str]]
"""Cells of a row; a heading is a row with one cell."""


def tables() -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """Every table of the checked documents: its name, its fields, its rows."""
    for path in sorted((ROOT / "content" / "documents").glob("*.yaml")):
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for number, part in enumerate(values["清单"], 1):
            if part["形式"] == "表格":
                held = [e for e in part["条目"] if isinstance(e, dict)]
                fields = tuple(f for f in FIELDS if any(f in e for e in held))
                rows = [[e] if isinstance(e, str) else [e.get(f, "") for f in fields] for e in part["条目"]]
                yield f"{path.stem}-{number}", fields, rows


def named(fields: Sequence[str], names: Sequence[str]) -> list[str]:
    """The names that these fields have in one of NAMES."""
    return [names[FIELDS.index(field)] for field in fields]


def expected(rows: Rows, fields: Sequence[str], names: Sequence[str]) -> list[Any]:
    """The entries of the list that these rows are."""
    keys = ["配合单位" if f == "责任单位" and "配合单位" in names else f for f in fields]
    return [
        r[0] if len(r) == 1 else {k: "".join(v.split()) for k, v in zip(keys, r, strict=True) if v}
        for r in rows
    ]


def tabs(rows: Rows, names: Sequence[str]) -> list[str]:
    return ["\t".join(names), *("\t".join(r) for r in rows)]


def bars(rows: Rows, names: Sequence[str]) -> list[str]:
    return [" | ".join(names) + " |", *(" | ".join(r) + " |" for r in rows)]


def outer_bars(rows: Rows, names: Sequence[str]) -> list[str]:
    return ["|" + "|".join(names) + "|", *("|" + "|".join(r) + "|" for r in rows)]


def bar_a_line(rows: Rows, names: Sequence[str]) -> list[str]:
    return [f"{cell} |" for r in [list(names), *rows] for cell in r]


def alternate(rows: Rows, names: Sequence[str]) -> list[str]:
    out: list[str] = []
    for r in [list(names), *rows]:
        for cell in r:
            out += [cell, "|"] if cell else ["|"]
        out.pop()
    return out


def blank_lines(rows: Rows, names: Sequence[str]) -> list[str]:
    return [line for r in [list(names), *rows] for cell in r if cell for line in (cell, "")]


def bare_lines(rows: Rows, names: Sequence[str]) -> list[str]:
    return [cell for r in [list(names), *rows] for cell in r if cell]


def tab_lines(rows: Rows, names: Sequence[str]) -> list[str]:
    return [line for r in [list(names), *rows] for line in (*(f"\t{c}" for c in r if c), "")]


def spaced(rows: Rows, names: Sequence[str]) -> list[str]:
    plain = ["".join(name.split()) for name in names]
    return ["  ".join(plain), *("  ".join(c for c in r if c) for r in rows)]


LAYOUTS: tuple[Callable[[Rows, Sequence[str]], list[str]], ...] = (
    tabs, bars, outer_bars, bar_a_line, alternate, blank_lines, bare_lines, tab_lines, spaced,
)  # fmt: skip


# ------------------------------------------------------------------ prose


def proses() -> Iterator[tuple[str, list[Any]]]:
    """The entries of every list in prose, up to the lines that name the annexes."""
    for path in sorted((ROOT / "content" / "documents").glob("*.yaml")):
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for part in values["清单"]:
            if part["形式"] == "条文":
                kept = [
                    e
                    for e in part["条目"]
                    if isinstance(e, str) or not e.get("段落", "").startswith(("附件", "2."))
                ]
                yield path.stem, kept


def _units(task: dict[str, str]) -> tuple[str, str]:
    return next(((k, task[k]) for k in ("牵头单位", "责任单位") if k in task), ("", ""))


def _bracketed(entries: Sequence[Any], opening: str, closing: str, end: str) -> list[str]:
    lines: list[str] = []
    for e in entries:
        if isinstance(e, str):
            lines.append(e)
        elif "段落" in e:
            lines.append(e["段落"])
        else:
            name, units = _units(e)
            words = e["内容"] + (f"{opening}{name}：{units}{closing}" if units else "")
            follows = lines[-1].endswith(("。", closing)) and not end
            if follows:
                lines[-1] += words
            else:
                lines.append(words)
    return lines


def wide_brackets(entries: Sequence[Any]) -> list[str]:
    return _bracketed(entries, "（", "）", "")


def square_brackets(entries: Sequence[Any]) -> list[str]:
    return _bracketed(entries, "【", "】", "")


def a_paragraph_each(entries: Sequence[Any]) -> list[str]:
    return _bracketed(entries, "(", ")", "\n")


def label_lines(entries: Sequence[Any]) -> list[str]:
    lines: list[str] = []
    for e in entries:
        if isinstance(e, str) or "段落" in e:
            lines.append(e if isinstance(e, str) else e["段落"])
        else:
            name, units = _units(e)
            lines += [e["内容"], *([f"{name}：{units}"] if units else [])]
    return lines


def one_line(entries: Sequence[Any]) -> list[str]:
    return ["".join(wide_brackets(entries))]


PROSE = (wide_brackets, square_brackets, a_paragraph_each, label_lines, one_line)
