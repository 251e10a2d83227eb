"""The real site, built once, served on this machine, and opened in a real Chromium."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


POLICY, CARD_POLICY = re.findall(
    r'Content-Security-Policy "([^"]+)"', (ROOT / "docs/guide/deploy.md").read_text("utf-8")
)
"""What the guide tells servers to forbid, pages and cards: what is served below /strict/ comes with it."""


@dataclass(frozen=True)
class Site:
    """The built site, and what its open data says is on it."""

    folder: Path
    tasks: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    units: list[dict[str, Any]]

    @property
    def pages(self) -> list[str]:
        """Addresses of all pages."""
        found = (p.relative_to(self.folder).as_posix() for p in sorted(self.folder.rglob("*.html")))
        return [p.removesuffix("index.html") for p in found]

    @property
    def kinds(self) -> dict[str, str]:
        """One address for every kind of page; the longest of its kind, where layouts break."""
        weight = {p: (self.folder / p / "index.html").stat().st_size for p in self.pages if p.endswith("/")}

        def heaviest(prefix: str, depth: int, *without: str) -> str:
            fits = (p for p in weight if p.startswith(prefix) and p.count("/") == depth and p not in without)
            return max(fits, key=lambda p: (weight[p], p))

        collective = next(u["url"] for u in self.units if u["collective"])
        return {
            "home": "",
            "documents": "documents/",
            **{d["id"]: d["url"] for d in self.documents},
            "original": heaviest("documents/", 3),
            "units": "units/",
            "region": heaviest("units/", 2),
            "unit": heaviest("units/", 3, collective),
            "collective": collective,
            "deadlines": "deadlines/",
            "day": heaviest("deadlines/2", 2),
            "ongoing": "deadlines/ongoing/",
            "none": "deadlines/none/",
            "changes": "changes/",
            "search": "search/",
            **{p.rstrip("/"): p for p in weight if (ROOT / "docs" / f"{p.rstrip('/')}.md").exists()},
            "guide": "guide/",
            "404": "404.html",
        }


@pytest.fixture(scope="session")
def site(common: Path) -> Site:
    """The real content, built with the real command, once for all workers: nobody writes there."""
    folder = common / "built" / "site"
    command = [sys.executable, "build_site.py", "--output", str(folder)]
    with FileLock(common / "built.lock"):
        if not folder.exists():  # a site stands whole or not at all
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    data = {
        name: json.loads((folder / f"data/{name}.json").read_text("utf-8"))
        for name in ("tasks", "documents", "units")
    }
    for record in (r for records in data.values() for r in records):
        assert record["url"].startswith("/"), record["id"]
        record["url"] = record["url"][1:]  # `address` ends with the slash
    return Site(folder, **data)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the folder at / and once more below /some/where/ and /strict/, as a web server would."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/some/where").removeprefix("/strict"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404:
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        card = self.path.endswith("/card.html")
        if self.path.startswith("/strict/"):
            self.send_header("Content-Security-Policy", CARD_POLICY if card else POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="session")
def address(site: Site) -> Iterator[str]:
    """Where the site is served, with a final slash."""
    with serving(site.folder) as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server of a folder; its address, with a final slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@dataclass
class Heard:
    """What a page did that no page of ours may do."""

    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page, address: str) -> None:
        host = urlsplit(address).netloc

        def console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.complaints.append(f"console {message.type}: {message.text}")

        def request(asked: Request) -> None:
            parts = urlsplit(asked.url)
            if parts.scheme not in ("data", "blob") and parts.netloc != host:
                self.complaints.append(f"outside request: {asked.url}")

        def response(got: Response) -> None:
            if got.status >= 400:
                self.complaints.append(f"{got.status}: {got.url}")

        page.on("console", console)
        page.on("pageerror", lambda fault: self.complaints.append(f"script: {fault}"))
        page.on("request", request)
        page.on("response", response)


Open = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def opened(browser: Browser, address: str) -> Open:
    """`with opened("documents/", width=390) as page:` - a page in an empty profile, held to silence:
    no console error or warning, no outside request, no answer of 400 and above."""

    @contextmanager
    def open_(path: str, width: int = 1280, *, scripts: bool = True, quiet: bool = True) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="zh-CN"
        )
        context.set_default_timeout(20_000)
        heard = Heard()
        page = context.new_page()
        heard.listen(page, address)
        try:
            page.goto(address + path, wait_until="load")
            yield page
        finally:
            context.close()
        if quiet:
            assert heard.complaints == []

    return open_
