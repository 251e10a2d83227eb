"""What to look for instead of a query that finds nothing: what is meant by a question in plain language, by a
文号 or a date that is written in another way; else the pieces of it that do stand somewhere.

Nothing is shown that was not found: every query is asked before it is offered. The twin of
templates/theme/assets/search-instead.js.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from qingdan.search.analysis import fold, with_arabic_numerals
from qingdan.search.nearest import Readable, nearest
from qingdan.search.query import FIELDS, MOST_WORDS, Field, Query, parse
from qingdan.search.reader import Reader

Finds = Callable[[str], bool]
"""Whether a query finds something."""
LONGEST = 240
"""Folded characters of a query for which another is looked for."""
_CUT_ANYWHERE = 16
"""Characters of a word whose longest piece is looked for at every place; of a longer one at its beginning."""
_LONGEST_PIECE = 40
_NUMBER_GOES_ON = re.compile("[0-9]{2}")

_LABELS = tuple(
    (re.compile(rf"(?<!\S)(-?)(?:{names})[ 　]*[:：]"), rf"\1{field}:")
    for names, field in (
        ("牵头(?:责任)?(?:单位|部门)", "牵头"),
        ("(?:责任|负责)(?:单位|部门)", "责任"),
        ("(?:配合|协办)(?:单位|部门)", "配合"),
        ("(?:完成|办理)?(?:时限|时间|期限)", "时限"),
        ("年份", "年度"),
        ("进度|状态", "进展"),
    )
)
"""What a table calls the fields -> what a query does."""
_NUMBER = re.compile(
    "([\u4e00-\u9fa5]{2,12})[^0-9\u4e00-\u9fa5]*((?:19|20)[0-9]{2})[^0-9]{0,3}?([0-9]{1,4})号?"
)
"""A 文号 in any brackets, or none."""
_VERB = "(?:牵头|负责|主管|承担|配合|落实|管理?|办理?|执行|完成|做|抓)"
_WHO = "(?:谁|哪[一些几]?[个家]?(?:部门|单位|机构|地方|人)|什么(?:部门|单位|机构|人))"
_POLITE = "请问|请教|我?想(?:知道|了解|问)?(?:一下)?|(?:请|帮我)*(?:查|找|搜)(?:一下|查|找|询|索)?"
_WHAT = "什么|哪些|啥|几[项条件]|多少[项条件]?"
_THING = "工作任务|任务|工作|事项|事情?"
_QUESTIONS = (
    re.compile(f"^(?:{_POLITE})+|有没有(?:关于)?|有无(?:关于)?|^关于|(?:是什么|吗|呢|吧|啊|呀)$"),
    re.compile(f"(?:应?该?[由归是属找问]|属于)?{_WHO}[来去在]?{_VERB}?的?"),
    re.compile(
        "[在是]?(?:什么时候|什么时间|何时|哪[天年]|几[月号]|啥时候?|多久)"
        "(?:之?前|以前)?[要会能]?(?:完成|结束|办完)?"
    ),
    re.compile(
        "[要需应该得将会都]*(?:完成|落实|做好?|干|办|推进|开展)?[的了]?有?"
        f"(?:{_WHAT})(?:{_THING}|内容|要求|目标|措施)?"
    ),
    re.compile("怎么样?[做办]?|如何|为什么|怎样"),
    re.compile(f"的(?:主要|重点|全部|所有|相关|有关)?(?:{_THING})(?= |$)"),
    re.compile("(?<=[前底])[要需应]*(?:完成|办结|办完|做完)(?= |$)"),
)
"""What a question has around its words; tried in this order, each leaves a gap."""
_ROLE = re.compile("^[由是]?(.{2,12}?)(牵头|负责|配合)的?(?:任务|工作)?$")
_ROLES = {"牵头": "牵头", "负责": "单位", "配合": "配合"}
_DUE = re.compile("(?:(长期|全年)|(没有?|无|未注明)(?:完成)?(?:时限|期限))的?(?:任务|工作)?")
_EDGES = re.compile("(?<= )[的由是了]+|[的由是了有要]+(?= )")
"""What is left over beside a gap."""
_ROW = re.compile(r"^\(?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)、.]+(?=[^0-9])")
"""The number of a row that was copied with its text."""
_MARKS = re.compile(r"[、。,.;:!?()<>《》\"'{}|/\\…—~·*#]+")
_YEAR = re.compile(r"\(((?:19|20)[0-9]{2})\)")
_DATES = (
    (re.compile("(?:之前|以前)"), "前"),
    (re.compile("第(?=[一二三四1-4]季度)"), ""),
    (re.compile("([0-9]{1,2}月)(?:28|29|30|31)日"), r"\1底"),
    (re.compile("([0-9]{4}年度?)(?=.)"), r"\1 "),
    (re.compile("([^0-9年 ])(?=[0-9]{1,2}月)"), r"\1 "),
)
"""Other ways to write a date: its last day, its year apart."""


def instead(index: Readable, raw: str, filters: Mapping[str, str] | None = None) -> tuple[str, list[str]]:
    """A query that finds something and may be asked at once, empty where there is none; else queries one
    character away from this one, among which a person has to choose."""
    reader = Reader(index)
    if len(fold(raw)) > LONGEST:
        return "", []
    query = parse(raw)

    def finds(text: str, narrowed: Mapping[str, str] | None = filters) -> bool:
        match = reader.find(text, narrowed)
        return bool(match.tasks or match.documents)

    if filters and any(filters.values()) and finds(raw, {}):
        return "", []  # it is the filters that leave nothing
    plain = _plain(query)
    for other in _meant(raw, query, plain):
        if other and finds(other):
            return other, []
    if not plain:
        query = _words_of_fields(query)
        plain = _plain(query)
    return _away(index, raw, query, plain, filters) if plain else ("", [])


def _away(
    index: Readable, raw: str, query: Query, plain: list[str], filters: Mapping[str, str] | None
) -> tuple[str, list[str]]:
    """What is not asked for by these words, but near: all of a question in pieces; one character away; as
    many pieces as stand together, in tasks or in documents."""
    reader = Reader(index)
    other, all_of_it = _partly(index, query, plain, lambda text: bool(reader.find(text, filters).tasks))
    if all_of_it and plain != list(query.words):
        return other, []
    near = nearest(index, _written(plain, query), filters) or nearest(index, raw, filters)
    if near or other:
        return ("", near) if near else (other, [])
    return _partly(index, query, plain, lambda text: bool(reader.find(text, filters).documents))[0], []


def _meant(raw: str, query: Query, plain: list[str]) -> Iterator[str]:
    """What may be meant by the same words."""
    labelled = raw
    for pattern, name in _LABELS:
        labelled = pattern.sub(name, labelled)
    yield labelled if labelled != raw else ""
    number = _NUMBER.fullmatch(fold(raw))
    if number:
        yield f"{number[1]}〔{number[2]}〕{number[3]}号"
    if any(field.name in _OF_ROLES for field in query.fields):
        fields = tuple(f._replace(name="unit") if f.name in _OF_ROLES else f for f in query.fields)
        yield _written(query.words, query._replace(fields=fields))
    yield _written([piece for word in query.words for piece in _unmarked(_ROW.sub("", word))], query)
    roles, others = _roles(plain)
    if roles:
        yield _written(others, query._replace(fields=(*query.fields, *roles)))
        yield _written([*others, *(role.word for role in roles)], query)
    yield _written(plain, query)
    yield _written(_dated(plain), query)
    if not plain:  # what was looked for in a field may stand elsewhere
        fielded = _words_of_fields(query)
        yield _written(_plain(fielded), fielded)


def _words_of_fields(query: Query) -> Query:
    """The same, its words of fields wherever they stand."""
    wanted = tuple(field.word for field in query.fields if not field.unwanted)
    return query._replace(words=wanted, fields=tuple(f for f in query.fields if f.unwanted))


_OF_ROLES = frozenset({"lead", "responsible", "supporting"})
_NAMES = {name: word for word, name in FIELDS.items()}


def _plain(query: Query) -> list[str]:
    """The words without what makes a question of them, and without marks."""
    found: list[str] = []
    for word in query.words:
        text = _ROW.sub("", word)
        for pattern in _QUESTIONS:
            text = pattern.sub(" ", text)
        found += _unmarked(_EDGES.sub("", text))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def _unmarked(text: str) -> list[str]:
    """What stands between marks; the brackets of a 文号 are none."""
    pieces = _MARKS.sub(" ", _YEAR.sub(r"〔\1〕", text)).split()
    return [piece.replace("〔", "(").replace("〕", ")") for piece in pieces]


def _roles(words: list[str]) -> tuple[list[Field], list[str]]:
    """The units that are said to lead, to answer for or to support something, and what is said of
    deadlines, as words of fields; and the other words."""
    roles, others = [], []
    for word in words:
        due, said = _DUE.fullmatch(word), _ROLE.match(word)
        if due:
            roles.append(Field("due", due[1] or "未注明", unwanted=False))
        elif said:
            roles.append(Field(FIELDS[_ROLES[said[2]]], said[1], unwanted=False))
        else:
            others.append(word)
    return roles, others


def _dated(words: list[str]) -> list[str]:
    """Dates in another way."""
    found: list[str] = []
    for word in words:
        text = with_arabic_numerals(word)
        for pattern, replacement in _DATES:
            text = pattern.sub(replacement, text)
        found += text.split()
    return list(dict.fromkeys(found))


def _partly(index: Readable, query: Query, plain: list[str], finds: Finds) -> tuple[str, bool]:
    """The pieces of the words that stand somewhere, as many as stand together, the rarest first; empty where
    that is less than half of what was asked for. And whether it is all of it."""
    pieces: list[str] = []
    for word in _dated(plain):
        pieces += [word] if index.lookup(word) else _cut(index, word)
    pieces = list(dict.fromkeys(pieces))[:MOST_WORDS]
    kept: list[str] = []
    for piece in sorted(pieces, key=lambda one: (len(index.lookup(one)), pieces.index(one))):
        if finds(_written([*kept, piece], query)):
            kept.append(piece)
    found, asked = sum(map(len, kept)), sum(map(len, plain))
    if not kept or 2 * found < asked:
        return "", False
    return _written([piece for piece in pieces if piece in kept], query), found >= asked


def _cut(index: Readable, word: str) -> list[str]:
    """Pieces of a word that stand somewhere, of two characters at least: two that are all of it, else the
    longest one and pieces of what is left."""
    size = len(word)
    if size < 2:
        return []

    def stands(start: int, end: int) -> bool:
        whole = not (_digits(word, start) or _digits(word, end))  # no number is cut in two
        return whole and bool(index.lookup(word[start:end]))

    if size > _CUT_ANYWHERE:
        low, high = 0, _longest_beginning(size, stands)
        if not high:
            return _cut(index, word[1:])
    else:
        for middle in sorted(range(2, size - 1), key=lambda at: abs(2 * at - size)):
            if stands(0, middle) and stands(middle, size):
                return [word[:middle], word[middle:]]
        low, high = _longest(size, stands)
    return [*_cut(index, word[:low]), word[low:high], *_cut(index, word[high:])] if high else []


def _digits(word: str, at: int) -> bool:
    return at > 0 and bool(_NUMBER_GOES_ON.fullmatch(word[at - 1 : at + 1]))


def _longest(size: int, stands: Callable[[int, int], bool]) -> tuple[int, int]:
    """The first of the longest pieces of a word that stand; where there are none, two noughts."""
    low = high = start = 0
    for end in range(2, size + 1):
        while end - start > max(high - low, 1):
            if stands(start, end):
                low, high = start, end
                break
            start += 1
    return low, high


def _longest_beginning(size: int, stands: Callable[[int, int], bool]) -> int:
    """Characters of the longest beginning that stands: what stands begins with all that is shorter."""
    high, longest = 1, min(size, _LONGEST_PIECE) + 1
    while longest - high > 1:
        middle = (high + longest) // 2
        if stands(0, middle):
            high = middle
        else:
            longest = middle
    return high if high > 1 else 0


def _written(words: Iterable[str], query: Query) -> str:
    """A query of these words, with the signs of another."""
    signs = [f"{'-' * field.unwanted}{_NAMES[field.name]}:{_quoted(field.word)}" for field in query.fields]
    without = [f"-{_quoted(word)}" for word in query.without]
    return " ".join([*map(_quoted, words), *signs, *without])


def _quoted(word: str) -> str:
    """A word as it is typed: in quotation marks where there are signs in it."""
    plain = all(unicodedata.category(c)[0] in "LN" or c in "()" for c in word)
    return word if plain else f'"{word.replace(chr(34), "")}"'
