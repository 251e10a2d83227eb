"""What our pages show besides tasks, as data for the peers: numbers of charts, passages of the
originals with the fields that carry them, contents, downloads, citations.

Read from our finished pages before any clock runs, so that the peers' templates are fed all that
ours have to work out, and have only to lay it out. Nothing here is markup: words, names of kinds,
numbers and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from lxml import html

Data = dict[str, Any]
Element = html.HtmlElement


def read(records: Data, site: Path) -> None:
    """Add to each record what its page shows."""
    for document in records["documents"]:
        document.update(_document(_Page(site, document["url"])))
        headings = (entry for entry in document["entries"] if "heading" in entry)
        for entry, shown in zip(headings, document.pop("headings"), strict=True):
            entry.update(shown)
        document["aligned"] = _aligned(_Page(site, document["original_url"]))
    for region in records["regions"]:
        region.update(_region(_Page(site, region["url"])))
    for unit in records["units"]:
        unit.update(_unit(_Page(site, unit["url"])))
    for deadline in records["deadlines"]:
        deadline.update(_deadline(_Page(site, deadline["url"])))


class _Page:
    """One of our pages."""

    def __init__(self, site: Path, url: str) -> None:
        self.url = f"/{url}"
        text = (site / url / "index.html").read_bytes().decode()
        (self.article,) = html.fromstring(text).xpath("//article")

    def find(self, path: str) -> list[Element]:
        found: list[Element] = self.article.xpath(path)
        return found

    def words(self, path: str) -> str:
        """Of the first that is found; empty where nothing is."""
        return next((_words(e) for e in self.find(path)), "")

    def link(self, element: Element) -> Data:
        return {"text": _words(element), "url": self.address(element)}

    def links(self, path: str) -> list[Data]:
        return [self.link(e) for e in self.find(path)]

    def address(self, element: Element) -> str:
        """From the site's root; of this page's own parts, only the part."""
        href = unquote(element.get("href", ""))
        return href if href.startswith("#") else urljoin(self.url, href)

    def toc(self) -> list[Data]:
        return [
            {"level": int(li.get("class")[-1]), "id": li[0].get("href")[1:], "text": _words(li)}
            for li in self.find(".//details[@class='qd-contents']//li")
        ]

    def offers(self) -> Data:
        """What can be downloaded or subscribed to: at once, and unfolded."""
        block = ".//nav[@class='qd-takeaway']"
        first, more = (
            [
                {**self.link(a), "kind": a.get("class"), "name": a.get("download")}
                for a in self.find(f"{block}/{part}//a")
            ]
            for part in ("ul", "details")
        )
        return {"first": first, "more": more, "words": self.words(f"{block}//summary")}

    def charts(self) -> list[Data]:
        return [self._chart(figure) for figure in self.find(".//figure")]

    def _chart(self, figure: Element) -> Data:
        key = [_words(li) for li in figure.xpath(".//ul[@class='qd-key']/li")]
        (title,) = figure.xpath("figcaption/b")
        (told,) = figure.xpath("figcaption/span")
        bars = []
        for row in figure.xpath("table[@class='qd-bars']//tr"):
            number, _, parted = _words(row.find("td")).partition("（")
            counts = dict(re.findall(r"(\w+) (\d+)", parted)) or {parted.rstrip("）"): number}
            parts = [int(counts.get(name, 0)) for name in key] if key else [int(number)]
            bars.append(
                {**self._named(row.find("th")), "total": int(number), "parts": parts, "parted": parted[:-1]}
            )
        return {
            "id": figure.get("id"),
            "title": _words(title),
            "told": _words(told),
            "key": key,
            "bars": bars,
            "most": max((bar["total"] for bar in bars), default=1),
        }

    def _named(self, th: Element) -> Data:
        link = th.find("a")
        return self.link(link) if link is not None else {"text": th.text.strip(), "url": ""}


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _linked(element: Element) -> Element:
    """The link that an element is all of, or the element."""
    link = element.find("a")
    return link if link is not None and _words(link) == _words(element) else element


def _document(page: _Page) -> Data:
    facts = []
    for pair in page.find(".//dl[@class='qd-facts']/div"):
        name, value = (_linked(e) for e in pair)
        facts.append({"name": page.link(name), "value": page.link(value)})
    (cite,) = page.find(".//section[@id='cite']")
    headings = [
        {"id": row.get("id"), "level": int(row.get("class")[-1])} for row in page.find(".//tr[th[@colspan]]")
    ]
    return {
        "facts": facts,
        "offers": page.offers(),
        "related": page.words(".//section[@class='qd-related']/details/summary"),
        "alike": [
            {
                **page.link(li.find("a")),
                "tasks": [{**page.link(a), "why": a.tail} for a in li.xpath("ul/li/a")],
            }
            for li in page.find(".//section[@class='qd-related']/details/ul/li")
        ],
        "toc": page.toc(),
        "charts": page.charts(),
        "headings": headings,
        "terms": page.links(".//p[span[@class='qd-sideways'] or contains(., '名词解释：')]/a"),
        "downloads": page.links(".//section[@class='qd-source']//a[@download]"),
        "pattern": cite.get("data-cite"),
        "citation": page.words(".//p[@class='qd-citation']"),
    }


def _aligned(page: _Page) -> Data:
    return {
        "legend": [
            {"kind": span.get("class"), "name": _words(span)}
            for span in page.find(".//details[@class='rv-legend']//li/span")
        ],
        "lines": [[*_passages(li)] for li in page.find(".//section[@id='rv-original']/ol/li")],
        "groups": [
            {
                "title": _words(group.find("h3")),
                "kind": (group.get("class") or "")[3:],
                "entries": [*_entries(group)],
            }
            for group in page.find(".//section[@id='rv-fields']/section[not(ol)]")
        ],
        "rules": [_words(li) for li in page.find(".//ol[@class='rv-rules']/li")],
    }


def _passages(element: Element) -> Iterator[Data]:
    """Words of a line: those that a field carries, with its number, and what stands between."""
    if element.text:
        yield {"words": element.text}
    for part in element:
        passage = {"words": "".join(part.itertext()), "kind": part.get("class")}
        if part.tag == "a":
            passage |= {"field": int(part.get("href")[2:])}
            passage |= {"passage": int(part.get("id")[1:])} if part.get("id") else {}
            passage |= {"key": part.get("data-k")} if part.get("data-k") else {}
        yield passage
        if part.tail:
            yield {"words": part.tail}


def _entries(group: Element) -> Iterator[Data]:
    for entry in group.xpath("./*/*"):
        if entry.tag == "p":
            yield {"level": int(entry.get("class")[-1]), "cells": [{"values": [_value(entry[0])]}]}
        else:
            keys = [_words(dt) for dt in entry.findall("dt")]
            cells = [_cell(dd) for dd in entry.findall("dd")]
            yield {"cells": [{"key": k, **c} for k, c in zip(keys, cells, strict=True)]}


def _cell(dd: Element) -> Data:
    """What stands under a key: values, and how they were read."""
    cell: Data = {"values": [_value(e) for e in dd if e.tag in ("a", "span")]}
    for small in dd.findall("small"):
        link = small.find("a")
        if link is not None and link.get("href").startswith("../#"):
            cell["task"] = link.get("href")[4:]
        elif link is not None:
            cell |= {"deadline": _words(small.find("b")), "rule": int(link.get("href")[2:])}
        elif small.find("b") is not None:
            cell["deadline"] = _words(small.find("b"))
        else:
            cell["read"] = _words(small)
    return cell


def _value(element: Element) -> Data:
    """Words of a field, units marked in them."""
    pieces: list[Data] = [{"words": element.text}] if element.text else []
    for mark in element:
        pieces.append({"words": "".join(mark.itertext()), "unit": True})
        pieces += [{"words": mark.tail}] if mark.tail else []
    value: Data = {"pieces": pieces}
    if element.tag == "a":
        value |= {"field": int(element.get("id")[1:]), "passage": int(element.get("href")[2:])}
        value["kind"] = element.get("class")
    return value


def _region(page: _Page) -> Data:
    heat = page.find(".//table[@class='qd-heat']")
    return {
        "toc": page.toc(),
        "charts": page.charts(),
        "heat": {
            "told": page.words(".//h2[@id='heat']/following-sibling::p[1]"),
            "head": [page.link(a) for a in heat[0].xpath("thead//a")],
            "rows": [
                {**page.link(tr.xpath("th/a")[0]), "cells": [*map(_shaded, tr.findall("td"))]}
                for tr in heat[0].xpath("tbody/tr")
            ],
        }
        if heat
        else None,
    }


def _shaded(td: Element) -> Data:
    return {"count": _words(td), "shade": (td.get("class") or "")[-1:]}


def _unit(page: _Page) -> Data:
    return {
        "toc": page.toc(),
        "offers": page.offers(),
        "charts": page.charts(),
        "namesakes": page.links(".//p[starts-with(., '其他地区也有同名')]/a"),
        "region_link": page.links(".//p[@class='qd-intro']/a")[0],
        "counts": [
            [a.find("b").tail, _words(a.find("b")), a.get("href")]
            for a in page.find(".//ul[@class='qd-counts']/li/a")
        ],
    }


def _deadline(page: _Page) -> Data:
    """Its sections in order, with the rule that reads each; `documents` where rows would be too many."""
    sections: Sequence[Data] = [
        {
            "id": section.xpath("h2/@id")[0],
            "rule": next((_words(p) for p in section.xpath("p[@class='qd-quiet']")), ""),
            "documents": [
                {
                    **page.link(li.find("a")),
                    "region": li.find("a").tail,
                    "tasks": [page.link(a) for a in li.xpath("p/span/a")],
                }
                for li in section.xpath("ul[@class='qd-documents']/li")
            ],
        }
        for section in page.find("./section")
    ]
    return {
        "toc": page.toc(),
        "offers": page.offers(),
        "views": page.links(".//nav[@class='qd-views']//a"),
        "intro": page.words(".//p[@class='qd-intro']"),
        "sections": sections,
    }
