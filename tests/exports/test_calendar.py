"""deadlines.ics, read back by another's parser."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from qingdan.exports import ics
from qingdan.exports.edition import Edition
from qingdan.model import Site


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
