"""Search, compared: `python benchmarks/search/run.py` judges the results of ours, of Material's own
search and of Pagefind in one run; `--sizes 5,50,500` measures what a first search fetches and how long
it takes, in Chromium over a line of 10 Mbit/s with 50 ms a round trip. Writes results.json."""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent), str(ROOT / "benchmarks")]

import judged  # noqa: E402
import peers  # noqa: E402
from packed import served  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from qingdan.build.shell_html import slim_script, slim_style  # noqa: E402
from qingdan.files import File  # noqa: E402
from qingdan.loader import load  # noqa: E402
from qingdan.model import Library, Task, Text  # noqa: E402
from qingdan.search import files  # noqa: E402
from qingdan.search.parts import Remembered  # noqa: E402
from tests.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.search.conftest import HTML, STYLE_OF_ALL_PAGES  # noqa: E402
from tests.search.multiplied import multiplied  # noqa: E402
from tests.search.test_reader import substrings  # noqa: E402

COMMON = ("公开 信息", "政府 公开 信息", "推进 公开 12月底前")
LINE = {"offline": False, "latency": 50, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}


class _Kept(dict[str, Any]):
    """What a build leaves to the next, in memory."""

    def recall(self, name: str) -> Any:
        return self.get(name)

    def keep(self, name: str, entry: object) -> None:
        self[name] = entry


def write(library: Library, folder: Path) -> dict[str, Any]:
    """The search page alone with its index; what the index took, and what it takes after an edit."""
    kept = _Kept()
    keys: dict[str, str] = {}
    begin = time.process_time()
    remembered = Remembered(kept)
    size = _write(files(library, remembered=remembered), folder, keys)
    spent = time.process_time() - begin
    remembered.keep()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    row = {
        "index CPU s": round(spent, 1),
        "index files": len(keys),
        "index MB": round(size / 1e6, 1),
        "peak MB": peak,
    }

    def written(path: str, key: str) -> bytes | None:
        return (folder / path).read_bytes() if key and keys.get(path) == key else None

    begin = time.process_time()
    before = dict(keys)
    _write(files(_edited(library), remembered=Remembered(kept, written)), folder, keys)
    row["index CPU s after an edit"] = round(time.process_time() - begin, 2)
    row["files made after an edit"] = sum(1 for path, key in keys.items() if before.get(path) != key)
    (folder / "assets").mkdir()
    for asset in (ROOT / "templates/theme/assets").iterdir():
        if asset.is_file():
            slim = {".js": slim_script, ".css": slim_style}.get(asset.suffix)
            content = slim(asset.read_text("utf-8")).encode() if slim else asset.read_bytes()
            (folder / "assets" / asset.name).write_bytes(content)
    # the style of all pages of the site is no more a part of search than the theme's
    (folder / "search/index.html").write_text(HTML.replace(STYLE_OF_ALL_PAGES, ""), "utf-8")
    return row


def _write(made: Iterable[File], folder: Path, keys: dict[str, str]) -> int:
    """Write the files that have another key than before; bytes written."""
    size = 0
    for file in made:
        if keys.get(file.path) == file.key:
            continue
        content = file.read()
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        keys[file.path] = file.key
        size += len(content)
    return size


def _edited(library: Library) -> Library:
    """With some words more in the middle of one text."""
    document = library.documents[len(library.documents) // 2]
    part = document.lists[0]
    task = part.tasks[0]
    said = task.text.value
    text = Text(said[: len(said) // 2] + "另行通知" + said[len(said) // 2 :], task.text.place)
    entries = tuple(
        replace(e, cells={**task.cells, "text": text}) if e is task and isinstance(e, Task) else e
        for e in part.entries
    )
    changed = replace(
        document, lists=(replace(part, entries=entries), *document.lists[1:]), digest=document.digest + "'"
    )
    return replace(library, documents=tuple(changed if d is document else d for d in library.documents))


_SEEN = """(() => {
  const found = () => document.querySelector("[data-task], [data-document]");
  const watch = new MutationObserver(() => {
    if (!found()) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.firstPainted = performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true });
})()"""
"""Notes when the first results have been painted, in ms since the page was asked for. Looking again and again
from outside would add to it what lies between two looks."""


class Cold(NamedTuple):
    """A first search."""

    kilobytes: float
    """Until the first results."""
    of_page: float
    """And of the whole page of results."""
    ms: float
    rounds: int
    """Requests of which each was sent when the one before had come: what the ms come from on a line with a
    delay, and the same on a busy machine."""


def first_results(browser: Browser, site: str, words: str) -> Cold:
    """With nothing in the cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    asked: list[float] = []
    sent: dict[str, float] = {}
    files: list[tuple[float, float, float]] = []  # sent, come, KB

    def answered(event: dict[str, Any]) -> None:
        timing = event["response"].get("timing")
        sent[event["requestId"]] = timing["requestTime"] + timing["sendStart"] / 1000 if timing else 0

    def come(event: dict[str, Any]) -> None:
        files.append((sent[event["requestId"]], event["timestamp"], event["encodedDataLength"] / 1024))

    session.on("Network.requestWillBeSent", lambda event: asked.append(event["timestamp"]))
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", come)
    page.add_init_script(_SEEN)
    page.goto(f"{site}/search/?q={quote(words)}", wait_until="commit")
    page.wait_for_selector("[data-task], [data-document]", timeout=60_000)
    page.wait_for_timeout(2500)
    ms = page.evaluate("window.firstPainted")
    context.close()
    until = [file for file in files if file[1] <= asked[0] + ms / 1000]
    return Cold(sum(kb for *_, kb in until), sum(kb for *_, kb in files), ms, _rounds(until))


def _rounds(files: list[tuple[float, float, float]]) -> int:
    """The longest row of files of which each was sent after the one before had come."""
    rows: list[tuple[float, int]] = []  # come, how many in a row up to it
    for sent, come, _ in sorted(files):
        rows.append((come, 1 + max((row for before, row in rows if before <= sent), default=0)))
    return max((row for _, row in rows), default=0)


_TYPED = """async (queries) => {
  const index = (window.kept = window.kept || (await qingdanSearch.open("../")));
  const times = { fetching: [], known: [] };
  for (const words of queries) {
    for (let length = 1; length <= words.length; length++) {
      performance.clearResourceTimings();
      const begin = performance.now();
      const answer = await index.search(words.slice(0, length), {}, { wantCounts: false, most: 10 });
      await Promise.all(answer.tasks.slice(0, 3).map((n) => index.task(n)));
      const spent = performance.now() - begin;
      times[performance.getEntriesByType("resource").length ? "fetching" : "known"].push(spent);
    }
  }
  return times;
}"""
"""Each word typed letter by letter, as a person types it; the results that are in sight read."""


def measure(browser: Browser, library: Library, work: Path, queries: int) -> dict[str, Any]:
    """One size."""
    work.mkdir()
    row: dict[str, Any] = {"tasks": sum(1 for _ in library.tasks()), **write(library, work)}
    chance = random.Random(3)
    words = [w for w in substrings(library, queries * 8, 9) if 2 <= len(w) <= 10]
    chance.shuffle(words)
    with served(work) as site:
        cold = [first_results(browser, site, w) for w in words[:queries]]
        common = [first_results(browser, site, w) for w in COMMON]
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        page.goto(f"{site}/search/")
        page.wait_for_selector(".qd-search-empty")
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        typed = page.evaluate(_TYPED, words[:queries])
        again = page.evaluate(_TYPED, words[:queries])
        page.close()
    names = ("KB to first result", "KB of the page", "ms to first result", "rounds to first result")
    for name, values in zip(names, zip(*cold, strict=True), strict=True):
        row[name] = _spread(values)
    row["load of the machine"] = round(os.getloadavg()[0], 1)
    row["to first result, several common words"] = {
        words: {"KB": round(found.kilobytes, 1), "ms": round(found.ms), "rounds": found.rounds}
        for words, found in zip(COMMON, common, strict=True)
    }
    row["ms a keystroke with a fetch"] = _spread(typed["fetching"])
    row["ms a keystroke without"] = _spread(typed["known"] + again["known"])
    return row


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {}
    return {"median": round(statistics.median(values), 1), "most": round(max(values), 1)}


_OURS = """async (words) => {
  const index = (window.kept = window.kept || await qingdanSearch.open("../"));
  const answer = await index.search(words);
  const records = await Promise.all(answer.documents.map((n) => index.record(index.starts[n])));
  const documents = records.map((record) => "doc:" + record.id);
  const tasks = await Promise.all(answer.tasks.slice(0, 10).map(async (n) => (await index.task(n)).id));
  return [...documents.slice(0, answer.named), ...tasks, ...documents.slice(answer.named)];
}"""


def judge(browser: Browser, library: Library, work: Path, cache: Path) -> dict[str, Any]:
    """Every judged query, asked of all three."""
    work.mkdir()
    queries = judged.queries(list(judged.items(library)))
    write(library, work / "ours")
    peer_site = peers.build(library, peers.install(cache), work)
    with served(work / "ours") as ours, served(peer_site) as other:
        page, material, pagefind = browser.new_page(), browser.new_page(), browser.new_page()
        page.goto(f"{ours}/search/")
        asked: dict[str, Callable[[str], Sequence[str]]] = {
            "ours": lambda words: list(page.evaluate(_OURS, words)),
            "Material": lambda words: peers.material(material, other, words),
            "Pagefind": lambda words: peers.pagefind(pagefind, other, words),
        }
        return {name: _scores(queries, ask) for name, ask in asked.items()}


def _scores(queries: list[judged.Query], ask: Callable[[str], Sequence[str]]) -> dict[str, Any]:
    answers = [(query, ask(query.words)) for query in queries]
    found: dict[str, Any] = {}
    for name, part in (
        ("tuned", [a for a in answers if not a[0].held_out]),
        ("held out", [a for a in answers if a[0].held_out]),
    ):
        found[name] = {
            "queries": len(part),
            "nDCG@10": round(statistics.mean(judged.ndcg(*a) for a in part), 3),
            "first right": round(statistics.mean(judged.first_is_right(*a) for a in part), 3),
        }
    kinds = sorted({query.kind for query, _ in answers})
    found["nDCG@10 by kind"] = {
        kind: round(statistics.mean(judged.ndcg(*a) for a in answers if a[0].kind == kind), 2)
        for kind in kinds
    }
    return found


def _of(library: Library, documents: int) -> Library:
    return library if documents <= len(library.documents) else multiplied(library, documents)


def main() -> None:
    """Both parts, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", default="5,56,563", help="documents of about 44 tasks; 3600 is 160,000 tasks"
    )
    parser.add_argument("--queries", type=int, default=25, help="first searches of each size")
    parser.add_argument("--index-only", action="store_true", help="only make the index, without a browser")
    parser.add_argument("--no-peers", action="store_true", help="only sizes and speed")
    arguments = parser.parse_args()
    gc.disable()  # as the build does
    library = load(ROOT / "content").library
    sizes = [int(n) for n in arguments.sizes.split(",") if n]
    if arguments.index_only:
        for documents in sizes:
            with tempfile.TemporaryDirectory() as folder:
                print(json.dumps(write(_of(library, documents), Path(folder)), ensure_ascii=False, indent=1))
        return
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work = Path(folder)
        chromium = next(path for name in CHROMIUM if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        if not arguments.no_peers:
            results["judged"] = judge(browser, library, work / "judged", ROOT / ".cache/benchmarks")
        for documents in sizes:
            of = _of(library, documents)
            results.setdefault("sizes", []).append(
                measure(browser, of, work / str(documents), arguments.queries)
            )
        browser.close()
    text = json.dumps(results, ensure_ascii=False, indent=1)
    print(text)
    known = Path(__file__).with_name("results.json")
    kept = json.loads(known.read_text("utf-8")) if known.exists() else {}
    text = json.dumps(kept | results, ensure_ascii=False, indent=1)
    known.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
