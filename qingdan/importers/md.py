"""Markdown: pipe tables, headings, lists, emphasis. Line by line, as it is printed in the file.

A library would number lists anew and join lines; the originals of notices are converted
files, whose numbers and line breaks are the notice's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qingdan.importers import drawn, html, txt
from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import CellText, Composer, unreadable

_RULING = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[\u3400-\u9fff]))(.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_BREAK = re.compile(r" {0,3}(?:\*[ \t]*){3,}|(?: {0,3}(?:-[ \t]*){3,})|(?: {0,3}(?:_[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*")
_BULLET = re.compile(r"[ \t]*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TABLE = re.compile(r"\s{0,3}<table[\s>]", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = "\ue000"
"""Stands before the number of an escaped character while marks are taken off; private, as no text is."""
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_AUTO = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_SPAN = (
    re.compile(r"(?<!\*)\*\*\*(?=\S)(.+?)(?<=\S)\*\*\*(?!\*)"),
    re.compile(r"(?<!\*)\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\*)"),
    re.compile(r"(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])"),
    re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?!\*)"),
    re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![\w_])"),
    re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"),
    re.compile(r"`([^`]+)`"),
)
_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|s|del|ins|sub|sup|span|font|center|div|p|a|mark|small|big)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(_name: str, data: bytes, place: str) -> Reading:
    """The text without its marks. Never raises."""
    plain = txt.read_lines(data, place)
    if plain.original is None:
        return plain
    given = plain.original.lines
    lines = txt.with_tables(given, drawn.find(given)).lines
    composer = Composer()
    try:
        _Reader(composer).read(_COMMENT.sub(_blank, "\n".join(lines)).split("\n"))
    except RefusedError as refused:
        return unreadable(place, refused.message, refused.hint)
    return composer.reading(place, data)


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


class _Reader:
    def __init__(self, composer: Composer) -> None:
        self.composer = composer

    def read(self, lines: Sequence[str]) -> None:
        at = self._front_matter(lines)
        while at < len(lines):
            at = self._block(lines, at)

    def _front_matter(self, lines: Sequence[str]) -> int:
        """The head that site generators read: none of the text, and not lost."""
        if not lines or lines[0].rstrip() != "---":
            return 0
        end = next((k for k, line in enumerate(lines[1:60], 1) if line.rstrip() in ("---", "...")), 0)
        for line in lines[1:end]:
            self.composer.line(line, frame=True)
        return end + 1 if end else 0

    def _block(self, lines: Sequence[str], at: int) -> int:
        """One block; the index behind it."""
        line = lines[at]
        if fence := _FENCE.fullmatch(line):
            return self._fenced(lines, at + 1, fence[1])
        if at + 1 < len(lines) and "|" in line and _is_ruling(lines[at + 1], len(cells_of(line))):
            return self._table(lines, at)
        if _TABLE.match(line):
            return self._html(lines, at)
        if heading := _HEADING.fullmatch(line):
            self.composer.line(plain(heading[2]), style=f"heading{len(heading[1])}")
            return at + 1
        below = _UNDERLINE.fullmatch(lines[at + 1]) if at + 1 < len(lines) and line.strip() else None
        if below and not _BULLET.match(line) and "|" not in line:
            self.composer.line(plain(line.strip()), style="heading1" if "=" in below[1] else "heading2")
            return at + 2
        if _BREAK.fullmatch(line):
            return at + 1
        while found := _QUOTE.match(line):
            line = line[found.end() :]
        line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
        for part in _BR.split(line):
            self.composer.line(plain(part).rstrip("\\") if part.endswith("\\") else plain(part).strip(" "))
        return at + 1

    def _fenced(self, lines: Sequence[str], at: int, fence: str) -> int:
        """Text that is shown as it stands."""
        while at < len(lines) and not lines[at].strip().startswith(fence):
            self.composer.line(lines[at])
            at += 1
        return at + 1

    def _table(self, lines: Sequence[str], at: int) -> int:
        head = cells_of(lines[at])
        rows = [head]
        at += 2
        while at < len(lines) and "|" in lines[at]:
            rows.append(cells_of(lines[at]))
            at += 1
        width = max(map(len, rows))
        self.composer.table(
            [[CellText(c) for c in row] + [CellText("")] * (width - len(row)) for row in rows]
        )
        return at

    def _html(self, lines: Sequence[str], at: int) -> int:
        """A table written as HTML: merged cells have no other way."""
        end, depth = at, 0
        while end < len(lines):
            lower = lines[end].lower()
            depth += len(re.findall(r"<table[\s>]", lower)) - lower.count("</table>")
            end += 1
            if depth <= 0:
                break
        root = html.parse("\n".join(lines[at:end]))
        if root is not None:
            html.compose(html.show(root), self.composer)
        return end


def _is_ruling(line: str, width: int) -> bool:
    return "-" in line and bool(_RULING.fullmatch(line)) and ("|" in line) and len(cells_of(line)) == width


def cells_of(line: str) -> list[str]:
    """The cells of a row, without their marks; `<br>` parts paragraphs."""
    words = re.split(r"(?<!\\)\|", line.strip())
    if words and not words[0].strip():
        del words[0]
    if words and not words[-1].strip() and line.rstrip().endswith("|"):
        words.pop()
    return ["\n".join(plain(part.strip()) for part in _BR.split(word.strip())) for word in words]


def plain(text: str) -> str:
    """The words without the marks of emphasis, code and links."""
    if _KEPT not in text:
        text = _ESCAPE.sub(lambda found: f"{_KEPT}{ord(found[1])};", text)
    text = _AUTO.sub(r"\1", _TAG.sub("", _LINK.sub(r"\1", text)))
    for mark in _SPAN:
        text = mark.sub(r"\1", text)
    text = "".join(_entities(text))
    return re.sub(f"{_KEPT}([0-9]+);", lambda found: chr(int(found[1])), text)


def _entities(text: str) -> Iterator[str]:
    """&nbsp; and its kin."""
    from html import unescape

    at = 0
    for found in re.finditer(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,12});", text):
        yield text[at : found.start()]
        yield unescape(found[0])
        at = found.end()
    yield text[at:]
