"""Words that were put into a mirror by somebody else, and characters that nobody typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.checks.case import Case, Finding
from qingdan.model import Document, Heading, Paragraph, Task, Text
from qingdan.problems import Severity
from qingdan.regexes import regex

_INJECTED = regex(
    # First the characters that any of them begins with: most places of a text are passed over at once.
    r"(?=[\dA-Za-z\u0130\u0131\u017f\u212a博赌葡六时百老轮德娱真威太金皇北幸外体投彩棋足篮盘澳安手下官在注首返代办私迷色裸约成])(?:"
    r"(?i:\d*bet\d{2,}|\d{2,}bet|365\s*体育|365下载|pk10|ag真人|bbin|\b[a-z]{2,}\d*娱乐)"
    r"|博彩|赌场|赌球|葡京|六合彩|时时彩|百家乐|老虎机|轮盘赌|德州扑克|娱乐城|娱乐场|真人娱乐|真人视讯|真人荷官"
    r"|威尼斯人|太阳城|金沙(?:娱乐|城|网)|皇冠(?:体育|网址|足球|投注)|北京赛车|幸运飞艇|外围(?:足球|投注|网)"
    r"|体育投注|投注(?:平台|网|站|官网)|彩票(?:平台|投注|计划|娱乐)|棋牌(?:娱乐|平台|游戏|下载)|(?:足球|篮球)?盘口"
    r"|澳门(?:新|银河|永利|美高梅|威尼斯|百家|在线|官网|赌|金沙|太阳|皇冠|六)"
    r"|安卓(?:手机)?客户端|手机客户端_|下载安装_|官网(?:入口|下载|登录|网址)|在线(?:赌|投注|开户)|注册送|首存|返水"
    r"|代开发票|办证刻章|私服|迷药|色情|裸聊|约炮|成人(?:视频|电影|网))"
)
"""Words of gambling and search-engine spam that no official list needs. Talk of fighting them
(打击赌博, 网络赌博) has none of these."""

_ADDRESS = regex(
    r"(?i:https?://|www\.|\b[a-z0-9-]+\.(?:com|cn|net|org|cc|vip|top|xyz|info|me|tv|io|app|shop|club)\b)"
)
_ODD = regex("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_PINYIN = regex("[\u3400-\u9fff][(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")

_CALL = regex("打击|整治|查处|取缔|防范|治理|举报|禁止|严禁|惩治|清理|反对|抵制")


def injected_words(case: Case) -> Iterator[Finding]:
    """Nothing that is published holds gambling or spam words that a mirror injected."""
    for text, name in _published(case.document):
        for found in _INJECTED.finditer(text.value):
            # An official text may speak of fighting such things.
            if not _CALL.search(text.value, max(0, found.start() - 20), found.start() + 20):
                yield _injected(case, text, found)
                break
        else:
            found_address = _ADDRESS.search(text.value) if name else None
            if found_address:
                yield _injected(case, text, found_address)


def _injected(case: Case, text: Text, found: re.Match[str]) -> Finding:
    place, excerpts = case.at(text, found.start(), found.end())
    message = "这里有别人插入的推广文字或网址，不能公布。"
    hint = "把这一段移进「未采用」，理由写“损坏：……”；被它盖住的字不要猜。"
    return Finding(place, message, hint, Severity.ERROR, excerpts)


def odd_characters(case: Case) -> Iterator[Finding]:
    """Every character is one that all readers can see and search."""
    for text, _ in _published(case.document):
        if found := _ODD.search(text.value):
            place, excerpts = case.at(text, found.start(), found.end())
            if place.line in case.spoiled:
                continue
            message = f"这里有一个显示不出来的字（U+{ord(found[0]):04X}）。"
            hint = "找清晰的原件核对，能确认的写「更正」；不能确认的不猜。"
            yield Finding(place, message, hint, Severity.WARNING, excerpts)


def pinyin_after_words(case: Case) -> Iterator[Finding]:
    """No pinyin stands in brackets behind characters: a sign of a damaged mirror."""
    for text, _ in _published(case.document):
        if found := _PINYIN.search(text.value):
            place, excerpts = case.at(text, found.start(), found.end())
            message = f"“{found[0]}”后面夹了拼音，像是转载时被改过的。"
            hint = "找政府网站上的原文换上；找不到的照原样留着。"
            yield Finding(place, message, hint, Severity.WARNING, excerpts)


def _published(document: Document) -> Iterator[tuple[Text, bool]]:
    """Every text that pages show, and whether it is short (a name, a title): there an address is wrong."""
    short = [document.title, document.number, document.issuer, document.addressees, *document.basis]
    short += document.copies_text
    yield from ((text, True) for text in short if text)
    if document.body:
        yield document.body, False
    for part in document.lists:
        yield from ((text, True) for text in (part.title, *part.header) if text)
        for entry in part.entries:
            if isinstance(entry, Task):
                for name, cell in entry.cells.items():
                    yield cell, name not in ("text", "goal", "measures", "remark")
                yield from ((Text(report.note, report.place), False) for report in entry.progress)
                yield from ((Text(change.basis, change.place), False) for change in entry.adjustments)
            elif isinstance(entry, Heading | Paragraph):
                yield entry.text, isinstance(entry, Heading)
    for annex in document.annexes:
        if annex.title:
            yield annex.title, True
        yield annex.text, False
