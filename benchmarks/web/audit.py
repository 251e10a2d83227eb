"""Audits of the built site: `make audit` (Lighthouse, bytes, the phone's work) and `make validate`
(html-validate). They want Node.js; neither is part of `make test`."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from packed import served  # noqa: E402
from weight import Weight, chromium, weigh  # noqa: E402

MODULES = ROOT / ".cache" / "web"
"""Where npm puts what package-lock.json names."""
PAGES = {
    "首页": "",
    "文件": "documents/shaoxing-2022/",
    "单位": "units/shaoxing/shi-cai-zheng-ju/",
    "搜索": "search/",
    "时限": "deadlines/",
    "时限已过": "deadlines/passed/",
}
CATEGORIES = {"performance": "性能", "accessibility": "无障碍", "best-practices": "规范", "seo": "可检索"}
LEAST = 95


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("validate", "audit"))
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (site/)")
    parser.add_argument("--runs", type=int, default=3, help="Lighthouse runs a page; the median counts")
    parser.add_argument("--weigh", nargs="*", metavar="PAGE", help="only bytes and work, of these pages")
    asked = parser.parse_args()
    if not (asked.site / "index.html").is_file():
        sys.exit(f"{asked.site} holds no site: run make site first")
    if asked.weigh is not None:
        return _weigh(asked.site, asked.weigh or list(PAGES.values()))
    _install()
    return _validate(asked.site) if asked.what == "validate" else _audit(asked.site, asked.runs)


def _install() -> None:
    """What package-lock.json pins, once."""
    if not shutil.which("npm"):
        sys.exit("npm is missing: install Node.js 20 or newer")
    lock = (HERE / "package-lock.json").read_bytes()
    stamp = MODULES / "installed.json"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    MODULES.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, MODULES / name)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=MODULES, check=True)
    stamp.write_bytes(lock)


def _node(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(MODULES / "node_modules" / ".bin" / tool), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHROME_PATH": os.environ.get("CHROMIUM") or shutil.which("chromium") or ""},
    )


def _validate(site: Path) -> int:
    """Every page, by the rules of htmlvalidate.json."""
    pages = sorted(map(str, site.rglob("*.html")))
    done = _node("html-validate", "--config", str(HERE / "htmlvalidate.json"), *pages)
    print(done.stdout + done.stderr, end="")
    print(f"html-validate: {len(pages)} pages, {'clean' if done.returncode == 0 else 'with errors'}")
    return done.returncode


def _audit(site: Path, runs: int) -> int:
    """One row a page; 1 where a category's median is below what is wanted."""
    rows = []
    with served(site) as server, chromium() as browser:
        address = f"{server}/"
        for name, path in PAGES.items():
            scores = [_lighthouse(address + path) for _ in range(runs)]
            middle = [round(statistics.median(s[c] for s in scores)) for c in CATEGORIES]
            rows.append((name, middle, weigh(browser, address, path)))
            print(name, *middle, file=sys.stderr, flush=True)
    print(_table(rows))
    low = [(name, scores) for name, scores, _ in rows if min(scores) < LEAST]
    for name, scores in low:
        print(f"below {LEAST}: {name} {scores}", file=sys.stderr)
    return 1 if low else 0


def _weigh(site: Path, pages: list[str]) -> int:
    """Bytes and work without Lighthouse; any site, any of its pages."""
    names = {path: name for name, path in PAGES.items()}
    with served(site) as server, chromium() as browser:
        rows = [(names.get(path, path), [], weigh(browser, f"{server}/", path)) for path in pages]
    print(_table(rows))
    return 0


def _lighthouse(address: str) -> dict[str, float]:
    """Scores of one run, of 100, as a phone on a slow line."""
    done = _node(
        "lighthouse",
        address,
        "--quiet",
        "--output=json",
        "--chrome-flags=--headless=new --no-sandbox",
        f"--only-categories={','.join(CATEGORIES)}",
    )
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return {c: found["categories"][c]["score"] * 100 for c in CATEGORIES}


def _table(rows: list[tuple[str, list[int], Weight]]) -> str:
    """For docs/accessibility.md."""
    scored = any(scores for _, scores, _ in rows)
    head = ["网页", *(CATEGORIES.values() if scored else ()), "网页本身", "第一次打开共", "元素", "布局移动"]
    head += ["手机忙多久", "其中到能用", "卡住", "按钟表能用"]
    lines = [head, ["---"] * len(head)]
    for name, scores, weight in rows:
        kb = [f"{n / 1000:.0f} KB" for n in (weight.html, weight.first)]
        seconds = [
            f"{ms / 1000:.2f} 秒" for ms in (weight.busy, weight.interactive, weight.blocked, weight.clock)
        ]
        lines.append([name, *map(str, scores), *kb, str(weight.elements), f"{weight.shift:.3f}", *seconds])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
