"""One word a concept: the only table between the Chinese keys of the YAML,
the English names in the code, and the JSON Schema that editors use.

YAML keys are Chinese because clerks are; code, exports and URLs are English.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Shape = Literal[
    "text",  # one scalar
    "date",  # one scalar, YYYY-MM-DD
    "texts",  # a sequence of scalars
    "cell",  # a scalar or a sequence of scalars: a printed cell
    "mapping",  # a mapping of the kind named in `of`
    "mappings",  # a sequence of mappings of the kind named in `of`
    "entries",  # the rows of a list: strings (headings) and mappings
]


class Key(NamedTuple):
    """One key that a mapping of the YAML may have."""

    key: str
    """As staff write it."""
    name: str
    """The attribute in the model, and the English key that gets this one as a hint."""
    shape: Shape
    help: str
    """One Chinese sentence for editors, the guide and hints."""
    of: str = ""
    """For mappings: the kind of mapping, a key of KEYS."""
    required: bool = False
    choices: tuple[str, ...] = ()
    verbatim: bool = False
    """Whether the value is words of the original, so that the lossless check holds it."""
    example: str = ""


LIST_KINDS = {"表格": "table", "条文": "prose"}
"""形式 -> `kind` in the open data."""

STATUSES = ("未开始", "进行中", "已完成", "已取消")
NOT_REPORTED = "未报送"
"""The status of a task without any 进展. It is not 0 %."""

ROLES = {"lead": "牵头", "responsible": "责任", "supporting": "配合"}
DEADLINE_KINDS = {"by": "截止", "year": "全年", "ongoing": "长期", "none": "未注明"}

LEFTOVER_REASONS = (
    "公开属性标注",
    "表头",
    "附件标记",
    "重复印出",
    "页面框架",
    "损坏",
    "未识别",
)
"""Reasons that importers and guides use; any other words are accepted too. 损坏 is told to the public."""

DAMAGED = "损坏"
"""The reason for passages that were overwritten or injected: never published, as text or link."""


CORRECTION_GAPS = ("{编号}", "{标题}", "{原文}", "{网址}")
"""Gaps in 纠错网址 that pages fill: the id of a task or document, its title, its words, its address."""


class FileKind(NamedTuple):
    """A kind of file that pages offer."""

    word: str
    """As staff write it in content/site.yaml."""
    label: str
    """What readers are told: what it is for, then what it is."""


FILE_KINDS = {
    "xlsx": FileKind("Excel", "表格（Excel）"),
    "docx": FileKind("Word", "文档（Word）"),
    "csv": FileKind("CSV", "数据（CSV）"),
    "json": FileKind("JSON", "数据（JSON）"),
    "stratml": FileKind("StratML", "数据（StratML）"),
    "ics": FileKind("日历", "日历"),
    "atom": FileKind("订阅", "订阅更新（Atom）"),
    "card": FileKind("卡片", "嵌入卡片"),
}
"""The kinds of files, in the order in which pages offer them. A table of tasks has its suffix for a name."""

class Offering(NamedTuple):
    """What one kind of page can offer."""

    word: str
    """The kind of page, as staff write it in content/site.yaml."""
    files: tuple[str, ...]


OFFERING = {
    "document": Offering("文件", ("xlsx", "docx", "csv", "json", "stratml", "ics", "atom", "card")),
    "unit": Offering("单位", ("xlsx", "docx", "csv", "json", "ics", "atom", "card")),
    "deadline": Offering("时限", ("xlsx", "csv", "json", "ics")),
}
"""Kind of page -> the files that it can offer, in order."""


class Ledger(NamedTuple):
    """Names of the columns of a ledger 台账 that are ours: what it prints beside the printed fields."""

    document: str = "文件"
    role: str = "角色"
    status: str = "状态"
    reports: str = "进展"


LEDGER = Ledger()
LEDGER_MARK = "—"
"""Stands in the place of the number where a row's words are neither task nor heading."""


KEYS: dict[str, tuple[Key, ...]] = {
    "document": (
        Key(
            "标题", "title", "text",
            "通知的标题；没有印出通知标题时，用第一份清单的标题。",
            required=True, verbatim=True,
            example="绍兴市人民政府办公室关于印发2022年绍兴市政务公开重点工作任务清单的通知",
        ),
        Key("文号", "number", "text", "发文字号，照印出的写。", verbatim=True,
            example="绍政办综〔2022〕4号"),
        Key("发文机关", "issuer", "text", "发文机关的名称，照印出的写。", verbatim=True,
            example="绍兴市人民政府办公室"),
        Key("地区", "region", "text", "发文机关所在地区，从省写起，用 / 隔开；原件没有印出的不写。",
            example="浙江省/绍兴市"),
        Key("年度", "year", "text", "清单管哪一年，四位数字。", example="2022"),
        Key("成文日期", "signed", "date", "落款日期，写成 年-月-日。", verbatim=True,
            example="2022-06-01"),
        Key("印发日期", "printed", "date", "版记里的印发日期，写成 年-月-日。", verbatim=True,
            example="2022-08-26"),
        Key("索引号", "index_number", "text", "公开这份文件的机关给的索引号；没有就不写。"),
        Key("发布机构", "publisher", "text", "在网上公开这份文件的机关；不知道就不写。"),
        Key("发布日期", "published", "date", "在网上公开的日期，写成 年-月-日；不知道就不写。"),
        Key("有效性", "validity", "text", "发文机关宣布的有效性，例如 有效、失效、废止；没有宣布就不写。",
            example="有效"),
        Key("主送", "addressees", "text", "主送机关一行，照印出的写，不带冒号。", verbatim=True),
        Key("依据", "basis", "texts", "通知「根据……」一句里的文号。", verbatim=True,
            example="[国办发〔2022〕8号, 浙政办发〔2022〕30号]"),
        Key("抄送", "copies", "cell", "抄送一行，照印出的写，不带「抄送：」和句号；损坏的一段写进未采用。",
            verbatim=True),
        Key("正文", "body", "text", "通知的正文，一段一行。", verbatim=True),
        Key("原件", "original", "mapping", "收到的原件，放在 content/originals/ 里。", of="original"),
        Key("清单", "lists", "mappings", "一份或几份清单，按印出的先后。", of="list", required=True),
        Key("附录", "annexes", "mappings", "附件里不是清单的内容，例如单位名单。", of="annex"),
        Key("未采用", "leftovers", "mappings", "原件里没有收进别处的文字，一段一条，写明理由。",
            of="leftover"),
    ),
    "original": (
        Key("文件", "file", "text", "原件的文件名，从 content/originals/ 算起。", required=True,
            example="shaoxing-2022.txt"),
        Key("网址", "url", "text", "原件发布在哪里，知道才写。"),
        Key("校验码", "sha256", "text", "原件的 SHA-256，64 位十六进制；写了，原件被改动就会报错。"),
    ),
    "list": (
        Key("名称", "title", "text", "清单自己的标题。", verbatim=True,
            example="2022年绍兴市政务公开工作重点任务清单"),
        Key("形式", "kind", "text", "表格 或 条文。", choices=tuple(LIST_KINDS), example="表格"),
        Key("表头", "header", "texts", "印出的表头，一栏一项。", verbatim=True,
            example="[序号, 重点工作, 牵头单位, 责任单位, 完成时限]"),
        Key("条目", "entries", "entries",
            "一行一条：字符串是标题行，有「内容」的是任务，有「段落」的是别的文字。", of="task",
            required=True),
    ),
    "task": (
        Key("序号", "number", "cell", "印出的序号；没印就不写。", verbatim=True, example="1"),
        Key("内容", "text", "text", "任务的内容，照印出的写。", required=True, verbatim=True),
        Key("牵头单位", "lead", "cell", "牵头单位一格，照印出的写。", verbatim=True,
            example="市发改委，各区、县（市）政府"),
        Key("责任单位", "responsible", "cell", "责任单位一格，照印出的写。", verbatim=True),
        Key("配合单位", "supporting", "cell", "配合、协办单位一格，照印出的写。", verbatim=True),
        Key("完成时限", "deadline", "text", "完成时限一格，照印出的写。", verbatim=True,
            example="12月底前"),
        Key("目标", "goal", "text", "目标一格，照印出的写。", verbatim=True),
        Key("措施", "measures", "text", "措施一格，照印出的写。", verbatim=True),
        Key("备注", "remark", "text", "备注一格，照印出的写。", verbatim=True),
        Key("进展", "progress", "mappings", "报送的进展，一次一条；没有就是未报送，不是 0%。",
            of="progress"),
        Key("调整", "adjustments", "mappings", "时限的调整，一次一条。", of="adjustment"),
        Key("上级任务", "superior", "cell", "对应的上级任务的编号，例如 zhejiang-2021/一(一)-1。"),
        Key("更正", "corrections", "mappings", "与印出的文字不同之处，写明原文和理由。", of="correction"),
        Key("编号", "pin", "text", "固定网址用的编号：清单重排序号时，写上原来的序号，旧链接不断。"),
    ),
    "paragraph": (
        Key("段落", "text", "text", "清单里既不是标题也不是任务的文字，例如总体要求、注。",
            required=True, verbatim=True),
    ),
    "progress": (
        Key("日期", "date", "date", "哪一天报送的，写成 年-月-日。", required=True),
        Key("状态", "status", "text", "未开始、进行中、已完成 或 已取消。", required=True,
            choices=STATUSES),
        Key("说明", "note", "text", "做了什么，一两句话。"),
        Key("链接", "link", "text", "公开的佐证网页。"),
    ),
    "adjustment": (
        Key("原定", "before", "text", "原来的时限。", required=True),
        Key("调整后", "after", "text", "调整后的时限。", required=True),
        Key("日期", "date", "date", "哪一天调整的，写成 年-月-日。"),
        Key("依据", "basis", "text", "凭哪份文件调整。"),
    ),
    "correction": (
        Key("字段", "field", "text", "更正哪一个键，例如 完成时限。", required=True),
        Key("原文", "original", "text", "原件印出的文字；几行共用一格、这一行没有另印的，不写。", verbatim=True),
        Key("理由", "reason", "text", "为什么不照原文。", required=True),
    ),
    "annex": (
        Key("名称", "title", "text", "附录的标题。", verbatim=True,
            example="市级有关部门（单位）名单"),
        Key("内容", "text", "text", "附录的文字，一段一行。", required=True, verbatim=True),
    ),
    "leftover": (
        Key("文字", "text", "text", "原件里没有收进别处的一段文字，照印出的写。", required=True,
            verbatim=True),
        Key("理由", "reason", "text", "为什么不收。", required=True, example="公开属性标注"),
    ),
    "registry": (
        Key("地区", "region", "text", "从省写起，用 / 隔开，与文件里的地区一样。", example="浙江省/绍兴市"),
        Key("文件", "document", "text", "没有印出地区的文件，写它的编号：名录只管这一份文件。"),
        Key("网址名", "slug", "text", "网址里的名字，小写字母、数字和 -，定了就不改。", required=True,
            example="shaoxing"),
        Key("旧网址名", "old_slugs", "texts", "改过的网址名，旧链接会转到新的。"),
        Key("单位", "units", "mappings", "这个地区文件里印出的单位。", of="unit"),
        Key("泛称", "collectives", "mappings", "各区、县（市）政府 一类的统称。", of="collective"),
    ),
    "unit": (
        Key("名称", "name", "text", "印出的名称。", required=True, example="市发改委"),
        Key("网址名", "slug", "text", "网址里的名字，小写字母、数字和 -，定了就不改。", required=True,
            example="shi-fa-gai-wei"),
        Key("别名", "aliases", "texts", "文件里指同一单位的别的写法；不猜，有依据才写。"),
        Key("旧网址名", "old_slugs", "texts", "改过的网址名，旧链接会转到新的。"),
        Key("出处", "source", "text", "凭什么写，例如哪份文件的附件。"),
    ),
    "collective": (
        Key("名称", "name", "text", "印出的统称。", required=True, example="各区、县（市）政府"),
        Key("网址名", "slug", "text", "网址里的名字，小写字母、数字和 -，定了就不改。", required=True),
        Key("别名", "aliases", "texts", "文件里同一统称的别的写法。"),
        Key("成员", "members", "texts", "统称包括哪些单位；有印出的名单才写。"),
        Key("旧网址名", "old_slugs", "texts", "改过的网址名，旧链接会转到新的。"),
        Key("出处", "source", "text", "凭什么写，例如哪份文件的附件。"),
    ),
    "site": (
        Key("名称", "name", "text", "网站的名称。", required=True, example="政务任务清单公开"),
        Key("简介", "description", "text", "一句话说明这是什么网站。"),
        Key("主办单位", "sponsor", "text", "主办单位；没有就不写。"),
        Key("承办单位", "operator", "text", "承办单位；没有就不写。"),
        Key("联系电话", "phone", "text", "联系电话；没有就不写。"),
        Key("联系邮箱", "email", "text", "联系邮箱；没有就不写。"),
        Key("纠错网址", "correction_url", "text", "读者报错的网页；没有就不写。网址里可以留空位 {编号} {标题} {原文} {网址}，网页替读者填好。"),
        Key("网站标识码", "site_code", "text", "政府网站标识码；没有就不写，绝不编造。"),
        Key("ICP备案号", "icp", "text", "ICP 备案号；没有就不写，绝不编造。"),
        Key("域名", "domain", "text", "网站的域名，写进网页的 SiteDomain 标签；没有就不写。"),
        Key("栏目类型", "column_type", "text", "网页的 ColumnType 标签，例如 信息公开；没有就不写。"),
        Key("关键词", "keywords", "text", "网站的关键词，用顿号隔开，写进 Keywords 标签；没有就不写。"),
        Key("责任编辑", "editor", "text", "写进网页的 Author 标签；没有就不写。"),
        Key("图片", "image", "text", "代表网站的图片的网址，写进 Image 标签；没有就不写。"),
        Key("公安备案号", "police_record", "text", "公安备案号；没有就不写，绝不编造。"),
        Key("下载", "downloads", "mapping", "各种网页提供哪些文件下载；不写就都提供。", of="downloads"),
    ),
    "downloads": tuple(
        Key(of.word, kind, "texts", f"{of.word}的网页提供哪些文件；不写就都提供，写 [] 就不提供。",
            choices=tuple(FILE_KINDS[file].word for file in of.files))
        for kind, of in OFFERING.items()
    ),
}
"""Kind of mapping -> its keys, in the order in which they are best written."""


def keys(kind: str) -> dict[str, Key]:
    """The keys of one kind of mapping, by their Chinese spelling."""
    return _BY_KEY[kind]


_BY_KEY = {kind: {k.key: k for k in table} for kind, table in KEYS.items()}

HEADER_FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "号"),
    "text": ("重点工作", "重点任务", "工作任务", "工作要求", "目标任务", "主要任务", "任务", "内容", "事项"),
    "lead": ("牵头单位", "牵头部门", "牵头责任单位"),
    "responsible": ("责任单位", "责任部门", "主要责任单位", "责任处室", "责任科室"),
    "supporting": ("配合单位", "协同单位", "协办单位", "配合部门", "协同配合单位"),
    "deadline": ("完成时限", "时限", "完成时间", "时间节点", "时限要求"),
    "goal": ("目标", "工作目标"),
    "measures": ("措施", "工作措施", "具体措施"),
    "remark": ("备注",),
}
"""Names of columns met in the wild -> the task's field that holds the column."""
