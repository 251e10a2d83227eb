"""content/site.yaml."""

from __future__ import annotations

import re

from qingdan.loader.fields import Fields, Reader
from qingdan.loader.report import Report
from qingdan.loader.tree import compose
from qingdan.model import Site
from qingdan.vocabulary import CORRECTION_GAPS


def read_site(report: Report) -> Site:
    """What the file says of the site; what is wrong with it goes to the report."""
    root = compose(report)
    reader = Reader(report)
    fields = reader.fields(root, "site") if root is not None else None
    if not fields:
        return Site()
    site = Site(**{name: reader.plain(fields, name) for name in fields})
    reader.web(fields, "correction_url")
    reader.web(fields, "image")
    _known_gaps(reader, fields)
    _mailbox(reader, fields)
    if (sign := re.search('[<>"&]', site.name)) is not None:
        # The theme writes the name into the attributes of its logo as it is.
        message = f"网站的名称里不能有「{sign[0]}」。"
        reader.error(fields["name"].node, "wrong-value", message, "改用全角的符号，或者删去。")
    return site


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
