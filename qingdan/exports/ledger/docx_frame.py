"""The parts of a .docx that all ledgers share: types, relations, styles, the footer with the page's
number."""

from __future__ import annotations

from qingdan.exports.ledger.archive import part

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

NAME = "word/document.xml"

WIDTH = 15_478
"""Of the text, in twentieths of a point: A4 across (297 mm) without margins of 12 mm."""

DOCUMENT = (
    f'{_XML}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>',
    "</w:body></w:document>",
)
"""What stands before the body's content and behind it."""

SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="794" w:right="680" w:bottom="794" w:left="680" '
    'w:header="454" w:footer="397" w:gutter="0"/>'
    "</w:sectPr>"
)

_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/>'
    "</Types>"
)

_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)

_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/footer" Target="footer1.xml"/></Relationships>'
)


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _style(name: str, title: str, paragraph: str, run: str = "", based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="{based}"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _edges() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)


_CENTRED = '<w:jc w:val="center"/>'
_BOLD = "<w:b/><w:bCs/>"
_STYLES = (
    f'{_XML}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{_font("宋体")}{_size(9)}'
    '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style("Title", "Title", f'<w:spacing w:after="80"/>{_CENTRED}', _font("黑体") + _size(16))
    + _style("NextTitle", "Next Title", "<w:pageBreakBefore/>", based="Title")
    + _style("Told", "Told", '<w:spacing w:after="40"/>', _size(9.5))
    + _style("Header", "Header Cell", _CENTRED, _font("黑体"))
    + _style("Heading", "Heading Cell", "<w:keepNext/>", _font("黑体") + _size(9.5))
    + _style("Words", "Words Cell", "")
    + _style("Mark", "Mark Cell", _CENTRED)
    + _style("Footer", "footer", _CENTRED)
    + '<w:style w:type="table" w:styleId="Ledger"><w:name w:val="Ledger"/><w:tblPr>'
    f"<w:tblBorders>{_edges()}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style></w:styles>'
)


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


_FOOTER = (
    f'{_XML}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    f"{_words('第 ')}{_field('PAGE')}{_words(' 页 共 ')}{_field('NUMPAGES')}{_words(' 页')}</w:p></w:ftr>"
)

PARTS = (
    part("[Content_Types].xml", _TYPES.encode()),
    part("_rels/.rels", _ROOT.encode()),
    part("word/_rels/document.xml.rels", _RELATIONS.encode()),
    part("word/styles.xml", _STYLES.encode()),
    part("word/footer1.xml", _FOOTER.encode()),
)
