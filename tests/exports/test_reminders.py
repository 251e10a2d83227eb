"""Calendars of documents, units and years: each task as an event and a to-do, read back by icalendar."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from qingdan.exports import beside
from qingdan.exports.edition import Edition

AS_OF = date(2022, 12, 1)


def files_of(edition):
    """Calendars, feeds and plans, those of years last."""
    found = [f for part in beside.parts(edition) for f in part.files()]
    return [f for f in (*found, *beside.of_all(edition)) if f.path.endswith((".ics", ".xml"))]


def made(library, **given):
    """Path -> bytes of all calendars."""
    files = files_of(Edition(library=library, as_of=AS_OF, **given))
    return {f.path: f.read() for f in files if f.path.endswith(".ics")}


def components(content):
    return {str(c["uid"]): c for c in Calendar.from_ical(content).walk() if c.name != "VCALENDAR"}


def test_where_calendars_are(sample):
    """Only where there is a day to be reminded of."""
    assert list(made(sample)) == [
        "documents/sample-2022/deadlines.ics",
        "units/shaoxing/shi-jiao-yu-ju/lead.ics",
        "units/shaoxing/shi-jiao-yu-ju/supporting.ics",
        "units/shaoxing/ge-qu/responsible.ics",
        "deadlines/2022-by.ics",
        "deadlines/2022-year.ics",
    ]


def test_a_whole_task(sample):
    found = components(
        made(sample, site_url="https://qingdan.example/gov")["documents/sample-2022/deadlines.ics"]
    )
    assert list(found) == [
        "sample-2022/1@qingdan", "sample-2022/1.todo@qingdan",
        "sample-2022/一(一)-2@qingdan", "sample-2022/一(一)-2.todo@qingdan",
        "sample-2022/3.todo@qingdan",
    ]  # fmt: skip
    event, todo = found["sample-2022/1@qingdan"], found["sample-2022/1.todo@qingdan"]
    for one in (event, todo):
        assert one.decoded("dtstamp") == one.decoded("last-modified") == datetime(2022, 11, 30, tzinfo=UTC)
        assert one["sequence"] == 3  # two reports, one adjustment
        assert one["url"] == "https://qingdan.example/gov/documents/sample-2022/#task-1"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2022, 12, 31), date(2023, 1, 1))
    assert str(event["summary"]) == "截止：=1+1 公开教育信息，12月底前完成； “第二行”"
    assert str(event["description"]) == (
        "《关于印发2022年任务清单的通知》1\n时限：12月底前（原定6月底前）\n牵头：市教育局\n"
        "已完成（2022-11-30 报送）"
    )
    assert "status" not in event
    assert todo.decoded("due") == date(2022, 12, 31)
    assert (str(todo["status"]), todo["percent-complete"]) == ("COMPLETED", 100)


def test_what_is_not_reported_has_no_status_and_no_percentage(sample):
    todo = components(made(sample)["documents/sample-2022/deadlines.ics"])[
        "sample-2022/一(一)-2.todo@qingdan"
    ]
    assert not {"status", "percent-complete", "url"} & {name.lower() for name in todo}
    assert todo["sequence"] == 0
    assert todo.decoded("dtstamp") == datetime(2022, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reported", "todo_status", "event_status"),
    [
        ("未开始", "NEEDS-ACTION", None),
        ("进行中", "IN-PROCESS", None),
        ("已取消", "CANCELLED", "CANCELLED"),
    ],
)
def test_statuses(sample, library_of, reported, todo_status, event_status):
    document = sample.documents[1]
    part = document.lists[0]
    task = part.tasks[0]
    task = replace(task, progress=(task.progress[0]._replace(status=reported),))
    document = replace(document, lists=(replace(part, entries=(task,)),))
    found = components(made(library_of((document,)))["documents/sample-2022/deadlines.ics"])
    assert found["sample-2022/1.todo@qingdan"]["status"] == todo_status
    assert found["sample-2022/1@qingdan"].get("status") == event_status
    assert "percent-complete" not in found["sample-2022/1.todo@qingdan"]


def test_the_whole_of_a_year_is_a_to_do_from_its_first_day_to_its_last(sample):
    (todo,) = components(made(sample)["deadlines/2022-year.ics"]).values()
    assert (todo.name, todo.decoded("dtstart"), todo.decoded("due")) == (
        "VTODO", date(2022, 1, 1), date(2022, 12, 31),
    )  # fmt: skip
    assert "时限：全年" in todo["description"]


def test_every_task_of_the_notices_is_the_same_in_all_its_calendars(real):
    library, _ = real
    calendars = made(library)
    seen = {}
    for content in calendars.values():
        for uid, component in components(content).items():
            assert seen.setdefault(uid, component.to_ical()) == component.to_ical()
    days = {f"{t.id}@qingdan" for t in library.tasks() if t.due.date}
    years = {f"{t.id}.todo@qingdan" for t in library.tasks() if t.due.kind == "year"}
    assert seen.keys() == days | {uid.replace("@", ".todo@") for uid in days} | years
    for unit in library.units.values():
        for role, tasks in library.duties[unit.id]._asdict().items():
            if role != "through":
                wanted = {t.id for t in tasks if t.due.date}
                path = f"{unit.url}{role}.ics"
                assert (path in calendars) == bool(wanted)
                if wanted:
                    found = components(calendars[path])
                    assert {
                        u.removesuffix("@qingdan") for u, c in found.items() if c.name == "VEVENT"
                    } == wanted


def test_what_changed_is_made_again_and_nothing_else(sample):
    def keyed(library):
        edition = Edition(library=library, as_of=AS_OF)
        return {f.path: (f.key, f.read()) for f in files_of(edition)}

    before = keyed(sample)
    assert before == keyed(replace(sample))
    assert len({key for key, _ in before.values()}) == len(before)
    other = replace(sample.documents[0], digest="0" * 64)
    after = keyed(replace(sample, documents=(other, sample.documents[1])))
    assert {p for p in before if before[p] != after[p]} == {
        "documents/nowhere-2021/stratml.xml", "documents/nowhere-2021/feed.xml",
        "units/nowhere-2021/shi-jiao-yu-ju/feed.xml",
    }  # fmt: skip


def test_nothing_hangs_on_the_day_or_its_clock(sample):
    one = files_of(Edition(library=sample, as_of=AS_OF))
    other = files_of(Edition(library=sample, as_of=date(2030, 1, 1)))
    assert [(f.path, f.key, f.read()) for f in one] == [(f.path, f.key, f.read()) for f in other]
