"""Markdown pages of the records, for MkDocs and Zensical.

What Markdown can say: tables of tasks, notices, lines of originals. Our charts and the comparison of
an original with its fields would be raw HTML there, and are left out, in these builders' favour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from records import ROLES, Record

SETTINGS = """\
site_name: 清单
theme:
  name: material
  language: zh
  font: false
use_directory_urls: true
plugins: [search]
markdown_extensions: [attr_list, tables]
nav:
  - 文件: documents/index.md
  - 单位: units/index.md
  - 时限: deadlines/index.md
not_in_nav: |
  /documents/
  /units/
  /deadlines/
"""


def pages(records: Record) -> Iterator[tuple[str, str]]:
    """(path below docs/, text) of every page. Links are links to Markdown files, as MkDocs wants."""
    tasks = records["tasks"]
    for d in records["documents"]:
        yield f"documents/{d['id']}.md", _document(d, tasks)
        yield f"documents/{d['id']}/original.md", _original(d, tasks)
    for r in records["regions"]:
        yield f"{r['url'].rstrip('/')}.md", _region(r)
    for u in records["units"]:
        parts = [f"# {u['name']}\n\n{u['region']}\n"]
        for role, title in zip(ROLES, ("牵头", "负责", "配合"), strict=True):
            if u[role]:
                parts.append(f"## {title}的任务（{len(u[role])} 项）\n\n{_listing(u[role], tasks, '../../')}")
        yield f"units/{u['id']}.md", "\n".join(parts)
    for d in records["deadlines"]:
        parts = [f"# {d['title']}\n\n共 {d['count']} 项。\n"]
        for group, section in zip(d["groups"], d["sections"], strict=True):
            title = f"原文写“{group['text']}”" if group["text"] else "原文没有写时限"
            listed = _listed(section["documents"]) or _listing(group["tasks"], tasks, "../")
            parts.append(f"## {title}（{len(group['tasks'])} 项）\n\n{listed}")
        yield f"deadlines/{d['slug']}.md", "\n".join(parts)
    lines = [f"- [{d['title']}]({d['id']}.md) {d['number']} {d['signed_day']}" for d in records["documents"]]
    yield "documents/index.md", "# 文件\n\n" + "\n".join(lines) + "\n"
    blocks = []
    for r in records["regions"]:
        blocks.append(f"## [{r['name']}](../{r['url'].rstrip('/')}.md)\n")
        blocks += [f"- {_link(u['name'], u['url'], '../')}" for u in r["units"][:12]]
        blocks.append("")
    yield "units/index.md", "# 单位\n\n" + "\n".join(blocks)
    lines = [f"- [{d['title']}]({d['slug']}.md) {d['count']}" for d in records["deadlines"]]
    yield "deadlines/index.md", "# 时限\n\n" + "\n".join(lines) + "\n"


def _link(text: str, url: str, root: str) -> str:
    page, _, anchor = url.partition("#")
    return f"[{_plain(text)}]({root}{page.rstrip('/')}.md{'#' + anchor if anchor else ''})"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)


def _units(units: Sequence[Record], root: str, joint: str) -> str:
    return joint.join(_link(u["name"], u["url"], root) for u in units)


def _due(deadline: Record, root: str) -> str:
    return f"{_link(deadline['text'], deadline['url'], root)} {deadline['day']}"


def _listing(ids: Sequence[str], tasks: Record, root: str) -> str:
    rows = ["| 任务 | 牵头单位 | 责任、配合单位 | 完成时限 |", "| --- | --- | --- | --- |"]
    for id_ in ids:
        t = tasks[id_]
        units = _units(t["responsible"], root, "、")
        if t["supporting"]:
            units += f"<br>配合 {_units(t['supporting'], root, '、')}"
        rows.append(
            f"| {_plain(t['text'])}<br>{_link(t['from'], t['url'], root)} | {_units(t['lead'], root, '、')} "
            f"| {units} | {_due(t['deadline'], root)} |"
        )
    return "\n".join(rows) + "\n"


def _listed(documents: Sequence[Record]) -> str:
    """The tasks of a deadline that has too many for a table, by document and number, as ours shows them."""
    lines = []
    for d in documents:
        tasks = " ".join(_link(t["text"], t["url"][1:], "../") for t in d["tasks"])
        lines.append(f"- {_link(d['text'], d['url'][1:], '../')}{d['region']} {tasks}\n")
    return "".join(lines)


def _document(d: Record, tasks: Record) -> str:
    facts = "\n".join(f"- {fact['name']['text']}：{_plain(fact['value']['text'])}" for fact in d["facts"])
    letter = "\n\n".join(
        [f"{d['addressees']}：", *d["body"], f"{d['issuer']} {d['signed_day']}", f"抄送：{d['copied']}。"]
    )
    rows = [f"| {' | '.join(d['header'])} |", f"| {' | '.join('---' for _ in d['header'])} |"]
    for entry in d["entries"]:
        if "heading" in entry:
            rows.append(f"| **{_plain(entry['heading'])}** | | | | |")
            continue
        t = tasks[entry["task"]]
        due = _due(t["deadline"], "../") if t["deadline"]["printed"] else ""
        rows.append(
            f'| <a id="{t["anchor"]}" href="#{t["anchor"]}">{t["number"]}</a> | {_plain(t["text"])}'
            f"<br>[原件第 {t['line']} 行]({d['id']}/original.md#L{t['line']}) "
            f"| {_units(t['lead'], '../', '，')} | {_units(t['responsible'], '../', '，')} | {due} |"
        )
    return (
        f"# {d['title']}\n\n{facts}\n\n## 通知正文\n\n{letter}\n\n## {d['list_title']}\n\n"
        + "\n".join(rows)
        + f"\n\n## 原件和下载\n\n- [原件文字，逐行编号]({d['id']}/original.md)\n"
    )


def _original(d: Record, tasks: Record) -> str:
    lines = []
    for n, line in enumerate(d["lines"], 1):
        back = ""
        if line["task"]:
            t = tasks[line["task"]]
            words = f"第 {t['number']} 项"
            back = f" {_link(words, t['url'], '../../')}"
        lines.append(f'<a id="L{n}" href="#L{n}">{n}</a> {_plain(line["text"])}{back}\n')
    return f"# 原件文字\n\n[{d['title']}](../{d['id']}.md)\n\n" + "\n".join(lines)


def _region(r: Record) -> str:
    documents = "\n".join(f"- {_link(d['title'], d['url'], '../')}" for d in r["documents"])
    tables = []
    for collective in (False, True):
        rows = ["| 单位 | 牵头 | 负责 | 配合 | 通过统称 |", "| --- | --- | --- | --- | --- |"]
        for u in r["units"]:
            if u["collective"] == collective:
                counts = " | ".join(str(n or "") for n in u["counts"])
                rows.append(f"| {_link(u['name'], u['url'], '../')} | {counts} | |")
        tables.append("\n".join(rows))
    return f"# {r['name']}的单位\n\n## 文件\n\n{documents}\n\n## 单位\n\n" + "\n\n".join(tables) + "\n"
