"""Paper: what Chromium prints of unit, document and deadline pages, read from its PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from typing import NamedTuple

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer
from playwright.sync_api import Page

from qingdan.importers.page.characters import shown

Opened = Callable[..., AbstractContextManager[Page]]
A4 = (595, 842)
MARGIN = 48
"""Points below which nothing of the page's own text stands."""


class Sheet(NamedTuple):
    """What one page of paper shows, without white space."""

    words: str
    foot: str
    """The words in its lower margin."""


def plain(words: str) -> str:
    """Without white space; Chromium embeds 人 as the radical ⼈ where a font has one sign for both."""
    return "".join(shown(words).split())


def signs(element: object) -> Iterator[LTChar]:
    if isinstance(element, LTChar):
        yield element
    elif isinstance(element, Iterable):
        for inner in element:
            yield from signs(inner)


def printed(page: Page) -> list[Sheet]:
    """The pages; that each is A4."""
    found = []
    for sheet in extract_pages(BytesIO(page.pdf(prefer_css_page_size=True))):
        assert (round(sheet.width), round(sheet.height)) == A4
        words = "".join(e.get_text() for e in sheet if isinstance(e, LTTextContainer))
        low = sorted((c for c in signs(sheet) if c.y1 < MARGIN), key=lambda c: c.x0)
        found.append(Sheet(plain(words), plain("".join(c.get_text() for c in low))))
    return found


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("units/shaoxing/shi-zheng-fu-ban-gong-shi/", ("任务", "牵头单位", "责任、配合单位", "完成时限")),
        ("deadlines/2022-12-31/", ("任务", "牵头单位", "责任、配合单位", "完成时限")),
        ("documents/shaoxing-2022/", ("序号", "重点工作", "牵头单位", "责任单位", "完成时限")),
    ],
)
def test_pages_print_on_a4_with_numbers_repeated_headers_and_unbroken_rows(
    opened: Opened, path: str, header: tuple[str, ...]
) -> None:
    with opened(path) as page:
        texts = page.evaluate(
            "[...document.querySelectorAll('main .qd-table tr[data-task]')].map(row =>"
            " (row.querySelector('.qd-text') || row.cells[0].querySelector('p')).innerText)"
        )
        page.emulate_media(media="print")
        broken = page.evaluate(
            "[...document.querySelectorAll('main .qd-table tr')].map(r => getComputedStyle(r).breakInside)"
        )
        sheets = printed(page)
    assert set(broken) == {"avoid"}
    assert len(sheets) > 1
    assert [sheet.foot for sheet in sheets] == [
        f"第{n}页共{len(sheets)}页" for n in range(1, len(sheets) + 1)
    ]
    assert texts
    for text in texts:
        line = plain(text)
        held = [sheet for sheet in sheets if line[:8] in sheet.words]
        assert any(all(name in sheet.words for name in header) for sheet in held), line


def test_navigation_and_offers_stay_off_the_paper(opened: Opened) -> None:
    with opened("units/shaoxing/shi-zheng-fu-ban-gong-shi/") as page:
        whole = "".join(sheet.words for sheet in printed(page))
    for words in ("下载与订阅", "表格（Excel）", "本页目录", "当前位置", "搜索任务"):
        assert plain(words) not in whole


def test_outside_addresses_are_printed_and_those_of_the_site_are_not(opened: Opened) -> None:
    with opened("documents/shaoxing-2022/") as page:
        page.evaluate(
            "() => { const a = document.createElement('a'); a.href = 'https://example.gov.cn/yuan-jian';"
            " a.textContent = '原件发布的网页'; document.querySelector('.qd-source').append(a); }"
        )
        whole = "".join(sheet.words for sheet in printed(page))
    assert plain("原件发布的网页（https://example.gov.cn/yuan-jian）") in whole
    assert "shaoxing-2022.csv" not in whole


def test_likenesses_that_a_program_found_are_not_part_of_the_printed_document(opened: Opened) -> None:
    """Their links lead nowhere on paper, and would take half as many pages again."""
    with opened("documents/shaoxing-2022/") as page:
        assert page.locator(".qd-related").is_visible()
        whole = "".join(sheet.words for sheet in printed(page))
    assert plain("别的文件里相近的任务") not in whole
