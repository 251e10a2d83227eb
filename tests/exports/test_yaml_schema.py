"""schema.json: what editors say of the YAML agrees with the content and the table of keys."""

import copy
import json
from collections.abc import Mapping

import jsonschema
import pytest
import yaml

from qingdan.exports import yaml_schema
from qingdan.vocabulary import KEYS


class Loader(yaml.CSafeLoader):
    """YAML as editors read it: dates stay text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def validator(kind="document"):
    schema = json.loads(yaml_schema.schema(None))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"})


def read(file):
    return yaml.load(file.read_text("utf-8"), Loader)


@pytest.mark.parametrize(("pattern", "kind"), [
    ("documents/**/*.yaml", "document"), ("units/**/*.yaml", "registry"), ("site.yaml", "site"),
])  # fmt: skip
def test_the_content_is_valid(content, pattern, kind):
    files = sorted(content.glob(pattern))
    assert files
    for file in files:
        assert [error.message for error in validator(kind).iter_errors(read(file))] == [], file


def with_change(document, change):
    changed = copy.deepcopy(document)
    change(changed)
    return changed


@pytest.mark.parametrize("change", [
    lambda d: d.pop("标题"),
    lambda d: d.update(title="标题"),
    lambda d: d.update(成文日期="2022年6月1日"),
    lambda d: d["清单"][0].update(形式="列表"),
    lambda d: d["清单"][0]["条目"][2].update(牵头="市政府"),
    lambda d: d["清单"][0]["条目"][2].pop("内容"),
    lambda d: d["清单"][0]["条目"][2].update(进展=[{"日期": "2022-12-01", "状态": "做完了"}]),
])  # fmt: skip
def test_faults_are_found(content, change):
    document = read(content / "documents" / "shaoxing-2022.yaml")
    assert validator().is_valid(document)
    assert not validator().is_valid(with_change(document, change))


def test_every_key_is_explained():
    schema = json.loads(yaml_schema.schema(None))
    for kind, table in KEYS.items():
        properties: Mapping[str, Mapping[str, str]] = schema["$defs"][kind]["properties"]
        assert list(properties) == [key.key for key in table]
        assert all(properties[key.key]["description"].startswith(key.help) for key in table)
