"""Number formats: a number in a spreadsheet -> what Excel and WPS show for it.

The words of a cell are those on paper: 44926 in the format `yyyy"年"m"月"d"日"` is
「2022年12月31日」. Source: ISO/IEC 29500-1, 18.8.30 and 18.8.31, with the forms of the
Chinese edition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from qingdan.text import numerals

_YEAR_MONTH, _MONTH_DAY, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY,
    30: "m-d-yy", 31: _DAY, 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: _YEAR_MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY,
    54: _MONTH_DAY, 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: _YEAR_MONTH,
    58: _MONTH_DAY,
}  # fmt: skip
"""Formats that files name by number only."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<power>E[+-][0#?]+)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+|g+)"
    r"|(?P<number>[0#?]+(?:[0#?,]*[0#?])?(?:\.[0#?]*)?|\.[0#?]+)"
    r"|(?P<comma>,+)|(?P<percent>%)|(?P<text>@)|(?P<slash>/)|(?P<other>.)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)")
_WEEK = "一二三四五六日"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


class Shown(NamedTuple):
    """What a cell shows."""

    text: str
    known: bool = True
    """Whether the format is one that we know; else the number is shown as without a format."""


class _Section(NamedTuple):
    tokens: list[re.Match[str]]
    condition: str

    def has(self, *kinds: str) -> bool:
        return any(t.lastgroup in kinds for t in self.tokens)


def shown(value: float, code: str, *, date1904: bool = False) -> Shown:
    """What a number shows in a format."""
    if code in ("", "General", "@", "G/通用格式"):
        return Shown(general(value))
    sections = [_section(part) for part in _parted(code)]
    section, negative = _chosen(sections, value)
    if section is None:
        return Shown(general(value))
    elapsed = any(re.fullmatch("[hms]+", t["bracket"] or "", re.IGNORECASE) for t in section.tokens)
    if section.has("date") or elapsed:
        moment = _moment(value, date1904=date1904)
        return Shown(general(value), known=False) if moment is None else Shown(_dated(section, moment, value))
    if section.has("slash") and section.has("number"):
        return Shown(general(value), known=False)
    text = _numbered(section, abs(value) if negative is not None else value)
    return Shown(("-" if negative else "") + text)


def text_shown(value: str, code: str) -> str:
    """What text shows in a format: as it is, or as the fourth section says."""
    if "@" not in code or code == "@":
        return value
    sections = [_section(part) for part in _parted(code)]
    section = sections[3] if len(sections) > 3 else sections[-1]
    if not section.has("text"):
        return value
    return "".join(value if t.lastgroup == "text" else _literal(t) for t in section.tokens)


def general(value: float) -> str:
    """A number without a format: up to eleven characters of digits."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e11:
        return str(int(value))
    if abs(value) >= 1e11 or abs(value) < 1e-9:
        mantissa, _, power = f"{value:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{power[0]}{int(power[1:]):02}"
    whole = len(str(int(abs(value))))
    return f"{value:.{max(10 - whole, 0)}f}".rstrip("0").rstrip(".")


def _parted(code: str) -> list[str]:
    """The sections of a format."""
    parts, at, quoted = [""], 0, False
    while at < len(code):
        char = code[at]
        if char == "\\" and not quoted:
            parts[-1] += code[at : at + 2]
            at += 2
            continue
        quoted ^= char == '"'
        if char == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += char
        at += 1
    return parts


def _section(code: str) -> _Section:
    tokens = list(_TOKEN.finditer(code))
    condition = next((t["bracket"] for t in tokens if _CONDITION.fullmatch(t["bracket"] or "")), "")
    return _Section(tokens, condition)


def _chosen(sections: list[_Section], value: float) -> tuple[_Section | None, bool | None]:
    """The section for a value; and whether it is to be shown with a minus (None: by its own sign)."""
    if any(s.condition for s in sections):
        for section in sections:
            if not section.condition or _holds(section.condition, value):
                return section, value < 0
        return None, None
    numeric = sections[:3]
    if len(numeric) == 1:
        only = numeric[0]
        return (None, None) if only.has("text") and not only.has("number", "date") else (only, value < 0)
    if value < 0:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}


def _holds(condition: str, value: float) -> bool:
    found = _CONDITION.fullmatch(condition)
    try:
        return bool(found) and _HOLDS[found[1]](value, float(found[2]))  # type: ignore[index]
    except ValueError:
        return False


def _literal(token: re.Match[str]) -> str:
    """Words that a format holds."""
    if token["bracket"] is not None:
        found = re.fullmatch(r"\$([^-]*)(?:-.*)?", token["bracket"])
        return found[1] if found else ""
    if token["quoted"] is not None:
        return token["quoted"]
    return token["escaped"] or token["other"] or token["slash"] or token["percent"] or ""


def _chinese(section: _Section) -> int:
    """1 for 一二三, 2 for 壹贰叁, 3 for full-width digits, 0 for plain ones."""
    names = [t["bracket"].upper() for t in section.tokens if t["bracket"]]
    return next((int(n[5]) for n in names if re.fullmatch("DBNUM[123]", n)), 0)


# ------------------------------------------------------------ dates


def _moment(value: float, *, date1904: bool) -> datetime | None:
    """The moment of a serial number; None where Excel shows ####."""
    if value < 0 or value > 2_958_466:
        return None
    if date1904:
        begin = datetime(1904, 1, 1)
    else:  # there is a 29 February 1900 in Excel
        begin = datetime(1899, 12, 30) if value >= 61 else datetime(1899, 12, 31)
    try:
        return begin + timedelta(milliseconds=round(value * 86_400_000))
    except OverflowError:
        return None


def _dated(section: _Section, moment: datetime, value: float) -> str:
    tokens = section.tokens
    half = section.has("noon")
    style = _chinese(section)
    out = []
    for k, token in enumerate(tokens):
        if token["date"]:
            word = token["date"].lower()
            minutes = word in ("m", "mm") and _is_minutes(tokens, k)
            out.append(_date_part(word, moment, minutes=minutes, half=half, style=style))
        elif token["noon"]:
            late = moment.hour >= 12
            out.append(
                ("下午" if late else "上午") if "上" in token["noon"] else token["noon"].split("/")[late]
            )
        elif token["bracket"] and re.fullmatch("[hms]+", token["bracket"], re.IGNORECASE):
            unit = {"h": 24, "m": 1440, "s": 86400}[token["bracket"][0].lower()]
            out.append(str(int(value * unit + 1e-6)).zfill(len(token["bracket"])))
        elif token["text"] or token["general"]:
            continue
        else:
            out.append(_literal(token) + (token["comma"] or "") + (token["number"] or ""))
    return "".join(out)


def _is_minutes(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether m means minutes: hours stand before it, or seconds behind it."""
    before = [t for t in tokens[:at] if t["date"] or (t["bracket"] or "").lower().strip("hms") == ""]
    before = [t for t in before if t["date"] or t["bracket"]]
    behind = [t["date"] for t in tokens[at + 1 :] if t["date"]]
    last = (before[-1]["date"] or before[-1]["bracket"]).lower() if before else ""
    return last[:1] == "h" or bool(behind and behind[0].lower().startswith("s"))


def _date_part(word: str, moment: datetime, *, minutes: bool, half: bool, style: int) -> str:
    kind, width = word[0], len(word)
    if kind == "a":
        return ("星期" if width > 3 else "") + _WEEK[moment.weekday()]
    if kind == "d" and width > 2:
        name = moment.strftime("%A")
        return name[:3] if width == 3 else name
    if kind == "m" and width > 2:
        name = _MONTHS[moment.month - 1]
        return {3: name[:3], 5: name[0]}.get(width, name)
    if kind in "ye":
        year = str(moment.year)
        return _digits(year[2:] if kind == "y" and width < 3 else year, style)
    if kind == "g":
        return ""
    if kind == "s":
        seconds = f"{moment.second:0{min(width, 2)}}"
        places = len(word.partition(".")[2])
        return seconds + (f"{moment.microsecond / 1e6:.{places}f}"[1:] if places else "")
    hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
    number = moment.minute if minutes else {"m": moment.month, "d": moment.day, "h": hour}[kind]
    if style:
        return _counted(number, style)
    return f"{number:0{min(width, 2)}}"


def _digits(number: str, style: int) -> str:
    """Digits one by one, in Chinese where the format says so."""
    signs = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}.get(style)
    return "".join(signs[int(c)] if signs and c.isdigit() else c for c in number)


def _counted(number: int, style: int) -> str:
    """A number by place, in Chinese."""
    if style == 3:
        return _digits(str(number), 3)
    words = numerals.to_chinese(number)
    if style == 1:
        return words
    words = f"一{words}" if words.startswith("十") else words
    return words.translate(str.maketrans("零一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟万"))


# ------------------------------------------------------------ numbers


def _numbered(section: _Section, value: float) -> str:
    """A number by its section."""
    style = _chinese(section)
    if section.has("general"):
        text = general(value)
        if style and value == int(value) and 0 <= value < 1e8:
            text = _counted(int(value), style)
        return "".join(text if t["general"] else _literal(t) for t in section.tokens)
    numbers = [t for t in section.tokens if t["number"]]
    if not numbers:
        return "".join(_literal(t) for t in section.tokens)
    value *= 100 ** sum(bool(t["percent"]) for t in section.tokens)
    last = numbers[-1]
    behind = section.tokens[section.tokens.index(last) + 1 :]
    if behind and behind[0]["comma"]:
        value /= 1000 ** len(behind[0]["comma"])
    if power := next((t["power"] for t in section.tokens if t["power"]), ""):
        return _scientific(section, value, numbers[0]["number"], power)
    first = section.tokens.index(numbers[0])
    if len(numbers) > 1:
        return _spread(section, value)
    body = _digits(_body(value, numbers[0]["number"]), style)
    out = [body if k == first else _literal(t) for k, t in enumerate(section.tokens)]
    return "".join(out)


def _body(value: float, shape: str) -> str:
    """Digits as `#,##0.00` asks."""
    whole_shape, _, part_shape = shape.partition(".")
    text = f"{abs(value):.{len(part_shape)}f}"
    whole, _, part = text.partition(".")
    least = whole_shape.count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    if "," in whole_shape and whole:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)
    while part and part_shape[len(part) - 1] in "#?" and part.endswith("0"):
        part = part[:-1]
    sign = "-" if value < 0 and re.search("[1-9]", whole + part) else ""
    return sign + whole + ("." + part if "." in shape else "")


def _spread(section: _Section, value: float) -> str:
    """Digits over several places, as in `000-0000-0000`: filled from the right."""
    places = [t for t in section.tokens if t["number"]]
    digits = str(round(abs(value)))
    texts: dict[int, str] = {}
    for token in reversed(places[1:]):
        size = len(token["number"])
        texts[token.start()] = digits[-size:].rjust(token["number"].count("0"), "0")
        digits = digits[:-size]
    texts[places[0].start()] = digits.rjust(places[0]["number"].count("0"), "0")
    words = "".join(texts.get(t.start(), "") if t["number"] else _literal(t) for t in section.tokens)
    return f"-{words}" if value < 0 else words


def _scientific(section: _Section, value: float, shape: str, power: str) -> str:
    places = len(shape.partition(".")[2])
    mantissa, _, exponent = f"{value:.{places}E}".partition("E")
    number = int(exponent)
    sign = "-" if number < 0 else "+" if power[1] == "+" else ""
    text = f"{mantissa}E{sign}{abs(number):0{len(power) - 2}}"
    head = section.tokens.index(next(t for t in section.tokens if t["number"]))
    before = "".join(_literal(t) for t in section.tokens[:head])
    behind = "".join(_literal(t) for t in section.tokens[head + 1 :] if not t["power"])
    return before + text + behind
