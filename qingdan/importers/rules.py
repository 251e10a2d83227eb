"""Rules: what an import warns of, each with the sentence that docs/ shows."""

from __future__ import annotations

RULES: dict[str, str] = {
    "unplaced": "没有认出来的文字列在「未采用」里，理由是「未识别」。",
    "unread": "读出来的文字和原件对不上时，什么都不采用。",
    "unproved-list": "一份清单读出来的文字和原件对不上时，不采用这一份。",
    "destroyed-table": "表格的行和列对不上时，不猜，一条任务也不读。",
    "no-tasks": "原件里要有认得的表头，或者写明单位的条文。",
    "unknown-table": "认不得表头的表格不当成清单。",
    "no-title": "原件里没有认出标题。",
    "row-without-text": "表格的一行没有任务内容。",
    "short-row": "表格的一行没有别的行都有的一格。",
    "run-together": "表格的两格连在了一起。",
    "odd-units": "单位一格要像单位名称。",
    "odd-text": "内容一格要像任务内容。",
    "no-units": "这一条没有读到单位。",
    "units-without-text": "只有单位，前面没有任务内容。",
    "unknown-column": "表头里有没有对应的键的栏目，收进「备注」。",
    "beside-heading": "标题行旁边还有别的字，收成「段落」。",
    "paragraph": "条文里的一段后面没有单位，收成「段落」。",
    "damaged-number": "文号不完整。",
    "damaged-cell": "任务的文字被插进了推广文字或拼音。",
    "damaged-text": "标题或正文被插进了推广文字或拼音。",
    "injected": "抄送里有一段被推广文字覆盖。",
    "unseen-character": "原件里有看不见的字符，或者各家字体画得不一样的字符。",
    "cut-original": "原件的末尾要完整。",
    "hidden-text": "网页里设成不显示的文字不读入。",
    "computed-number": "编号是软件算出来的，不在文字里，读入后要看一眼。",
    "embedded-page": "嵌在网页里的别的网页不读入。",
    "pictures": "图片里的字读不了。",
}
"""Every rule by name; number-gap is the check's of the same name."""
