"""Derived: what follows from a draft that is read: title, number and issuer where only the record block or
a list gives them, year, 依据, 地区."""

from __future__ import annotations

import re

from qingdan.importers.draft import Draft, Paragraph
from qingdan.importers.recognise import lines
from qingdan.importers.recognise.letter import unspaced
from qingdan.text import dates, doc_numbers, numerals

_YEAR = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})年?(?:度)?(?![0-9])|(二[〇○零O0][一二三四五六七八九〇○零]{2})年"
)
_SPAN = re.compile(r"(?:19|20)[0-9]{2}年?\s*[-—–~至－]{1,2}\s*(?:19|20)?[0-9]{2}年")


def settle(draft: Draft) -> None:
    """What follows from the rest: issuer from the title, the record block, year, 依据, 地区."""
    record = draft.record
    draft.title = draft.title or record.get("title", "")
    draft.number = draft.number or record.get("number", "")
    draft.issuer = draft.issuer or record.get("issuer", "")
    draft.signed = draft.signed or dates.parse(record.get("signed", ""))
    if not draft.title:
        draft.title = next((part.title for part in draft.lists if part.title), "")
    if not draft.issuer and (of := re.match(r"([\u3400-\u9fff]{3,40}?)关于", draft.title)):
        draft.issuer = _PARTY_AND_STATE.sub(r"\1 \3", of[1]) if lines.is_organ(of[1]) else ""
    titles = [draft.title, *(part.title for part in draft.lists)]
    draft.year = next((y for t in titles if (y := _year(t))), None)
    if draft.year is None and draft.signed:
        draft.year = draft.signed.year
    if draft.year is None and (number := doc_numbers.parse(draft.number)):
        draft.year = number.year
    words = draft.body or _opening(draft)
    draft.basis = [n.text for n in doc_numbers.grounds("\n".join(words)) if not n.damaged]
    draft.basis = list(dict.fromkeys(unspaced(t) for t in draft.basis))
    draft.region = _region(draft)


def _opening(draft: Draft) -> list[str]:
    """Without a letter, the paragraphs at the head of the first list are what the notice says."""
    words: list[str] = []
    for entry in draft.lists[0].entries if draft.lists else []:
        if not isinstance(entry, Paragraph):
            break
        words.append(entry.text)
    return words


def _year(title: str) -> int | None:
    if _SPAN.search(title):
        return None
    found = _YEAR.search(numerals.ascii_digits(title))
    if not found:
        return None
    return int(found[1]) if found[1] else numerals.to_int(found[2].replace("O", "〇"))


_PARTY_AND_STATE = re.compile(
    r"^((?:中共)?([\u3400-\u9fff]{0,8}?[省市县区州盟旗])委(?:员会)?(?:办公[室厅])?)(\2[\u3400-\u9fff]{2,16})$"
)
"""中共某市委某市人民政府, 市委办公室市政府办公室: two organs in one title."""
_NAME = r"(?:(?![委办局厅室])[\u3400-\u9fff])"
"""A character of a place's name: 市委办公室市政府 names none."""
_PLACE = re.compile(
    rf"(?P<province>(?!省){_NAME}{{2,6}}?(?:省|自治区))?(?P<city>(?!市){_NAME}{{2,8}}?(?:市|自治州|盟|地区))?"
    rf"(?P<county>{_NAME}{{1,10}}?(?:县|区|旗|市))?"
    r"(?:人民政府|政府|政务|财政|教育|委员会|党政|[\u3400-\u9fff]{0,12}(?:局|委|办公室|办公厅))"
)
_PROVINCE = re.compile(r"《([\u3400-\u9fff]{2,3}(?:省)|[\u3400-\u9fff]{2,8}?自治区)人民政府")


def _region(draft: Draft) -> str:
    """The place of the issuer, from what is printed: its own name, with the province that the notice
    says it follows."""
    names = [name.removeprefix("中共") for name in draft.issuer.split()]
    found = next((m for name in names if "政府" in name and (m := _PLACE.match(name))), None)
    if not found:
        return ""
    parts = [part for part in found.group("province", "city", "county") if part]
    if len(parts) == 1 and found["city"]:
        named = set(_PROVINCE.findall("\n".join(draft.body)))
        if len(named) == 1:
            parts = [named.pop(), *parts]
    return "/".join(parts)
