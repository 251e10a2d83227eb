"""Results as tables, for the one who measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
REAL = "5 (the real notices)"
OURS, WHOLE = "qingdan", "whole"

Row = Mapping[str, Any]


class Pair(NamedTuple):
    """Ours beside a peer's, doing the same."""

    words: str
    said: str
    """The same for the page."""
    peer: str
    case: str
    stages: Sequence[str] = ()
    """Of ours, those that count; none: the whole program."""


PAIRS = (
    Pair(
        "pages alone: Hugo from the same data",
        "只做网页：Hugo，从同样的数据",
        "Hugo, from data",
        "pages alone",
    ),
    Pair(
        "pages alone: the same, rows cached",
        "只做网页：Hugo，重复的行只做一次",
        "Hugo, from data, rows cached",
        "pages alone",
    ),
    Pair(
        "pages alone: Hugo from finished bodies",
        "只做网页：Hugo，正文已经做好",
        "Hugo, from ready content",
        "pages alone",
    ),
    Pair(
        "pages alone from ready records: Hugo",
        "只做网页，都用现成的记录：Hugo",
        "Hugo, from data",
        "pages alone, records ready",
    ),
    Pair(
        "pages alone from ready records: MkDocs with its search",
        "只做网页，都用现成的记录：MkDocs + Material 连搜索",
        "MkDocs + Material",
        "pages alone, records ready",
    ),
    Pair("pages alone: Eleventy", "只做网页：Eleventy，从同样的数据", "Eleventy, from data", "pages alone"),
    Pair("everything: Hugo, pages alone", "全部：Hugo，只做网页", "Hugo, from data", "cold"),
    Pair(
        "everything: Hugo and Pagefind", "全部：Hugo 加 Pagefind 搜索", "Hugo, from data + Pagefind", "cold"
    ),
    Pair("everything: Zensical with its search", "全部：Zensical 连搜索", "Zensical", "cold"),
    Pair("everything: MkDocs with its search", "全部：MkDocs + Material 连搜索", "MkDocs + Material", "cold"),
    Pair(
        "pages stage: the plain loop",
        "只算做和写网页两步：把同样的字节再写一遍",
        "",
        "pages alone",
        ("pages", "write"),
    ),
)


def table(report: Row) -> str:
    """The results as two Markdown tables: like beside like, and every figure."""
    return "\n".join([*_compared(report["results"]), "", *_figures(report["results"]), "", _about(report)])


def _about(report: Row) -> str:
    machine = report["machine"]
    return (
        f"{machine['processors']} processors, {machine['memory_gb']} GB, {machine['system']}, "
        f"Python {machine['python']}, load {machine['load_before']} before; medians."
    )


def pairs(results: Sequence[Row]) -> Iterator[tuple[str, Pair, float, float]]:
    """(documents, pair, our seconds, theirs) of all that was measured on both sides."""
    found = {(r["documents"], r["builder"], r["case"]): r for r in results if "seconds" in r}
    for documents in dict.fromkeys(r["documents"] for r in results):
        for pair in PAIRS:
            ours = found.get((documents, OURS, pair.case))
            theirs = found.get((documents, pair.peer, WHOLE))
            if not pair.peer:
                theirs = found.get((documents, OURS, "floor of pages"))
            if ours and theirs:
                stages = ours["stages"]
                seconds = sum(stages[s] for s in pair.stages) if pair.stages else ours["seconds"]
                yield documents, pair, seconds, theirs["seconds"]


def _compared(results: Sequence[Row]) -> Iterator[str]:
    yield "| documents | what is compared | ours, s | theirs, s | theirs ÷ ours |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for documents, pair, ours, theirs in pairs(results):
        yield f"| {documents} | {pair.words} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} |"


def _figures(results: Sequence[Row]) -> Iterator[str]:
    columns = ["documents", "builder", "pages", "words", "s", "CPU s", "MB, largest", "MB, together"]
    yield f"| {' | '.join([*columns, 'site MB', 'files', 'stages, s'])} |"
    yield f"| --- | --- |{' ---: |' * 8} --- |"
    for r in results:
        name = r["builder"] if r["case"] == WHOLE else f"{r['builder']}, {r['case']}"
        if "seconds" not in r:
            yield f"| {r['documents']} | {name} | {r['left_out']} | | | | | | | | |"
            continue
        stages = " ".join(f"{stage} {seconds:.2f}" for stage, seconds in r["stages"].items())
        words = f"{r['words']:.1%}" if "words" in r else ""
        yield (
            f"| {r['documents']} | {name} | {r['pages']} | {words} | {r['seconds']:.2f} "
            f"| {r['cpu_seconds']:.2f} | {r['peak_mb']:.0f} | {r['together_mb']:.0f} | {r['site_mb']:.1f} "
            f"| {r['files']} | {stages} |"
        )
