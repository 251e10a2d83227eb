"""A nation 全国: many regions, each a whole site of its own below one index.

`build_region` does all that one region needs and looks at no other, so it may run here, in several
processes, or on other machines (`--cluster`): what comes out is the same bytes. A region that has
errors keeps the site it had; the others go on.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qingdan import files
from qingdan.build import Options, OutputRefusedError, build
from qingdan.pages.templates import Templates
from qingdan.problems import Problem
from qingdan.processes import share
from qingdan.regexes import regex

_SLUG = regex("[a-z0-9][a-z0-9-]*")
_LIST = "regions.json"


class Order(NamedTuple):
    """What one region is to be made from, and where it is to stand."""

    root: Path
    """The folder with mkdocs.yml, docs/ and templates/; on every machine the same."""
    content: Path
    """The nation's content: a folder a region, and site.yaml for all that have none of their own."""
    region: str
    target: str
    """A folder, or an address that fsspec knows: s3://bucket/path."""
    as_of: date | None


class Built(NamedTuple):
    """What one region came to."""

    region: str
    name: str
    """浙江省/绍兴市; empty where there is no site."""
    documents: int
    tasks: int
    new: int
    """Files made anew."""
    problems: Sequence[Problem]
    faults: Sequence[str]
    """What is wrong with its pages: bugs."""

    @property
    def ok(self) -> bool:
        return bool(self.name) and not self.faults


def build_nation(
    root: Path, content: Path, target: str, as_of: date | None = None, jobs: int = 1, cluster: str = ""
) -> list[Built]:
    """Build every region that is not as it was, then the index. OutputRefusedError where the target holds
    something else, or a folder's name cannot be an address."""
    regions = sorted(p.name for p in content.iterdir() if p.is_dir() and not p.name.startswith("."))
    if wrong := [name for name in regions if not _SLUG.fullmatch(name)]:
        raise OutputRefusedError(f"文件夹 {wrong[0]} 的名字要做网址，只能用小写字母、数字和连字符。")
    store = _store(target)
    before = store.listed()
    orders = [Order(root.resolve(), content.resolve(), name, target, as_of) for name in regions]
    # The first makes the theme's frame, which the others find.
    built = [build_region(orders[0])] if orders else []
    rest = orders[1:]
    built += _on_cluster(cluster, rest) if cluster else share(build_region, rest, jobs)
    known = {str(row["region"]): row for row in before}
    rows = [_row(b) if b.ok else known[b.region] for b in built if b.ok or b.region in known]
    if rows != before:
        for gone in known.keys() - {row["region"] for row in rows}:
            store.remove(str(gone))
        store.write_index(root, rows)
    return built


def _on_cluster(address: str, orders: Sequence[Order]) -> list[Built]:
    """The same on the machines of a dask cluster. What a killed worker had in hand goes to another."""
    from distributed import Client

    with Client(address) as client:  # type: ignore[no-untyped-call]
        futures = client.map(build_region, orders, pure=False, retries=3)
        found: list[Built] = client.gather(futures)
        return found


_alone = threading.Lock()
"""A worker may have several threads; a build changes what all of them share."""


def build_region(order: Order) -> Built:
    """Build one region and put it in its place."""
    with _alone:
        place = order.root / ".cache" / "qingdan" / "regions" / order.region
        content, site = place / order.region, place / "site"
        _copy(order.content, order.region, content)
        outcome = build(Options(root=order.root, content=content, output=site, as_of=order.as_of))
        faults = [str(finding) for finding in outcome.findings]
        if outcome.written is None:
            return Built(order.region, "", 0, 0, 0, outcome.problems, faults)
        _store(order.target).put(order.region, site, outcome.written)
        name = _name(site)
        counts = outcome.documents, outcome.tasks, outcome.written.new
        return Built(order.region, name, *counts, outcome.problems, faults)


def _copy(nation: Path, region: str, target: Path) -> None:
    """The region's content as a content folder of its own."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(nation / region, target)
    common = nation / "site.yaml"
    if common.is_file() and not (target / "site.yaml").exists():
        shutil.copy2(common, target / "site.yaml")


def _name(site: Path) -> str:
    documents = json.loads((site / "data" / "documents.json").read_text("utf-8"))
    found = Counter(document["region"] or "" for document in documents)
    return max(sorted(found), key=lambda name: found[name]) or documents[0]["title"]


def _row(built: Built) -> dict[str, object]:
    return {
        "region": built.region,
        "name": built.name,
        "url": f"{built.region}/",
        "documents": built.documents,
        "tasks": built.tasks,
    }


# ---------------------------------------------------------------- where it goes


class _Folder:
    """A folder on this machine. Each region takes its place at once, whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listed(self) -> list[dict[str, object]]:
        """The regions of the last build."""
        file = self._folder / _LIST
        if file.is_file():
            found: list[dict[str, object]] = json.loads(file.read_text("utf-8"))
            return found
        if self._folder.exists() and any(self._folder.iterdir()):
            raise OutputRefusedError(
                f"文件夹 {self._folder} 里有别的东西，不是全国的清单网站，不敢替换。请换一个空文件夹。"
            )
        return []

    def put(self, region: str, site: Path, written: files.Written) -> None:
        """A copy of a site, as hard links where the system has them."""
        target = self._folder / region
        files.recover(target)
        if target.is_dir() and not written.new and _paths(target) == written.manifest.rows.keys():
            return
        beside = files.building_name(target)
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(site, beside, copy_function=_link)
        files.swap(beside, target)
        shutil.rmtree(files.spare_name(target), ignore_errors=True)

    def remove(self, region: str) -> None:
        """A region that is no more."""
        shutil.rmtree(self._folder / region, ignore_errors=True)

    def write_index(self, root: Path, rows: list[dict[str, object]]) -> None:
        """The page of all regions, and the same as data; the data last: they say that all is there."""
        for name, text in _index(root, rows):
            files.write_text(self._folder / name, text)


class _Remote:
    """A place that fsspec knows. Files are put one by one; the index comes when all regions stand."""

    def __init__(self, address: str) -> None:
        from fsspec.core import url_to_fs

        self._system, self._path = url_to_fs(address)

    def listed(self) -> list[dict[str, object]]:
        """See `_Folder`."""
        try:
            found: list[dict[str, object]] = json.loads(self._system.cat_file(f"{self._path}/{_LIST}"))
        except FileNotFoundError:
            return []
        return found

    def put(self, region: str, site: Path, written: files.Written) -> None:
        """See `_Folder`; what stands there already is known from a record, which is gone while files are
        put: whoever comes after one that was killed puts them all."""
        target, record = f"{self._path}/{region}", f"{self._path}/.built/{region}.json"
        wanted = {path: row.digest for path, row in sorted(written.manifest.rows.items())}
        try:
            there = json.loads(self._system.cat_file(record))
        except FileNotFoundError:
            there = {}
        if there == wanted:
            return
        if there:
            self._system.rm_file(record)
        elif self._system.exists(target):
            self._system.rm(target, recursive=True)
        for path, digest in wanted.items():
            if there.get(path) != digest:
                self._pipe(f"{target}/{path}", (site / path).read_bytes())
        for path in sorted(there.keys() - wanted.keys()):
            self._system.rm_file(f"{target}/{path}")
        self._pipe(record, json.dumps(wanted).encode())

    def remove(self, region: str) -> None:
        """See `_Folder`."""
        self._system.rm_file(f"{self._path}/.built/{region}.json")
        self._system.rm(f"{self._path}/{region}", recursive=True)

    def write_index(self, root: Path, rows: list[dict[str, object]]) -> None:
        """See `_Folder`."""
        for name, text in _index(root, rows):
            self._pipe(f"{self._path}/{name}", text.encode())

    def _pipe(self, path: str, content: bytes) -> None:
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._system.pipe_file(path, content)


def _store(target: str) -> _Folder | _Remote:
    return _Remote(target) if "://" in target else _Folder(Path(target))


def _paths(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or no hard links here
        shutil.copy2(source, target)


def _index(root: Path, rows: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    folder = root / "templates" / "pages"
    provinces: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        provinces.setdefault(str(row["name"]).split("/")[0], []).append(row)
    totals = [sum(int(str(row[key])) for row in rows) for key in ("documents", "tasks")]
    page = Templates(folder).render("nation", provinces=provinces, regions=len(rows), totals=totals)
    yield "nation.css", (folder / "nation.css").read_text("utf-8")
    yield "index.html", page
    yield _LIST, json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
