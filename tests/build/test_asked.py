"""A check of some files tells all that a whole check tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.build import NotOursError, Options, check, reader
from qingdan.problems import Problem

from .conftest import change

SHAOXING, ZHEJIANG = "documents/shaoxing-2022.yaml", "documents/zhejiang-2021.yaml"


def told(options: Options, *paths: str, cache: bool = True) -> set[tuple[str, str]]:
    """Rule and file of each problem of these files; with and without memory they are the same."""
    asked = [options.content / path for path in paths]
    found = check(options.content, cache=options.cache if cache else None, asked=asked)
    whole = check(options.content)
    assert sorted((*found.problems, *found.others), key=str) == sorted(whole.problems, key=str)
    assert found.problems == [p for p in whole.problems if p in set(found.problems)], "in order"
    return {(p.rule, p.place.file) for p in found.problems}


@pytest.mark.parametrize("cache", [False, True])
def test_of_one_file_all_is_told_and_of_others_nothing(site: Options, cache: bool) -> None:
    whole = check(site.content).problems
    for path in sorted(site.content.glob("documents/*.yaml")):
        file = f"content/documents/{path.name}"
        expected = {
            (p.rule, p.place.file)
            for p in whole
            if p.place.file == file or p.subject.split("/")[0] == path.stem
        }
        assert told(site, f"documents/{path.name}", cache=cache) == expected
    assert told(site, "site.yaml", cache=cache) == {
        (p.rule, p.place.file) for p in whole if p.place.file == "content/site.yaml"
    }


def test_a_fault_is_told_of_the_file_and_counted_elsewhere(site: Options) -> None:
    assert check(site.content, cache=site.cache).ok
    change(site.content / SHAOXING, "完成时限: 全年", "完成时限: 全天")
    place = f"content/{SHAOXING}"
    assert ("changed-words", place) in told(site, SHAOXING)
    assert ("changed-words", place) not in told(site, ZHEJIANG)
    found = check(site.content, cache=site.cache, asked=[site.content / ZHEJIANG])
    assert found.ok
    assert any(p.rule == "changed-words" for p in found.others)
    # Whoever checks another file first loses nothing.
    assert ("changed-words", place) in told(site, SHAOXING, ZHEJIANG)


def test_an_original_concerns_its_documents(site: Options) -> None:
    path = site.content / "originals/shaoxing-2022.txt"
    change(path, "12月底前", "11月底前")
    rules = {rule for rule, _ in told(site, "originals/shaoxing-2022.txt")}
    assert {"changed-original", "changed-words"} <= rules
    assert "changed-original" not in {rule for rule, _ in told(site, "originals/zhejiang-2021.txt")}


def test_a_registry_concerns_the_documents_of_its_region(site: Options) -> None:
    change(site.content / "units/shaoxing.yaml", "- 名称: 市财政局\n", "- 名称: 市财务局\n")
    assert ("unknown-unit", f"content/{SHAOXING}") in told(site, "units/shaoxing.yaml")
    assert ("unknown-unit", f"content/{SHAOXING}") not in told(site, "units/zhejiang.yaml")


def test_a_changed_number_is_told_where_another_document_leads_to_it(site: Options) -> None:
    line = "    牵头单位: 省跑改办牵头\n"
    change(site.content / ZHEJIANG, line, f"{line}    上级任务: shaoxing-2022/999\n")
    wrong = ("unknown-superior", f"content/{ZHEJIANG}")
    assert wrong in told(site, ZHEJIANG)
    assert wrong in told(site, SHAOXING), "its tasks are asked for by the other"
    assert wrong not in told(site, "documents/deqing-2022.yaml")


def test_two_documents_of_one_number_or_name_are_told_of_both(site: Options) -> None:
    text = (site.content / SHAOXING).read_text("utf-8")
    (site.content / "documents/shaoxing-2023.yaml").write_text(text, "utf-8")
    wrong = ("doubled-notice", "content/documents/shaoxing-2023.yaml")
    assert wrong in told(site, "documents/shaoxing-2023.yaml")
    assert wrong in told(site, SHAOXING)
    assert wrong not in told(site, ZHEJIANG)
    (site.content / "documents/again").mkdir()
    (site.content / "documents/again/zhejiang-2021.yaml").write_text(text, "utf-8")
    twice = ("doubled-document", "content/documents/zhejiang-2021.yaml")
    assert twice in told(site, "documents/again/zhejiang-2021.yaml")
    assert twice in told(site, ZHEJIANG)


def test_a_file_that_cannot_be_read_is_told(site: Options) -> None:
    (site.content / SHAOXING).write_text("标题: [\n", "utf-8")
    assert ("brackets", f"content/{SHAOXING}") in told(site, SHAOXING)
    assert told(site, SHAOXING) == told(site, SHAOXING, cache=False)


def test_only_the_changed_file_is_read(site: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    check(site.content, cache=site.cache)
    read: list[str] = []
    anew = reader.read_file
    monkeypatch.setattr(reader, "read_file", lambda f, d: (read.append(f.path.stem), anew(f, d))[1])
    change(site.content / SHAOXING, "完成时限: 全年", "完成时限: 全天")

    def never(*_: object) -> object:
        raise AssertionError("an original was read although only the YAML was changed")

    monkeypatch.setattr(reader, "read_original", never)
    check(site.content, cache=site.cache, asked=[site.content / SHAOXING])
    assert read == ["shaoxing-2022"]


def test_problems_of_the_original_stay_when_the_yaml_changes(site: Options) -> None:
    (site.content / "originals/shaoxing-2022.txt").write_bytes(b"\0\x01\x02" * 400)
    first: list[Problem] = check(site.content, cache=site.cache).problems
    change(site.content / SHAOXING, "序号: 1\n", "序号: 1 \n")
    assert [p.rule for p in check(site.content, cache=site.cache).problems] == [p.rule for p in first]


def test_what_is_no_content_is_refused(site: Options, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.yaml"
    other.write_text("标题: x\n", "utf-8")
    for path, words in (
        (other, "不在内容文件夹"),
        (site.content / "no.yaml", "没有"),
        (site.content, "是文件夹"),
    ):
        with pytest.raises(NotOursError, match=words):
            check(site.content, asked=[path])
