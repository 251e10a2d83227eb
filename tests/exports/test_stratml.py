"""StratML, read back and held against the structure that ISO 17469 gives it (schemas/)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qingdan.exports import stratml
from qingdan.exports.edition import Edition

SCHEMAS = {
    part: etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / f"stratml-part{part}.rng"))
    for part in (1, 2)
}
SPACES = {
    1: "{urn:ISO:std:iso:17469:tech:xsd:stratml_core}",
    2: "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}",
}


def plan(library, document, part, site_url="https://qingdan.example/"):
    edition = Edition(library=library, as_of=date(2022, 12, 1), site_url=site_url)
    root = etree.fromstring(stratml.plan(edition, document, part))
    assert SCHEMAS[part].validate(root), SCHEMAS[part].error_log
    return root


@pytest.mark.parametrize("part", [1, 2])
def test_every_notice_becomes_a_plan_with_every_task_in_order(real, sample, part):
    for library in (real[0], sample):
        for document in library.documents:
            root = plan(library, document, part)
            space = SPACES[part]
            told = [e.findtext(f"{space}Description") for e in root.iter(f"{space}Objective")]
            assert told == [task.text.value.replace("\r", "") for task in document.tasks]
            ids = [e.text for e in root.iter(f"{space}Identifier")]
            assert len(set(ids)) == len(document.tasks)
            units = [e.findtext(f"{space}Name") for e in root.iter(f"{space}Stakeholder")]
            assert units == [party.name for task in document.tasks for party in task.named]


def test_a_whole_plan(sample):
    root = plan(sample, sample.document("sample-2022"), 1)
    words = [text.strip() for text in root.find(".//{*}Objective").itertext() if text.strip()]
    assert words == [
        "=1+1 公开教育信息，12月底前完成；\n“第二行”", "qd-sample-2022.task-1", "1",
        "市教育局", "牵头", "各区、县（市）政府", "责任",
        "完成时限：6月底前（2022-06-30）。时限调整为：12月底前（2022-12-31）",
    ]  # fmt: skip
    kinds = [e.get("StakeholderTypeType") for e in root.iter("{*}Stakeholder")]
    assert kinds == ["Organization", "Generic_Group", "Organization"]
    assert root.findtext("{*}OtherInformation") == "文号：绍政办综〔2022〕4号"
    assert root.findtext(".//{*}Source") == "https://qingdan.example/documents/sample-2022/"
    assert plan(sample, sample.document("sample-2022"), 1, site_url="").find(".//{*}Source") is None


def test_a_report_says_what_is_wanted_and_what_was_reported(sample):
    root = plan(sample, sample.document("sample-2022"), 2)
    target = root.find(".//{*}TargetResult")
    assert (target.findtext("{*}EndDate"), target.findtext("{*}Description")) == ("2022-12-31", "12月底前")
    actual = [
        (e.findtext("{*}EndDate"), e.findtext(".//{*}DescriptorValue"), e.findtext("{*}Description"))
        for e in root.iter("{*}ActualResult")
    ]
    assert actual == [("2022-07-01", "进行中", "-已开始"), ("2022-11-30", "已完成", "＝全部公开")]


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_identifiers_are_valid_and_stay_apart(sample_library, anchors):
    document = sample_library.documents[1]
    one, other = (stratml.identifier(document, replace(document.tasks[0], anchor=a)) for a in anchors)
    assert one != other
    for name in (one, other):
        etree.QName(name)  # ValueError where it is no NCName
        assert ":" not in name


def test_the_schema_sees_what_is_wrong(sample):
    edition = Edition(library=sample, as_of=date(2022, 12, 1))
    made = stratml.plan(edition, sample.documents[1], 1)
    for wrong in (
        made.replace(b"<SequenceIndicator>1</SequenceIndicator>", b"", 1).replace(
            b"<Goal>", b"<Goal/><Goal>"
        ),
        made.replace(b"Generic_Group", b"Group"),
        made.replace(b"qd-sample", b"1-sample"),
    ):
        assert wrong != made
        assert not SCHEMAS[1].validate(etree.fromstring(wrong))
