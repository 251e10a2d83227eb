"""Whatever the text: no traceback, and a draft that is proved and that the loader takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qingdan.problems import has_errors

from .conftest import SAMPLES, drafted

PIECES = [
    "序号", "重点工作", "工作任务", "牵头单位", "责任单位", "配合单位", "完成时限", "备注", "名称",
    "目标", "措施", "完成情况", "1", "2", "3", "10", "（1）", "①", "一、加强公开", "（一）提升水平。",
    "二、推进落实", "1. 做好公开", "2．推进", "十一、", "1、", "市发改委", "市财政局、市教育局",
    "各区、县（市）政府", "市司法局等市直各有关部门", "县政府办公室", "年底前", "全年", "12月底前",
    "持续推进", "推进政务公开标准化规范化建设，完善目录。", "加强政策解读；做好回应。",
    "《2022年工作要点》", "（牵头单位：市发改委）", "(省司法厅牵头)", "（各级政府负责）",
    "牵头单位：市财政局", "责任单位：", "（单位）", "【责任单位：市教育局】", "附件", "附件1",
    "附件：1.清单", "2022年工作任务清单", "某市人民政府办公室", "2022年6月1日", "（此件公开发布）",
    "绍政办〔2022〕4号", "某市人民政府办公室关于印发清单的通知", "各区人民政府，市政府各部门：",
    "抄送：市委办公室，市法院。", "某办公室 2022年8月26日印发", "分享到：", "- 1 -", "字体：[大 中 小]",
    "365bet官网", "公(gong)开", "文号：X", "|", "||", " | ", "\t", "\t\t", " ", "。", "，", "\u200b",
    "\ue000", "|---|---|", "+----+", "：", "；", "（", "）", "\u3000", "\u2028", "#", "- ", "内容：",
    "列第一位者为牵头单位，下同",
]  # fmt: skip
MIXTURE = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["", "\n", "\n", "\n\n", "\t", " | ", " ", "\r\n"])),
    max_size=60,
).map(lambda parts: "".join(a + b for a, b in parts))


def held(text: str) -> None:
    found = drafted(text)
    if found.original is None:
        assert has_errors(found.problems)
        return
    assert found.document is not None
    assert found.alignment is not None
    assert found.alignment.proved, (found.yaml, found.alignment)


@given(MIXTURE)
def test_any_mixture_of_pieces_is_proved(text: str) -> None:
    held(text)


@given(st.text(max_size=300))
def test_any_text_is_proved(text: str) -> None:
    held(text.encode("utf-8", "ignore").decode())


TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
TEXTS += [
    path.read_text(encoding="utf-8")
    for path in sorted((SAMPLES.parents[2] / "content/originals").glob("*.txt"))
]


@given(st.data())
def test_real_lines_in_any_order_are_proved(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(TEXTS)).split("\n")
    start = data.draw(st.integers(0, max(0, len(lines) - 1)))
    picked = data.draw(st.lists(st.sampled_from(lines), max_size=12))
    cut = lines[start : start + 25]
    at = data.draw(st.integers(0, len(cut)))
    held("\n".join([*cut[:at], *picked, *cut[at:]]))
