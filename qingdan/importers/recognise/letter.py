"""Letter: the notice itself: title, 文号, who to whom, 正文, signature; and 抄送 at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qingdan.importers.blocks import Line, Mark
from qingdan.importers.draft import UNKNOWN, Draft, Leftover, Remark
from qingdan.importers.recognise import lines, noise
from qingdan.importers.recognise.prose.paragraphs import paragraphs
from qingdan.importers.recognise.signs import squeeze
from qingdan.text import dates, doc_numbers

_FILE = re.compile(r"(?P<organ>[\u3400-\u9fff]{4,40}?)文件")
_NUMBERED = re.compile(r"[（(]([^（()）]{4,30}号)[）)]$")
"""…的实施意见（池政〔2017〕101号）."""
_NOTICE = re.compile("通知|意见|决定|通报|办法")
_NO_TITLE = re.compile("[:：|｜>＞•]")
"""What stands in frames of pages, and not in titles."""
_CUT_DAY = re.compile("(?:19|20)[0-9]{4,6}|[0-9]{1,2}月[0-9]{1,2}日|(?:19|20)[0-9]{2}年[0-9]{1,2}(?:月|日)?")
"""A date that lost characters: 2024327."""


def read_front(found: Sequence[Line], draft: Draft) -> None:
    """The lines before the lists: everything of them goes into the draft."""
    rest = [part for line in found if line.text.strip() for part in _title_apart(line)]
    rest = _organ_and_number(rest, draft)
    to = next((k for k, line in enumerate(rest) if lines.is_addressees(line.text)), None)
    head = rest[:to] if to is not None else _leading(rest)
    start, end = _title(head, draft)
    for line in [*head[:start], *head[end:]]:
        if squeeze(line.text) not in draft.title:
            draft.leftovers.append(Leftover(line.text.strip(), UNKNOWN, line.mark))
        elif lines.is_notice_title(line.text) and squeeze(line.text).startswith(("关于", "印发")):
            # 关于印发…的通知 above, with its organ below.
            draft.leftovers.append(Leftover(line.text.strip(), "重复印出", at(line)))
    if to is not None:
        draft.addressees = unspaced(rest[to].text).rstrip("：:")
    _body(_once(rest[to + 1 :] if to is not None else rest[len(head) :], draft), draft)


def _title_apart(line: Line) -> list[Line]:
    """A title that fills its line, and the addressees below it, where a page's layout has joined them."""
    if lines.is_addressees(line.text):
        for end in _NOTICE.finditer(line.text):
            title, rest = line.text[: end.end()], line.text[end.end() :]
            if lines.is_whole_title(title) and lines.is_addressees(rest):
                below = line.mark._replace(column=line.mark.column + end.end())
                return [replace(line, text=title), replace(line, text=rest, mark=below)]
    return [line]


def _once(rest: Sequence[Line], draft: Draft) -> list[Line]:
    """The lines without the title printed again, perhaps over several of them."""
    flat = [unspaced(line.text) for line in rest]
    for start in range(len(flat) if draft.title else 0):
        for end in range(start + 1, min(start + 5, len(flat)) + 1):
            if "".join(flat[start:end]) == draft.title:
                return [*rest[:start], *rest[end:]]
    return list(rest)


def _leading(rest: Sequence[Line]) -> list[Line]:
    """Without addressees: the title lines at the top."""
    head: list[Line] = []
    for line in rest:
        text = line.text.strip()
        if re.search("[。；]", text) or len(squeeze(text)) > lines.LONGEST_TITLE:
            break
        if lines.is_date(text) or lines.ANNEXED.match(text):
            break
        head.append(line)
        if lines.is_notice_title("".join(squeeze(x.text) for x in head)):
            return head
    return head if head and lines.is_title("".join(squeeze(x.text) for x in head)) else []


def _organ_and_number(rest: Sequence[Line], draft: Draft) -> list[Line]:
    """Take 文号 and the organ's names at the top out of the lines."""
    kept: list[Line] = []
    joint = _joint(rest)
    for k, line in enumerate(rest):
        text = line.text.strip()
        if k in joint:
            draft.issuer = draft.issuer or joint[k]
            continue
        if not draft.number and lines.is_number(text):
            number = doc_numbers.parse(text)
            draft.number = unspaced(text)
            if number and number.damaged:
                message = f"文号「{draft.number}」不完整：{''.join(number.wrong)}"
                draft.remarks.append(Remark(line.mark, "damaged-number", message, "对照来源，不要猜。"))
            continue
        if lines.is_number(text) and squeeze(text) == squeeze(draft.number):
            continue
        heads = k < 6 and _FILE.fullmatch(squeeze(text))
        titled = k + 1 < len(rest) and squeeze(rest[k + 1].text).startswith("关于")
        if heads or (lines.is_organ(text) and not titled and (k < 3 or _date_near(rest, k))):
            organ = heads["organ"] if heads else lines.organs(text)
            if not draft.issuer or organ == draft.issuer:
                draft.issuer = organ
                continue
            if draft.issuer.endswith(organ) and _date_near(rest, k):
                # 鞍山市立山区人民政府文件 above, 立山区人民政府 below.
                draft.leftovers.append(Leftover(text, "落款", at(line)))
                continue
        day = dates.parse(text)
        if day is not None and (draft.signed is None or draft.signed == day):
            draft.signed = day
            continue
        kept.append(line)
    return kept


def _joint(rest: Sequence[Line]) -> dict[int, str]:
    """Several organs that sign together, one a line above the date: index of each of their lines ->
    their names, a space between two."""
    found: dict[int, str] = {}
    for k, line in enumerate(rest):
        if not lines.is_date(line.text):
            continue
        begin = k
        while begin and lines.is_organ(rest[begin - 1].text):
            begin -= 1
        if k - begin > 1:
            names = " ".join(squeeze(x.text) for x in rest[begin:k])
            found |= dict.fromkeys(range(begin, k), names)
    return found


def _date_near(rest: Sequence[Line], k: int) -> bool:
    return any(lines.is_date(line.text) for line in rest[k + 1 : k + 3])


def _title(head: Sequence[Line], draft: Draft) -> tuple[int, int]:
    """The title of the notice from its lines; which of them it is (first, behind the last).

    A whole one, 某某人民政府关于…的通知, needs no more lines than it has: what stands above it is the
    page's (a menu, the name of the site), whatever could be read together with it.
    """
    flat = [unspaced(line.text) for line in head]
    found = list(_titles(flat))
    whole = [stretch for stretch in found if lines.is_whole_title(stretch[2])]
    if whole:
        best = min(whole, key=lambda stretch: stretch[1] - stretch[0])
    else:
        best = next((stretch for stretch in found if not _within(flat, *stretch[:2])), (0, 0, ""))
    start, end, draft.title = best[0], best[1], best[2] or draft.title
    numbered = _NUMBERED.search(draft.title)
    if numbered and not draft.number and lines.is_number(numbered[1]):
        draft.number = numbered[1]
    return start, end


def _titles(flat: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Stretches of lines that read as titles, the longest first from each line on."""
    for start in range(len(flat)):
        for end in range(len(flat), start, -1):
            words = "".join(flat[start:end])
            if any(_NO_TITLE.search(line) for line in flat[start:end]):
                continue
            if not lines.is_title(words) or len(words) > lines.LONGEST_TITLE:
                continue
            if not lines.is_notice_title(words) and end - start != len(flat):
                continue
            half = len(words) // 2
            if len(words) % 2 == 0 and words[:half] == words[half:]:
                words = words[:half]
            yield start, end, words


def _within(flat: Sequence[str], start: int, end: int) -> bool:
    """Whether lines of a stretch are a whole title by themselves."""
    return any(
        lines.is_whole_title("".join(flat[a:b]))
        for a in range(start, end)
        for b in range(a + 1, min(a + 4, end) + 1)
    )


def _body(rest: Sequence[Line], draft: Draft) -> None:
    """The paragraphs of the letter."""
    for part in paragraphs(rest):
        if noise.is_injected(part.text):
            draft.leftovers.append(Leftover(part.text, noise.DAMAGE, part.mark))
        elif squeeze(part.text) in (draft.issuer, draft.title):
            continue
        elif _CUT_DAY.fullmatch(squeeze(part.text)):
            draft.leftovers.append(Leftover(part.text, UNKNOWN, part.mark))
        else:
            draft.body.append(part.text)


def read_tail(found: Sequence[Line], draft: Draft) -> list[Line]:
    """抄送 and the printing line from the end of the document; what is neither is given back."""
    rest: list[Line] = []
    given = [line for line in found if line.text.strip()]
    k = 0
    while k < len(given):
        text = given[k].text.strip()
        if lines.is_copies(text):
            k = _copies(given, k, draft)
            continue
        printed = lines.printed_day(text)
        if printed:
            organ, day = printed
            if organ and not draft.issuer:
                draft.issuer = unspaced(organ)
            if organ and squeeze(organ) != draft.issuer:
                own = bool(draft.issuer) and squeeze(organ).startswith(draft.issuer)
                reason = _PRINTING if own or lines.is_organ(organ) else UNKNOWN
                draft.leftovers.append(Leftover(organ, reason, given[k].mark))
            draft.printed = day.date
        elif squeeze(text) == draft.issuer or (lines.is_organ(text) and not draft.issuer):
            draft.issuer = squeeze(text)
        else:
            rest.append(given[k])
        k += 1
    return rest


_PRINTING = "印发机关"
_OVERWRITTEN = "损坏：网页被注入的推广文字，覆盖了一个抄送单位的名称，不采用、不猜测"


def _copies(given: Sequence[Line], k: int, draft: Draft) -> int:
    """抄送 over several lines, damaged passages cut out; the index behind it."""
    label = lines.COPIES.match(given[k].text.strip())
    assert label is not None
    words, first = given[k].text.strip()[label.end() :].strip(), given[k].mark
    k += 1
    while k < len(given) and not words.endswith(("。", ".")):
        text = given[k].text.strip()
        if (
            lines.printed_day(text)
            or lines.is_date(text)
            or (lines.is_organ(text) and not words.endswith(("，", "、", ",")))
        ):
            break
        if lines.is_copies(text) or len(words) > 600 or lines.is_title(text):
            break
        words += text
        k += 1
    pieces = noise.cut_injected(words.rstrip("。."))
    draft.copies += [unspaced(p) for p, bad in pieces if not bad and squeeze(p)]
    draft.leftovers += [Leftover(p.strip(), _OVERWRITTEN, first) for p, bad in pieces if bad]
    if any(bad for _, bad in pieces):
        message = "抄送里有一段被推广文字覆盖，原来的单位认不出来，没有猜。"
        draft.remarks.append(Remark(first, "injected", message, "找一份干净的原件对照。"))
    return k


def unspaced(text: str) -> str:
    """Words of one line, the spaces of the layout gone."""
    return "".join(text.split())


def at(line: Line) -> Mark:
    """Where the words of a line begin."""
    text = line.text.strip()
    return line.mark._replace(column=line.mark.column + line.text.find(text))
