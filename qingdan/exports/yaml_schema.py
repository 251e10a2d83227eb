"""schema.json: the JSON Schema of the YAML that staff write, for editors that complete keys and
explain them (`# yaml-language-server: $schema=…`). Made from the one table of keys.

The root is a document; 单位名录 and site.yaml are `#/$defs/registry` and `#/$defs/site`. The
loader stays the judge: it knows more rules, and reads every scalar as text, as editors do not.
"""

from __future__ import annotations

import json
from typing import Any

from qingdan.exports.edition import Edition
from qingdan.vocabulary import KEYS, Key

_TEXT = {"type": ["string", "number"]}
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"}


def schema(_: Edition) -> bytes:
    """schema.json."""
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "清单的 YAML 文件",
        "$ref": "#/$defs/document",
        "$defs": {kind: _mapping(table) for kind, table in KEYS.items()},
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _mapping(table: tuple[Key, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            key.key: {"title": key.key, "description": _description(key), **_value(key)} for key in table
        },
        "required": [key.key for key in table if key.required],
        "additionalProperties": False,
    }


def _description(key: Key) -> str:
    return f"{key.help}例如：{key.example}" if key.example else key.help


def _value(key: Key) -> dict[str, Any]:
    one: dict[str, Any] = {"$ref": f"#/$defs/{key.of}"} if key.of else _TEXT
    if key.choices:
        one = {"enum": list(key.choices)}
    match key.shape:
        case "text" | "mapping":
            return one
        case "date":
            return _DATE
        case "texts" | "mappings":
            return {"type": "array", "items": one}
        case "cell":
            return {"anyOf": [one, {"type": "array", "items": one}]}
        case "entries":
            rows = [_TEXT, one, {"$ref": "#/$defs/paragraph"}]
            return {"type": "array", "items": {"anyOf": rows}}
