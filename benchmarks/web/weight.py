"""What a page weighs, and what it costs a slow phone: `make audit` tells it with Lighthouse's own figures.

Bytes are those of a first visit with gzip. The time of the main thread is the processor's own (thread
ticks), not the clock's, so a busy machine changes it less; four times that is a phone's.

A page is interactive when it is painted, its scripts have run, and no task of more than 50 ms follows
(https://web.dev/articles/tti; Lighthouse scores the blocking time instead since its version 10). Two
figures: by the processor, all that the main thread did until then, times four, and by the clock, with the
browser slowed down four times, which only a quiet machine can tell.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SLOWER = 4
"""So many times slower than this machine is the phone that is meant."""
RUNS = 3
QUIET = 5000
LONG = 50
"""Milliseconds: so long must nothing happen, and so long may a task be."""
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
    interactive: float
    """Milliseconds of the main thread until the page is interactive, on the phone that is meant."""
    blocked: float
    """Of these, what tasks after the first picture took beyond 50 ms each: the total blocking time."""
    clock: float
    """Milliseconds by the clock until the page is interactive, the browser slowed down so many times."""
    elements: int


def weigh(browser: Browser, address: str, path: str) -> Weight:
    """One page in an empty profile, as wide as a phone."""
    context, page = _phone(browser)
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    client.send("Performance.enable")
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address + path, wait_until="networkidle")
    shift = page.evaluate(SHIFTS)
    metrics = {m["name"]: m["value"] for m in client.send("Performance.getMetrics")["metrics"]}
    elements = page.evaluate("document.querySelectorAll('*').length")
    response = context.request.get(address + path)
    packed = int(response.headers["content-length"])
    context.close()
    cold = [_traced(browser, address + path, 1) for _ in range(RUNS)]
    slow = [_traced(browser, address + path, SLOWER) for _ in range(RUNS)]
    return Weight(
        packed,
        sum(sizes),
        len(sizes),
        metrics["TaskDuration"] * 1000 * SLOWER,
        shift,
        statistics.median(run.work for run in cold),
        statistics.median(run.blocked for run in cold),
        statistics.median(run.clock for run in slow),
        elements,
    )


def _phone(browser: Browser) -> tuple[BrowserContext, Page]:
    """A page in an empty profile, as wide as a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    return context, context.new_page()


class _Run(NamedTuple):
    """One visit, in milliseconds; work and blocked as if the browser were not slowed down already."""

    work: float
    blocked: float
    clock: float


def _traced(browser: Browser, address: str, slower: int) -> _Run:
    """A visit in an empty profile, watched by the browser's own tracing until five quiet seconds passed."""
    context, page = _phone(browser)
    if slower > 1:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    browser.start_tracing(
        page=page, categories=["toplevel", "devtools.timeline", "blink.user_timing", "loading"]
    )
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(QUIET)
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return _run(trace, SLOWER // slower)


def _run(trace: list[dict[str, Any]], factor: int) -> _Run:
    """Read from the events of the page's main thread: tasks with their processor time, and its marks."""
    begun = next(
        e
        for e in reversed(trace)
        if e["name"] == "navigationStart" and e["args"]["data"]["documentLoaderURL"].startswith("http")
    )
    own = [
        e for e in trace if (e["pid"], e["tid"]) == (begun["pid"], begun["tid"]) and e["ts"] >= begun["ts"]
    ]
    tasks: list[dict[str, Any]] = []
    for event in sorted(
        (e for e in own if e["ph"] == "X" and "tdur" in e), key=lambda e: (e["ts"], -e["dur"])
    ):
        if not tasks or event["ts"] >= tasks[-1]["ts"] + tasks[-1]["dur"]:  # else it is a part of a task
            tasks.append(event)
    marks = {
        e["name"]: e["ts"] for e in own if e["name"] in ("firstContentfulPaint", "domContentLoadedEventEnd")
    }
    painted = marks["firstContentfulPaint"]
    long = [e for e in tasks if e["tdur"] * factor > LONG * 1000]
    ready = max([*marks.values(), *(e["ts"] + e["dur"] for e in long)])
    return _Run(
        sum(e["tdur"] for e in tasks if e["ts"] < ready) * factor / 1000,
        sum(e["tdur"] * factor / 1000 - LONG for e in long if e["ts"] + e["dur"] > painted),
        (ready - begun["ts"]) / 1000,
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests use."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        yield browser
        browser.close()
