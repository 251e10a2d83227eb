"""The pages of the five notices: whole, linked, and in the words of the print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from qingdan import exports
from qingdan.model import Task
from tests.pages.conftest import Input

Site = dict[str, bytes]
Element = html.HtmlElement

# Made by other layers, linked from ours.
DATA = {"search/index.bin"} | {
    f"data/{name}" for name in ("tasks.csv", "tasks.xlsx", "tasks.json", "deadlines.ics", "feed.xml")
}


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages(site: Site) -> Iterator[tuple[str, Element]]:
    for path, content in site.items():
        if path.endswith(".html"):
            yield path, html.fromstring(content.decode())


def page(site: Site, path: str) -> Element:
    return html.fromstring(site[f"{path}index.html"].decode())


def row(site: Site, task: Task) -> Element:
    rows = page(site, f"documents/{task.document_id}/").xpath(f'//tr[@data-task="{task.id}"]')
    assert len(rows) == 1, task.id
    return rows[0]


def test_every_address_of_the_contract_is_there(real: Input, site: Site) -> None:
    wanted = {
        "index.html",
        "documents/index.html",
        "units/index.html",
        "deadlines/index.html",
        "search/index.html",
    }
    wanted |= {f"{d.url}index.html" for d in real.library.documents}
    wanted |= {f"{u.url}index.html" for u in real.library.units.values()}
    wanted |= {f"{r.url}index.html" for r in real.library.regions}
    wanted |= {f"{t.due.url}index.html" for t in real.library.tasks()}
    wanted |= {"robots.txt", "sitemap.xml"}
    assert wanted <= set(site)


def test_every_link_and_anchor_leads_somewhere(real: Input, site: Site) -> None:
    edition = exports.Edition(library=real.library, as_of=real.as_of)
    beside = {file.path for part in exports.beside.parts(edition) for file in part.files()}
    beside |= {file.path for file in exports.beside.of_all(edition)}
    known = {*site, *DATA, *(f.path for f in real.shells.files), *beside, "index.html"}
    docs = {f.path: f.read() for f in real.shells.files if f.path.endswith(".html")}
    ids = {path: set(tree.xpath("//@id")) for path, tree in pages({**docs, **site})}
    lost = []
    for path, tree in pages(site):
        for address in tree.xpath(
            "//main//a/@href | //main//form/@action | //head//link/@href | //script/@src"
        ):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            if parts.path.endswith("/") or target == ".":
                target = normpath(join(target, "index.html"))
            if target not in known or (parts.fragment and unquote(parts.fragment) not in ids.get(target, ())):
                lost.append((path, address))
    assert lost == []


def test_ids_stand_once_and_every_page_has_one_heading(site: Site) -> None:
    for path, tree in pages(site):
        doubled = [i for i, n in Counter(tree.xpath("//@id")).items() if n > 1]
        assert doubled == [], path
        assert len(tree.xpath("//h1")) == 1, path
        assert tree.xpath("//h1/@id") == ["main"], path


def test_nothing_of_the_making_is_left(site: Site) -> None:
    for path, content in site.items():
        assert b"\x00" not in content, path
        assert b"@@qd:" not in content, path
        assert b"Undefined" not in content, path


def test_every_task_stands_once_on_its_documents_page_under_its_anchor(real: Input, site: Site) -> None:
    for document in real.library.documents:
        tree = page(site, document.url)
        shown = [(r.get("data-task"), r.get("id")) for r in tree.xpath("//tr[@data-task]")]
        assert shown == [(t.id, t.anchor) for t in document.tasks]


def test_cells_are_shown_as_printed(real: Input, site: Site) -> None:
    """All words of every cell stand in the row, in the cell of their own field; what the site adds
    (days, roles, notes, the line of the original) aside."""
    for task in real.library.tasks():
        found = row(site, task)
        for added in found.xpath(
            ".//time | .//small | .//*[@class='qd-from' or @class='qd-note' or @class='qd-as']"
        ):
            added.drop_tree()
        cells = {td.get("class").removeprefix("qd-"): squeezed(td.text_content()) for td in found.iter("td")}
        printed = {name: squeezed(text.value) for name, text in task.cells.items()}
        if "units" in cells:
            names = [n for n in ("lead", "responsible", "supporting") if n in printed]
            printed["units"] = "".join(printed.pop(n) for n in names)
        for name, words in printed.items():
            assert cells[name] == words, (task.id, name)
        assert {n for n, words in cells.items() if words} <= {*printed, "number"}, task.id


def test_headings_and_paragraphs_stand_between_the_tasks_in_order(real: Input, site: Site) -> None:
    for document in real.library.documents:
        tree = page(site, document.url)
        for part, table in zip(
            document.lists, tree.xpath("//table[contains(@class, 'qd-printed')]"), strict=True
        ):
            rows = table.xpath("./tbody/tr")
            assert len(rows) == len(part.entries)
            for entry, shown in zip(part.entries, rows, strict=True):
                words = entry.text.value
                assert squeezed(words) in squeezed(shown.text_content())
                assert shown.get("id") == getattr(entry, "anchor", None)


def test_the_notice_is_shown_whole(real: Input, site: Site) -> None:
    for document in real.library.documents:
        shown = squeezed(page(site, document.url).xpath("//main")[0].text_content())
        texts = [document.title, document.number, document.issuer, document.addressees, document.body]
        for text in (*texts, *document.basis, *document.copies_text, *(a.text for a in document.annexes)):
            if text is not None:
                assert squeezed(text.value) in shown, (document.id, text.value[:20])
        for leftover in document.leftovers:
            assert (squeezed(leftover.text.value) in shown) != leftover.damaged
            assert squeezed(leftover.reason) in shown


def test_units_and_deadlines_of_a_task_are_links(real: Input, site: Site) -> None:
    for task in real.library.tasks():
        links = [
            normpath(join(f"documents/{task.document_id}", a)) + "/"
            for a in row(site, task).xpath(".//td//a/@href")
        ]
        missing = [p.unit.url for _, p in task.parties() if p.unit.url not in links]
        assert missing == [], task.id
        if task.deadline.text:
            assert task.deadline.url in links


def test_a_unit_that_the_rules_made_lead_is_marked(real: Input, site: Site) -> None:
    """会同 in a 责任单位 bracket makes the first name lead: the page says so beside it."""
    task = next(t for t in real.library.tasks() if "会同" in t.cells.get("responsible", t.text).value)
    marked = row(site, task).xpath(".//a[following-sibling::*[1][self::small]]")
    assert [squeezed(a.text_content()) for a in marked] == [p.name for p in task.lead]
    assert {s.text for s in row(site, task).xpath(".//small")} == {"牵头"}


def test_each_task_links_to_the_line_of_the_original_where_it_begins(real: Input, site: Site) -> None:
    for task in real.library.tasks():
        (address,) = row(site, task).xpath(".//p[@class='qd-from']/a/@href")
        line = int(address.rpartition("#L")[2])
        lines = real.originals[task.document_id].lines
        begin = squeezed(task.text.value)[:8]
        near = squeezed("".join(lines[line - 1 : line + 3]))
        assert begin in near, task.id


def test_damaged_words_are_published_nowhere(real: Input, site: Site) -> None:
    """Neither as text nor in an address nor inside a download."""
    passages = [x.text.value for d in real.library.documents for x in d.leftovers if x.damaged]
    assert len(passages) == 1
    words = [w for w in re.split(r"[_\s]+", passages[0]) if len(w) > 4]
    assert words
    for path, content in site.items():
        text = unquote(content.decode("utf-8", "ignore"))
        for word in (*words, "365bet", "bet365"):
            assert word not in text, path
    damaged = page(site, "documents/deqing-2022/")
    assert "损坏" in damaged.xpath("//aside")[0].text_content()
    assert "documents/deqing-2022/original/deqing-2022.txt" not in site
    assert (
        "未公开"
        in page(site, "documents/deqing-2022/original/").xpath("//*[@id='rv-original']")[0].text_content()
    )


def test_whole_originals_are_offered_as_received(real: Input, site: Site) -> None:
    for id_, raw in real.raw.items():
        if id_ != "deqing-2022":
            assert site[f"documents/{id_}/original/{id_}.txt"] == raw
            links = page(site, f"documents/{id_}/").xpath("//section[@class='qd-source']//a[@download]/@href")
            below = f"../../documents/{id_}/"
            assert set(links) == {f"{below}original/{id_}.txt", f"{below}{id_}.yaml"}


def test_a_page_that_a_browser_would_run_is_offered_as_text(real: Input) -> None:
    document = real.library.document("shaoxing-2022")
    object.__setattr__(document, "original", original := document.original)
    assert original
    changed = original._replace(file="shaoxing-2022.html")
    try:
        object.__setattr__(document, "original", changed)
        paths = real.files()
    finally:
        object.__setattr__(document, "original", original)
    assert "documents/shaoxing-2022/original/shaoxing-2022.html.txt" in paths
    assert "documents/shaoxing-2022/original/shaoxing-2022.html" not in paths


def test_a_unit_page_shows_its_duties_apart_and_by_deadline(real: Input, site: Site) -> None:
    for unit in real.library.units.values():
        tree = page(site, unit.url)
        duties = real.library.duties[unit.id]
        for role in ("lead", "responsible", "supporting"):
            tasks = getattr(duties, role)
            rows = (
                tree.xpath(f"//h2[@id='{role}']/following-sibling::table[1]/tbody/tr/@data-task")
                if tasks
                else []
            )
            assert sorted(rows) == sorted(t.id for t in tasks), unit.id
            assert bool(tree.xpath(f"//h2[@id='{role}']")) == bool(tasks)
            days = [t.due.date for i in rows for t in tasks if t.id == i and t.due.date]
            assert days == sorted(days)
        through = tree.xpath("//ul[@class='qd-short']/li/@data-task")
        assert sorted(through) == sorted(t.id for _, t in duties.through)
        shown = tree.xpath("//main")[0].text_content()
        assert all(alias in shown for alias in unit.aliases)
        assert all(member in shown for member in unit.members)


def test_a_deadline_page_shows_words_rule_and_all_its_tasks(real: Input, site: Site) -> None:
    for slug, tasks in real.library.due.items():
        tree = page(site, f"deadlines/{slug}/")
        assert sorted(tree.xpath("//tr/@data-task")) == sorted(t.id for t in tasks)
        shown = squeezed(tree.xpath("//main")[0].text_content())
        for task in tasks:
            assert squeezed(task.due.text or "原文没有写时限") in shown
            assert squeezed(task.due.rule) in shown


def test_the_calendar_counts_every_task_that_has_a_day(real: Input, site: Site) -> None:
    tree = page(site, "deadlines/")
    shown = {
        a.get("href").split("/")[-2]: int(a.find("b").text.split()[0]) for a in tree.xpath("//li/a[time]")
    }
    assert shown == {s: len(t) for s, t in real.library.due.items() if t[0].due.date}
    assert tree.xpath("count(//ol[contains(@class, 'qd-months')]/li)") == 12
    past = tree.xpath("//li[small]/a/time/@datetime")
    assert past == [s for s in shown if s < real.as_of.isoformat()]


def test_the_index_of_documents_has_each_by_region_and_by_year(real: Input, site: Site) -> None:
    tree = page(site, "documents/")
    counts = Counter(normpath(join("documents", a)) + "/" for a in tree.xpath("//main//ul//a/@href"))
    assert {d.url: counts[d.url] for d in real.library.documents} == {
        d.url: 2 for d in real.library.documents
    }
    assert [h.text for h in tree.xpath("//h2")] == ["省级", "市级", "县级", "地区未注明", "按年度"]
    assert [h.text for h in tree.xpath("//section[h2[@id='years']]//h3")] == [
        "2022年",
        "2021年",
        "2020年",
    ]


def test_home_says_what_there_is_and_what_falls_due_next(real: Input, site: Site) -> None:
    tree = html.fromstring(site["index.html"].decode())
    counts = [int(b.text) for b in tree.xpath("//header[@class='qd-hero']//b")]
    assert counts == [5, 222, len(real.library.units), 4]
    assert tree.xpath("//header[@class='qd-hero']//form/@action") == ["./search/"]
    days = tree.xpath("//div[@class='qd-coming']//time/@datetime")
    assert days == ["2022-09-30", "2022-10-31", "2022-12-31"]
    assert "2022年8月26日" in tree.xpath("//main")[0].text_content()
    named = tree.xpath("//figure[@id='chart-units']//tr/th/a/text()")
    assert named[0] == "市政府办公室（嘉兴市）"
    collectives = [u.name for u in real.library.units.values() if u.collective]
    assert not [n for n in named if n.startswith(tuple(f"{c}（" for c in collectives))]


def test_home_says_what_is_due_what_is_late_and_that_nothing_was_reported(real: Input, site: Site) -> None:
    """No report is no nought: nobody knows that nothing is done."""
    tree = html.fromstring(site["index.html"].decode())
    tiles = {
        li.findtext(".//span"): squeezed(li.find(".//b").text_content())
        for li in tree.xpath("//ul[@class='qd-now']/li")
    }
    late = [t for t in real.library.tasks() if t.due.date and t.due.date < real.as_of]
    assert tiles == {"2022年8月到期": "0项", "时限已过": f"{len(late)}项", "已完成": "—"}


def test_the_search_page_is_a_place_for_the_script_and_a_way_on_without(site: Site) -> None:
    tree = page(site, "search/")
    (mount,) = tree.xpath("//*[@id='qd-search']")
    assert mount.get("data-root") == "../"
    assert tree.xpath("//noscript//a/@href") == ["../documents/", "../units/", "../deadlines/"]


@pytest.mark.parametrize(
    "path", ["index.html", "documents/shaoxing-2022/index.html", "deadlines/none/index.html"]
)
def test_no_page_needs_another_host(site: Site, path: str) -> None:
    tree = html.fromstring(site[path].decode())
    for address in tree.xpath("//@src | //link/@href | //form/@action"):
        assert not urlsplit(address).netloc
