"""A whole notice as offices print them: red head in a box, computed numbers, a colophon in a table."""

from __future__ import annotations

import re
from html import escape

from qingdan.importers.drafting import draft

from .conftest import tree
from .printed import checked, original
from .raw_docx import docx, level, lists, p, r, tbl, tc, tr
from .test_printed import held

HEAD = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
NUMBERING = lists(
    level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCountingThousand", "（%2）"),
    level(0, "decimal", "%1"),
)


def notice(number: str, colophon: str) -> str:
    rows = [
        tr(tc(p("", list_=2)), tc(f"完成第{k}项工作。"), tc(p("市发改局") + p("市财政局")), tc("12月底前"))
        for k in "一二"
    ]
    return (
        p(HEAD.format(p("临安市人民政府办公室文件")))
        + number
        + p(r("临安市人民政府办公室") + "<w:r><w:br/></w:r>" + r("关于印发2023年政务公开工作要点的通知"))
        + p("各镇人民政府、街道办事处，市政府各部门：")
        + p("《2023年临安市政务公开工作要点》已经市政府同意，现印发给你们，请认真贯彻执行。")
        + p("　　　临安市人民政府办公室")
        + p("　　　2023年5月6日")
        + p("2023年临安市政务公开工作要点")
        + p("主动公开", list_=1)
        + p("财政信息。", list_=1, level=1)
        + p("公开预算。（牵头单位：市财政局）")
        + p("附件")
        + p("任务分解表")
        + tbl(tr(tc("序号"), tc("工作任务"), tc("责任单位"), tc("完成时限")), *rows)
        + colophon
    )


def test_prose_whose_labels_word_computes() -> None:
    """The clauses of a real notice: 「一、」 and 「(一)」 stand nowhere in the file."""
    numbering = lists(level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCounting", "(%2)"))
    body, computed = "", 0
    for line in original("zhejiang-2021"):
        words = escape(line)
        if found := re.match(r"([一二三四五六七八九十]+、)|\([一二三四五六七八九十]+\)", words):
            body += p(r(words[found.end() :]), list_=1, level=0 if found[1] else 1)
            computed += 1
        else:
            body += p(r(words))
    assert computed > 10
    found_ = draft("x.docx", docx(body, numbering=numbering), "x.docx", "zhejiang-2021")
    assert found_.alignment
    assert found_.alignment.proved
    assert held(tree(found_.yaml)) == held(checked("zhejiang-2021"))


def test_a_notice_with_all_of_it() -> None:
    number = tbl(tr(tc("临政办〔2023〕12号"), tc("签发人：某某")))
    colophon = tbl(
        tr(tc("抄送：市委各部门，市人大常委会、市政协办公室。", span=2)),
        tr(tc("临安市人民政府办公室"), tc("2023年5月8日印发")),
    )
    found = draft("x.docx", docx(notice(number, colophon), numbering=NUMBERING), "x.docx", "x")
    assert found.alignment
    assert found.alignment.proved
    values = tree(found.yaml)
    lists_ = values.pop("清单")
    leftovers = [x["文字"] for x in values.pop("未采用")]
    assert values == {
        "标题": "临安市人民政府办公室关于印发2023年政务公开工作要点的通知",
        "文号": "临政办〔2023〕12号",
        "发文机关": "临安市人民政府办公室",
        "地区": "临安市",
        "年度": "2023",
        "成文日期": "2023-05-06",
        "印发日期": "2023-05-08",
        "主送": "各镇人民政府、街道办事处，市政府各部门",
        "抄送": "市委各部门，市人大常委会、市政协办公室",
        "正文": "《2023年临安市政务公开工作要点》已经市政府同意，现印发给你们，请认真贯彻执行。",
    }
    assert lists_[0]["条目"] == [
        "一、主动公开",
        "（一）财政信息。",
        {"内容": "公开预算。", "牵头单位": "市财政局"},
    ]
    assert lists_[1]["条目"][1] == {
        "序号": "2",
        "内容": "完成第二项工作。",
        "责任单位": "市发改局\n市财政局",
        "完成时限": "12月底前",
    }
    assert "签发人：某某" in leftovers
