"""Promise 1, on the five notices: one character changed anywhere is found, at its field."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from qingdan.importers import read
from qingdan.loader import load
from qingdan.model import Document, Entry, Leftover, Task, Text
from qingdan.text.passages import Alignment, align, squeeze

ROOT = Path(__file__).parent.parent.parent
IDS = ("deqing-2022", "jiaxing-2020", "shaoxing-2022", "unnamed-city-2022", "zhejiang-2021")
NEW = "囧"
"""A character that none of the five holds."""


@cache
def documents() -> dict[str, Document]:
    return {d.id: d for d in load(ROOT / "content").library.documents}


@cache
def lines(id_: str) -> tuple[str, ...]:
    file = ROOT / "content" / "originals" / f"{id_}.txt"
    text, problems = read(file.name, file.read_bytes(), file.name)
    assert text
    assert not problems
    return text.lines


def with_entries(document: Document, ordinal: int, entries: list[Entry]) -> Document:
    lists = [
        replace(part, entries=tuple(entries)) if part.ordinal == ordinal else part for part in document.lists
    ]
    return replace(document, lists=tuple(lists))


def with_cell(document: Document, task: Task, name: str, words: str) -> Document:
    cells = {**task.cells, name: task.cells[name]._replace(value=words)}
    entries = [
        replace(task, cells=cells) if entry is task else entry
        for entry in document.lists[task.list_ordinal - 1].entries
    ]
    return with_entries(document, task.list_ordinal, entries)


def brief(alignment: Alignment) -> list[str]:
    return [f"{m.kind} {m.field.id}" for m in alignment.mismatches] + [
        f"unclaimed {u.text}" for u in alignment.unclaimed
    ]


@pytest.mark.parametrize("id_", IDS)
def test_the_five_are_proved(id_: str) -> None:
    alignment = align(lines(id_), documents()[id_])
    assert brief(alignment) == []
    assert alignment.proved


@pytest.mark.parametrize("id_", IDS)
def test_spans_lead_to_the_words(id_: str) -> None:
    document, text = documents()[id_], lines(id_)
    spans = align(text, document).spans
    before = (0, 0)
    for task in document.tasks:
        row = spans[task.id]
        assert before <= row.start < row.end
        before = row.end
        for name, cell in task.cells.items():
            span = spans[f"{task.id}:{name}"]
            assert row.start <= span.start < span.end <= row.end
            (first, column), (last, end) = span.start, span.end
            words = (
                [text[first - 1][column - 1 : end - 1]]
                if first == last
                else [text[first - 1][column - 1 :], *text[first : last - 1], text[last - 1][: end - 1]]
            )
            assert squeeze("".join(words)) == squeeze(cell.value)


def mutations(words: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """One character changed, dropped, added: three texts that differ from the words."""
    at = chance.choice([i for i, c in enumerate(words) if not c.isspace()])
    yield "changed", words[:at] + NEW + words[at + 1 :]
    yield "dropped", words[:at] + words[at + 1 :]
    at = chance.choice([0, len(words), chance.randint(0, len(words))])
    yield "added", words[:at] + chance.choice([NEW, "。", "，", "、", "市", "1", "（", "）"]) + words[at:]


@pytest.mark.parametrize("id_", IDS)
def test_one_character_in_any_cell_is_found_at_its_cell(id_: str) -> None:
    document, text, chance = documents()[id_], lines(id_), random.Random(id_)
    for task in document.tasks:
        for name, cell in task.cells.items():
            how, words = chance.choice(list(mutations(cell.value, chance)))
            if words:
                found = align(text, with_cell(document, task, name, words))
                assert brief(found) == [f"changed {task.id}:{name}"], (how, words)
                assert any(d.written != d.printed for d in found.mismatches[0].differences)


@pytest.mark.parametrize("id_", IDS)
def test_one_character_in_any_heading_title_or_paragraph_is_found(id_: str) -> None:
    document, text, chance = documents()[id_], lines(id_), random.Random(id_)
    for part in document.lists:
        for n, entry in enumerate(part.entries):
            if isinstance(entry, Task):
                continue
            how, words = chance.choice(list(mutations(entry.text.value, chance)))
            changed = replace(entry, text=entry.text._replace(value=words))
            entries: list[Entry] = [*part.entries[:n], changed, *part.entries[n + 1 :]]
            found = align(text, with_entries(document, part.ordinal, entries))
            assert not found.proved, (how, words)
            assert brief(found)[0].startswith("changed "), (how, words)
    if document.body:
        for how, words in mutations(document.body.value, chance):
            changed_body = replace(document, body=document.body._replace(value=words))
            found = align(text, changed_body)
            assert [line[:13] for line in brief(found)] == ["changed body:"], (how, words)


@pytest.mark.parametrize("id_", IDS)
def test_one_character_of_the_original_is_found(id_: str) -> None:
    document, text, chance = documents()[id_], lines(id_), random.Random(id_)
    places = [
        (r, c) for r, line in enumerate(text) for c, x in enumerate(line) if not x.isspace() and x != "|"
    ]
    for r, c in chance.sample(places, 40):
        line = text[r]
        for words in (line[:c] + NEW + line[c + 1 :], line[:c] + NEW + line[c:]):
            assert not align([*text[:r], words, *text[r + 1 :]], document).proved, words


@pytest.mark.parametrize("id_", IDS)
def test_dropped_characters_of_the_original_are_found(id_: str) -> None:
    """Only a mark that names or parts fields may be missing; no character of a field may."""
    document, text, chance = documents()[id_], lines(id_), random.Random(id_)
    spans = align(text, document).spans
    for task in chance.sample(document.tasks, 25):
        for name in task.cells:
            (row, column), _ = spans[f"{task.id}:{name}"]
            line = text[row - 1]
            dropped = line[: column - 1] + line[column:]
            assert not align([*text[: row - 1], dropped, *text[row:]], document).proved, dropped


@pytest.mark.parametrize("id_", IDS)
def test_white_space_is_free(id_: str) -> None:
    document, text = documents()[id_], lines(id_)
    spaced = [" \u3000".join(line.replace("\t", "\t ")) for line in text]
    assert align(spaced, document).proved
    broken = [
        piece for line in text for piece in ("", line[: len(line) // 2], line[len(line) // 2 :], "\u00a0")
    ]
    assert align(broken, document).proved
    hidden = [line.replace("公开", "公\u200b开") for line in text]
    assert align(["\ufeff" + hidden[0], *hidden[1:]], document).proved


# --- several faults at once, each named


def shaoxing() -> tuple[Document, tuple[str, ...], list[Entry]]:
    document = documents()["shaoxing-2022"]
    return document, lines("shaoxing-2022"), list(document.lists[0].entries)


def index(entries: list[Entry], number: str) -> int:
    return next(i for i, e in enumerate(entries) if isinstance(e, Task) and e.number == number)


def test_every_fault_shows_by_itself() -> None:
    document, text, _ = shaoxing()
    wanted = []
    for number, name in (
        ("2", "lead"),
        ("2", "deadline"),
        ("3", "text"),
        ("3", "lead"),
        ("23", "text"),
        ("50", "text"),
    ):
        task = next(t for t in document.tasks if t.number == number)
        words = task.cells[name].value
        document = with_cell(document, task, name, words[:-1] + NEW)
        wanted.append(f"changed {task.id}:{name}")
    assert sorted(brief(align(text, document))) == sorted(wanted)


def test_two_rows_in_the_wrong_order_are_one_fault() -> None:
    document, text, entries = shaoxing()
    n = index(entries, "14")
    entries[n : n + 2] = [entries[n + 1], entries[n]]
    found = align(text, with_entries(document, 1, entries))
    assert len(found.mismatches) == 1
    assert not found.unclaimed
    assert (found.mismatches[0].kind, found.mismatches[0].row) == ("order", True)


def test_a_row_that_moved_far_is_one_fault() -> None:
    document, text, entries = shaoxing()
    entries.insert(2, entries.pop(index(entries, "30")))
    assert brief(align(text, with_entries(document, 1, entries))) == ["order shaoxing-2022/30:text"]


def test_a_missing_row_is_an_unclaimed_line() -> None:
    document, text, entries = shaoxing()
    del entries[index(entries, "20")]
    found = align(text, with_entries(document, 1, entries))
    assert not found.mismatches
    (unclaimed,) = found.unclaimed
    assert unclaimed.text.startswith("20制定出台重大政策时")
    assert unclaimed.span.start == (64, 1)
    assert unclaimed.before
    assert unclaimed.after
    assert (unclaimed.before.number, unclaimed.after.number) == ("19", "21")


def test_a_doubled_row() -> None:
    document, text, entries = shaoxing()
    n = index(entries, "20")
    entries.insert(n + 1, replace(entries[n], id="shaoxing-2022/20-2"))  # type: ignore[type-var, call-arg]
    found = align(text, with_entries(document, 1, entries))
    assert [m.kind for m in found.mismatches] == ["doubled"]
    assert not found.unclaimed


def test_a_row_of_our_own() -> None:
    document, text, entries = shaoxing()
    n = index(entries, "20")
    task = entries[n]
    assert isinstance(task, Task)
    cells = {**task.cells, "text": task.text._replace(value="凭空添上的一条，原件里没有。")}
    entries.insert(n + 1, replace(task, id="shaoxing-2022/20-2", cells=cells))
    assert brief(align(text, with_entries(document, 1, entries))) == ["nowhere shaoxing-2022/20-2:text"]


@pytest.mark.parametrize(
    ("number", "one", "other"), [("27", "lead", "responsible"), ("3", "responsible", "deadline")]
)
def test_swapped_cells(number: str, one: str, other: str) -> None:
    document, text, _ = shaoxing()
    task = next(t for t in document.tasks if t.number == number)
    a, b = task.cells[one].value, task.cells[other].value
    document = with_cell(document, task, one, b)
    task = next(t for t in document.tasks if t.number == number)
    found = align(text, with_cell(document, task, other, a))
    assert [m.kind for m in found.mismatches] == ["swapped"]
    assert not found.unclaimed


def test_words_moved_over_the_edge_of_a_cell() -> None:
    document, text, _ = shaoxing()
    task = next(t for t in document.tasks if t.number == "5")
    document = with_cell(document, task, "text", task.text.value + "市")
    task = next(t for t in document.tasks if t.number == "5")
    moved = with_cell(document, task, "lead", task.cells["lead"].value[1:])
    assert brief(align(text, moved)) == ["edge shaoxing-2022/5:text"]


def test_metadata() -> None:
    document, text, _ = shaoxing()

    def found(**changes: object) -> list[str]:
        return brief(align(text, replace(document, **changes)))  # type: ignore[arg-type]

    def words(value: str) -> Text:
        return Text(value, document.place)

    assert found(title=words(document.title.value.replace("印发", "印花"))) == ["changed title"]
    assert found(issuer=words("绍兴市人民政府办公厅")) == ["changed issuer"]
    assert found(number=words("绍政办综〔2022〕5号")) == ["changed number"]
    assert found(signed=date(2022, 6, 2)) == ["changed signed"]
    assert found(printed=date(2022, 6, 9)) == ["nowhere printed"]
    assert found(basis=(words("国办发〔2022〕9号"),)) == ["nowhere basis:1"]
    assert found(copies_text=(words("市委宣传部，市信访局"),)) == ["changed copies"]
    assert found(leftovers=()) == ["unclaimed （此件公开发布）"]
    more = Leftover(words("没有印出的话"), "未识别", document.place)
    assert found(leftovers=(*document.leftovers, more)) == ["nowhere leftover:2"]


def test_another_documents_original_does_not_raise() -> None:
    for id_, other in zip(IDS, IDS[1:] + IDS[:1], strict=True):
        assert not align(lines(other), documents()[id_]).proved
        assert not align([""], documents()[id_]).proved
        assert not align([], documents()[id_]).proved
