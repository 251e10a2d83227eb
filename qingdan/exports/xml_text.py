"""Words in XML, without the characters that XML 1.0 can't hold.

The library's `xml.sax.saxutils` does the same; with it come clients for HTTP and mail, a twelfth of the
time in which all that a build needs is loaded.
"""

from __future__ import annotations

from qingdan.regexes import regex

_NOT_XML = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Words, all of which XML can hold, as the content of an element."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def words(text: str) -> str:
    """As the content of an element."""
    return escape(_NOT_XML.sub("", text))


def attribute(text: str) -> str:
    """As the value of an attribute, in its quotes."""
    value = words(text).translate(_BLANKS)
    if '"' not in value:
        return f'"{value}"'
    if "'" not in value:
        return f"'{value}'"
    return '"' + value.replace('"', "&quot;") + '"'
