"""Tasks that use the same words: found where a run is shared, shown with the run, and never invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qingdan.pages.alike import MOST, RUN, Places, alike
from qingdan.pages.fingerprints import nearest
from tests.pages.conftest import Edit, Input, replaced


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def test_what_is_shown_stands_in_both_and_in_another_document(real: Input) -> None:
    tasks = {t.id: t for t in real.library.tasks()}
    found = alike(list(tasks.values()))
    assert len(found) > 60
    for id_, others in found.items():
        assert 0 < len(others) <= MOST
        for other, start, end in others:
            assert tasks[other].document_id != tasks[id_].document_id
            text = tasks[id_].text.value
            shared = Places(text).words(start, end)
            assert shared in text
            assert len(squeezed(shared)) == end - start
            assert squeezed(shared) in squeezed(tasks[other].text.value)
            assert len(squeezed(shared)) >= RUN


def test_nothing_is_missed_that_only_two_share(real: Input) -> None:
    """Every pair of tasks that share a run which no third task has, against plain comparison."""
    tasks = list(real.library.tasks())
    texts = [squeezed(t.text.value) for t in tasks]
    holders: dict[str, set[int]] = {}
    for i, text in enumerate(texts):
        for at in range(len(text) - RUN + 1):
            holders.setdefault(text[at : at + RUN], set()).add(i)
    wanted = {
        tuple(sorted(two))
        for two in holders.values()
        if len(two) == 2 and len({tasks[i].document_id for i in two}) == 2
    }
    assert len(wanted) > 50
    found = {
        tuple(sorted((i, other)))
        for i, others in nearest(texts, [t.document_id for t in tasks], run=RUN, most=len(tasks))
        for other, _, _ in others
    }
    assert wanted <= found


LETTERS = st.text("甲乙丙", max_size=40)


@given(st.lists(LETTERS, max_size=6))
def test_any_shared_run_of_few_texts_is_found(texts: list[str]) -> None:
    groups = [str(i) for i in range(len(texts))]
    found = {
        (i, other) for i, rows in nearest(texts, groups, run=RUN, most=99) for other, here, there in rows
    }
    for i, j in product(range(len(texts)), repeat=2):
        runs = {texts[i][k : k + RUN] for k in range(len(texts[i]) - RUN + 1)}
        if i != j and any(r in texts[j] for r in runs) and len(texts) <= 3:
            assert (i, j) in found


def test_the_same_library_gives_the_same_pairs_and_one_document_none(real: Input) -> None:
    """The same library, the same pairs; and a document of its own has none."""
    tasks = list(real.library.tasks())
    assert alike(tasks) == alike(tasks)
    assert alike([t for t in tasks if t.document_id == "shaoxing-2022"]) == {}
    assert alike([]) == {}


def test_the_page_names_them_with_the_words(real: Input, site: dict[str, bytes]) -> None:
    tree = html.fromstring(site["documents/shaoxing-2022/index.html"].decode())
    (section,) = tree.xpath("//section[@class='qd-related']")
    said = section.text_content()
    assert "不是文件写明的关系" in said
    rows = section.xpath(".//ul/li/ul/li")
    assert len(rows) > 30
    assert not section.xpath(".//a[contains(@href, 'documents/shaoxing-2022/')]")
    for row in rows:
        assert "都写着“" in row.text_content()
    assert "相同" not in said


def test_a_page_is_made_again_when_what_it_names_changes(
    edited: Callable[[Edit], Input], real: Input
) -> None:
    """The title of the other document, or its words, stand on this one's page."""

    def edit(content: Path) -> None:
        replaced(
            content / "documents/deqing-2022.yaml", "名称: 2022年全县政务公开工作重点任务清单", "名称: 另一个"
        )

    path = "documents/shaoxing-2022/index.html"
    before, after = real.files()[path], edited(edit).files()[path]
    assert before.key != after.key
    assert before.read() != after.read()
    moved = real.but(as_of=real.as_of.replace(year=2030))
    assert moved.files()[path].key == before.key


@given(st.text(alphabet="甲乙1a，、 \n_（）", max_size=40), st.data())
def test_a_run_is_cut_out_as_it_stands(text: str, data: st.DataObject) -> None:
    counted = [i for i, c in enumerate(text) if re.match(r"[^\W_]", c)]
    if counted:
        end = data.draw(st.integers(1, len(counted)))
        start = data.draw(st.integers(0, end - 1))
        assert Places(text).words(start, end) == text[counted[start] : counted[end - 1] + 1]
