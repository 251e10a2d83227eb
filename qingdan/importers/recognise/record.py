"""Record 记录块: what a government site prints about a notice, above it: 索引号, 文号, 成文日期 ….

It stands as lines 「文号：…」, several to a line, as label and value on lines of their
own, or as a table. It is none of the notice; what only it tells is kept for the draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qingdan.importers.blocks import Block, Line, Table
from qingdan.importers.draft import Draft
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.lines import is_blank
from qingdan.importers.recognise.signs import squeeze
from qingdan.text import dates, doc_numbers

_NAMES = (
    "索引号|信息索引号?|组配分类|主题分类|体裁分类|公文种类|文件类型|主题词|发布机构|发布机关|发布单位|发文机关|发文机构|"
    "发文单位|制发机关|制定机关|公开主体|公开机构|公开形式|公开方式|公开日期|公开时限|公开程序|公开范围|公开类别|公开责任部门|"
    "信息名称|名称|文件名称|标题|内容概述|内容概要|文号|发文字号|发文文号|文件编号|成文日期|成文时间|发文日期|发布日期|发文时间|"
    "发布时间|生成日期|废止日期|失效日期|失效时间|生效日期|实施日期|有效性|文件有效性|是否有效|时效性|信息时效|统一编号|"
    "规范性文件[^：:]{0,6}|关键词|效力状态|信息来源|来源|公文时效|所属(?:栏目|主题|单位)|颁布(?:时间|日期|单位)|信息分类|分类|"
    "效力级别|法规类别|批准部门|发布部门"
)
_NAME = re.compile(_NAMES)
_PLAIN_NAMES = [name for name in _NAMES.split("|") if name.isalpha()]


def _with_spaces(name: str) -> str:
    return r"\s{0,6}".join(name)


_BULLET = "•●▪◆■·*-　 \t"
_PAIR = re.compile(rf"(?:{_NAMES})[：:]")
_BRACKETED = re.compile(rf"[【\[](?:法宝引证码|{_NAMES})[】\]]")
"""【发文字号】, as libraries of laws print them."""
_TELLING = frozenset(
    (
        "索引号",
        "信息索引号",
        "组配分类",
        "主题分类",
        "体裁分类",
        "发文字号",
        "发布机构",
        "有效性",
        "统一编号",
        "公文时效",
    )
)
"""Labels that stand in record blocks alone."""
_LONGEST_VALUE = 90


def is_record(text: str) -> bool:
    """Whether a line belongs to the record block: 索引号：… 文号：…."""
    plain = squeeze(text).lstrip(_BULLET)
    opened = _PAIR.match(plain) or _BRACKETED.match(plain)
    return 0 < len(plain) <= 240 and bool(opened) and "。" not in plain


def stacked(blocks: Sequence[Block]) -> dict[int, str]:
    """Record blocks whose labels and values stand on lines of their own: index of each of their
    lines -> what it holds, 文号：… for a value."""
    found = dict(_spaced(blocks)) | dict(_barred(blocks))
    given = [
        (k, text)
        for k, b in enumerate(blocks)
        if k not in found and isinstance(b, Line) and (text := squeeze(b.text).lstrip(_BULLET))
    ]
    behind = -1
    for at, (index, _) in enumerate(given):
        if index <= behind:
            continue
        run = list(_run(given, at))
        named = [name for _, name, _ in run]
        behind = max((max((k, *values)) for k, _, values in run), default=index)
        if len(named) >= 3 and not _TELLING.isdisjoint(named):
            for k, name, values in run:
                found[k] = name
                found |= {v: f"{name}：{squeeze(lines.text_of(blocks[v]))}" for v in values}
    return found


_CELLS = re.compile(r"[|｜\t]")


def _barred(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Lines 「文号 | 绍政办〔2022〕4号 | 成文日期 | 2022-06-01 |」, if several of them follow each other."""
    run: list[tuple[int, str, bool]] = []
    for k, block in enumerate([*blocks, None]):
        if block is not None and is_blank(block):
            continue
        cells = [squeeze(c).rstrip("：:") for c in _CELLS.split(lines.text_of(block))] if block else [""]
        while len(cells) > 1 and not cells[0]:
            del cells[0]
        if len(cells) > 1 and _NAME.fullmatch(cells[0]):
            pairs = zip(cells[::2], [*cells[1::2], ""], strict=False)
            words = "；".join(f"{name}：{value}" for name, value in pairs if name)
            run.append((k, words, not _TELLING.isdisjoint(cells[::2])))
            continue
        if len(run) > 1 and any(told for _, _, told in run):
            yield from ((at, words) for at, words, _ in run)
        run = []


_SPACED = re.compile(
    rf"(?<!\S)(?P<name>{'|'.join(_with_spaces(name) for name in _PLAIN_NAMES)})\s*[：:]?(?=\s|$)"
)
"""A label parted by spaces from its value, perhaps with spaces inside: 文    号 绍政办〔2022〕4号."""


def _spaced(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Lines 「发布机构 市政府办公室 文 号 绍政办〔2022〕4号」, if they hold three labels together."""
    run: list[tuple[int, str, list[str]]] = []
    for k, block in enumerate([*blocks, None]):
        if block is not None and is_blank(block):
            continue
        text = lines.text_of(block).strip() if block and len(lines.text_of(block)) <= 240 else ""
        labels = list(_SPACED.finditer(text))
        if labels and not labels[0].start() and "。" not in text and not _CELLS.search(text):
            names = ["".join(label["name"].split()) for label in labels]
            stops = [*(label.start() for label in labels[1:]), len(text)]
            values = (text[label.end() : stop] for label, stop in zip(labels, stops, strict=True))
            pairs = zip(names, map(squeeze, values), strict=True)
            run.append((k, "；".join(f"{name}：{value}" for name, value in pairs), names))
            continue
        named = [name for _, _, names in run for name in names]
        if len(named) >= 3 and not _TELLING.isdisjoint(named):
            yield from ((at, words) for at, words, _ in run)
        run = []


def _run(given: Sequence[tuple[int, str]], at: int) -> Iterator[tuple[int, str, list[int]]]:
    """Labels from a line on, each with the lines of its value, as long as labels follow."""
    while at < len(given):
        k, text = given[at]
        name = text.rstrip("：:")
        if not _NAME.fullmatch(name):
            return
        following = next(
            (n for n in range(at + 1, min(at + 4, len(given))) if _NAME.fullmatch(given[n][1].rstrip("：:"))),
            None,
        )
        if following is None:
            fits = at + 1 < len(given) and _suits(name, given[at + 1][1])
            yield k, name, [given[at + 1][0]] if fits else []
            return
        yield k, name, [given[n][0] for n in range(at + 1, following)]
        at = following


def _suits(name: str, value: str) -> bool:
    """Whether words can be the value of the last label: what follows may as well be the notice."""
    if name.endswith(("日期", "时间")):
        return dates.parse(value) is not None
    if "号" in name:
        return doc_numbers.parse(value) is not None or value.isascii()
    if "分类" in name:
        return len(value) <= 20 and not lines.is_organ(value) and not lines.is_title(value)
    return name in ("有效性", "时效性", "是否有效", "公文时效") and len(value) <= 6


def is_record_table(table: Table) -> bool:
    """Whether a table is a record block."""
    texts = [squeeze(c.text) for row in table.rows for c in row if c]
    named = [t for t in texts if _NAME.fullmatch(t.rstrip("：:")) or is_record(t)]
    told = any(t.startswith(tuple(_TELLING)) for t in named)
    return len(named) >= 3 and told and len(named) * 3 >= sum(bool(t) for t in texts)


def read_table(table: Table, draft: Draft) -> None:
    """What a record block in a table tells."""
    for row in table.rows:
        name = ""
        for cell in row:
            text = squeeze(cell.text) if cell else ""
            if _NAME.fullmatch(text.rstrip("：:")):
                name = text.rstrip("：:")
            elif is_record(text):
                read(text, draft)
            elif name:
                read(f"{name}：{text}", draft)
                name = ""


def read(text: str, draft: Draft) -> None:
    """文号, 发文机关 and 成文日期 that only the record block of the page tells."""
    plain = re.sub("[：:]+", "：", squeeze(text))
    starts = list(_PAIR.finditer(plain))
    for k, label in enumerate(starts):
        name = label.group().rstrip("：")
        value = plain[label.end() : starts[k + 1].start() if k + 1 < len(starts) else len(plain)]
        value = value.split("；")[0]
        if len(value) > _LONGEST_VALUE:
            continue
        if name in ("文号", "发文字号", "发文文号", "文件编号") and doc_numbers.parse(value):
            draft.record.setdefault("number", value)
        elif name in ("成文日期", "成文时间", "生成日期") and dates.parse(value):
            draft.record.setdefault("signed", value)
        elif name in ("发文机关", "发文机构", "发文单位", "制发机关") and lines.is_organ(value):
            draft.record.setdefault("issuer", value)
        elif name in ("标题", "名称", "信息名称", "文件名称") and lines.is_title(value):
            draft.record.setdefault("title", value)
