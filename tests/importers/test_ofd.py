"""OFD: the notice as it is checked; the objects part by part; what can't be read; hostile files."""

# ruff: noqa: E501 - objects stand in one piece

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.importers import read_blocks, signatures
from qingdan.importers.blocks import Line, Reading, Table
from qingdan.importers.drafting import draft
from qingdan.importers.ofd.drawing import deltas, outlines

from .notices import IDS, notice, same
from .open_fixed import SPACE, packed, page, printed, ruling, text

PLACE = "content/originals/x.ofd"


def reading(data: bytes) -> Reading:
    return read_blocks("x.ofd", data, PLACE)


def lines(*pages: str, **named) -> list[str]:
    found = reading(packed(pages, **named))
    assert found.original, found.problems
    return list(found.original.lines)


def problem(data: bytes) -> str:
    found = reading(data)
    assert found.original is None
    (only,) = found.problems
    assert only.hint
    return only.message


@pytest.mark.parametrize("id_", IDS)
def test_an_ofd_gives_the_checked_document(id_: str) -> None:
    found = draft("x.ofd", printed(notice(id_)), PLACE, "x")
    assert found.alignment is not None, found.problems
    assert found.alignment.proved
    same(id_, found.yaml, spaces=False)
    assert not [p for p in found.problems if p.rule == "unplaced"]


@pytest.mark.parametrize(
    ("given_", "most", "expected"),
    [
        ("g 3 2.5", 9, [2.5, 2.5, 2.5]),
        ("1 g 2 3 4", 9, [1, 3, 3, 4]),
        ("g 1000000000 1", 3, [1, 1, 1]),
        ("g 2", 9, [2]),
        ("x 1 -2", 9, [1, -2]),
        (None, 9, []),
    ],
)
def test_deltas(given_: str | None, most: int, expected: list[float]) -> None:
    assert deltas(given_, most) == expected


def test_outlines() -> None:
    assert list(outlines("M 0 0 L 5 0 L 5 5 C M 9 9 B 1 1 2 2 3 3")) == [
        ([(0, 0), (5, 0), (5, 5), (0, 0)], False), ([(9, 9), (3, 3)], True),
    ]  # fmt: skip
    assert list(outlines("S 1 1 l-2-3 A 1 1 0 0 1 7 7")) == [([(1, 1), (-2, -3), (7, 7)], True)]
    assert list(outlines("L")) == []


def test_any_prefix_and_templates_and_blocks() -> None:
    objects = f'<ofd:PageBlock ID="4"><ofd:PageBlock ID="5">{text(30, 60, "正文里的话。", 4)}</ofd:PageBlock></ofd:PageBlock>'
    data = packed([objects], template=text(30, 15, "模板上的字。", 4))
    again = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"ofd:", b"x:").replace(b"xmlns:ofd", b"xmlns:x"))
    assert reading(again.getvalue()).original.lines == ("模板上的字。", "正文里的话。")  # type: ignore[union-attr]


def test_codes_go_on_where_the_last_one_says() -> None:
    objects = (
        '<ofd:TextObject ID="1" Boundary="30 30 100 20" Font="2" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 2 4">第一行</ofd:TextCode>'
        '<ofd:TextCode Y="12" DeltaX="g 2 4">第二行</ofd:TextCode></ofd:TextObject>'
    )
    assert lines(objects) == ["第一行", "第二行"]


def test_matrices_and_turned_pages() -> None:
    turned = text(0, 0, "转了九十度的一行字", 4).replace('Font="2"', 'CTM="0 1 -1 0 50 40" Font="2"')
    assert lines(turned) == ["转了九十度的一行字"]
    scaled = text(30, 40, "放大的字", 2).replace('Font="2"', 'CTM="2 0 0 2 0 0" Font="2"')
    assert lines(scaled) == ["放大的字"]


def test_composites_and_annotations_and_what_is_not_shown() -> None:
    unit = f'<ofd:Res {SPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77" Width="50" Height="9"><ofd:Content>{text(0, 5, "图元里的字", 4)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>'
    note = f'<ofd:PageAnnot {SPACE}><ofd:Annot ID="1" Type="Watermark"><ofd:Appearance Boundary="20 200 90 9">{text(0, 5, "水印", 9)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    listed = f'<ofd:Annotations {SPACE}><ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    objects = (
        text(30, 40, "正文。", 4)
        + text(30, 50, "看不见", 4).replace('Font="2"', 'Visible="false" Font="2"')
        + '<ofd:CompositeObject ID="9" Boundary="30 60 50 9" ResourceID="77"/>'
    )
    extra = {"Doc_0/Annots/Annotations.xml": listed, "Doc_0/Annots/Page_0/Annotation.xml": note}
    data = packed([objects], extra=extra)
    again = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, unit if name.endswith("PublicRes.xml") else old.read(name))
    found = reading(again.getvalue())
    assert [(b.text, b.frame) for b in found.blocks if isinstance(b, Line)] == [
        ("正文。", False), ("图元里的字", False), ("水印", True),
    ]  # fmt: skip


def test_two_documents_in_one_file() -> None:
    assert lines(text(30, 40, "甲。", 4), documents=2) == ["甲。", "甲。"]


def test_a_table_with_a_missing_line_is_merged() -> None:
    objects = "".join(ruling(20, y, 120, y) for y in (50, 70)) + ruling(60, 60, 120, 60)
    objects += "".join(ruling(x, 50, x, 70) for x in (20, 60, 90, 120))
    objects += (
        text(22, 56, "甲", 4)
        + text(62, 56, "乙", 4)
        + text(92, 56, "丙", 4)
        + text(62, 66, "丁", 4)
        + text(92, 66, "戊", 4)
    )
    (table,) = [b for b in reading(packed([objects])).blocks if isinstance(b, Table)]
    assert [[c and (c.text, c.rows) for c in row] for row in table.rows] == [
        [("甲", 2), ("乙", 1), ("丙", 1)], [None, ("丁", 1), ("戊", 1)],
    ]  # fmt: skip


def test_what_can_not_be_read() -> None:
    picture = '<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="9"/>'
    assert problem(packed([picture])) == "这个 OFD 是扫描件，只有图片，没有文字，读不了。"
    curve = '<ofd:PathObject ID="1" Boundary="9 9 9 9" Fill="true" Stroke="false"><ofd:AbbreviatedData>M 0 0 B 1 1 2 2 3 3 C</ofd:AbbreviatedData></ofd:PathObject>'
    assert problem(packed([curve * 300])) == "这个 OFD 的文字是用线条画出来的，不是文字，读不了。"
    assert (
        problem(packed([text(9, 9, "字", 4)], extra={"Encryptions.xml": "<x/>"}))
        == "这个 OFD 加了密，打不开。"
    )
    unsaid = text(30, 40, "¤" * 9, 4).replace(
        "<ofd:TextCode",
        '<ofd:CGTransform CodePosition="0" CodeCount="9" GlyphCount="9"><ofd:Glyphs>1 2</ofd:Glyphs></ofd:CGTransform><ofd:TextCode',
    )
    assert "字体没有带文字编码" in problem(packed([unsaid]))
    down = text(30, 40, "竖排的一行字", 4).replace('Font="2"', 'ReadDirection="90" Font="2"')
    assert problem(packed([down])) == "这个 OFD 是竖排的，还不会读。"


def test_parts_that_are_missing_or_cut() -> None:
    whole = packed([text(30, 40, "字", 4)])
    assert problem(
        packed([text(30, 40, "字", 4)], template="").replace(b"Page_0/Content", b"Page_1/Content")
    ).startswith("这个")
    assert problem(whole[: len(whole) // 2])


WORDS = st.text(st.sampled_from("甲乙丙丁1ab，。"), min_size=1, max_size=9)
RULINGS = st.tuples(st.floats(5, 200), st.floats(5, 290), st.floats(0, 150), st.booleans())


@given(st.lists(st.tuples(st.floats(5, 190), WORDS), min_size=1, max_size=12), st.lists(RULINGS, max_size=14))
def test_no_character_of_a_random_page_is_lost(words, rulings) -> None:
    # Not at the same place: what is drawn twice there is read once, on purpose.
    objects = "".join(text(x, 10 + 7.3 * k, w, 3) for k, (x, w) in enumerate(words))
    objects += "".join(
        ruling(x, y, x + (n if flat else 0), y + (0 if flat else n)) for x, y, n, flat in rulings
    )
    found = reading(packed([objects]))
    assert found.original
    assert sorted("".join("".join(found.original.lines).split())) == sorted("".join(w for _, w in words))


# ------------------------------------------------------------------ hostile files


def with_parts(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


ROOT = f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
ENDLESS = "".join(f'<ofd:Page ID="{k}" BaseLoc="C.xml"/>' for k in range(30_000))
CALLING = "".join(f'<ofd:CompositeObject ID="1" Boundary="0 0 9 9" ResourceID="{k % 3}"/>' for k in range(9))
UNITS = (
    f"<ofd:Res {SPACE}>"
    + "".join(
        f'<ofd:CompositeGraphicUnit ID="{k}"><ofd:Content>{CALLING}</ofd:Content></ofd:CompositeGraphicUnit>'
        for k in range(3)
    )
    + "</ofd:Res>"
)
DOCUMENT = f'<ofd:Document {SPACE}><ofd:CommonData><ofd:PublicRes>R.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="C.xml"/></ofd:Pages></ofd:Document>'
HOSTILE = {
    "entities": lambda: with_parts(OFD=f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>{ROOT}'),
    "outside": lambda: with_parts(OFD=ROOT.replace("D/Document.xml", "../../../../etc/passwd")),
    "in itself": lambda: with_parts(OFD=ROOT.replace("D/Document.xml", "OFD.xml")),
    "endless pages": lambda: with_parts(OFD=ROOT, D__Document=f"<ofd:Document {SPACE}><ofd:Pages>{ENDLESS}</ofd:Pages></ofd:Document>", D__C=page(text(9, 9, "字", 4))),
    "drawings in drawings": lambda: with_parts(OFD=ROOT, D__Document=DOCUMENT, D__R=UNITS, D__C=page(CALLING)),
    "deep": lambda: with_parts(OFD=ROOT, D__Document=DOCUMENT, D__C=page("<ofd:PageBlock>" * 5000)),
    "endless glyphs": lambda: with_parts(OFD=ROOT, D__Document=DOCUMENT, D__C=page(text(9, 9, "字" * 100_000, 4))),
    "endless lines": lambda: with_parts(OFD=ROOT, D__Document=DOCUMENT, D__C=page(f'<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>{"M 0 0 L 1 1 " * 200_000}</ofd:AbbreviatedData></ofd:PathObject>')),
    "bomb": lambda: with_parts(OFD=ROOT + " " * 300_000_000),
    "numbers": lambda: packed([text(30, 40, "字", 4).replace('Size="4"', 'Size="1e99"')]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_time(name: str) -> None:
    data = HOSTILE[name]()
    began = time.process_time()
    assert problem(data)
    assert time.process_time() - began < 60  # that it ends, not how fast the machine is


def test_an_ofd_is_known_by_its_parts() -> None:
    assert signatures.is_ofd(".zip", packed([text(9, 9, "字", 4)]))
    assert not signatures.is_ofd(".ofd", with_parts(x="OFD.xml"))
    assert not signatures.is_ofd(".ofd", b"PK\x03\x04OFD.xml")
    assert not signatures.is_ofd(".ofd", b"OFD.xml")
