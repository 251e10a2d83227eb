"""One YAML file -> one Document, interpreted by the reading rules."""

from __future__ import annotations

import re

from qingdan.loader import complaints, interpret
from qingdan.loader.directory import Directory
from qingdan.loader.fields import Fields, Reader
from qingdan.loader.regions import read_region
from qingdan.loader.report import Report
from qingdan.loader.task_lists import Held, read_list
from qingdan.loader.tree import compose
from qingdan.model import Annex, Document, Leftover, Original, TaskList, Text
from qingdan.problems import Place, has_errors
from qingdan.regexes import regex
from qingdan.text import units as unit_words

_NO_PATH = regex(r"^[/~]|\\|^[A-Za-z]:|(^|/)\.{1,2}(/|$)|//")


def read_document(report: Report, id_: str, directory: Directory) -> Document | None:
    """One document; None where errors (they are in the report) leave open what is meant."""
    report.subject = id_
    root = compose(report)
    if root is None:
        if not has_errors(report.problems):
            place, hint = Place(report.source.file), "写上「标题」和「清单」，或者删去这个文件。"
            report.error(place, "empty-file", "这个文件里没有内容。", hint)
        return None
    reader = Reader(report)
    if complaints.is_misfiled(reader, root, "document"):
        return None
    fields = reader.fields(root, "document")
    if fields is None:
        return None
    document = _read(reader, fields, id_, directory)
    return document if report.readable else None


def _read(reader: Reader, fields: Fields, id_: str, directory: Directory) -> Document | None:
    path = read_region(reader, fields)
    if directory.whole and not directory.has_registry(path, id_):
        _no_registry(reader, fields, path, directory.alike(path) if path else "")
    signed = reader.date(fields, "signed")
    year = _year(reader, fields, signed.year if signed else None)
    body = reader.optional(fields, "body")
    held = Held(
        reader=reader,
        id=id_,
        units=directory.units_of(path, id_),
        year=year,
        signed=signed,
        leads=interpret.Leads().heard(body),
    )
    title = reader.optional(fields, "title")
    place = title.place if title else Place(reader.file, 1, 1)
    copies = reader.texts(fields["copies"].node) if "copies" in fields else ()
    return Document(
        id=id_,
        title=Text("".join(title.value.split()), place) if title else Text("", place),
        number=reader.optional(fields, "number"),
        issuer=reader.optional(fields, "issuer"),
        region=held.units.region,
        year=year,
        signed=signed,
        printed=reader.date(fields, "printed"),
        index_number=reader.plain(fields, "index_number"),
        publisher=reader.plain(fields, "publisher"),
        published=reader.date(fields, "published"),
        validity=reader.plain(fields, "validity"),
        addressees=reader.optional(fields, "addressees"),
        basis=reader.texts(fields["basis"].node) if "basis" in fields else (),
        copies_text=copies,
        copies=tuple(name for text in copies for name in unit_words.split(text.value)),
        body=body,
        original=_original(reader, fields),
        lists=_lists(held, fields),
        annexes=tuple(_annexes(reader, fields)),
        leftovers=tuple(_leftovers(reader, fields)),
        dates={
            name: reader.place(fields[name].node)
            for name in ("region", "year", "signed", "printed")
            if name in fields
        },
        digest=reader.report.source.sha256,
        place=place,
    )


def _lists(held: Held, fields: Fields) -> tuple[TaskList, ...]:
    found = []
    for ordinal, item in enumerate(held.reader.items(fields, "lists"), 1):
        own = held.reader.fields(item, "list")
        if own is not None:
            found.append(read_list(held, own, ordinal, held.reader.place(item)))
    return tuple(found)


def _no_registry(reader: Reader, fields: Fields, path: str, alike: str) -> None:
    place, width = Place(reader.file, 1, 1), len(reader.report.source.lines[0])
    if path:
        node = fields["region"].node
        place, width = reader.place(node), len(reader.text(node).value)
    what = f"「{path}」" if path else "这份文件"
    key = f"「地区: {path}」" if path else f"「文件: {reader.report.subject}」"
    message = f"content/units/ 里还没有{what}的单位名录，单位的网址还没有固定。"
    hint = f"新建一份名录，写上{key}、网址名和单位。"
    if alike:
        hint = f"是不是「{alike}」？那里已经有名录；不是，就{hint}"
    reader.report.warning(place, "no-registry", message, hint, width)


def _year(reader: Reader, fields: Fields, signed: int | None) -> int | None:
    """年度, else the year of the signature, with a warning."""
    if "year" not in fields:
        how = f"时限都按成文日期的 {signed} 年读" if signed else "时限读不出是哪一年"
        hint = f"加一行「年度: {signed}」。" if signed else "加一行「年度: 」，写四位数字。"
        place, width = Place(reader.file, 1, 1), len(reader.report.source.lines[0])
        reader.report.warning(place, "no-year", f"没有写「年度」，{how}。", hint, width)
        return signed
    word = reader.plain(fields, "year")
    if re.fullmatch("(19|20|21)[0-9]{2}", word):
        return int(word)
    found = re.search("(?:19|20|21)[0-9]{2}", word)
    hint = f"改成 {found[0]}。" if found else "例如 2022。"
    reader.error(fields["year"].node, "wrong-value", "「年度」要写成四位数字。", hint)
    return None


def _original(reader: Reader, fields: Fields) -> Original | None:
    own = reader.fields(fields["original"].node, "original") if "original" in fields else None
    if own is None or "file" not in own:
        return None
    file = reader.text(own["file"].node)
    if _NO_PATH.search(file.value) or file.value.startswith(("content/", "originals/")):
        name = re.split(r"[/\\]", file.value)[-1].strip(".")
        message = "原件的文件名从 content/originals/ 算起，用 / 隔开，不写盘符和 ..。"
        hint = f"把原件放进 content/originals/，这里写「{name or '原件的文件名'}」。"
        reader.error(own["file"].node, "wrong-value", message, hint)
    sha = reader.plain(own, "sha256").lower()
    if sha and not re.fullmatch("[0-9a-f]{64}", sha):
        message = "「校验码」是 64 位十六进制数字（SHA-256）。"
        reader.error(own["sha256"].node, "wrong-value", message, "照原样写全；不知道就删去这一行。")
    return Original(file.value, reader.web(own, "url"), sha, file.place)


def _annexes(reader: Reader, fields: Fields) -> list[Annex]:
    found = []
    for item in reader.items(fields, "annexes"):
        own = reader.fields(item, "annex")
        if own and "text" in own:
            text = reader.text(own["text"].node)
            title = reader.optional(own, "title")
            found.append(Annex(title, text, title.place if title else text.place))
    return found


def _leftovers(reader: Reader, fields: Fields) -> list[Leftover]:
    found = []
    for item in reader.items(fields, "leftovers"):
        own = reader.fields(item, "leftover")
        if own and "text" in own:
            text = reader.text(own["text"].node)
            found.append(Leftover(text, reader.plain(own, "reason"), text.place))
    return found
