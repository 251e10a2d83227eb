"""Notices made from the five real ones: as many as wanted, each with 50 tasks, its original
and its units, so that every check passes that passes on the real ones.

The words are those of the real notices, recombined clause by clause, so that texts differ as
real texts do (else compression and search would look better than they are); places, numbers
and dates are made up and say so (测试省). The same arguments make the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

TASKS = 50
"""Tasks a document."""
UNITS = 60
"""Units a region."""
YEARS = (2020, 2021, 2022, 2023, 2024)
"""A region has a document for each."""
COLLECTIVE = "各区、县（市）政府"
DEADLINES = (
    ["全年"] * 40
    + [f"{month}月底前" for month in range(2, 12)] * 4
    + ["年底前"] * 12
    + ["持续推进"] * 4
    + [""] * 4
)
"""In about the shares of the real notices; an empty one is an empty cell."""
HEADER = ["序号", "重点工作", "牵头单位", "责任单位", "完成时限"]
NUMERALS = "一二三四五六七八九十"


class Words(NamedTuple):
    """What the real notices lend."""

    clauses: list[str]
    headings: list[str]
    units: list[tuple[str, str]]
    """(name, slug) of units of cities."""


def words_of(content: Path) -> Words:
    """Read the real notices and registries."""
    clauses: dict[str, None] = {}
    headings: dict[str, None] = {}
    for file in sorted((content / "documents").rglob("*.yaml")):
        for entry in (e for part in _read(file)["清单"] for e in part["条目"]):
            if isinstance(entry, str):
                headings[_LABEL.sub("", entry)] = None
            elif "内容" in entry:
                clauses.update(dict.fromkeys(re.split("[，,；;。：:]", "".join(entry["内容"].split()))))
    units: dict[str, str] = {}
    for file in sorted((content / "units").rglob("*.yaml")):
        for unit in _read(file).get("单位", []):
            if unit["名称"].startswith("市") and not re.search("[、，和及等（]", unit["名称"]):
                units.setdefault(unit["网址名"], unit["名称"])
    return Words(
        [c for c in clauses if 6 <= len(c) <= 40 and not _DATED_OR_QUOTED.search(c)],
        [h for h in headings if 4 <= len(h) <= 30 and "，" not in h],
        [(name, slug) for slug, name in units.items()][:UNITS],
    )


_LABEL = re.compile(r"^\s*[（(]?[一二三四五六七八九十\d]+[)）]?[、.．]?\s*")
_DATED_OR_QUOTED = re.compile(r"[年月日季底度前“”（）()《》\d]")
"""A date in the text would contradict the made-up deadline: a warning each."""


def write(words: Words, documents: int, content: Path) -> None:
    """Write so many documents with their originals and registries below `content`."""
    for folder in ("documents", "originals", "units"):
        (content / folder).mkdir(parents=True)
    for index in range(documents):
        region, year = divmod(index, len(YEARS))
        if year == 0:
            (content / "units" / f"test-{region + 1:03}.yaml").write_text(
                _registry(words, region + 1), "utf-8"
            )
        id_, text, original = _document(words, region + 1, YEARS[year])
        (content / "documents" / f"{id_}.yaml").write_text(text, "utf-8")
        (content / "originals" / f"{id_}.txt").write_text(original, "utf-8")


def edit(content: Path, *, done: bool) -> None:
    """Add one line to one document, as staff do who report progress; or take it away again."""
    file = min((content / "documents").rglob("*.yaml"))
    line = "    进展: [{日期: 2024-12-01, 状态: 已完成, 说明: 已公开}]\n"
    text = file.read_text("utf-8")
    if not done:
        file.write_text(text.replace(line, ""), "utf-8")
        return
    start = re.search(r"^    牵头单位: .*\n", text, re.MULTILINE)
    assert start, f"{file}: no task with 牵头单位 on a line of its own"
    file.write_text(text[: start.end()] + line + text[start.end() :], "utf-8")


def _read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)
    return data


def _registry(words: Words, region: int) -> str:
    data = {
        "地区": f"测试省/测试{region}市",
        "网址名": f"test-{region:03}",
        "单位": [{"名称": name, "网址名": slug} for name, slug in words.units],
        "泛称": [{"名称": COLLECTIVE, "网址名": "ge-qu-xian-shi-zheng-fu"}],
    }
    return _dump(data)


def _document(words: Words, region: int, year: int) -> tuple[str, str, str]:
    """Id, YAML and original of one document."""
    random = Random(region * 10_000 + year)
    city = f"测试{region}市"
    name = f"{year}年{city}政务公开重点工作任务清单"
    title = f"{city}人民政府办公室关于印发{name}的通知"
    number = f"测政办发〔{year}〕{region}号"
    issuer = f"{city}人民政府办公室"
    addressees = "各区、县（市）人民政府，市政府各部门"
    body = "\n".join("，".join(random.sample(words.clauses, 6)) + "。" for _ in range(3))
    copies = "市委宣传部，市委网信办，市信访局"
    entries: list[Any] = []
    rows = ["\t".join(HEADER)]
    for n in range(1, TASKS + 1):
        if n % 5 == 1:
            heading = f"{NUMERALS[n // 5]}、{random.choice(words.headings)}"
            entries.append(heading)
            rows.append(heading)
        text = "，".join(random.sample(words.clauses, random.randint(4, 10))) + "。"
        named = random.sample([name for name, _ in words.units], 5)
        leads = random.choice([1, 1, 2, 3])
        lead = "，".join(named[:leads])
        responsible = "，".join([*named[leads : leads + random.choice([0, 0, 1, 2])], *_everyone(random)])
        deadline = random.choice(DEADLINES)
        row = {"序号": str(n), "内容": text, "牵头单位": lead, "责任单位": responsible, "完成时限": deadline}
        entries.append({key: value for key, value in row.items() if value})
        rows.append("\t".join(row.values()))
    data = {
        "标题": title,
        "文号": number,
        "发文机关": issuer,
        "地区": f"测试省/{city}",
        "年度": str(year),
        "成文日期": f"{year}-01-15",
        "主送": addressees,
        "抄送": copies,
        "正文": body,
        "原件": {"文件": f"test-{region:03}-{year}.txt"},
        "清单": [{"名称": name, "形式": "表格", "表头": HEADER, "条目": entries}],
    }
    original = [
        issuer, number, title, f"{addressees}：", body, issuer, f"{year}年1月15日", name, *rows,
        f"抄送：{copies}。",
    ]  # fmt: skip
    return (
        f"test-{region:03}-{year}",
        _dump(data),
        "\n\n".join(original[:8]) + "\n" + "\n".join(original[8:]) + "\n",
    )


def _everyone(random: Random) -> list[str]:
    return [COLLECTIVE] if random.random() < 0.3 else []


def _dump(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10**6)
