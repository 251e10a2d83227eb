"""表头 where it is printed otherwise than plain: below a note, or in two rows.

A note (（责任单位中列第一位者为牵头单位）) or a heading may stand between the title of a
list and its 表头. And where a cell of the 表头 spans several columns (责任分工 over 牵头单位
and 配合单位), the columns are printed in another order than they have: first the upper row,
then the names below. The words of the spanning cell are a leftover then.
"""

from __future__ import annotations

from collections.abc import Sequence

from qingdan.text.passages.printed import Printed
from qingdan.text.passages.spine import Block, Field, Spine

_MOST = 40
"""How many places a name of a column is tried at."""


def settle(printed: Printed, parts: Spine) -> Spine:
    """The spine with every 表头 where, and in the order in which, it is printed."""
    blocks: list[Block] = []
    waiting = list(parts.blocks)
    behind = 0  # where the last list was found
    while waiting:
        block = waiting.pop(0)
        if block.kind == "title":
            behind = max(behind, printed.text.find(_words(block), behind))
        if block.kind != "header":
            blocks.append(block)
            continue
        rows, start = _rows(printed, block, parts.leftovers, behind)
        while start > behind and waiting and waiting[0].kind in ("paragraph", "heading"):
            at = printed.text.find(_words(waiting[0]), behind)
            if not behind <= at < start:
                break
            first = waiting.pop(0)
            blocks.append(first._replace(edge=rows[0].edge))
            rows[0] = rows[0]._replace(edge=False)
        blocks += rows
        behind = max(behind, start)
    return parts._replace(blocks=tuple(blocks))


def _words(block: Block) -> str:
    return "".join(field.text for field in block.fields)


def _rows(printed: Printed, block: Block, leftovers: Sequence[Field], behind: int) -> tuple[list[Block], int]:
    """The 表头, in as many parts as leftovers cut it into, and where it begins (-1: not found)."""
    start = printed.text.find(_words(block), behind)
    if start >= 0:
        return [block], start
    for field in block.fields:
        at = printed.text.find(field.text, behind)
        for _ in range(_MOST):
            if at < 0:
                break
            if rows := _tiled(printed, block, leftovers, at):
                return rows, at
            at = printed.text.find(field.text, at + 1)
    return [block], -1


def _tiled(printed: Printed, block: Block, leftovers: Sequence[Field], at: int) -> list[Block]:
    """The parts, where the names of all columns and at least one leftover fill the text from a
    position on; empty where they don't. (Without a leftover there is one row, and its order counts.)"""
    names = sorted(block.fields, key=lambda field: -len(field.text))
    others = list(leftovers)
    rows: list[list[Field]] = [[]]
    while names:
        field = next((f for f in (*names, *others) if _stands(printed, f, at)), None)
        if field is None:
            return []
        at += len(field.text)
        if field.name == "leftover":
            others.remove(field)
            rows.append([])
        else:
            names.remove(field)
            rows[-1].append(field)
    if len(rows) == 1 or not all(rows):
        return []
    made = [block._replace(fields=tuple(row), edge=False) for row in rows]
    return [made[0]._replace(edge=block.edge), *made[1:]]


def _stands(printed: Printed, field: Field, at: int) -> bool:
    """Whether a cell with these words stands at a position."""
    end = at + len(field.text)
    return printed.text.startswith(field.text, at) and at in printed.edges and end in printed.edges
