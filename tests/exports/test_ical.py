"""Content lines of calendars, held against the library icalendar byte for byte."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar, Event, vText

from qingdan.exports import ical

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;:\\^甲乙丙"), max_size=300
)


@given(WORDS)
def test_a_line_is_as_icalendar_writes_it(words):
    assume("\\N" not in words)  # the library takes it for a line break
    event = Event()
    event.add("summary", words)
    theirs = event.to_ical(sorted=False)
    assert theirs == b"".join(map(ical.line, ("BEGIN:VEVENT", f"SUMMARY:{ical.text(words)}", "END:VEVENT")))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(words):
    folded = ical.line(f"SUMMARY:{ical.text(words)}")
    assert folded.endswith(b"\r\n")
    for line in folded[:-2].split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    unfolded = folded.replace(b"\r\n ", b"").decode().removeprefix("SUMMARY:").removesuffix("\r\n")
    assert unfolded == ical.text(words)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("甲,乙;丙\\丁\n戊", r"甲\,乙\;丙\\丁\n戊"),
        ("甲\r\n乙\r丙", r"甲\n乙\n丙"),
        ("甲\x00\x07\x1b\x7f\ud800乙\t丙", "甲乙\t丙"),
        ("\\N", r"\\N"),
    ],
)
def test_texts_are_escaped(words, written):
    assert ical.text(words) == written


def test_days_and_moments():
    assert (ical.day(date(987, 6, 5)), ical.moment(date(2022, 12, 31))) == ("09870605", "20221231T000000Z")


def test_the_frame_is_that_of_icalendar():
    from datetime import timedelta

    name = vText("市教育局（绍兴市）：牵头的任务" * 4)
    theirs = Calendar()
    theirs.add("version", "2.0")
    theirs.add("prodid", "-//qingdan//deadlines//ZH")
    theirs.add("calscale", "GREGORIAN")
    theirs.add("name", name)
    theirs.add("x-wr-calname", name)
    theirs.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    assert ical.calendar(str(name), b"") == theirs.to_ical(sorted=False)
