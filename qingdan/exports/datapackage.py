"""datapackage.json: the open data as a Data Package (version 2, datapackage.org)."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from qingdan.exports.addresses import as_uri
from qingdan.exports.columns import COLUMNS
from qingdan.exports.edition import Edition

_PROFILES = "https://datapackage.org/profiles/2.0"


def package(edition: Edition, read: Callable[[str], bytes]) -> bytes:
    """datapackage.json; `read` gives the bytes of the data files by name."""
    site = edition.library.site
    descriptor = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "qingdan",
        "title": f"{site.name}：开放数据",
        "description": f"任务清单的开放数据，截至 {edition.as_of.isoformat()}。",
        **({"homepage": as_uri(edition.root)} if edition.site_url else {}),
        **({"contributors": [{"title": site.sponsor, "roles": ["publisher"]}]} if site.sponsor else {}),
        "resources": [
            _csv(read),
            _json("tasks", "任务", "全部任务，一项一条。", read),
            _json("documents", "文件", "全部文件，一份一条。", read),
            _json("units", "单位", "全部单位和各自的任务，一个一条。", read),
            _plain(
                "workbook",
                "tasks.xlsx",
                "任务（Excel）",
                "与 tasks.csv 相同，另有字段说明。",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                read,
            ),
            _plain(
                "calendar",
                "deadlines.ics",
                "截止日期日历",
                "有任务截止的日子，可在日历软件里订阅。",
                "text/calendar",
                read,
            ),
            _plain(
                "feed", "feed.xml", "订阅源", "文件的发布和进展，Atom 格式。", "application/atom+xml", read
            ),
        ],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def _csv(read: Callable[[str], bytes]) -> dict[str, Any]:
    return {
        **_file("tasks-table", "tasks.csv", "任务（表格）", read),
        "description": "全部任务，一项一行，供 Excel、WPS 打开（UTF-8，带 BOM）。以 = + - @（半角或全角）、"
        "制表符、换行或 ' 开头的单元格，前面加了一个 '，以免被当作公式；用程序读取时去掉一个。",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "$schema": f"{_PROFILES}/tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [
                {
                    "name": column.title,
                    "title": column.title,
                    "description": f"{column.help}（{column.key}）",
                    "type": column.type,
                    **({"constraints": dict(column.constraints)} if column.constraints else {}),
                }
                for column in COLUMNS
            ],
            "primaryKey": [COLUMNS[0].title],
            "missingValues": [""],
        },
    }


def _json(name: str, title: str, description: str, read: Callable[[str], bytes]) -> dict[str, Any]:
    # No table of the package: its records hold lists and mappings, and frictionless reads
    # tables in JSON only with an extra that most installations lack.
    return {
        **_file(name, f"{name}.json", title, read),
        "description": f"{description}各键的说明见 {name}.schema.json（JSON Schema）。",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        "jsonSchema": f"{name}.schema.json",
    }


def _plain(
    name: str, path: str, title: str, description: str, mediatype: str, read: Callable[[str], bytes]
) -> dict[str, Any]:
    return {
        **_file(name, path, title, read),
        "description": description,
        "format": path.rsplit(".", 1)[-1],
        "mediatype": mediatype,
    }


def _file(name: str, path: str, title: str, read: Callable[[str], bytes]) -> dict[str, Any]:
    content = read(path)
    return {
        "name": name,
        "path": path,
        "title": title,
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }
