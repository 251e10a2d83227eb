"""The page 速度: `python benchmarks/speed_page.py` writes docs/speed.md from results.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from report import OURS, REAL, RESULTS, WHOLE, Row, pairs

PAGE = Path(__file__).parent.parent / "docs" / "speed.md"


def main() -> None:
    """The command."""
    write(json.loads(RESULTS.read_text("utf-8")))


def write(report: Row) -> None:
    """docs/speed.md."""
    PAGE.write_text(page(report), "utf-8")


def page(report: Row) -> str:
    """The page 速度, in Markdown."""
    results, machine = report["results"], report["machine"]
    busy = machine["load_before"] > machine["processors"] / 2
    sizes = [d for d in dict.fromkeys(r["documents"] for r in results) if d.isdecimal()]
    return "\n".join(
        [
            *_opening(machine, busy=busy),
            _PATTERNS,  # once: they have ids
            *(line for documents in sizes for line in _drawn(results, documents)),
            "## 和别的程序比",
            "",
            "同样的任务，做同样的网页。最后一栏大于 1，是我们快；小于 1，是别人快。",
            "",
            "| 文件 | 比什么 | 我们，秒 | 对方，秒 | 对方是我们的几倍 |",
            "| ---: | --- | ---: | ---: | ---: |",
            *(
                f"| {_number(d)} | {pair.said} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.2f} |"
                for d, pair, ours, theirs in pairs(results)
                if d.isdecimal()
            ),
            "",
            *_left_out(results),
            *_cases(results, sizes),
            *_weights(results, sizes),
            _CLOSING,
        ]
    )


def _opening(machine: Row, *, busy: bool) -> Iterator[str]:
    yield "# 速度"
    yield ""
    yield "<!-- 本页由 python benchmarks/speed_page.py 照 benchmarks/results.json 写成，不要手改。 -->"
    yield ""
    yield "生成一个网站要多久，要多少内存，和别的建站程序比怎么样。数字都是量出来的，用一条命令可以重量。"
    yield ""
    yield (
        f"机器：{machine['processors']} 个处理器，{machine['memory_gb']:g} GB 内存，{machine['system']}，"
        f"Python {machine['python']}。开始量的时候，机器的负荷是 {machine['load_before']}。"
        "秒数是从程序起动到结束，按墙上的钟算，取中位数。换一台机器，秒数会变，比例大致不变。"
    )
    yield ""
    if busy:
        yield '!!! warning "这次量的时候，机器在忙别的事"'
        yield "    秒数偏大，比例也只可参考。请在空闲的机器上重量一次。"
        yield ""


_SHOWN = (
    ("清单，全部", OURS, "cold"),
    ("清单，只做网页", OURS, "pages alone"),
    ("Hugo，正文已经做好，只做网页", "Hugo, from ready content", WHOLE),
    ("Hugo，从数据，只做网页", "Hugo, from data", WHOLE),
    ("Hugo 加 Pagefind 搜索", "Hugo, from data + Pagefind", WHOLE),
    ("Eleventy，从数据，只做网页", "Eleventy, from data", WHOLE),
    ("Zensical，网页和搜索", "Zensical", WHOLE),
    ("MkDocs + Material，网页和搜索", "MkDocs + Material", WHOLE),
)
"""The bars of a chart: name, builder, case."""

_PATTERNS = (
    '<svg class="qd-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="qd-p1" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect class="qd-ink" width="8" height="8"/></pattern>'
    '<pattern id="qd-p2" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="qd-pale" width="6" height="6"/><rect class="qd-ink" width="2.4" height="6"/></pattern>'
    "</defs></svg>"
)
_ROOM = 80.0
"""Percent of the width for the longest bar: the rest is for its number."""


def _drawn(results: Sequence[Row], documents: str) -> Iterator[str]:
    """A picture in the manner of the site's own: names are words of the page, each bar says its number
    to those who do not see it, and the same numbers stand in a table."""
    found = {
        (r["builder"], r["case"]): r["seconds"]
        for r in results
        if r["documents"] == documents and "seconds" in r
    }
    bars = [(name, found[builder, case]) for name, builder, case in _SHOWN if (builder, case) in found]
    if len(bars) < 2:
        return
    longest = max(seconds for _, seconds in bars)
    id_, title = (
        f"chart-{documents}",
        f"{_number(documents)} 份文件（{_number(int(documents) * 50)} 项任务）要几秒",
    )
    slowest = max(bars, key=lambda b: b[1])
    told = f"{bars[0][0]}：{bars[0][1]:.2f} 秒。{slowest[0]}最慢，{slowest[1]:.2f} 秒。条越短越快。"
    yield f'<figure class="qd-chart" id="{id_}" aria-labelledby="{id_}-title">'
    yield f'<figcaption><b id="{id_}-title">{title}</b><span>{escape(told)}</span></figcaption>'
    yield '<ul class="qd-bars">'
    for name, seconds in bars:
        width = seconds / longest * _ROOM
        pattern = "qd-p1" if name.startswith("清单") else "qd-p2"
        yield (
            f'<li>{escape(name)}<svg class="qd-drawing" width="100%" height="1.3em" role="img" '
            f'aria-label="{seconds:.2f} 秒"><rect class="qd-part" x="0%" y=".1em" width="{width:.2f}%" '
            f'height="1.1em" fill="url(#{pattern})"/><text class="qd-total" x="{width:.2f}%" y="1.05em" '
            f'dx=".4em">{seconds:.2f}</text></svg></li>'
        )
    yield "</ul>"
    yield '<details class="qd-more"><summary>同样的数字，看表格</summary>'
    yield f'<table class="qd-table qd-numbers"><caption class="qd-hidden">{title}</caption>'
    yield '<thead><tr><th scope="col">程序</th><th scope="col">秒</th></tr></thead><tbody>'
    for name, seconds in bars:
        yield f'<tr><th scope="row">{escape(name)}</th><td data-label="秒">{seconds:.2f}</td></tr>'
    yield "</tbody></table></details>"
    yield "</figure>"
    yield ""


def _number(value: str | int) -> str:
    return f"{int(value):,}"


def _left_out(results: Sequence[Row]) -> Iterator[str]:
    late = [r for r in results if "left_out" in r and r["builder"] != OURS]
    if late:
        yield "没有量成的（超过了一次运行的时间，或者出错停下）："
        yield ""
        for r in late:
            yield f"- {r['builder']}，{_number(r['documents'])} 份文件"
        yield ""


_CASES = {
    "cold": "什么也没有，从头生成",
    "shell cached": "只留着外壳，其余从头",
    "one line edited": "改了一行",
    "taken back": "再改回去",
    "unchanged": "什么也没改",
    "checked, cold": "只检查，从头",
    "checked, one line edited": "只检查，改了一行",
    "checked, unchanged": "只检查，什么也没改",
    "saved, served": "预览时，从保存到看见",
    "--help": "显示帮助",
    "pages alone": "只做网页（不检查、不做搜索和数据）",
    "pages alone, records ready": "只做网页，记录是现成的",
    "floor of pages": "把网页的字节原样写一遍",
}


def _cases(results: Sequence[Row], sizes: Sequence[str]) -> Iterator[str]:
    found = {(r["case"], r["documents"]): r for r in results if r["builder"] == OURS and "seconds" in r}
    columns = [d for d in (REAL, *sizes) if ("cold", d) in found]
    yield "## 我们自己的各种情形"
    yield ""
    yield "每格是秒。改一行，是给一项任务添一条进展。"
    yield ""
    names = ["五份真实的文件" if d == REAL else f"{_number(d)} 份" for d in columns]
    yield f"| 情形 | {' | '.join(names)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    for case, name in _CASES.items():
        if not any((case, d) in found for d in columns):
            continue
        cells = [f"{found[case, d]['seconds']:.2f}" if (case, d) in found else "—" for d in columns]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""


def _weights(results: Sequence[Row], sizes: Sequence[str]) -> Iterator[str]:
    yield "## 内存和字节"
    yield ""
    yield "内存是最多的时候。“最大的进程”是其中一个进程，“全部”是几个进程合起来、共用的只算一次。"
    yield ""
    yield "| 文件 | 程序 | 网页 | 最大的进程，MB | 全部，MB | 网站，MB | 文件数 | 一个文件夹里最多 |"
    yield "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for documents in sizes:
        for name, builder, case in _SHOWN:
            for r in results:
                if (r["documents"], r["builder"], r["case"]) == (documents, builder, case) and "seconds" in r:
                    yield (
                        f"| {_number(documents)} | {name} | {_number(r['pages'])} | {r['peak_mb']:.0f} "
                        f"| {r['together_mb']:.0f} | {r['site_mb']:.0f} | {_number(r['files'])} "
                        f"| {_number(r['widest_folder'])} |"
                    )
    yield ""


_CLOSING = """\
## 怎么量的

文件是用真实的五份通知里的词句拼出来的，每份 50 项任务，五份一个地区，一个地区 60 个单位。每份都有原件，所以检查全做，连逐字核对在内。

- “全部”：读、检查、做网页、做搜索、做开放数据、核对链接、换上新网站。别的程序都不检查，也不做开放数据。
- “只做网页”：去掉检查、搜索、数据和记忆，只剩别的程序也做的事。我们仍然逐行读 YAML、核对每一个链接；别人读的是现成的 JSON，图里的数、原文对照的每一段都已经算好。
- “记录是现成的”：同样只做网页，但文件读出来的结果从上一次生成留下的记忆里取，和别的程序拿到现成的 JSON 一样；图里的数仍然当场算，链接仍然逐个核对。
- Hugo 和 Eleventy 做的网页与我们的一样：同样的地址，同样的字，量之前逐页核对。Markdown 写不出图和原文对照，MkDocs 和 Zensical 的网页没有这两样，少做的算在它们的便宜里。
- “正文已经做好”：把我们做好的正文交给 Hugo，它只把正文装进外壳。没有程序能做得更少。

命令是 `make bench`；每得到一个结果就存下，中断了再运行，接着量。细节在 `benchmarks/README.md`。
"""


if __name__ == "__main__":
    main()
