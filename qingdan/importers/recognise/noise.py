"""Noise: what stands in an original and is none of its text: frames of web pages, damage."""

from __future__ import annotations

import re

from qingdan.importers.recognise.signs import squeeze

_WIDGET = (
    r"[【\[（(]?(?:打印|关闭|收藏|复制|纠错|评论|分享|返回|我要纠错)"
    r"(?:本页|窗口|文章|页面|此页|整页|内容|正文|顶部|首页|列表|上页)?[】\]）)]?"
    r"|[【\[]?(?:大|中|小|微信|微博|QQ空间|朋友圈|QQ好友|新浪微博|人人网)[】\]]?|[|｜·/>]"
    r"|[【\[（(]?字[体号]\s*[：:]?[【\[（(]?(?:大|中|小|\s|[｜|+\-])*[】\]）)]?|[TA][+\-|]?"
    r"|无障碍(?:阅读|浏览|模式)?|长[辈者](?:版|模式)|关怀版|适老(?:化|版|模式)|繁[體体]版?|简体版?|ENGLISH|English"
    r"|智能问答|(?:网站)?无障碍浏览|登录|注册|政务微[信博]|[×✕]|信息无障碍|[繁简][體体]中文|表格下载|本(?:网站|站)已?经?支持[Ii][Pp][Vv]6"
    r"|网站地图|设为首页|加入收藏|首页|手机版|视力保护色[：:]?|语音播报"
    r"|(?:浏览|阅读|访问|点击)(?:次数|量|数|率)?[：:]\d*(?:人?次)?|当前人气[：:]\d*"
)
_FRAME = re.compile(
    rf"(?:{_WIDGET}){{1,30}}"
    r"|分享(?:到|至)?[：:]?.{0,40}|[【\[（(]?字[体号]\s*[：:].{0,20}"
    r"|(?:浏览|阅读|访问|点击)(?:次数|量|数|率)\s*[：:]?\s*\d*\s*(?:人?次)?"
    r"|(?:使?用微信)?(?:扫一扫|扫描二维码|扫码).{0,24}"
    r"|(?:您|你)?(?:现在|当前)?(?:的|所在)?(?:的)?位置(?:是)?\s*[：:].{0,120}|当前位置首页.{0,60}|今天是[：:].{0,40}|欢迎(?:来到|访问|光临).{2,40}[!！]|(?:网站)?(?:首页)?\s*[>＞»›].{0,120}"
    r"|(?:上|下)一(?:篇|条|页)\s*[：:]?.{0,60}|(?:相关|附件)(?:链接|阅读|文档|下载|新闻|解读|文章|稿件|"
    r"政策)\s*[：:]?.{0,60}|责任编辑\s*[：:].{0,20}|(?:编辑|审核|校对|作者|撰稿|签发|初审|终审)\s*[：:].{0,20}"
    r"|(?:版权所有|主办单位|承办单位|网站标识码|ICP备案|.{0,10}ICP备|.{0,6}公网安备|技术支持|联系电话|联系我们|"
    r"网站管理).{0,80}|.{0,30}(?:ICP备\d+号|公网安备\d*号?).{0,40}"
    r"|发布时间\s*[：:].{0,60}|(?:信息|文章|稿件)?来源\s*[：:].{0,60}|时间\s*[：:]\s*\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(?![前底]).{0,30}|归档时间\s*[：:].{0,20}"
    r"|(?:19|20)\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?\d{1,2}:\d\d(?::\d\d)?.{0,80}"
)
_MENU = re.compile(rf"(?:{_WIDGET}){{2,30}}")
_LEDGER = re.compile("共 ?[0-9]+ ?项(?:（[^（）]*）)?(?:　?数据截至：[0-9年月日]+)?|来源：《.+")
"""Lines above the table of a ledger that the site made."""
_PAGE = re.compile(
    r"[-—–－―─·•]{1,3}\d{1,4}[-—–－―─·•]{1,3}|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?|"
    r"共\d{1,4}页第\d{1,4}页|\d{1,3}/\d{1,3}|[Pp]age\d{1,3}(?:of\d{1,3})?"
)
_INJECTED = re.compile(
    r"365bet|bet\s*365|bet365|36bet|188bet|betway|bwin|365体育|外勤365|365(?:网址|官网|下载)|"
    r"(?:体育|博彩|足球|篮球|滚球|在线)(?:投注|博彩|平台开户|竞猜)|博彩|赌博(?:平台|网|网站)|网上赌|赌场|娱乐城|棋牌(?:游戏|平台|"
    r"下载)|"
    r"(?:澳门|新)(?:新)?葡京|(?:皇冠|亚博|永利|太阳城|威尼斯人|金沙|银河|必发|伟德|万博|乐鱼|开云|华体会|半岛)(?:体育|娱乐|国际|"
    r"网址|官网|app|APP|集团官网)|老虎机|百家乐|六合彩|时时彩|北京赛车|pk10|PK10|真人娱乐|"
    r"手机客户端_|安卓手机客户端|下载安装_|官网登录入口|注册送彩金|彩金"
)
_SEPARATOR = re.compile(r"([，,、；;。：:\s]+)")
PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")
DAMAGE = "损坏：网页被注入的推广文字，不采用、不猜测"


def is_frame(text: str) -> bool:
    """Whether a line is part of a web page's frame."""
    plain = squeeze(text)
    if (plain and not plain.strip(":：.·×✕")) or _LEDGER.fullmatch(text.strip()):
        return True
    worded = re.search("[\u3400-\u9fff]{2}|English|ENGLISH", plain)
    return len(plain) <= 160 and "。" not in plain and bool(worded and _FRAME.fullmatch(plain))


def is_menu(text: str) -> bool:
    """Whether a line with bars holds nothing but entries of a menu: 加入收藏 | 繁體中文."""
    return bool(_MENU.fullmatch(squeeze(text)))


def is_page_mark(text: str) -> bool:
    """Whether a line is a page number: — 3 —."""
    return bool(_PAGE.fullmatch(squeeze(text)))


def is_injected(text: str) -> bool:
    """Whether gambling words were put into the text."""
    return bool(_INJECTED.search(text))


def cut_injected(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, (words, whether injected): a piece between two marks is one whole."""
    pieces: list[tuple[str, bool]] = []
    for part in _SEPARATOR.split(text):
        if not part:
            continue
        bad = is_injected(part)
        if pieces and pieces[-1][1] == bad:
            pieces[-1] = (pieces[-1][0] + part, bad)
        else:
            pieces.append((part, bad))
    return pieces


def cleaned(text: str) -> str:
    """The words without what was injected, and without pinyin that a mirror put behind characters."""
    kept = "".join(words for words, bad in cut_injected(text) if not bad)
    return PINYIN.sub("", kept).strip("，,、；; ")
