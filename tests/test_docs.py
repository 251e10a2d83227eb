"""docs/ tells the truth: every key, command, option, rule and data field is in it, its tables are
made from the code, its examples load, its links lead somewhere.

`make renew` writes the tables anew; CI refuses drift.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from qingdan import checks, cli
from qingdan.exports import FORMATS
from qingdan.exports.columns import COLUMNS
from qingdan.exports.fields import DOCUMENT, TASK, UNIT, Field
from qingdan.importers import rules as import_rules
from qingdan.loader import load
from qingdan.loader import report as loader_report
from qingdan.pages.terms import TERMS
from qingdan.problems import render_text
from qingdan.text import deadlines
from qingdan.vocabulary import DEADLINE_KINDS, HEADER_FIELDS, KEYS, LEFTOVER_REASONS, Key

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
MARKED = re.compile(r"(<!-- 表：(?P<name>[^>]+?) -->\n)(?P<table>.*?)(<!-- 表完 -->)", re.DOTALL)
EXAMPLE = re.compile(r"<!-- 例：(?P<name>[^>]+?) -->\n```yaml\n(?P<yaml>.*?)```", re.DOTALL)


# --- tables made from the code


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in r) + " |" for r in lines
    )


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


SHAPES = {
    "text": "文字",
    "date": "年-月-日",
    "texts": "列表",
    "cell": "文字，或列表",
    "mapping": "下一层的键",
    "mappings": "列表，每项是下一层的键",
    "entries": "列表",
}


def _keys(kind: str) -> str:
    def meaning(key: Key) -> str:
        return key.help + (f"例如 {_code(key.example)}。" if key.example else "")

    def shape(key: Key) -> str:
        return "、".join(map(_code, key.choices)) if key.choices else SHAPES[key.shape]

    return _table(
        ["键", "意思", "写法"],
        [[_code(k.key) + ("（必写）" if k.required else ""), meaning(k), shape(k)] for k in KEYS[kind]],
    )


def _fields(fields: tuple[Field, ...]) -> str:
    def form(field: Field) -> str:
        kinds = field.schema["type"]
        words = {
            "string": "文字",
            "array": "数组",
            "object": "对象",
            "integer": "整数",
            "boolean": "真假",
            "null": "null",
        }
        text = " 或 ".join(words[k] for k in ([kinds] if isinstance(kinds, str) else kinds))
        return text.replace("文字", "日期") if field.schema.get("format") == "date" else text

    return _table(
        ["字段", "中文", "类型", "意思"], [[_code(f.name), f.title, form(f), f.help] for f in fields]
    )


def _options(parser: argparse.ArgumentParser) -> list[list[str]]:
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        value = (
            f" {action.metavar or '|'.join(map(str, action.choices or ['值']))}" if action.nargs != 0 else ""
        )
        names = "、".join(_code(n + value) for n in action.option_strings) or _code(str(action.metavar))
        rows.append([names, action.help or ""])
    return rows


def _commands() -> str:
    parser = cli.make_parser()
    chosen = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    parts = []
    for name, command in chosen.choices.items():
        parts += [
            f"### qingdan {name}",
            command.description or "",
            _table(["选项", "意思"], _options(command)),
        ]
    return "\n\n".join(parts)


def _build_site() -> str:
    """From its own --help: the parser is made when it is called."""
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit):
        cli.build_site(["--help"], ROOT)
    build = next(a for a in cli.make_parser()._actions if isinstance(a, argparse._SubParsersAction)).choices
    known = {o for name in ("build", "serve") for a in build[name]._actions for o in a.option_strings}
    own = sorted(set(re.findall(r"(?<!\S)--[a-z-]+", said.getvalue())) - known)
    assert own == ["--serve"], "tell of the new options of build_site.py here"
    return (
        "`python build_site.py` 与 `qingdan build` 相同；加上 `--serve`，与 `qingdan serve` 相同。"
        "选项也一样。"
    )


def _make() -> str:
    said = re.findall(
        r"@echo '(make [a-z]+)\s+[\x20-\x7e]+?\s*([^\x00-\x7f].*?)'", (ROOT / "Makefile").read_text("utf-8")
    )
    return _table(["命令", "作用"], [[_code(command), help_] for command, help_ in said])


def _headers() -> str:
    names = {k.name: k.key for k in KEYS["task"]}
    return _table(
        ["键", "印出的栏名"], [[_code(names[f]), "、".join(words)] for f, words in HEADER_FIELDS.items()]
    )


def _deadlines() -> str:
    def reading(example: str) -> str:
        read = deadlines.parse(example, 2022, signed=date(2022, 6, 1))
        return f"{DEADLINE_KINDS[read.kind]} {read.date or ''}".strip() if example else ""

    return _table(
        ["印出的字样", "读作", "规则"], [[r.example, reading(r.example), r.text] for r in deadlines.RULES]
    )


def _problem() -> str:
    """A problem as the loader words it: the whole example with one colon of the wrong width."""
    example = dict(_examples())["example:整份文件"].replace("完成时限: 全年", "完成时限：全年", 1)
    with TemporaryDirectory() as folder:
        documents = Path(folder) / "content/documents"
        documents.mkdir(parents=True)
        (documents / "shaoxing-2022.yaml").write_text(example, "utf-8")
        found = [p for p in load(documents.parent).problems if p.rule == "full-width-colon"]
    return f"```text\n{render_text(found)}\n```"


TABLES: dict[str, Callable[[], str]] = {
    **{f"keys {kind}": lambda kind=kind: _keys(kind) for kind in KEYS},  # type: ignore[misc]
    "reasons": lambda: "、".join(map(_code, LEFTOVER_REASONS)) + "。",
    "headers": _headers,
    "fields task": lambda: _fields(TASK),
    "fields document": lambda: _fields(DOCUMENT),
    "fields unit": lambda: _fields(UNIT),
    "columns": lambda: _table(
        ["栏", "意思", "对应的字段"], [[c.title, c.help, _code(c.key)] for c in COLUMNS]
    ),
    "deadlines": _deadlines,
    "commands": _commands,
    "problem": _problem,
    "build_site": _build_site,
    "make": _make,
    "terms": lambda: _table(["词", "意思"], [[f'<dfn id="{t.slug}">{t.name}</dfn>', t.text] for t in TERMS]),
}


@pytest.mark.golden
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_tables_made_from_the_code_are_current(page: Path, renew: bool) -> None:
    text = page.read_text("utf-8")
    made = MARKED.sub(lambda m: f"{m[1]}\n{TABLES[m['name']]()}\n\n{m[4]}", text)
    if renew:
        page.write_text(made, "utf-8", newline="\n")
    assert page.read_text("utf-8") == made, "make renew"


def _rules() -> dict[str, str]:
    """Every rule by name, with its sentence; empty where the code has none."""
    named = {}
    for path in (ROOT / "qingdan").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="error" | "warning"), args=[_, ast.Constant(value=str(rule)), *_]
                ):
                    named[rule] = ""
    return named | loader_report.RULES | checks.RULES | import_rules.RULES


def test_every_table_stands_once() -> None:
    standing = [m["name"] for page in PAGES for m in MARKED.finditer(page.read_text("utf-8"))]
    assert sorted(standing) == sorted(TABLES)


# --- problems.md: a heading for every rule, its sentence from the code, then words of ours

RULE = re.compile(r"^### (?P<rule>[a-z0-9-]+)\n\n(?P<sentence>.*)\n\n(?P<how>.+)$", re.MULTILINE)
PROBLEMS = DOCS / "guide/problems.md"


@pytest.mark.golden
def test_every_rule_is_explained_in_the_words_of_the_code(renew: bool) -> None:
    text = PROBLEMS.read_text("utf-8")
    rules = _rules()
    told = [m["rule"] for m in RULE.finditer(text)]
    assert sorted(told) == sorted(rules)
    made = RULE.sub(lambda m: f"### {m['rule']}\n\n{rules[m['rule']] or m['sentence']}\n\n{m['how']}", text)
    if renew:
        PROBLEMS.write_text(made, "utf-8", newline="\n")
    assert PROBLEMS.read_text("utf-8") == made, "make renew"


def test_every_rule_says_how_to_mend_it() -> None:
    for match in RULE.finditer(PROBLEMS.read_text("utf-8")):
        assert match["how"].startswith("怎么改：")


# --- examples


def _examples() -> list[tuple[str, str]]:
    return [
        (f"{page.stem}:{m['name']}", m["yaml"])
        for page in PAGES
        for m in EXAMPLE.finditer(page.read_text("utf-8"))
    ]


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner)
    else:
        yield str(value)


def _whole(name: str, example: str) -> str:
    """The example set into a whole file where it is only a part of one."""
    if name.endswith("整份文件"):
        return example
    head = "标题: 标题\n年度: 2022\n"
    if name.endswith("损坏"):
        return head + example + "清单:\n- 条目:\n  - 内容: 内容\n"
    if name.endswith("条文"):
        return head + "清单:\n" + example
    return head + "清单:\n- 条目:\n" + "".join(f"  {line}\n" for line in example.splitlines())


def test_every_yaml_block_of_the_guide_is_tried() -> None:
    blocks = sum(page.read_text("utf-8").count("```yaml") for page in PAGES)
    assert len(_examples()) == blocks > 5


@pytest.mark.parametrize(("name", "example"), _examples(), ids=[n for n, _ in _examples()])
def test_examples_of_the_guide_load_without_a_problem(name: str, example: str, tmp_path: Path) -> None:
    registry = name.startswith("registry")
    folder = tmp_path / "content" / ("units" if registry else "documents")
    folder.mkdir(parents=True)
    (folder / "shaoxing-2022.yaml").write_text(example if registry else _whole(name, example), "utf-8")
    problems = load(tmp_path / "content").problems
    expected = {"no-registry", "unused-registry"}
    assert [p for p in problems if p.rule not in expected] == []


def test_the_whole_example_is_taken_from_the_real_file() -> None:
    real = yaml.load((ROOT / "content/documents/shaoxing-2022.yaml").read_text("utf-8"), yaml.BaseLoader)
    example = yaml.load(dict(_examples())["example:整份文件"], yaml.BaseLoader)
    whole = "\n".join(_scalars(real))
    for text in _scalars(example):
        assert text in whole


# --- links


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("*.md")], ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_pages_of_the_repository_lead_somewhere(page: Path) -> None:
    generated = {"search/index.md"}
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if not target.startswith("http") and target not in generated:
            assert (page.parent / target).exists(), target


def test_the_data_page_lists_every_file() -> None:
    text = (DOCS / "data.md").read_text("utf-8")
    assert set(re.findall(r'href="([\w.]+)"', text)) == {*FORMATS, "datapackage.json"}


def test_every_page_of_docs_stands_in_the_nav() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    standing = set(re.findall(r"([\w./-]+\.md)\s*$", settings, re.MULTILINE))
    assert {p.relative_to(DOCS).as_posix() for p in PAGES} <= standing


def test_the_pictures_of_the_readme_are_not_published() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"^exclude_docs:[^:]*\bimages/", settings, re.MULTILINE)
