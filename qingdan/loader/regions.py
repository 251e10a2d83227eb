"""地区: a path from the province down."""

from __future__ import annotations

import re

from qingdan.loader.fields import Fields, Reader
from qingdan.regexes import regex

_SIGNS = regex(r"[／/、，,\\>＞-]+")


def read_region(reader: Reader, fields: Fields) -> str:
    """`浙江省/绍兴市`; other signs than / between the parts are reported. Empty where absent."""
    if "region" not in fields:
        return ""
    node = fields["region"].node
    word = "".join(reader.text(node).value.split())
    path = "/".join(part for part in _SIGNS.split(word) if part)
    path = re.sub("^([^/]{2,3}省|[^/]{2,8}自治区)(?=[^/])", r"\1/", path)
    if path != word:
        hint = f"改成「{path}」。" if path else "例如「浙江省/绍兴市」。"
        reader.error(node, "wrong-value", "「地区」从省写起，用半角 / 隔开。", hint)
    return path
