"""Renders a notice as PDF by three producers: Chromium's print, LibreOffice, reportlab."""

# ruff: noqa: E501 - styles and pages stand in one piece
from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path

from . import web_pages
from .notices import Grid, Part, Title

_STYLE = """<style>
@page {{ size: A4; margin: 2.5cm }}
body {{ font: 12pt/1.6 "Noto Serif CJK SC", serif; margin: 0 }}
p {{ margin: 0; text-indent: 2em; text-align: justify }} h1 {{ font-size: 18pt; text-align: center }}
table {{ border-collapse: collapse; width: 100% }} td {{ border: 1px solid black; padding: 3pt; {cell} }}
</style>"""


def page(parts: Sequence[Part], cell: str = "") -> str:
    """A plain page for printing."""
    out = []
    for part in parts:
        if isinstance(part, Grid):
            out.append(web_pages.table(part, " border=1 cellspacing=0"))
        else:
            tag = "h1" if isinstance(part, Title) else "p"
            out.append(f"<{tag}>{escape(part)}</{tag}>")
    return f"<!doctype html><html lang=zh><head><meta charset=utf-8>{_STYLE.format(cell=cell)}</head><body>{''.join(out)}</body></html>"


def by_chromium(browser: object, parts: Sequence[Part]) -> bytes:
    """Chromium prints a page, with its head and foot on each sheet."""
    tab = browser.new_page()  # type: ignore[attr-defined]
    try:
        tab.set_content(page(parts))
        data = tab.pdf(
            format="A4",
            display_header_footer=True,
            header_template='<div style="font-size:8pt;margin-left:2cm">政务公开文件汇编</div>',
            footer_template='<div style="font-size:8pt;width:100%;text-align:center">— <span class=pageNumber></span> —</div>',
            margin={"top": "2.5cm", "bottom": "2.5cm", "left": "2.5cm", "right": "2.5cm"},
        )
    finally:
        tab.close()
    return bytes(data)


def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
# Punctuation that hangs in the margin is lost when LibreOffice writes PDF: it is set off.
_STYLES = """<style:style style:name="p" style:family="paragraph"><style:paragraph-properties fo:text-indent="24pt"
fo:text-align="justify" fo:line-height="20pt" style:punctuation-wrap="simple"/>
<style:text-properties style:font-name-asian="Noto Serif CJK SC" fo:font-size="12pt" style:font-size-asian="12pt"/></style:style>
<style:style style:name="h" style:family="paragraph"><style:paragraph-properties fo:text-align="center"
style:punctuation-wrap="simple"/><style:text-properties style:font-name-asian="Noto Serif CJK SC" fo:font-size="18pt"
style:font-size-asian="18pt"/></style:style><style:style style:name="t" style:family="paragraph"><style:paragraph-properties
style:punctuation-wrap="simple"/><style:text-properties style:font-name-asian="Noto Serif CJK SC" fo:font-size="9pt" style:font-size-asian="9pt"/>
</style:style><style:style style:name="c" style:family="table-cell"><style:table-cell-properties
fo:border="0.5pt solid #000000" fo:padding="2pt" style:vertical-align="middle"/></style:style>"""


def open_document(parts: Sequence[Part]) -> str:
    """The notice as a flat OpenDocument text."""
    out = []
    for part in parts:
        if not isinstance(part, Grid):
            out.append(
                f'<text:p text:style-name="{"h" if isinstance(part, Title) else "p"}">{escape(part)}</text:p>'
            )
            continue
        out.append(f'<table:table><table:table-column table:number-columns-repeated="{len(part.rows[0])}"/>')
        for row in part.rows:
            out.append("<table:table-row>")
            for s in row:
                if s is None:
                    out.append("<table:covered-table-cell/>")
                    continue
                spans = f'table:number-columns-spanned="{s.columns}" table:number-rows-spanned="{s.rows}"'
                words = f'<text:p text:style-name="t">{escape(s.text)}</text:p>'
                out.append(f'<table:table-cell table:style-name="c" {spans}>{words}</table:table-cell>')
            out.append("</table:table-row>")
        out.append("</table:table>")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls><style:font-face '
        'style:name="Noto Serif CJK SC" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
        f'svg:font-family="Noto Serif CJK SC"/></office:font-face-decls><office:automatic-styles>{_STYLES}'
        f"</office:automatic-styles><office:body><office:text>{''.join(out)}</office:text></office:body></office:document>"
    )


def by_libreoffice(program: str, folder: Path, notices: dict[str, Sequence[Part]]) -> dict[str, bytes]:
    """LibreOffice Writer exports notices, all at one start."""
    for name, parts in notices.items():
        (folder / f"{name}.fodt").write_text(open_document(parts), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.fodt") for name in notices]
    convert = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        *files,
    ]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in notices}


def by_reportlab(parts: Sequence[Part]) -> bytes:
    """reportlab, with a font that is not in the file and tells its characters by a CMap."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
    )
    head = ParagraphStyle("head", body, fontSize=18, leading=28, firstLineIndent=0, alignment=1)
    cell = ParagraphStyle("cell", body, fontSize=9, leading=13, firstLineIndent=0)
    story: list[object] = []
    for part in parts:
        if not isinstance(part, Grid):
            story.append(Paragraph(escape(part), head if isinstance(part, Title) else body))
            continue
        rows, lines = [], []
        for y, row in enumerate(part.rows):
            rows.append([Paragraph(escape(s.text), cell) if s else "" for s in row])
            for x, s in enumerate(row):
                if s is None:
                    continue
                # A cell over several rows has no lines within; reportlab could not part it over pages.
                end = (x + s.columns - 1, y + s.rows - 1)
                lines += [("BOX", (x, y), end, 0.5, "black")]
                lines += [("SPAN", (x, y), end)] if s.columns > 1 else []
        width = len(part.rows[0])
        shares = [
            1 if any(r[k] and len(r[k].text) > 30 for r in part.rows if sum(map(bool, r)) > 1) else 0
            for k in range(width)
        ]  # type: ignore[union-attr]
        wide = 450 - 65 * shares.count(0)
        widths = [wide / max(1, shares.count(1)) if s else 65 for s in shares]
        style = TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *lines])
        story.append(Table(rows, colWidths=widths, style=style, repeatRows=1))

    def furniture(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 30, f"- {document.page} -")  # type: ignore[attr-defined]

    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()
