"""Bounds on what a PDF may ask of the machine. pdfminer has none of its own."""

from __future__ import annotations

import zlib
from contextvars import ContextVar
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument

from qingdan.importers.archive import RefusedError

STREAM = 64 * 1024 * 1024
"""Largest stream, unpacked."""
ALL = 400 * 1024 * 1024
"""All streams that are unpacked for one file; those of pages are let go page by page."""
LOOKUPS = 300_000
"""Most objects that are looked up without anything being drawn: references that go round have no end."""
_HINT = "正常的文件没有这么大。用 WPS 或 Acrobat 打开它，另存（打印）成一份新的 PDF。"

_left: ContextVar[int] = ContextVar("bytes that may still be unpacked", default=ALL)


def begin() -> None:
    """A new file."""
    _left.set(ALL)


class _BoundedZlib:
    """What pdfminer uses of zlib, with bounds."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        found = zlib.decompressobj()
        out = found.decompress(data, STREAM + 1)
        _count(len(out))
        if not found.eof and not found.unconsumed_tail:
            raise zlib.error("incomplete stream")
        return out

    @staticmethod
    def decompressobj() -> _BoundedObject:
        return _BoundedObject()


class _BoundedObject:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj()

    def decompress(self, data: bytes) -> bytes:
        out = self._inner.decompress(data)
        _count(len(out))
        return out


def _count(size: int) -> None:
    left = _left.get() - size
    _left.set(left)
    if size > STREAM or left < 0:
        raise RefusedError("这个 PDF 里有展开后大得不正常的内容，没有读。", _HINT)


# The one place where a stream is unpacked; a test holds that it still is.
setattr(pdftypes, "zlib", _BoundedZlib)  # noqa: B010 - no attribute that the module exports


class BoundedDocument(PDFDocument):
    """A document whose objects are looked up so many times at most."""

    def __init__(self, *args: Any, **named: Any) -> None:
        self.lookups = 0
        super().__init__(*args, **named)

    def getobj(self, objid: int) -> object:
        self.lookups += 1
        if self.lookups > LOOKUPS:
            raise RefusedError("这个 PDF 的内部结构兜圈子，没有读。", _HINT)
        return super().getobj(objid)

    def forget(self) -> None:
        """Let go of streams that were unpacked: a page is read once."""
        self.lookups = 0
        for objid, (found, _) in list(self._cached_objs.items()):
            if isinstance(found, pdftypes.PDFStream) and found.data is not None:
                del self._cached_objs[objid]
