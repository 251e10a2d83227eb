"""deadlines.ics and feed.xml, read back by other people's parsers."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import feedparser
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree

from qingdan.exports import atom, ics
from qingdan.exports.edition import Edition
from qingdan.model import Site

ATOM = "{http://www.w3.org/2005/Atom}"


def events(data):
    return {str(e["uid"]): e for e in Calendar.from_ical(data["deadlines.ics"]).walk("VEVENT")}


def test_an_event_for_each_document_and_day_with_tasks_due(data):
    due = {}
    for task in json.loads(data["tasks.json"]):
        deadline = task["adjustments"][-1]["deadline"] if "adjustments" in task else task["deadline"]
        if deadline["kind"] == "by":
            due.setdefault(f"{deadline['date']}.{task['document']}@qingdan", []).append(task)
    found = events(data)
    assert set(found) == set(due)
    for uid, tasks in due.items():
        event = found[uid]
        assert event.decoded("dtstart") == date.fromisoformat(uid[:10])
        assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1
        lines = str(event["description"]).split("\n")
        assert [line.split(" ", 1)[0] for line in lines[1:]] == [task["number"] for task in tasks]
        assert f"{len(tasks)} 项任务截止" in event["summary"]


def test_the_calendar_is_folded_and_broken_as_the_standard_says(data):
    raw = data["deadlines.ics"]
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two


def test_a_whole_event(export):
    event = events(export(site_url="https://qingdan.example/gov"))["2022-12-31.sample-2022@qingdan"]
    assert str(event["summary"]) == "绍兴市：2 项任务截止"
    assert str(event["description"]) == (
        "《关于印发2022年任务清单的通知》\n"
        "1 =1+1 公开教育信息，12月底前完成； “第二行”"
        "（牵头：市教育局；已完成；原定6月底前，调整为12月底前）\n"
        "一(一)-2 <b>不是标记</b> & 'quoted'"
    )
    assert event.decoded("dtstamp") == datetime(2022, 11, 30, tzinfo=UTC)
    assert event["url"] == "https://qingdan.example/gov/deadlines/2022-12-31/"
    assert event["transp"] == "TRANSPARENT"
    assert "url" not in events(export())["2022-12-31.sample-2022@qingdan"]


def test_ids_do_not_hang_on_the_edition(export):
    one = events(export())
    other = events(export(site_url="https://qingdan.example/gov", as_of=date(2030, 1, 1)))
    assert set(one) == set(other)
    assert [e["dtstamp"].dt for e in one.values()] == [e["dtstamp"].dt for e in other.values()]


def test_feed_is_read_without_complaint(data):
    read = feedparser.parse(data["feed.xml"])
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    documents = {d["title"]: d for d in json.loads(data["documents.json"])}
    assert sorted(e.title for e in read.entries) == sorted(documents)
    updated = [e.updated for e in read.entries]
    assert updated == sorted(updated, reverse=True)
    assert read.feed.updated == updated[0]
    assert len({e.id for e in read.entries} | {read.feed.id}) == len(documents) + 1
    for entry in read.entries:
        document = documents[entry.title]
        if document["signed"]:
            assert entry.published.startswith(document["signed"])
        tasks = sum(part["tasks"] for part in document["lists"])
        assert f"共 {tasks} 项任务" in entry.summary


def test_feed_has_what_rfc_4287_wants(data):
    root = etree.fromstring(data["feed.xml"])
    assert root.tag == f"{ATOM}feed"
    for element in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        links = [(link.get("rel"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert links.count(("alternate", "text/html")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert root.find(f"{ATOM}link[@rel='self']") is not None


def test_entries_of_the_feed(export):
    read = feedparser.parse(export()["feed.xml"])
    sample, nowhere = read.entries
    assert (sample.updated, sample.published) == ("2022-11-30T00:00:00Z", "2022-06-01T00:00:00Z")
    assert sample.summary == (
        "绍政办综〔2022〕4号。共 3 项任务（时限：截止 2 项，全年 1 项）。"
        "最早 2022-12-31 截止，最晚 2022-12-31 截止。已报送进展 1 项，最近一次在 2022-11-30。"
    )
    assert (sample.author, sample.tags[0].term) == ("绍兴市人民政府办公室", "浙江省/绍兴市")
    assert nowhere.updated == "2021-01-01T00:00:00Z"
    assert "published" not in nowhere
    assert nowhere.summary == "共 1 项任务（时限：未注明 1 项）。原件没有印成文日期。"


@pytest.mark.parametrize(
    ("site_url", "id_", "link"),
    [
        ("", "tag:qingdan.invalid,2026:documents/sample-2022", "../documents/sample-2022/"),
        (
            "https://qingdan.example/gov/",
            "tag:qingdan.example,2026:documents/sample-2022",
            "https://qingdan.example/gov/documents/sample-2022/",
        ),
        (
            "https://清单.example",
            "tag:xn--4krx43d.example,2026:documents/sample-2022",
            "https://xn--4krx43d.example/documents/sample-2022/",
        ),
    ],
)
def test_ids_and_links_of_the_feed(export, site_url, id_, link):
    entry = etree.fromstring(export(site_url=site_url)["feed.xml"]).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == id_
    assert entry.find(f"{ATOM}link").get("href") == link


def test_a_long_feed_keeps_the_newest(export, monkeypatch):
    monkeypatch.setattr(atom, "ENTRIES", 1)
    assert [e.title for e in feedparser.parse(export()["feed.xml"]).entries] == [
        "关于印发2022年任务清单的通知"
    ]


def test_an_empty_library_has_an_empty_feed_and_calendar(export, empty):
    made = export(empty, as_of=date(2022, 12, 1), originals={})
    read = feedparser.parse(made["feed.xml"])
    assert (read.bozo, read.entries, read.feed.updated) == (False, [], "2022-12-01T00:00:00Z")
    assert events(made) == {}


def described(library, words):
    """A calendar whose only event has these words in its description, read back."""
    document = library.documents[1]
    part = document.lists[0]
    task = replace(part.tasks[0], adjustments=(part.tasks[0].adjustments[0]._replace(before=words),))
    library = replace(
        library,
        documents=(replace(document, lists=(replace(part, entries=(task,)),)),),
        due={task.due.slug: (task,)},
    )
    raw = ics.calendar(Edition(library=library, as_of=date(2022, 12, 1)))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    return str(event["description"]).partition("；原定")[2].removesuffix("，调整为12月底前）")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")))
def test_any_words_come_back_from_a_calendar(sample_library, words):
    assume("\\N" not in words)  # the library takes it for a line break
    assert described(sample_library, words) == words


def test_a_calendar_leaves_out_what_no_text_may_hold(sample_library):
    assert described(sample_library, "甲\x00\x07\x1b\x7f\ud800乙\t丙") == "甲乙\t丙"


def test_the_name_of_the_site_is_escaped_as_text(sample_library):
    library = replace(sample_library, site=Site(name="甲;乙,丙\\丁\n戊"))
    lines = ics.calendar(Edition(library=library, as_of=date(2022, 12, 1))).decode().split("\r\n")
    assert {r"NAME:甲\;乙\,丙\\丁\n戊：截止日期", r"X-WR-CALNAME:甲\;乙\,丙\\丁\n戊：截止日期"} <= set(lines)
