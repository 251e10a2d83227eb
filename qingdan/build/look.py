"""Look 看一眼: the links of each page, noted in the process that makes it."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import dirname
from typing import NamedTuple

from qingdan.build.links import SLOT_MARK, Seen, addresses_of, ids_of, read_page, up
from qingdan.files import Content, Piece, joined


class Noted(NamedTuple):
    """What some pages link to."""

    links: dict[tuple[str, bytes], set[bytes]]
    """(folder that an address starts from, the address without its fragment) -> fragments."""
    suspects: dict[str, Seen]
    """By path: pages with odd addresses, or something else that needs a closer look."""


_NO_PAGE = (b"mailto:", b"tel:", b"webcal:")
"""How addresses begin that load nothing and lead to no page."""


class _Glance(NamedTuple):
    """What a stretch of a page holds, as far as it was not noted before."""

    addresses: set[bytes]
    """Those that do not begin with the way to the site's root."""
    here: set[bytes]
    """Fragments on the page itself."""
    ids: set[bytes]
    """Of a piece alone: what it offers for them."""
    odd: bool


_NOTHING = _Glance(set(), set(), set(), odd=False)


class Look:
    """A `files.Inspector` of pages.

    Thousands of pages hold the same rows with the same addresses, all of which begin with the way
    to the site's root. Each of these is noted once, whatever the number of pages, and is resolved
    once, later.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._from_root: dict[int, set[bytes]] = {}
        """Depth of the page -> addresses as they stand on it."""
        self._links: dict[tuple[str, bytes], set[bytes]] = {}
        self._suspects: dict[str, Seen] = {}
        self._me = object()
        """By which pieces know who looked at them. They stay longer than what is noted here."""

    def look(self, path: str, content: Content) -> None:
        """Take note of a page; other files have no links."""
        if not path.endswith(".html"):
            return
        depth = path.count("/")
        parts = [content] if isinstance(content, bytes) else content
        own = b"".join([part for part in parts if isinstance(part, bytes)])
        seen = [self._glance(own, depth), *self._glances([p for p in parts if isinstance(p, Piece)], depth)]
        here = set().union(*[one.here for one in seen if one.here])
        odd = any(one.odd for one in seen)
        if here and not odd:
            odd = not here <= ids_of(own).union(*[one.ids for one in seen if one.ids])
        if odd:
            self._suspects[path] = read_page(path, joined(content), self._base)
            return
        folder = dirname(path)
        for raw in set().union(*[one.addresses for one in seen if one.addresses]):
            start, rest = up(folder, raw)
            address, _, fragment = rest.partition(b"#")
            self._links.setdefault((start, address), set()).add(fragment)

    def _glances(self, pieces: Sequence[Piece], depth: int) -> list[_Glance]:
        """What pieces hold that is of interest to each page; looked at once for all pages of a depth."""
        me = (self._me, depth)
        new = [piece for piece in pieces if piece.seen is None or piece.seen[0] != me]
        if new:
            all_new = b"".join([piece.content for piece in new])
            if b" id=" not in all_new and self._glance(all_new, depth) == _NOTHING:
                for piece in new:
                    piece.seen = me, _NOTHING
            else:
                for piece in new:
                    ids = ids_of(piece.content)
                    piece.seen = me, self._glance(piece.content, depth)._replace(ids=ids)
        found = [piece.seen[1] for piece in pieces if piece.seen]
        return [one for one in found if one is not _NOTHING]

    def _glance(self, content: bytes, depth: int) -> _Glance:
        known = self._from_root.setdefault(depth, set())
        unknown = addresses_of(content) - known
        if depth:
            start = b"../" * depth
            rooted = {raw for raw in unknown if raw.startswith(start)}
            known |= rooted
            unknown -= rooted
        here = {raw[1:] for raw in unknown if raw[:1] == b"#"}
        away = {raw for raw in unknown if raw[:1] == b"#" or raw.startswith(_NO_PAGE)}
        addresses = unknown - away
        # url(#…) is a pattern of a chart on the page itself
        odd = SLOT_MARK.encode() in content or b"@import" in content
        odd = odd or content.count(b"url(") > content.count(b"url(#")
        odd = odd or any(b":" in raw or raw[:1] in (b"/", b"") or b"\\" in raw for raw in addresses)
        return _Glance(addresses, here, set(), odd)

    def noted(self) -> Noted:
        """What was seen so far."""
        links = self._links
        for depth, addresses in self._from_root.items():
            for raw in addresses:
                address, _, fragment = raw[3 * depth :].partition(b"#")
                links.setdefault(("", address), set()).add(fragment)
        return Noted(links, self._suspects)
