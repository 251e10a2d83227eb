"""Atom feeds: of the site, of documents, of units; read back by feedparser, held against RFC 4287."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qingdan.exports import atom
from qingdan.exports.edition import Edition

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / "atom.rng"))


def feeds(library, **given):
    return atom.Feeds(Edition(library=library, as_of=date(2022, 12, 1), **given))


def read(content):
    root = etree.fromstring(content)
    assert SCHEMA.validate(root), SCHEMA.error_log
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    updated = [e.updated for e in found.entries]
    assert updated == sorted(updated, reverse=True)
    if updated:
        assert found.feed.updated == updated[0]
    assert len({e.id for e in found.entries} | {found.feed.id}) == len(found.entries) + 1
    return found


def test_the_site_has_an_entry_for_each_document_report_and_change(data):
    entries = [e.id.partition(":documents/")[2] for e in read(data["feed.xml"]).entries]
    wanted = [d["id"] for d in json.loads(data["documents.json"])]
    for task in json.loads(data["tasks.json"]):
        anchor = f"{task['document']}/{task['url'].partition('#')[2]}"
        wanted += [f"{anchor}/progress-{p['date']}" for p in task["progress"]]
        wanted += [f"{anchor}/adjustment-{i}" for i, _ in enumerate(task.get("adjustments", ()), 1)]
    assert sorted(entries) == sorted(wanted)


def test_every_feed_of_the_notices_is_valid(real):
    library, _ = real
    made = feeds(library, site_url="https://qingdan.example/")
    for document in library.documents:
        assert read(made.of_document(document)).feed.link == f"https://qingdan.example/{document.url}"
    for unit in library.units.values():
        duties = library.duties[unit.id]
        documents = {t.document_id for t in (*duties.lead, *duties.responsible, *duties.supporting)}
        assert len(read(made.of_unit(unit)).entries) == len(documents)


def test_entries(sample):
    found = read(feeds(sample).of_site())
    assert [(e.updated[:10], e.title) for e in found.entries] == [
        ("2022-11-30", "已完成：=1+1公开教育信息，12月底前完成；“第二行”"),
        ("2022-07-01", "进行中：=1+1公开教育信息，12月底前完成；“第二行”"),
        ("2022-06-20", "时限调整为12月底前：=1+1公开教育信息，12月底前完成；“第二行”"),
        ("2022-06-01", "关于印发2022年任务清单的通知"),
        ("2021-01-01", "2021年工作要点"),
    ]
    assert [e.summary for e in found.entries] == [
        "《关于印发2022年任务清单的通知》1：已完成。＝全部公开",
        "《关于印发2022年任务清单的通知》1：进行中。-已开始",
        "《关于印发2022年任务清单的通知》1：时限原定6月底前，调整为12月底前。",
        (
            "绍政办综〔2022〕4号。共 3 项任务（时限：截止 2 项，全年 1 项）。"
            "最早 2022-12-31 截止，最晚 2022-12-31 截止。"
        ),
        "共 1 项任务（时限：未注明 1 项）。原件没有印成文日期。",
    ]
    sample_entry, nowhere = found.entries[3:]
    assert (sample_entry.author, sample_entry.tags[0].term) == ("绍兴市人民政府办公室", "浙江省/绍兴市")
    assert sample_entry.published == "2022-06-01T00:00:00Z"
    assert "published" not in nowhere


def test_an_entry_is_the_same_in_all_feeds(sample):
    made = feeds(sample)
    unit = sample.units["shaoxing/shi-jiao-yu-ju"]
    in_site, in_document, in_unit = (
        {
            e.findtext(f"{ATOM}id"): etree.tostring(e, with_tail=False)
            for e in etree.fromstring(x).iter(f"{ATOM}entry")
        }
        for x in (made.of_site(), made.of_document(sample.document("sample-2022")), made.of_unit(unit))
    )
    assert len(in_unit) == len(in_document) == 4
    assert in_document.items() <= in_site.items()
    assert in_unit.items() <= in_site.items()


def test_two_reports_of_a_day_stay_apart_and_a_change_without_a_day_has_no_moment(sample):
    document = sample.documents[1]
    part = document.lists[0]
    task = part.tasks[0]
    report = task.progress[0]
    task = replace(task, progress=(report, report), adjustments=(task.adjustments[0]._replace(date=None),))
    document = replace(document, lists=(replace(part, entries=(task,)),))
    library = replace(sample, documents=(document,))
    ids = [e.id.rpartition("/")[2] for e in read(feeds(library).of_document(document)).entries]
    assert ids == ["progress-2022-07-01", "progress-2022-07-01-2", "sample-2022"]


@pytest.mark.parametrize(
    ("site_url", "id_", "link"),
    [
        ("", "tag:qingdan.invalid,2026:", "https://elsewhere.example/below/"),
        ("https://qingdan.example/gov/", "tag:qingdan.example,2026:", "https://qingdan.example/gov/"),
        ("https://清单.example", "tag:xn--4krx43d.example,2026:", "https://xn--4krx43d.example/"),
    ],
)
def test_ids_and_links(sample, site_url, id_, link):
    """Without an address of the site links are relative, and right for a reader who knows the feed's."""
    made = feeds(sample, site_url=site_url)
    unit = sample.units["shaoxing/shi-jiao-yu-ju"]
    for path, content in (
        ("data/feed.xml", made.of_site()),
        ("documents/sample-2022/feed.xml", made.of_document(sample.document("sample-2022"))),
        ("units/shaoxing/shi-jiao-yu-ju/feed.xml", made.of_unit(unit)),
    ):
        root = etree.fromstring(content)
        base = urljoin(f"https://elsewhere.example/below/{path}", root.base or "")
        (entry,) = root.xpath(f"*[*[.='{id_}documents/sample-2022']]")
        assert urljoin(base, entry.find(f"{ATOM}link").get("href")) == f"{link}documents/sample-2022/"
        assert urljoin(base, root.find(f"{ATOM}link[@rel='self']").get("href")) == f"{link}{path}"
        assert root.findtext(f"{ATOM}id").startswith(id_)


def test_a_long_feed_keeps_the_newest(sample, monkeypatch):
    monkeypatch.setattr(atom, "ENTRIES", 2)
    assert [e.updated[:10] for e in read(feeds(sample).of_site()).entries] == ["2022-11-30", "2022-07-01"]


def test_an_empty_library_has_an_empty_feed(empty):
    found = read(feeds(empty).of_site())
    assert (found.entries, found.feed.updated) == ([], "2022-12-01T00:00:00Z")


@given(st.text())
def test_any_words_make_valid_xml(sample_library, words):
    document = sample_library.documents[1]
    part = document.lists[0]
    task = part.tasks[0]
    task = replace(task, progress=(task.progress[0]._replace(note=words),))
    document = replace(document, lists=(replace(part, entries=(task,)),))
    content = feeds(replace(sample_library, documents=(document,))).of_document(document)
    assert SCHEMA.validate(etree.fromstring(content)), SCHEMA.error_log
