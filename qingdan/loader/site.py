"""content/site.yaml -> the Site."""

from __future__ import annotations

import re
from pathlib import Path

from qingdan.loader.content_files import ContentFile, read_source
from qingdan.loader.fields import Fields, Reader
from qingdan.loader.report import Report
from qingdan.loader.tree import compose
from qingdan.model import Downloads, Site
from qingdan.vocabulary import CORRECTION_GAPS, FILE_KINDS


def read_site(report: Report) -> Site:
    """The site as the file gives it; what is wrong is reported and left out."""
    root = compose(report)
    reader = Reader(report)
    fields = reader.fields(root, "site") if root is not None else None
    if not fields:
        return Site()
    words = {name: reader.plain(fields, name) for name in fields if name != "downloads"}
    site = Site(**words, downloads=_downloads(reader, fields))
    reader.web(fields, "correction_url")
    reader.web(fields, "image")
    _known_gaps(reader, fields)
    _mailbox(reader, fields)
    if (sign := re.search('[<>"&]', site.name)) is not None:
        # The theme writes the name into the attributes of its logo as it is.
        message = f"网站的名称里不能有「{sign[0]}」。"
        reader.error(fields["name"].node, "wrong-value", message, "改用全角的符号，或者删去。")
    return site


def site_of(content: Path) -> Site:
    """The site of a content folder, for whoever cannot wait until all of it is read; what is wrong is
    told by those who do."""
    path = content / "site.yaml"
    source, _ = read_source(ContentFile(path, path.name, content))
    return read_site(Report(source)) if source and source.lines else Site()


def _downloads(reader: Reader, fields: Fields) -> Downloads:
    """下载; a kind of page that it does not name offers all that it can."""
    given = reader.fields(fields["downloads"].node, "downloads") if "downloads" in fields else None
    kinds = {of.word: kind for kind, of in FILE_KINDS.items()}
    chosen = {}
    for name in given or {}:
        words = {reader.text(item).value for item in reader.items(given or {}, name)}
        chosen[name] = tuple(kind for word, kind in kinds.items() if word in words)
    return Downloads(**chosen)


def _known_gaps(reader: Reader, fields: Fields) -> None:
    """纠错网址 holds no gap that pages cannot fill."""
    for gap in re.findall(r"\{[^{}]*\}", reader.plain(fields, "correction_url")):
        if gap not in CORRECTION_GAPS:
            message = f"「纠错网址」里的空位 {gap} 网页填不了。"
            hint = f"能用的是 {' '.join(CORRECTION_GAPS)}。"
            reader.error(fields["correction_url"].node, "wrong-value", message, hint)


def _mailbox(reader: Reader, fields: Fields) -> None:
    email = reader.plain(fields, "email")
    if email and not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", email, re.ASCII):
        message = "「联系邮箱」不是一个邮箱地址。"
        reader.error(
            fields["email"].node, "wrong-value", message, "例如 name@example.gov.cn；没有就删去这一行。"
        )
