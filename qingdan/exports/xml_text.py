"""Words in XML, without the characters that XML 1.0 can't hold."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from qingdan.regexes import regex

_NOT_XML = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def words(text: str) -> str:
    """As the content of an element."""
    return escape(_NOT_XML.sub("", text))


def attribute(text: str) -> str:
    """As the value of an attribute, in its quotes."""
    return quoteattr(_NOT_XML.sub("", text))
