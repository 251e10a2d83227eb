"""Deadlines with very many tasks: named by document and number, and beyond that counted."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from lxml import html

from qingdan.pages import due
from tests.pages.conftest import Input

LATER = date(2024, 1, 15)
PASSED = "deadlines/passed/index.html"


def made(site: Input, path: str) -> html.HtmlElement:
    return html.fromstring(site.files()[path].read().decode())


@pytest.mark.parametrize("beyond", [False, True])
def test_more_tasks_than_can_be_named_are_counted_by_day_and_lead_there(
    real: Input, monkeypatch: pytest.MonkeyPatch, beyond: bool
) -> None:
    late = real.but(as_of=LATER)
    tasks = due.seen_from(real.library, LATER).passed
    days = Counter(t.due.url for t in tasks)
    assert len(days) > 3
    monkeypatch.setattr(due, "MANY", 10)
    monkeypatch.setattr(due, "NAMED", len(tasks) - beyond)
    page = made(late, PASSED)
    named = page.xpath("//main//@data-task")
    rows = page.xpath("//ul[@class='qd-documents']/li[span[@class='qd-count']]")
    if not beyond:
        assert Counter(named) == Counter(t.id for t in tasks)
        assert rows == []
        return
    assert named == []
    assert page.xpath("//section[h2[starts-with(@id, 'group-')]]") == []
    counted = {r.xpath("a/@href")[0].removeprefix("../../"): r.xpath("span")[0].text for r in rows}
    assert counted == {url: f"{n} 项" for url, n in days.items()}
    assert list(counted) == list(dict.fromkeys(t.due.url for t in tasks))  # the latest day first
    assert all(r.xpath(".//span/@data-qd-due") for r in rows)
    assert "点日子，看是哪些" in page.xpath("string(//main)")


def test_a_deadline_of_more_tasks_than_can_be_named_counts_them_by_document(
    real: Input, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "MANY", 5)
    monkeypatch.setattr(due, "NAMED", 6)
    page = made(real, "deadlines/none/index.html")
    tasks = real.library.due["none"]
    assert len(tasks) > 6
    assert page.xpath("//main//@data-task") == []
    told = [
        int(t.split()[0]) for t in page.xpath("//ul[@class='qd-documents']/li/span[@class='qd-count']/text()")
    ]
    assert sum(told) == len(tasks)
    leads = {a.removeprefix("../../") for a in page.xpath("//ul[@class='qd-documents']/li/a/@href")}
    assert leads == {real.library.document_of(t).url for t in tasks}
