"""Words that the reading of deadlines turns on, besides times themselves (`periods`)."""

from __future__ import annotations

from qingdan.regexes import regex
from qingdan.text import numerals
from qingdan.text.periods import INSIDE, S

_HAN = "\u3400-\u9fff"
_COUNT = rf"(?P<n>[0-9０-９]{{1,4}}|[{numerals.CHARS}]{{1,5}}|半){S}"
_UNIT = "(?P<unit>个?工作日|日|天|个?星期|周|个?月|年)"
_WITHIN = rf"{_COUNT}{_UNIT}{S}{INSIDE}"
_NOT_AFTER_A_NUMBER = f"0-9０-９{numerals.CHARS}"

AFTER_SIGNING = regex(
    rf"(?:(?<![{_HAN}])|(?<=[在自从于]))(?:[本该此])?(?:通知|方案|意见|清单|文件|办法|要点|计划){{0,2}}"
    rf"(?:印发|发布|下发|发文|公布|出台|成文|签发|下达){S}(?:之?[日后])?{S}起?{S}[,，]?{S}{_WITHIN}"
)
"""印发之日起30日内: of this document; 政策文件印发后3日内 is an event that comes again."""
EVENT = regex(rf"(?:之日|之时|后|之后|以后){S}起?{S}[,，]?{S}(?:的{S}|在{S})?{_WITHIN}")
"""信息形成之日起20个工作日内."""
DURATION = regex(rf"(?<![近去前往第{_NOT_AFTER_A_NUMBER}])(?:在{S})?{_WITHIN}")
YEARS_WITHIN = regex(
    rf"(?<![近去前往过第满期{_NOT_AFTER_A_NUMBER}])"
    rf"(?P<n>[0-9０-９]{{1,2}}|[一二两三四五六七八九十]{{1,2}}){S}(?P<unit>年){S}{INSIDE}"
)
"""5年内, in running text."""

_NUM = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_DAY = rf"(?:的?{S}{_NUM}{S}[日号]|底|末|[上中下]旬)"
_EACH = (
    rf"每{S}(?:个|一|隔)?{S}(?:(?:[0-9]{{1,2}}|[一二两三四五六七八九十半]){S}个?{S})?"
    r"(?:年度?|季度?|月份?|周|星期|旬|日|天|学期|工作日)"
)
_POINT = (
    rf"年?(?:底|末|初)|第?{_NUM}{S}(?:个{S}月|季度|月份?){S}{_DAY}?|[末首次下当]{S}个?月份?{S}{_DAY}?"
    rf"|{_NUM}{S}[日号]|[上中下]旬|[上下]半年|第?{_NUM}{S}个工作日"
)
RECURRING = regex(
    rf"{_EACH}{S}(?:的?{S}(?P<point>{_POINT}))?{S}(?P<before>之前|以前|前(?!期|后))?"
    r"|按(?:月度?|季度?|年度?|周|日|旬|半年|学期)(?!程|计划|安排|要求|工作|期)"
    r"|逐(?:月|季度?|年|日|周|旬)|不?定期(?!限)|(?<![1-4一二三四])季度末|[次当]月(?:[0-9]{1,2}[日号]|底)?前?|[月季年周]报"
)
"""每年2月底前, 每个季度第1个月的20日前, 按月; `point` is the day within."""

FULL_YEAR = regex(
    rf"(?:(?P<y>[0-9０-９]{{4}}){S}年(?:度)?{S}|(?P<word>明年|次年))?(?:贯穿)?{S}"
    rf"(?:全年度?|整年|(?<![0-9])1{S}月?份?{S}(?:[-－—–―~～]{{1,2}}|至|到){S}12{S}月份?)"
)
AT_ONCE = regex("立行立改|立即|立改|即知即改|即查即改|边查边改|即时|实时|随时|及时|马上|即行")
ONGOING = regex("持续|长期|常态|常年|经常|日常|不间断|滚动|长效|永久|不断|一直|始终|久久为功|常抓不懈")
SINCE_NOW = regex("即日起")
NO_DATE = regex(
    "按(?:照|时间)?[^，。；]{0,8}(?:计划|要求|进度|节点|部署|安排|规定|方案)"
    "|序时|适时|择机|视情|近期|短期|中期|待定|未定|另行"
)
BLANK = frozenset(
    ("/", "／", "\\", "-", "--", "—", "——", "－", "–", "无", "暂无", "、", "*", "…", "……", "〇", "○")
)
"""Marks in a cell that mean that nothing is set."""

FILLER = regex(
    r"[\s\u200b\ufeff，,。.、；;：:（）()〈〉“”\"'！!]|底前|之前|以前|完成|落实|办结|到位|见效|力争|确保|原则上"
    "|争取|推进|推动|实施|开展|坚持|执行|公开|报送|上报|整改|任务|工作|完毕|时间|时限|期限|暂定|基本|全面|全部"
    "|投入使用|交付使用|投用|启用|动工|开工|竣工|建成|开放|验收|上线|运行|挂牌|发布|印发|出台|制定|启动|通车|封顶|建设"
    "|取得|初步|成效|并|且|和|及|前|底|于|在|到|至|截止?|各|分别|进行|保持|加强|优化|做好|一次|即日起"
)
"""What may stand beside a time without changing what it says."""

CONNECTOR = regex(rf"{S}(?:[-－—–―~～]{{1,2}}|至|到){S}")
"""Between the two ends of a span."""

# -- in running text -------------------------------------------------------------------------

DO = regex(
    rf"{S}(?:[,，]{S})?(?:要|应当?|须|需|力争|争取|确保|基本|全面|全部|完成|实现|建成|达到|建立|形成|办结|报送|上报"
    "|出台|印发|公布|公开|启动|向)"
)
"""What follows a time that tells by when something is to be done."""
DONE = regex(rf"{S}(?:完成|办结)")
"""After a bare day; 2022年8月26日印发 tells when something was done."""
TO = regex(rf"(?:到|至|截至|截止到?|截止至){S}\Z")
STATED = regex(rf"(?:截至|截止到?|截止至|较|比|与|同|自|从|因|据){S}\Z")
"""Before a time that only states how things stood: 截至2021年底."""
DESCRIBES = regex(
    rf"{S}(?:已|尚未|未)|{S}(?:注册|登记|成立|出生|建成|投产|竣工|开工|发布|印发|制发|出台|制定|制作|形成|产生|签订"
    "|受理|核发|取得|参保|入职|毕业|生成)[^，。；、]{0,8}的"
)
"""After a time that tells what is meant: 2000年前建成的老旧小区."""
TITLE = regex("《[^《》]{0,400}》")
