"""Several documents of one place, and tasks of several places on one page: what tells them apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import html

from qingdan.words import list_title, placed_title
from tests.pages.conftest import Edit, Input, replaced


def test_a_document_names_the_others_of_its_place_by_their_year(
    real: Input, edited: Callable[[Edit], Input]
) -> None:
    def edit(content: Path) -> None:
        replaced(content / "documents/zhejiang-2021.yaml", "地区: 浙江省\n", "地区: 浙江省/绍兴市\n")

    path = "documents/shaoxing-2022/index.html"
    before, after = real.files()[path], edited(edit).files()[path]
    assert before.key != after.key
    assert "其他文件" not in before.read().decode()
    (row,) = html.fromstring(after.read().decode()).xpath("//dl/div[dt='其他文件']/dd")
    assert [(a.text, a.get("href")) for a in row.iter("a")] == [("2021年", "../../documents/zhejiang-2021/")]


def test_rows_tell_the_place_where_the_title_does_not(real: Input, site: dict[str, bytes]) -> None:
    """县财政局 of which county? On pages that show tasks of several places, the title or a bracket says."""
    for document in real.library.documents:
        place = document.region
        for task in document.tasks:
            told = placed_title(document, task)
            assert told.startswith(list_title(document, task))
            assert not place.path or told.count(place.name) == 1, told
    shown = html.fromstring(site["deadlines/2022-10-31/index.html"].decode())
    sources = [a.text for a in shown.xpath("//p[@class='qd-from']/a")]
    assert "2022年全县政务公开工作重点任务清单（德清县） 第 6 项" in sources
