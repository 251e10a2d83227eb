"""Labels 网页标签 of 政府网站发展指引 (国办发〔2017〕47号) that aggregators read: of the column a page
stands in, and of a document. Those of the site are in the theme's frame. What nobody gave is absent:
no code, no date and no column type is made up."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape

from qingdan.model import Document, Site

_COLUMNS: Mapping[str, tuple[str, str, str]] = {
    "documents": ("文件", "公开的任务清单文件，按地区和年度排列。", "任务清单、文件"),
    "units": ("单位", "任务清单点名的单位，各自牵头、负责、配合哪些任务。", "任务清单、责任单位"),
    "changes": ("变动", "哪一天印发了文件、报送了进展、调整了时限，按日期列出。", "任务清单、进展、时限调整"),
    "deadlines": ("时限", "任务的完成时限，按月、按天排列。", "任务清单、完成时限"),
}
"""Kind of the column's own page -> its name, description and key words."""

_OF = {
    "document": "documents",
    "original": "documents",
    "region": "units",
    "unit": "units",
    "deadline": "deadlines",
}


def column(kind: str, site: Site) -> str:
    """The labels of the column that pages of a kind stand in; none for home and search."""
    found = _COLUMNS.get(_OF.get(kind, kind))
    if found is None:
        return ""
    name, description, keywords = found
    labels = {"ColumnName": name, "ColumnType": site.column_type}
    if kind in _COLUMNS:
        labels |= {"ColumnDescription": description, "ColumnKeywords": keywords}
    return _written(labels)


def article(document: Document, site: Site, address: str) -> str:
    """The labels of one document. address: absolute; empty where the site does not know its own."""
    source = document.publisher or (document.issuer.value if document.issuer else "")
    keywords = [document.number.value if document.number else "", document.region.path or "", site.keywords]
    return _written(
        {
            "ArticleTitle": document.title.value,
            "PubDate": document.published.isoformat() if document.published else "",
            "ContentSource": source,
            "Keywords": "、".join(k.replace("/", "") for k in keywords if k),
            "Author": site.editor,
            "Image": site.image,
            "Url": address,
        }
    )


def _written(labels: Mapping[str, str]) -> str:
    return "".join(
        f'<meta name="{name}" content="{escape(value)}">\n' for name, value in labels.items() if value
    )
