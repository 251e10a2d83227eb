from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.model import Role
from qingdan.text import units

ANY = st.text(max_size=60)
CELLS = st.text(
    alphabet="各区县市（）()、，；。\n 政府委局办等和会同以下统称牵头负责配合单位部门有关由分别按职责财育：",
    max_size=40,
)
ROLES = st.sampled_from(["lead", "responsible", "supporting"])

ORIGINALS = {  # cells of the five originals: names; the role is the column's
    "市发改委，各区、县（市）政府": ["市发改委", "各区、县（市）政府"],
    "市政府有关部门（单位），各区、县（市）政府": ["市政府有关部门（单位）", "各区、县（市）政府"],
    "市委宣传部（市新闻办），各区、县（市）政府": ["市委宣传部（市新闻办）", "各区、县（市）政府"],
    "市委网信办，市政府有关部门（单位），各区、县（市）政府": [
        "市委网信办",
        "市政府有关部门（单位）",
        "各区、县（市）政府",
    ],
    "各区、县（市）政府，市自然资源和规划局": ["各区、县（市）政府", "市自然资源和规划局"],
    "各有关公共企事业单位": ["各有关公共企事业单位"],
    "各有关 公共企事业单位": ["各有关公共企事业单位"],
    "县经信局、 县大数据局": ["县经信局", "县大数据局"],
    "县政府办公室、县教育局、县卫生健康局、县建设局、市生态环境局德清分局、县交通运输局、县供电公司": [
        "县政府办公室",
        "县教育局",
        "县卫生健康局",
        "县建设局",
        "市生态环境局德清分局",
        "县交通运输局",
        "县供电公司",
    ],
    "各镇(街道)": ["各镇(街道)"],
    "市司法局等市直各有关部门": ["市司法局", "市直各有关部门"],
    "  市工信局、市信息中心等市直各有关部门，各区人民政府，各开发区管委会": [
        "市工信局",
        "市信息中心",
        "市直各有关部门",
        "各区人民政府",
        "各开发区管委会",
    ],
    "  市资源规划局、市住房局、市交通局、市文旅局等市级领域主管部门，各区人民政府": [
        "市资源规划局",
        "市住房局",
        "市交通局",
        "市文旅局",
        "市级领域主管部门",
        "各区人民政府",
    ],
    "各区人民政府，\n\n各基层政府": ["各区人民政府", "各基层政府"],
    "市政府办公厅，\n各区人民政府": ["市政府办公厅", "各区人民政府"],
    "市卫生健康委、市应急管理局、市农业农村局、市民政局、市自然资源和规划局分别负责": [
        "市卫生健康委",
        "市应急管理局",
        "市农业农村局",
        "市民政局",
        "市自然资源和规划局",
    ],
    "市市场监管局、市应急管理局、市生态环境局、市金融办、人行嘉兴市中心支行分别负责": [
        "市市场监管局",
        "市应急管理局",
        "市生态环境局",
        "市金融办",
        "人行嘉兴市中心支行",
    ],
    "市委编办、市政务数据办（市跑改办）、市司法局": ["市委编办", "市政务数据办（市跑改办）", "市司法局"],
    "各县（市、区）政府、嘉兴经济技术开发区、嘉兴港区，市级有关部门（单位）": [
        "各县（市、区）政府",
        "嘉兴经济技术开发区",
        "嘉兴港区",
        "市级有关部门（单位）",
    ],
    "各级行政机关或经法律、法规授权的具有管理公共事务职能的组织负责，以下统称各级行政机关负责": [
        "各级行政机关"
    ],
    "省发展改革委、省大数据局牵头": ["省发展改革委", "省大数据局"],
    "省级有关主管部门按职责分工负责": ["省级有关主管部门"],
    "各级政务公开领导小组负责": ["各级政务公开领导小组"],
    "省委组织部、省司法厅负责": ["省委组织部", "省司法厅"],
}
NAMES = {  # kin: names
    # separators of any width, list labels, stray points
    "甲局,乙局;丙局；丁局，戊局": ["甲局", "乙局", "丙局", "丁局", "戊局"],
    "甲局﹑乙局､丙局": ["甲局", "乙局", "丙局"],
    "甲局、乙局、": ["甲局", "乙局"],
    "、，甲局。": ["甲局"],
    "甲局\n乙局\r\n丙局": ["甲局", "乙局", "丙局"],
    "1.甲局；2.乙局": ["甲局", "乙局"],
    "①甲局、②乙局": ["甲局", "乙局"],
    "★市教育局": ["市教育局"],
    "市教育局；（市财政局、市人社局负责）": ["市教育局", "市财政局", "市人社局"],
    "甲局、甲局": ["甲局"],
    "（牵头单位:县发改局、县建设局)": ["县发改局", "县建设局"],
    "〈省教育厅、省财政厅〉": ["省教育厅", "省财政厅"],
    "市 教 育 局": ["市教育局"],
    "市发改委 市财政局 市 教育局": ["市发改委", "市财政局", "市教育局"],
    "市教育局\u3000各县（市、区）政府": ["市教育局", "各县（市、区）政府"],
    "县委 宣传部、县委 各部门": ["县委宣传部", "县委各部门"],
    "市政府（办公室\n机关党委）、市教育局": ["市政府（办公室机关党委）", "市教育局"],
    "市政府（办公室、市教育局": ["市政府（办公室", "市教育局"],
    "市政府）办公室、市教育局": ["市政府）办公室", "市教育局"],
    # names that hold 和, 会, 等 or a bracket
    "中央和国家机关工委、粮食和储备局、市住房和城乡建设局": [
        "中央和国家机关工委",
        "粮食和储备局",
        "市住房和城乡建设局",
    ],
    "市发改委、市财政局和市人社局": ["市发改委", "市财政局和市人社局"],
    "和县教育局、和平区政府": ["和县教育局", "和平区政府"],
    "开发区管委会规划局、市财政局会计处、县人大常委会办公室": [
        "开发区管委会规划局",
        "市财政局会计处",
        "县人大常委会办公室",
    ],
    "市高等教育学会、各高等院校、中等职业学校": ["市高等教育学会", "各高等院校", "中等职业学校"],
    "国家发展改革委、财政部〈国家税务总局、海关〉按职责分工负责": [
        "国家发展改革委",
        "财政部〈国家税务总局、海关〉",
    ],
    # collectives that hold 、
    "各县（市、区）政府、市教育局": ["各县（市、区）政府", "市教育局"],
    "各区、县级市，市直部门": ["各区、县级市", "市直部门"],
    "各区、县（市）人民政府、市教育局": ["各区、县（市）人民政府", "市教育局"],
    "各市、县（市、区）人民政府，省级有关部门": ["各市、县（市、区）人民政府", "省级有关部门"],
    "各市、州、县人民政府": ["各市、州、县人民政府"],
    "各县、市、区": ["各县、市、区"],
    "各区、市政府": ["各区、市政府"],
    "各省、自治区、直辖市人民政府，国务院各部委": ["各省、自治区、直辖市人民政府", "国务院各部委"],
    "各镇、街道，县级各部门": ["各镇、街道", "县级各部门"],
    "各乡镇、街道办事处负责": ["各乡镇、街道办事处"],
    "各区、县（市）政府办公室": ["各区、县（市）政府办公室"],
    "各区、县市场监管局": ["各区、县市场监管局"],
    "全市各区、县（市）": ["全市各区、县（市）"],
    "市、县（区）人民政府": ["市、县（区）人民政府"],
    "有关区、县（市）政府": ["有关区、县（市）政府"],
    "各级党委、政府": ["各级党委、政府"],
    "各部门、单位": ["各部门、单位"],
    "各镇、街,各管委会,区直各办、局,各有关单位 ": ["各镇、街", "各管委会", "区直各办、局", "各有关单位"],
    "各市、县人民政府,省人民政府各委、办、厅、局": ["各市、县人民政府", "省人民政府各委、办、厅、局"],
    "各县(市)、区人民政府,市人民政府各部门": ["各县(市)、区人民政府", "市人民政府各部门"],
    # and lists that are none
    "各区、市教育局": ["各区", "市教育局"],
    "各区、市场监管局": ["各区", "市场监管局"],
    "各区、市直有关部门": ["各区", "市直有关部门"],
    "各市、省级有关部门": ["各市", "省级有关部门"],
    "各镇、县教育局": ["各镇", "县教育局"],
    "各区、县级机关": ["各区", "县级机关"],
    "各镇（街道）、县级有关部门": ["各镇（街道）", "县级有关部门"],
    "各旗县区、开发区": ["各旗县区", "开发区"],
    "各部门、各单位": ["各部门", "各单位"],
    "市委、市政府": ["市委", "市政府"],
    "各地、各有关部门（单位）": ["各地", "各有关部门（单位）"],
    # 等
    "甲局、乙局等有关部门": ["甲局", "乙局", "有关部门"],
    "甲局、乙局等和各省级人民政府负责": ["甲局", "乙局", "各省级人民政府"],
    "甲局等有关部门和各区人民政府": ["甲局", "有关部门", "各区人民政府"],
    "甲局等有关部门和单位": ["甲局", "有关部门和单位"],
    "省发展改革委、省财政厅等部门按职责分工负责": ["省发展改革委", "省财政厅"],
    "甲局等15个单位": ["甲局"],
    "甲局、乙局等": ["甲局", "乙局"],
    "财政等有关部门": ["财政等有关部门"],
    "教育、公安、民政、财政等部门": ["教育、公安、民政、财政等部门"],
    "市发改委、教育、财政等部门": ["市发改委", "教育、财政等部门"],
    # 统称, deadlines, persons, nobody
    "甲局、乙局（以下统称各单位），丙局": ["各单位", "丙局"],
    "市大数据发展管理局（以下简称市大数据局）、甲局": ["市大数据发展管理局（以下简称市大数据局）", "甲局"],
    "省发改委牵头，6月底完成": ["省发改委"],
    "省发改委，年内持续推进": ["省发改委"],
    "分管领导：张三；责任单位：市教育局": ["市教育局"],
    "责任人：张三": [],
    "牵头负责领导:张三。牵头责任单位:省商务厅。协同责任单位:省财政厅、省税务局等。": [
        "省商务厅",
        "省财政厅",
        "省税务局",
    ],
    "分管副省长、协管副秘书长负责,省发展改革委牵头": ["省发展改革委"],
    "部门分工:省发展改革委牵头,各地、各部门配合。": ["省发展改革委", "各地", "各部门"],
    "责任单位为区级各部门、各镇(街道)": ["区级各部门", "各镇(街道)"],
    "省发展改革委、商务厅按职责分工负责。具体任务均涉及相关市(州)人民政府,不再做分工,下同。": [
        "省发展改革委",
        "商务厅",
    ],
    "市教育局、市财政局（列第一位者为牵头单位，下同）": ["市教育局", "市财政局"],
    "": [],
    " \n": [],
    "/": [],
    "—": [],
    "无": [],
    "、，。": [],
    "负责": [],
}
WITH_ROLES: dict[tuple[str, Role], str] = {  # cell, column: names with their roles
    ("县级政府办公室会同财政等有关部门负责", "responsible"): "lead 县级政府办公室 responsible 财政等有关部门",
    ("市教育局、市民政局会同市财政局、市人社局负责", "lead"): (
        "lead 市教育局 lead 市民政局 responsible 市财政局 responsible 市人社局"
    ),
    ("市教育局会同市财政局；市民政局", "lead"): "lead 市教育局 responsible 市财政局 lead 市民政局",
    ("市教育局牵头，会同市财政局负责", "responsible"): "lead 市教育局 responsible 市财政局",
    ("市财政局会市教育局", "responsible"): "lead 市财政局 responsible 市教育局",
    ("市发展改革委会省财政厅", "responsible"): "lead 市发展改革委 responsible 省财政厅",
    ("市发改委牵头，市财政局、市人社局配合", "responsible"): (
        "lead 市发改委 supporting 市财政局 supporting 市人社局"
    ),
    ("市发改委牵头，市财政局、市人社局按职责分工负责", "lead"): (
        "lead 市发改委 responsible 市财政局 responsible 市人社局"
    ),
    ("由市发改委牵头、市财政局参与", "responsible"): "lead 市发改委 supporting 市财政局",
    ("县扶贫办牵头，县教体局等有关部门参加，各镇街落实", "responsible"): (
        "lead 县扶贫办 supporting 县教体局 supporting 有关部门 responsible 各镇街"
    ),
    ("市食安办牵头，各成员单位协作", "responsible"): "lead 市食安办 supporting 各成员单位",
    ("市水务局牵头，市工信局配合。以下均需各县落实，无职能的，由市直部门负责，不再列出", "responsible"): (
        "lead 市水务局 supporting 市工信局"
    ),
    ("市政府辦公室牽頭，市級各有關部門按職責分工負責", "responsible"): (
        "lead 市政府辦公室 responsible 市級各有關部門"
    ),
    ("市府办为牵头单位，市财政局、市人社局为责任单位", "lead"): (
        "lead 市府办 responsible 市财政局 responsible 市人社局"
    ),
    ("市发改委牵头负责", "responsible"): "lead 市发改委",
    ("市发改委、市财政局分别牵头", "responsible"): "lead 市发改委 lead 市财政局",
    ("市司法局、市财政局分别负责", "lead"): "lead 市司法局 lead 市财政局",
    ("市司法局具体落实。", "responsible"): "responsible 市司法局",
    ("市司法局按照各自职责分工抓好落实", "supporting"): "supporting 市司法局",
    ("市教育局（牵头）、市财政局", "responsible"): "lead 市教育局 responsible 市财政局",
    ("市教育局（牵头单位），市财政局（配合）", "responsible"): "lead 市教育局 supporting 市财政局",
    ("牵头单位：甲局；责任单位：乙局、丙局；配合单位：丁局", "responsible"): (
        "lead 甲局 responsible 乙局 responsible 丙局 supporting 丁局"
    ),
    ("牵头单位：甲局 责任单位：乙局", "lead"): "lead 甲局 responsible 乙局",
    ("主要责任单位：甲局 协同配合单位：乙局", "lead"): "responsible 甲局 supporting 乙局",
    ("甲局、乙局", "supporting"): "supporting 甲局 supporting 乙局",
}


@pytest.mark.parametrize("cell", ORIGINALS)
def test_cells_of_the_originals(cell: str) -> None:
    for role in ("lead", "responsible"):
        read = units.parse(cell, role)
        assert [named.name for named in read] == ORIGINALS[cell]
        assert {named.role for named in read} == {"lead" if cell.endswith("牵头") else role}


@pytest.mark.parametrize("cell", NAMES)
def test_names(cell: str) -> None:
    assert list(units.split(cell)) == NAMES[cell]


@pytest.mark.parametrize(("cell", "role"), WITH_ROLES)
def test_roles_inside_a_cell(cell: str, role: Role) -> None:
    read = " ".join(f"{named.role} {named.name}" for named in units.parse(cell, role))
    assert read == WITH_ROLES[cell, role]


COPIES = {  # 抄送 lines of the originals, as the YAML holds them
    "市委宣传部，市委网信办，市信访局": ["市委宣传部", "市委网信办", "市信访局"],
    "省委各部门,省人大常委会、省政协办公厅,省军区,省监委,省法院,省检察院。": [
        "省委各部门",
        "省人大常委会",
        "省政协办公厅",
        "省军区",
        "省监委",
        "省法院",
        "省检察院",
    ],
    "抄送：市委各部门，市人大常委会、市政协办公室，嘉兴军分区，市监委，市法院，市检察院。": [
        "市委各部门",
        "市人大常委会",
        "市政协办公室",
        "嘉兴军分区",
        "市监委",
        "市法院",
        "市检察院",
    ],
    "县委各部门,县人大常委会、县政协办公室": ["县委各部门", "县人大常委会", "县政协办公室"],
    "县人武部,\n县法院,县检察院,各群众团体。": ["县人武部", "县法院", "县检察院", "各群众团体"],
}


@pytest.mark.parametrize("text", COPIES)
def test_copies(text: str) -> None:
    assert list(units.split(text)) == COPIES[text]


def test_the_annexed_list_of_jiaxing() -> None:
    """The end of it: names of every kind, one bracketed alias, one final full stop."""
    text = (
        "市长三角发展办、市政务数据办（市跑改办）、嘉兴经济技术开发区、嘉兴港区、市工商联、市总工会、团市委、市妇联、"
        "市公积金中心、嘉实集团、市税务局、嘉兴海关、嘉兴国调队、人行嘉兴市中心支行、市消防救援支队。"
    )
    assert units.split(text) == tuple(text.rstrip("。").split("、"))


def test_first_is_lead_holds_for_responsible_cells_that_name_no_leader() -> None:
    read = units.parse("市教育局、市财政局", "responsible", first_is_lead=True)
    assert [named.role for named in read] == ["lead", "responsible"]
    told = units.parse("市教育局、市财政局牵头", "responsible", first_is_lead=True)
    assert [named.role for named in told] == ["lead", "lead"]
    other = units.parse("市教育局配合，市财政局牵头", "responsible", first_is_lead=True)
    assert [named.role for named in other] == ["supporting", "lead"]
    assert [n.role for n in units.parse("甲局、乙局", "supporting", first_is_lead=True)] == ["supporting"] * 2


FIRST_LEADS = (
    "列第一位者为牵头单位，下同",
    "排在第一位的部门为牵头部门，下同",
    "注：列第一位的为牵头单位，以下均需各县市、区政府落实，不再列出",
    "责任单位（列第一位者为牵头单位，下同）",
    "责任单位中排名第一的为牵头单位",
    "列首位的单位为牵头单位",
    "第一个单位为牵头单位",
    "列第一位者\n为牵头单位",
    "牵头单位排在第一位",
)
NOT_FIRST_LEADS = (
    "",
    "责任单位",
    "无牵头单位的，责任单位即为牵头单位",
    "各牵头单位要加强统筹协调",
    "第一时间报牵头单位",
    "第一季度由市教育局牵头",
    "坚持第一位的是质量。市教育局为牵头单位",
)


@pytest.mark.parametrize("text", FIRST_LEADS)
def test_words_that_say_who_leads(text: str) -> None:
    assert units.first_is_lead(text)


@pytest.mark.parametrize("text", NOT_FIRST_LEADS)
def test_words_that_do_not(text: str) -> None:
    assert not units.first_is_lead(text)


COLLECTIVE = (
    "各区、县（市）政府",
    "各县（市、区）政府",
    "各区人民政府",
    "各开发区管委会",
    "各基层政府",
    "各镇(街道)",
    "各有关单位",
    "各有关公共企事业单位",
    "市政府有关部门",
    "市政府有关部门（单位）",
    "市级有关部门（单位）",
    "市直各有关部门",
    "市级领域主管部门",
    "省级有关主管部门",
    "财政等有关部门",
    "各级行政机关",
    "各县级政府",
    "各级政务公开领导小组",
    "县委各部门",
    "各群众团体",
    "市直部门",
    "省直有关 单位",
    "县（市、区）政府",
    "市、县（区）人民政府",
    "镇（街道）",
)
ONE_UNIT = (
    "",
    "市发改委",
    "市政务数据办（市跑改办）",
    "市委宣传部（市新闻办）",
    "海盐县政府",
    "嘉兴经济技术开发区",
    "县供电公司",
    "市生态环境局德清分局",
    "县政府办公室（县外事办、县金融办）",
    "市自然资源和规划局",
    "嘉实集团",
    "县级政府办公室",
)


@pytest.mark.parametrize("name", COLLECTIVE)
def test_collectives(name: str) -> None:
    assert units.is_collective(name)


@pytest.mark.parametrize("name", ONE_UNIT)
def test_units(name: str) -> None:
    assert not units.is_collective(name)


def test_deadline_words_stand_beside_units() -> None:
    assert units.deadline_words("省发改委牵头，6月底完成") == "6月底完成"
    assert units.deadline_words("（省发改委、省财政厅负责，年内持续推进）") == "年内持续推进"
    assert units.deadline_words("市发改委，各区、县（市）政府") is None


PRINTED = sorted({name for names in ORIGINALS.values() for name in names} - {"财政等有关部门"})


@given(st.lists(st.sampled_from(PRINTED), unique=True, max_size=8), st.sampled_from("、，,；;\n"), ROLES)
def test_names_joined_are_read_back(names: list[str], separator: str, role: Role) -> None:
    read = units.parse(separator.join(names), role)
    assert read == tuple(units.Named(name, role) for name in names)


@given(
    st.lists(st.sampled_from(PRINTED), unique=True, min_size=1, max_size=5),
    st.sampled_from(
        ["负责", "分别负责", "按职责分工负责", "落实", "牵头", "分别牵头", "牵头负责。", "负责落实"]
    ),
)
def test_role_words_are_no_part_of_a_name(names: list[str], words: str) -> None:
    assert list(units.split("、".join(names) + words)) == names


@given(ANY | CELLS, ROLES, st.booleans())
def test_never_raises_and_names_stand_in_the_cell(cell: str, role: Role, first: bool) -> None:
    plain = "".join(cell.split()).replace("\u200b", "").replace("\ufeff", "")
    for named in units.parse(cell, role, first_is_lead=first):
        assert named.name
        assert named.name == "".join(named.name.split())
        assert named.name in plain or "、" in named.name
    units.first_is_lead(cell)
    units.deadline_words(cell)
    units.is_collective(cell)


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, list[str]]:
    """甲局、乙局等市直各有关部门会同丙局负责: a clause as notices build them, and its names."""
    single = [name for name in PRINTED if not units.is_collective(name)]
    names = draw(st.lists(st.sampled_from(single), unique=True, min_size=1, max_size=4))
    text = "、".join(names)
    if draw(st.booleans()):
        names = [*names, draw(st.sampled_from(["市直各有关部门", "市级领域主管部门", "有关部门"]))]
        text += f"等{names[-1]}"
    if draw(st.booleans()):
        names = [*names, draw(st.sampled_from(PRINTED))]
        text += f"会同{names[-1]}"
    return text + draw(st.sampled_from(["", "负责", "牵头", "配合", "按职责分工负责", "分别牵头"])), names


@given(st.lists(clauses(), min_size=1, max_size=4), st.sampled_from("，；;\n,"))
def test_clauses_are_taken_apart(parts: list[tuple[str, list[str]]], separator: str) -> None:
    cell = separator.join(text for text, _ in parts)
    names = [name for _, names in parts for name in names]
    assert list(units.split(cell)) == list(dict.fromkeys(names))


@pytest.mark.parametrize(
    "name", sorted({n for names in [*ORIGINALS.values(), *NAMES.values()] for n in names})
)
def test_a_name_is_read_as_itself(name: str) -> None:
    assert units.split(name) == (name,)


RESPONSIBLE_LEADS = (
    "无牵头单位的，责任单位即为牵头单位",
    "没有牵头单位的，由责任单位作为牵头单位",
    "未明确牵头单位的任务，责任单位即是牵头单位。",
    "未列牵头部门的，责任部门视为\n牵头部门",
)
NOT_RESPONSIBLE_LEADS = (
    "",
    "列第一位者为牵头单位，下同",
    "无牵头单位的，由市政府办公室协调责任单位报送进展",
    "牵头单位和责任单位要密切配合",
    "责任单位即为报送单位",
)


@pytest.mark.parametrize("text", RESPONSIBLE_LEADS)
def test_words_that_make_responsible_units_lead(text: str) -> None:
    assert units.responsible_leads(text)


@pytest.mark.parametrize("text", NOT_RESPONSIBLE_LEADS)
def test_words_that_do_not_make_them_lead(text: str) -> None:
    assert not units.responsible_leads(text)
