"""The real library, a large one made from it, and both behind a real server in real Chromium."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from qingdan.loader import load
from qingdan.model import Library
from qingdan.search import files
from qingdan.search.opened import Opened
from qingdan.search.reader import Reader

from .multiplied import multiplied

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
PRELOAD = '<link rel="preload" href="../search/index.bin" as="fetch" crossorigin fetchpriority="high">'
STYLE_OF_ALL_PAGES = '<link rel="stylesheet" href="../assets/qingdan.css">'
HTML = f"""<!doctype html><html lang="zh"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>搜索</title>
<meta name="viewport" content="width=device-width">
{STYLE_OF_ALL_PAGES}<link rel="stylesheet" href="../assets/search.css">
<link rel="icon" href="../assets/favicon.svg">
{PRELOAD}
<script src="../assets/search-text.js" defer></script><script src="../assets/search-index.js" defer></script>
<script src="../assets/search.js" defer></script>
<main><h1>搜索</h1><div id="qd-search" data-root="../"></div></main></html>"""


@pytest.fixture(scope="session")
def library(content: Path) -> Library:
    return load(content).library


@pytest.fixture(scope="session")
def large(library: Library) -> Library:
    """2,220 tasks: more than one file holds."""
    return multiplied(library, 50)


@pytest.fixture(scope="session")
def index(library: Library) -> dict[str, bytes]:
    return {file.path: file.read() for file in files(library)}


@pytest.fixture(scope="session")
def large_index(large: Library) -> dict[str, bytes]:
    return {file.path: file.read() for file in files(large)}


@pytest.fixture(scope="session")
def reader(index: dict[str, bytes]) -> Reader:
    return Reader(Opened(index.__getitem__))


@pytest.fixture(scope="session")
def large_reader(large_index: dict[str, bytes]) -> Reader:
    return Reader(Opened(functools.cache(large_index.__getitem__)))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def write_site(folder: Path, root: Path, index: dict[str, bytes]) -> Path:
    """A site with nothing but its search, below a path of its own."""
    for path, content in index.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "assets").mkdir()
    for asset in (root / "templates/theme/assets").glob("*"):
        if asset.is_file():
            (folder / "assets" / asset.name).write_bytes(asset.read_bytes())
    (folder / "search" / "index.html").write_text(HTML, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder and the address under which it is served."""
    folder = tmp_path_factory.mktemp("served")
    handler = functools.partial(_Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(served: tuple[Path, str], root: Path, index: dict[str, bytes]) -> str:
    """Address of the real library's search page."""
    write_site(served[0] / "small/site", root, index)
    return served[1] + "/small/site/search/"


@pytest.fixture(scope="session")
def large_site(served: tuple[Path, str], root: Path, large_index: dict[str, bytes]) -> str:
    """Address of the large library's search page."""
    write_site(served[0] / "large", root, large_index)
    return served[1] + "/large/search/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh context; any error in it, and any request to elsewhere, fails the test."""
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on(
        "request",
        lambda r: None if r.url.startswith(("http://127.0.0.1", "blob:")) else faults.append(r.url),
    )
    opened.faults = faults  # type: ignore[attr-defined]
    yield opened
    context.close()
    assert not faults


@pytest.fixture
def ask(page: Page) -> Callable[[str, str], Page]:
    """Opens the search page with a query and waits for its results."""

    def open_(address: str, query: str) -> Page:
        page.goto(address + query)
        page.wait_for_selector("[data-total], .qd-search-empty, .qd-search-problem")
        return page

    return open_
