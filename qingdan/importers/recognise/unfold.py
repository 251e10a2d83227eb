"""Unfold: a whole notice that was printed in one line -> the lines that it had.

Only the letter needs it: prose is cut at its labels wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qingdan.importers.blocks import Block, Line
from qingdan.importers.recognise import lines
from qingdan.text import labels

_FEW = 4
"""Documents with more lines than this have their own."""
_LONG = 160
_TITLE = r"(?:的通知|的意见|的方案|的通报)"
_CUTS = re.compile(
    rf"(?<={_TITLE})(?=\s*[\u3400-\u9fff《])"
    r"|(?<=[：:])\s{0,8}(?=《|为|根据|按照|现将|经)"
    r"|(?<=。)\s{0,8}(?=[\u3400-\u9fff]{4,26}(?:人民政府|政府|办公厅|办公室|委员会|局)\s*(?:19|20|二)[0-9〇○零一二三四五六七八九]{2,3}\s*年[^。]{3,8}日)"
    r"|(?<=政府|公厅|公室|员会)\s{0,8}(?=(?:19|20)[0-9]{2}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日|二[〇○零][^。]{2}年[^。]{2,3}月[^。]{2,4}日)"
    r"|(?<=[0-9一二三四五六七八九十]日)\s{0,8}(?=[（(]?(?:19|20)[0-9]{2}\s*年|[（(]此件|附件)"
    r"|(?<=公开发布）|公开发布\))\s{0,8}(?=.)"
    r"|(?<=。)\s{0,8}(?=抄送[：:])|\s{1,8}(?=抄送[：:])"
    r"|(?<=[^\s，、])\s{1,8}(?=[一二三四五六七八九十]{1,3}、)|(?=(?<![、，])一、[\u3400-\u9fff])"
)

_ORGAN = r"[\u3400-\u9fff]{4,26}(?:人民政府|政府|办公厅|办公室|委员会|局)"
_DAY = (
    r"(?:(?:19|20)[0-9]{2}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日"
    r"|二[〇○零O0][^。]{2}年[^。]{1,2}月[^。]{1,3}日)"
)
_SIGNATURE = re.compile(
    rf"(?<=[。：）)])\s{{0,8}}(?P<organ>{_ORGAN})\s{{0,8}}(?P<day>{_DAY})\s{{0,8}}"
    r"(?P<mark>[（(][^（）()]{2,12}[）)])?\s*$"
)
"""The signature at the end of the lists."""
_TO = re.compile(r"[^。：:]{4,200}[：:]")


def unfold(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, long lines cut where a notice has its line breaks, if it has lost them."""
    given = [b for b in blocks if isinstance(b, Line) and b.text.strip()]
    if len(given) > _FEW or any(not isinstance(b, Line) for b in blocks):
        return list(blocks)
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Line) and len(block.text) >= _LONG:
            out += _cut(block)
        else:
            out.append(block)
    return out


def _cut(line: Line) -> Iterator[Line]:
    """The parts of one line. Behind the first label nothing is cut but 抄送."""
    text, start = line.text, 0
    in_list = False
    signature = _SIGNATURE.search(text, max(0, len(text) - 90))
    to = _TO.match(text)
    cuts = {match.end() for match in _CUTS.finditer(text)}
    cuts |= {to.end()} if to and lines.is_addressees(to.group()) else set()
    forced = {signature.start(name) for name in ("organ", "day", "mark")} if signature else set()
    for at in sorted((cuts | forced) - {-1}):
        if in_list and at not in forced and not text.startswith("抄送", at):
            continue
        if text[start:at].strip():
            yield Line(text[start:at].rstrip(), line.mark._replace(column=line.mark.column + start))
            start = at
        label = labels.heading_label(text[at : at + 20])
        in_list |= label is not None and label.level == 1
    if text[start:].strip():
        yield Line(text[start:], line.mark._replace(column=line.mark.column + start))
