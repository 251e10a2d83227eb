"""The JSON Schema that editors use for completion, made from the vocabulary."""

from __future__ import annotations

from typing import Any

from qingdan.loader.key_hints import KIND_NAMES
from qingdan.vocabulary import KEYS, Key

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR = {"type": ["string", "number", "boolean"]}
"""Editors take 2022 for a number and 是 for text; we read every scalar as text."""
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def schema(kind: str = "document") -> dict[str, Any]:
    """The schema of one kind of file: `document`, `registry` or `site`."""
    used = _reached(kind)
    return {
        "$schema": _DRAFT,
        "title": KIND_NAMES[kind],
        "$ref": f"#/$defs/{kind}",
        "$defs": {name: _mapping(name) for name in KEYS if name in used},
    }


def _reached(kind: str) -> set[str]:
    """The kinds of mapping that a kind contains, itself too."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [key.of for key in KEYS[name] if key.of]
            waiting += ["paragraph" for key in KEYS[name] if key.shape == "entries"]
    return found


def _mapping(kind: str) -> dict[str, Any]:
    table = KEYS[kind]
    made: dict[str, Any] = {
        "title": KIND_NAMES[kind],
        "type": "object",
        "additionalProperties": False,
        "properties": {key.key: _value(key) for key in table},
    }
    if required := [key.key for key in table if key.required]:
        made["required"] = required
    return made


def _value(key: Key) -> dict[str, Any]:
    made: dict[str, Any] = {"title": key.key, "description": key.help, **_shape(key)}
    if key.choices and key.shape == "texts":
        made["items"] = {"type": "string", "enum": list(key.choices)}
    elif key.choices:
        made = {**made, "type": "string", "enum": list(key.choices)}
    if key.example and key.shape in ("text", "date"):
        made["examples"] = [key.example]
    if not key.required and key.shape in ("text", "cell"):
        made["type"] = [*_types(made), "null"]  # `责任单位:` with nothing behind it
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
    return made


def _types(made: dict[str, Any]) -> list[str]:
    types = made["type"]
    return [types] if isinstance(types, str) else list(types)


def _shape(key: Key) -> dict[str, Any]:
    if key.shape == "text":
        return dict(_SCALAR)
    if key.shape == "date":
        return dict(_DATE)
    if key.shape == "texts":
        return {"type": "array", "items": dict(_SCALAR)}
    if key.shape == "cell":
        return {"type": [*_SCALAR["type"], "array"], "items": dict(_SCALAR)}
    if key.shape == "mapping":
        return {"$ref": f"#/$defs/{key.of}"}
    item: dict[str, Any] = {"$ref": f"#/$defs/{key.of}"}
    if key.shape == "entries":
        item = {"anyOf": [dict(_SCALAR), item, {"$ref": "#/$defs/paragraph"}]}
    return {"type": "array", "items": item}
