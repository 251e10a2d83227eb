"""The JSON Schema for editors agrees with the loader."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from qingdan.loader import schema
from qingdan.vocabulary import KEYS

BAD = Path(__file__).parent.parent / "bad" / "loader"


def errors(kind: str, text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema(kind))
    return [error.message for error in validator.iter_errors(yaml.load(text, yaml.BaseLoader))]


@pytest.mark.parametrize("kind", ["document", "registry", "site"])
def test_schema_is_one(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def test_every_key_is_described_in_chinese() -> None:
    made = {**schema("document")["$defs"], **schema("registry")["$defs"], **schema("site")["$defs"]}
    assert made.keys() == KEYS.keys()
    for kind, table in KEYS.items():
        assert {key.key: key.help for key in table} == {
            name: value["description"] for name, value in made[kind]["properties"].items()
        }


def test_the_content_is_valid(content: Path) -> None:
    for path in (content / "documents").rglob("*.yaml"):
        assert not errors("document", path.read_text("utf-8")), path
    for path in (content / "units").rglob("*.yaml"):
        assert not errors("registry", path.read_text("utf-8")), path
    assert not errors("site", (content / "site.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    "name", ["unknown-key-english", "missing-key", "wrong-type-scalar", "wrong-value-kind", "wrong-date"]
)
def test_what_the_loader_refuses_the_editor_marks(name: str) -> None:
    assert errors("document", (BAD / f"{name}.yaml").read_text("utf-8"))
