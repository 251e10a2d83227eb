"""Nodes of a tree -> words with their places, and problems that point at them."""

from __future__ import annotations

from qingdan.loader.report import Report
from qingdan.loader.tree import Node, Scalar, Sequence, place_of
from qingdan.model import Text
from qingdan.problems import Place


class Nodes:
    """The nodes of one file; problems go to its report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file = report.source.file
        self.astray: set[str] = set()
        """Known keys that stand where they do not belong: they are not missed elsewhere."""

    def place(self, node: Node) -> Place:
        """Where the words of a node begin: behind its quote, in the first line of its block."""
        mark = node.start_mark
        style = node.style if type(node) is Scalar else ""
        if not style:
            return Place(self.file, mark.line + 1, mark.column + 1)
        if style in "\"'":
            return Place(self.file, mark.line + 1, mark.column + 2)
        lines = self.report.source.lines
        for number in range(mark.line + 1, len(lines)):
            line = lines[number]
            if line.strip():
                return Place(self.file, number + 1, len(line) - len(line.lstrip(" ")) + 1)
        return Place(self.file, mark.line + 1, mark.column + 1)

    def text(self, node: Node) -> Text:
        """The words of a scalar, without white space around them."""
        assert type(node) is Scalar
        value = node.value
        return Text(value.strip() if value[:1].isspace() or value[-1:].isspace() else value, self.place(node))

    def texts(self, node: Node) -> tuple[Text, ...]:
        """The words of each item of a list of scalars (or of one scalar)."""
        if type(node) is Sequence:
            return tuple(self.text(item) for item in node.items if type(item) is Scalar)
        return (self.text(node),)

    def cell(self, node: Node) -> Text:
        """The words of a printed cell; the items of a list stand on lines of their own."""
        if type(node) is Scalar:
            return self.text(node)
        texts = self.texts(node)
        words = "\n".join(text.value for text in texts)
        return Text(words, texts[0].place if texts else self.place(node))

    def error(self, node: Node, rule: str, message: str, hint: str = "") -> None:
        """Report a problem with a node, its first line marked."""
        place = self.place(node) if type(node) is Scalar else place_of(self.file, node)
        self.report.error(place, rule, message, hint, width_of(node))

    def error_inside(self, node: Node, index: int, rule: str, message: str, hint: str) -> None:
        """Report a problem with one character of a scalar."""
        place = self.place(node)
        if on_one_line(node):
            place = place._replace(column=place.column + index)
        self.report.error(place, rule, message, hint)


def on_one_line(node: Node) -> bool:
    """Whether the node begins and ends on the same line."""
    return node.start_mark.line == node.end_mark.line


def width_of(node: Node) -> int:
    """How many characters of its first line to mark."""
    return node.end_mark.column - node.start_mark.column if on_one_line(node) else 1
