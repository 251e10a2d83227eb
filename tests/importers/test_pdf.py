"""PDF of three producers: the notice as it is checked; scans, passwords, damage and hostile files in plain words."""

# ruff: noqa: E501 - pages and objects stand in one piece
from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from qingdan.importers import read_blocks, signatures
from qingdan.importers.blocks import Line, Reading, Table
from qingdan.importers.drafting import draft
from qingdan.importers.page.characters import shown

from . import prints
from .notices import IDS, notice, same

PLACE = "content/originals/x.pdf"
FONT = "STSong-Light"


def reading(data: bytes) -> Reading:
    return read_blocks("x.pdf", data, PLACE)


def held(id_: str, data: bytes) -> None:
    found = draft("x.pdf", data, PLACE, "x")
    assert found.alignment is not None, found.problems
    assert found.alignment.proved
    # A page shows no spaces at the ends of its lines: they are not to be had from it.
    same(id_, found.yaml, spaces=False)
    assert not [p for p in found.problems if p.rule == "unplaced"]


@pytest.mark.parametrize("id_", IDS)
def test_reportlab(id_: str) -> None:
    held(id_, prints.by_reportlab(notice(id_)))


@pytest.mark.parametrize("id_", IDS)
def test_chromium(id_: str, browser: object) -> None:
    held(id_, prints.by_chromium(browser, notice(id_)))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    program = prints.soffice()
    if program is None:
        what = "No LibreOffice on this machine. Debian: `apt-get install libreoffice-writer`."
        if os.environ.get("CI"):
            pytest.fail(what)
        pytest.skip(what)
    return prints.by_libreoffice(program, tmp_path_factory.mktemp("libreoffice"), {i: notice(i) for i in IDS})


@pytest.mark.parametrize("id_", IDS)
def test_libreoffice(id_: str, exported: dict[str, bytes]) -> None:
    held(id_, exported[id_])


# ------------------------------------------------------------------ pages drawn by hand


def drawn(*pages: object, size: tuple[float, float] = A4, **named: object) -> bytes:
    """A PDF; each page is a function of the canvas."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, **named)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)  # type: ignore[operator]
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def text(*lines: str, x: float = 70, y: float = 770, step: float = 20, size: float = 12):
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        for k, line in enumerate(lines):
            canvas.drawString(x, y - k * step, line)

    return page


def words(data: bytes) -> list[str]:
    found = reading(data)
    assert found.original, found.problems
    return list(found.original.lines)


FULL = "这一行写满了三十七个字一直写到右边为止下一行接着写同一段的话不要断开来读成两段"


def test_lines_are_joined_to_paragraphs() -> None:
    indented = drawn(lambda c: [c.drawString(70 + 24 * (k in (0, 3)), 770 - 20 * k, w) for k, w in enumerate(
        [FULL[2:], FULL, "的话。", "第二段。"])])  # fmt: skip
    assert words(indented) == [FULL[2:] + FULL + "的话。", "第二段。"]


def test_numbers_broken_over_lines_and_pages() -> None:
    data = drawn(
        lambda c: [
            c.drawString(70, 150, FULL[:-2] + "202"),
            c.drawString(70, 130, "2" + FULL[1:-3] + "〔2022〕"),
        ],
        lambda c: [c.drawString(70, 770, "4号文件。"), c.drawString(94, 750, "另一段。")],
    )
    lines = words(data)
    assert lines[0] == FULL[:-2] + "2022" + FULL[1:-3] + "〔2022〕4号文件。"


def test_heads_feet_and_page_numbers_are_frame() -> None:
    pages = [
        lambda c, k=k: [
            c.drawString(70, 815, f"某市政府公报　2022年第{k}期"), c.drawString(70, 700, f"第{k}段的话说完了。"),
            c.drawCentredString(297, 30, f"— {k} —"),
        ]
        for k in range(1, 5)
    ]  # fmt: skip
    found = reading(drawn(*pages))
    plain = [b.text for b in found.blocks if isinstance(b, Line) and not b.frame]
    assert plain == [f"第{k}段的话说完了。" for k in range(1, 5)]
    assert sum(isinstance(b, Line) and b.frame for b in found.blocks) == 8


def test_turned_pages_are_read_upright() -> None:
    def landscape(canvas: Canvas) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        text("横着印的一页，要转过来读。", y=500)(canvas)

    assert words(drawn(landscape)) == ["横着印的一页，要转过来读。"]
    assert words(drawn(lambda c: (c.setPageRotation(90), text("转过的页。")(c)))) == ["转过的页。"]


def test_two_columns() -> None:
    left = [f"左栏第{k}行写满了十六个字为止" for k in range(10)]
    right = [f"右栏第{k}行写满了十六个字为止" for k in range(10)]

    def page(canvas: Canvas) -> None:
        text(*left)(canvas)
        text(*right, x=320)(canvas)

    joined = "".join(words(drawn(page)))
    assert joined == "".join(left + right)


def test_bold_by_drawing_twice_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        text("加粗的标题")(canvas)
        text("加粗的标题", x=70.4)(canvas)

    assert words(drawn(page)) == ["加粗的标题"]


def test_watermarks_are_frame() -> None:
    def page(canvas: Canvas) -> None:
        text("正文一行。")(canvas)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    found = reading(drawn(page))
    assert [(b.text, b.frame) for b in found.blocks if isinstance(b, Line)] == [
        ("正文一行。", False), ("内部资料", True),
    ]  # fmt: skip


def test_a_table_without_lines_is_aligned_text() -> None:
    def page(canvas: Canvas) -> None:
        for k, row in enumerate(
            [("序号", "任务", "责任单位"), ("1", "办证", "市公安局"), ("2", "修路", "市交通局")]
        ):
            for x, cell in zip((70, 150, 400), row, strict=True):
                canvas.drawString(x, 700 - 20 * k, cell)

    assert words(drawn(page)) == ["序号\t任务\t责任单位", "1\t办证\t市公安局", "2\t修路\t市交通局"]


def test_a_frame_around_text_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, 600, 500, 200)
        text("框里的话。")(canvas)

    assert not [b for b in reading(drawn(page)).blocks if isinstance(b, Table)]


# ------------------------------------------------------------------ what can't be read


def problem(data: bytes) -> str:
    found = reading(data)
    assert found.original is None
    (only,) = found.problems
    assert only.rule == "original-unreadable"
    assert only.hint
    return only.message


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def test_scans_are_refused_with_advice() -> None:
    assert problem(drawn(picture, picture)) == "这个 PDF 是扫描件，只有图片，没有文字，读不了。"
    assert "OCR" in reading(drawn(picture)).problems[0].hint
    mixed = reading(drawn(text("有字的一页。"), picture))
    assert mixed.original
    assert [p.message for p in mixed.problems] == ["第 2 页只有图片，没有文字，没有读入。"]


def test_text_behind_a_scan_is_told() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        unseen = canvas.beginText(70, 770)
        unseen.setFont(FONT, 12)
        unseen.setTextRenderMode(3)
        unseen.textOut("识别出来的一行字")
        canvas.drawText(unseen)

    found = reading(drawn(page))
    assert found.original
    assert [p.rule for p in found.problems] == ["recognised-text"]


def test_comments_and_fields_are_told() -> None:
    found = reading(
        drawn(lambda c: (text("正文。")(c), c.freeTextAnnotation("改成别的", (70, 500, 300, 540))))
    )
    assert found.original
    assert found.original.lines == ("正文。",)
    assert [p.rule for p in found.problems] == ["comments"]
    assert not reading(
        drawn(lambda c: (text("正文。")(c), c.linkURL("http://x", (70, 760, 100, 790))))
    ).problems


def test_passwords() -> None:
    locked = drawn(text("字"), encrypt=StandardEncryption("pw"))
    assert problem(locked) == "这个 PDF 加了密码，打不开。"


def test_damage() -> None:
    whole = drawn(text("完整的一页。"), text("第二页。"))
    assert "PDF" in problem(whole[:300])
    assert "PDF" in problem(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    # A wrong table of places is mended by looking for the objects.
    assert words(re.sub(rb"startxref\n\d+", b"startxref\n7", whole)) == ["完整的一页。", "第二页。"]


def glyphs_without_characters(count: int) -> bytes:
    """A page with a font of which the file does not tell the characters, beside one that does."""
    code = b"".join(b"%04x" % (5 + k) for k in range(count))
    plain = "".join(f"{ord(c):04x}" for c in "说得出的字二十个说得出的字二十个说得出的字二十个").encode()
    stream = b"BT /F1 12 Tf 70 700 Td <" + code + b"> Tj ET BT /F2 12 Tf 70 650 Td <" + plain + b"> Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 7 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[8 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>",
    ]  # fmt: skip
    return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects; the first is its catalog."""
    out, places = b"%PDF-1.7\n", []
    for k, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (k, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def test_characters_that_the_file_does_not_tell() -> None:
    few = reading(glyphs_without_characters(1))
    assert few.original
    assert few.original.lines[0] == "\ufffd"
    assert "字体没有带文字编码" in problem(glyphs_without_characters(40))


def test_radicals_are_read_as_characters() -> None:
    assert shown("⼈⺠政府⼾籍⻓⻛ﬁ豈") == "人民政府户籍长风fi豈"
    assert shown("平常的字，①㈠ＡＢ") == "平常的字，①㈠ＡＢ"


# ------------------------------------------------------------------ hostile files


def stream(body: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), extra, body)


def one_page(content: bytes, *others: bytes, resources: bytes = b"<<>>") -> bytes:
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://x'\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources " + resources + b">>",
        content, *others,
    ])  # fmt: skip


def bomb() -> bytes:
    packing = zlib.compressobj(9)
    once = b"".join(packing.compress(b"0" * 1_000_000) for _ in range(400)) + packing.flush()
    packed = zlib.compress(once, 9)
    return one_page(stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


def calling_itself() -> bytes:
    form = stream(
        b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    )
    return one_page(stream(b"/F Do"), form, resources=b"<</XObject<</F 5 0 R>>>>")


def exponential() -> bytes:
    forms = [
        stream(
            b"/F Do " * 12,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (6 + k),
        )
        for k in range(12)
    ]
    return one_page(stream(b"/F Do"), *forms, resources=b"<</XObject<</F 5 0 R>>>>")


def going_round() -> bytes:
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"])


def endless_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + k) for k in range(20_000))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return assembled(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + kids + b"]>>", *[page] * 20_000]
    )


HOSTILE = {
    "bomb": bomb,
    "calling itself": calling_itself,
    "exponential": exponential,
    "going round": going_round,
    "pages in themselves": lambda: assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]>>"]),
    "endless pages": endless_pages,
    "deep arrays": lambda: one_page(stream(b"[" * 500_000 + b"]" * 500_000 + b" TJ")),
    "deep dictionaries": lambda: assembled([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>"]),
    "endless glyphs": lambda: one_page(
        stream(b"BT /F 9 Tf (" + b"a" * 3_000_000 + b") Tj ET"), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        resources=b"<</Font<</F 5 0 R>>>>"),
    "endless lines": lambda: one_page(stream(b"0 0 m 1 1 l S " * 300_000)),
    "long number": lambda: one_page(stream(b"1" * 2_000_000 + b" 0 m")),
    "huge page": lambda: one_page(stream(b"")).replace(b"[0 0 595 842]", b"[0 0 1e99 1]  "),
}  # fmt: skip


linux = pytest.mark.skipif(sys.platform != "linux", reason="measures memory by /proc/self/status")


@linux
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_time_and_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(HOSTILE[name]())
    answer, seconds, peak = apart(file)
    assert answer.startswith("这个 PDF")
    assert seconds < 10
    assert peak < 500_000_000


def apart(file: Path) -> tuple[str, float, int]:
    """What reading a file in a process of its own says, its seconds of the processor and its bytes at most."""
    program = (
        "import sys, pathlib, re, time\nfrom qingdan.importers import read_blocks\nfrom qingdan.importers.pdf import sheets\n"
        "began = time.process_time()\nfound = read_blocks(sys.argv[1], pathlib.Path(sys.argv[1]).read_bytes(), 'x')\n"
        "peak = re.search(r'VmHWM:\\s*([0-9]+)', pathlib.Path('/proc/self/status').read_text())[1]\n"
        "print(time.process_time() - began, peak)\n"
        "print(found.problems[0].message if found.original is None else 'read')"
    )
    run = [sys.executable, "-X", "utf8", "-c", program, file]
    out = subprocess.run(run, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    numbers, answer = out.strip().split("\n")
    seconds, peak = numbers.split()
    return answer, float(seconds), int(peak) * 1024


@linux
def test_a_long_document_needs_little_memory(tmp_path: Path) -> None:
    pages = [text(*[f"第{k}页第{n}行的字，一直写到这里。" for n in range(30)]) for k in range(40)]
    small, large = tmp_path / "s.pdf", tmp_path / "l.pdf"
    small.write_bytes(drawn(*pages[:4]))
    large.write_bytes(drawn(*pages, *pages, *pages))
    # 120 pages more than 4 pages; a thousand may take 300 MB.
    assert apart(large)[2] - apart(small)[2] < 25_000_000


@pytest.mark.parametrize(
    ("data", "claimed"),
    [(b"%PDF-1.4", True), (b"\r\n\xef\xbb\xbf%PDF-1.7", True), (b"%FDF", False), (b"PK\x03\x04%PDF-", False)],
)
def test_a_pdf_is_known_by_its_bytes(data: bytes, claimed: bool) -> None:
    assert signatures.is_pdf(".x", data) is claimed
