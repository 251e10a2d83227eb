"""What a page weighs, and what it costs a slow phone: `make audit` tells it with Lighthouse's own figures.

Bytes are those of a first visit with gzip. The time of the main thread is the processor's own (thread
ticks), not the clock's, so a busy machine hardly changes it; four times that is a phone's.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

SLOWER = 4
"""So many times slower than this machine is the phone that is meant."""
PACKED = {".html", ".css", ".js", ".json", ".svg", ".txt"}
SHIFTS = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 500); })"""


class Weight(NamedTuple):
    """One page."""

    html: int
    """Bytes of the page itself, packed."""
    first: int
    """Bytes that the network carries on a first visit, all files together, packed."""
    files: int
    busy: float
    """Milliseconds of the main thread until the page is at rest, on the phone that is meant."""
    shift: float
    """Cumulative layout shift."""


class _Packed(SimpleHTTPRequestHandler):
    """Serves a folder as a web server would: packed, and kept by the browser."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        kind = self.guess_type(path)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if path.suffix == ".html" else kind)
        self.send_header("Cache-Control", "max-age=86400")
        if path.suffix in PACKED:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server of a built site; its address, with a final slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packed, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def weigh(browser: Browser, address: str, path: str) -> Weight:
    """One page in an empty profile, as wide as a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    client.send("Performance.enable")
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address + path, wait_until="networkidle")
    shift = page.evaluate(SHIFTS)
    metrics = {m["name"]: m["value"] for m in client.send("Performance.getMetrics")["metrics"]}
    response = context.request.get(address + path)
    packed = int(response.headers["content-length"])
    context.close()
    return Weight(packed, sum(sizes), len(sizes), metrics["TaskDuration"] * 1000 * SLOWER, shift)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests use."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        yield browser
        browser.close()
