"""What a page weighs, and what it costs a slow phone: `make audit` tells it with Lighthouse's own figures.

Bytes are those of a first visit with gzip. The time of the main thread is the processor's own (thread
ticks), not the clock's, so a busy machine hardly changes it; four times that is a phone's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

SLOWER = 4
"""So many times slower than this machine is the phone that is meant."""
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
