"""Web pages: the notice is read as it is checked, whatever frame stands around it; nothing seen is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qingdan.importers.drafting import Drafted, draft

from . import web_pages
from .conftest import tree
from .notices import IDS, checked, notice, same


def drafted(page: str, encoding: str = "utf-8") -> Drafted:
    found = draft("x.html", page.encode(encoding), "content/originals/x.html", "x")
    assert found.alignment is not None, found.problems
    assert found.alignment.proved, found.yaml
    return found


@pytest.mark.parametrize("id_", IDS)
def test_a_page_of_a_government_gives_the_checked_document(id_: str) -> None:
    found = drafted(web_pages.government(checked(id_)["标题"], notice(id_)))
    same(id_, found.yaml)
    assert not [p for p in found.problems if p.rule == "unplaced"]
    for leftover in tree(found.yaml)["未采用"]:
        assert leftover["理由"] != "未识别"


@pytest.mark.parametrize("id_", IDS)
def test_a_page_laid_out_by_tables_gives_the_checked_document(id_: str) -> None:
    found = drafted(web_pages.layout_tables(checked(id_)["标题"], notice(id_)), "gb18030")
    same(id_, found.yaml)


@pytest.mark.parametrize("id_", IDS)
def test_a_page_that_word_exported_gives_the_checked_document(id_: str) -> None:
    found = drafted(web_pages.word(checked(id_)["标题"], notice(id_)), "gb18030")
    same(id_, found.yaml)


@pytest.mark.parametrize("id_", IDS)
@pytest.mark.parametrize(
    "made", [web_pages.names_of_one_maker, web_pages.nothing_named, web_pages.of_this_time]
)
def test_pages_of_other_makers_give_the_checked_document(id_: str, made: Callable[..., str]) -> None:
    title = checked(id_)["标题"]
    found = drafted(made(title, notice(id_)))
    if made is web_pages.names_of_one_maker and "成文日期" not in checked(id_):
        # The record block tells it where the notice does not.
        assert "成文日期: 2021-01-02" in found.yaml
        found = found._replace(yaml=found.yaml.replace("成文日期: 2021-01-02\n", ""))
    same(id_, found.yaml)
