"""What the peers are fed: the made notices as plain records, in the order in which pages show them.

Made from the open data of our own build, from the YAML and (`shown`) from our finished pages, before
any clock runs.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]

ORDER = {"by": 0, "year": 1, "ongoing": 2, "none": 3}
TITLES = {"ongoing": "长期坚持的任务", "none": "未注明时限的任务"}
NAMES = {"ongoing": "长期坚持", "none": "未注明时限"}
ROLES = ("lead", "responsible", "supporting")


def read(content: Path, data: Path) -> Record:
    """tasks by id; documents, regions, units, deadlines as lists, each with its address."""
    units = _load(data / "units.json")
    links = {
        (id_, role, name): {"name": name, "url": unit["url"]}
        for unit in units
        for role in ROLES
        for id_ in unit[role]
        for name in (unit["name"], *unit["aliases"])
    }
    tasks: Record = {}
    documents = []
    by_document: dict[str, list[Record]] = {}
    for task in _load(data / "tasks.json"):
        by_document.setdefault(task["document"], []).append(task)
    for document in _load(data / "documents.json"):
        short = re.sub(r".*关于印发(.*)的通知", r"\1", document["title"])
        for task in by_document[document["id"]]:
            tasks[task["id"]] = {
                "id": task["id"],
                "anchor": task["url"].partition("#")[2],
                "url": task["url"],
                "number": task["number"],
                "text": task["text"],
                "from": f"{short} 第 {task['number']} 项",
                "deadline": _deadline(task["deadline"], document["year"]),
                **{role: [links[task["id"], role, n] for n in task[f"{role}_units"]] for role in ROLES},
            }
        documents.append(_document(document, short, by_document[document["id"]], content, tasks))
    for unit in units:
        for role in ROLES:
            unit[role].sort(key=lambda id_: tasks[id_]["deadline"]["order"])
    return {
        "tasks": tasks,
        "documents": documents,
        "units": units,
        "regions": _regions(documents, units),
        "deadlines": _deadlines(tasks),
        "years": _years(documents),
    }


def _load(path: Path) -> Any:
    """The records, with addresses relative to the site's root, as the peers want them."""
    rows = json.loads(path.read_text("utf-8"))
    return [{**row, "url": row["url"].removeprefix("/")} for row in rows]


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _deadline(deadline: Record, year: int) -> Record:
    kind, iso = deadline["kind"], deadline["date"]
    if iso:
        slug, day, name = iso, _day(iso), _day(iso)
    elif kind == "year":
        slug, day, name = f"{year}-year", "", f"{year}年全年"
    else:
        slug, day, name = kind, "", ""
    return {
        "text": deadline["text"] or "未注明",
        "printed": deadline["text"] or "",
        "day": day,
        "slug": slug,
        "url": f"deadlines/{slug}/",
        "name": NAMES.get(kind) or name,
        "title": TITLES.get(kind) or (f"{name}到期的任务" if iso else f"{name}的任务"),
        "order": [ORDER[kind], iso or f"{year}-12-31", slug],
    }


def _document(document: Record, short: str, tasks: list[Record], content: Path, tasks_read: Record) -> Record:
    source: Record = yaml.load(
        (content / "documents" / f"{document['id']}.yaml").read_text("utf-8"), yaml.CBaseLoader
    )
    (part,) = source["清单"]
    ids = {task["number"]: task["id"] for task in tasks}
    entries = [
        {"heading": entry} if isinstance(entry, str) else {"task": ids[entry["序号"]]}
        for entry in part["条目"]
    ]
    begins = {f"{e['序号']}\t{e['内容']}": ids[e["序号"]] for e in part["条目"] if not isinstance(e, str)}
    lines = []
    for line in (content / "originals" / source["原件"]["文件"]).read_text("utf-8").split("\n")[:-1]:
        begin = "\t".join(line.split("\t")[:2])
        lines.append({"text": line, "task": begins.get(begin, "")})
        if begin in begins:
            tasks_read[begins[begin]]["line"] = len(lines)
    return {
        **document,
        "short": short,
        "name": document["region"].rpartition("/")[2],
        "region_url": f"units/{document['id'].rpartition('-')[0]}/",
        "original_url": f"{document['url']}original/",
        "tasks": len(tasks),
        "signed_day": _day(document["signed"]),
        "addressees": source["主送"],
        "copied": source["抄送"],
        "body": source["正文"].split("\n"),
        "list_title": part["名称"],
        "header": part["表头"],
        "entries": entries,
        "lines": lines,
    }


_LISTED = ("title", "short", "name", "url", "number", "signed_day", "tasks")


def _years(documents: list[Record]) -> list[Record]:
    found: dict[int, list[Record]] = {}
    for document in documents:
        found.setdefault(document["year"], []).append({key: document[key] for key in _LISTED})
    return [{"year": year, "documents": found[year]} for year in sorted(found, reverse=True)]


def _regions(documents: list[Record], units: list[Record]) -> list[Record]:
    regions: dict[str, Record] = {}
    for document in documents:
        region = regions.setdefault(
            document["region"],
            {"name": document["name"], "url": document["region_url"], "documents": [], "units": []},
        )
        region["documents"].insert(0, {key: document[key] for key in _LISTED})
    for unit in units:
        counts = [len(unit[role]) for role in ROLES]
        total = len({id_ for role in ROLES for id_ in unit[role]})
        row = {"name": unit["name"], "url": unit["url"], "collective": unit["collective"], "counts": counts}
        row["total"] = total
        regions[unit["region"]]["units"].append(row)
    for region in regions.values():
        region["units"].sort(key=lambda u: -u["total"])
    return list(regions.values())


def _deadlines(tasks: Record) -> list[Record]:
    found: dict[str, Record] = {}
    for task in tasks.values():
        deadline = task["deadline"]
        page = found.setdefault(deadline["slug"], {**deadline, "groups": {}})
        page["groups"].setdefault(deadline["printed"], []).append(task["id"])
    pages = sorted(found.values(), key=lambda page: page["order"])
    for page in pages:
        groups = sorted(page["groups"].items(), key=lambda group: (-len(group[1]), group[0]))
        page["groups"] = [{"text": text, "tasks": ids} for text, ids in groups]
        page["count"] = sum(len(group["tasks"]) for group in page["groups"])
    return pages
