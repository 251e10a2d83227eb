"""Words 词语 that a reader may not know, each explained once: the glossary in docs/ is made from
this table, and pages link to it where a word first stands."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from qingdan.pages.page import ROOT


class Term(NamedTuple):
    """One word."""

    slug: str
    """Its anchor in the glossary."""
    name: str
    text: str
    """What it means on this site, in one or two plain sentences."""


GLOSSARY = "glossary/"
"""Address of the glossary: docs/glossary.md."""

TERMS: tuple[Term, ...] = (
    Term(
        "list",
        "任务清单",
        "政府印发的一张表或一组条文，一项一项写明做什么、谁负责、什么时候完成。也叫任务分解表、责任清单、工作要点。",
    ),
    Term("task", "任务", "清单的一行，或条文里由一个括号写明责任单位的一段话。本站按项统计的就是它。"),
    Term("number", "文号", "发文字号，例如“绍政办综〔2022〕4号”：机关代字、年份、第几号。"),
    Term("issuer", "发文机关", "印发这份文件的机关。"),
    Term("signed", "成文日期", "文件末尾落款的日期。"),
    Term("printed", "印发日期", "文件末尾版记里写的印发日期，可能比成文日期晚几天。"),
    Term(
        "index",
        "索引号",
        "政府信息公开用的编号，由公开这份文件的机关给出，凭它可以在政府网站上找到这份文件。",
    ),
    Term("validity", "有效性", "文件现在还有没有效，由发文机关宣布。本站只照登，不判断。"),
    Term(
        "normative",
        "规范性文件",
        "行政机关依照法定权限、程序制定并公开发布，涉及公民、法人和其他组织权利义务，具有普遍约束力，"
        "在一定期限内反复适用的公文（国办发〔2018〕37号的说法）。",
    ),
    Term("basis", "依据", "通知里“根据……”一句提到的文件，多是上级的同类文件。"),
    Term("copies", "抄送", "除主送机关外，还需要知道这份文件的机关。"),
    Term("lead", "牵头单位", "领头组织这件事的单位，首先问它。表里也叫牵头部门、牵头责任单位。"),
    Term("responsible", "责任单位", "承担这件事的单位。表里也叫责任部门，条文里写“由……负责”。"),
    Term("supporting", "配合单位", "协助别的单位做这件事的单位。也叫协办单位、协同单位。"),
    Term(
        "collective",
        "泛称",
        "一批单位的统称，例如“各区、县（市）政府”。包括哪些单位，只有印出名单的本站才列。",
    ),
    Term(
        "deadline",
        "完成时限",
        "清单要求什么时候做完。先照印出的原话写，再写本站读作哪一天，并注明按哪一条规则读。",
    ),
    Term("year", "全年", "清单写的是全年要做，没有写到哪一天。"),
    Term("ongoing", "长期", "清单写的是长期坚持、持续推进一类的话，没有写到哪一天。"),
    Term("none", "未注明", "清单没有印出时限，或者印出的话读不出日期。"),
    Term("passed", "时限已过", "写明的日子已经过了，而没有报送完成。没有报送不等于没有做，所以不说逾期。"),
    Term("overdue", "已逾期", "写明的日子已经过了，这一天以后报送的进展还是没有完成。"),
    Term("progress", "进展", "有关单位报送的做到哪一步。本站照登，不评价。"),
    Term("not-reported", "未报送", "本站没有收到这项任务的进展。这不等于没有做，也不等于 0%。"),
    Term(
        "calendar",
        "订阅日历",
        "把一份文件、一个单位的截止日期放进手机或电脑的日历。订阅的会跟着本站更新，下载的不会。",
    ),
    Term(
        "feed",
        "订阅更新",
        "用订阅软件（支持 Atom 的）看一份文件、一个单位有什么新的进展和时限的调整，不用天天来看。",
    ),
    Term(
        "card",
        "卡片",
        "一小块网页，写着一份文件或一个单位有多少任务，可以嵌在别的网站里，点它就到本站。",
    ),
    Term(
        "as-of",
        "从哪一天算",
        "到期的、时限已过的从这一天算起：数据里最新的日期，或者生成网站时指定的日期。"
        "浏览器打开了 JavaScript 的，改从今天算。",
    ),
    Term("original", "原件", "收到的文件本身。本站的每一个字都可以回到原件的那一行。"),
    Term("correction", "更正", "与印出的文字不同的地方，同时列出原来的字和理由。"),
    Term("superior", "上级任务", "上一级政府清单里的任务，这一项是为落实它而定的。"),
)

_BY_SLUG = {term.slug: term for term in TERMS}


@cache
def term(slug: str, words: str = "") -> Markup:
    """The word as a link to its explanation: for keyboard and touch, nothing shows on hover alone.

    words: where the sentence needs other words than the term's name.
    """
    name = _BY_SLUG[slug].name
    return Markup('<a class="qd-term" href="{}{}#{}">{}</a>').format(ROOT, GLOSSARY, slug, words or name)
