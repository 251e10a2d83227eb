"""What every test may use: the content folder, Chromium, and the one way to renew golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from qingdan.build.shell import make_shell
from qingdan.loader import load

ROOT = Path(__file__).parent.parent

# A slow machine is no wrong result, and CI gives the same answer twice. `make fuzz` takes the second profile.
settings.register_profile("default", deadline=None, max_examples=50, derandomize="CI" in os.environ)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile("default")

CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
"""The first does without a window, and so with a third of the work for each new page."""
MAC_CHROMIUM = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks of another host is seen by the tests and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew", action="store_true", help="write golden files, generated tables and pictures anew"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "golden: compares with files that `make renew` writes anew")
    config.addinivalue_line("markers", "pictures: takes the README's pictures; runs in `make pictures` only")


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether to write golden files anew (`make renew`); a person reads the diff, so CI may not."""
    wanted = bool(request.config.getoption("--renew"))
    if wanted and os.environ.get("CI"):
        pytest.fail("--renew is refused in CI: renew on your machine, read the diff, commit it.")
    return wanted


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def content() -> Path:
    """The real content folder; tests read it and never write there."""
    return ROOT / "content"


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common; whoever makes something there locks it."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def frames(common: Path, content: Path) -> Path:
    """A cache with the frames of our pages: MkDocs makes them once a run, not once a test. Their key and
    what is in them have tests of their own."""
    cache = common / "frames"
    with FileLock(common / "frames.lock"):
        for site in (None, load(content).library.site):
            make_shell(ROOT / "mkdocs.yml", cache, site)
    return cache


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; without one, tests that need it fail in CI and are skipped elsewhere."""
    asked = os.environ.get("CHROMIUM", "")
    found = asked or next((path for name in CHROMIUM if (path := shutil.which(name))), "")
    if not found and MAC_CHROMIUM.exists():
        found = str(MAC_CHROMIUM)
    if found and Path(found).exists():
        return found
    missing(
        f"No Chromium at {asked}."
        if asked
        else "No Chromium or Chrome on this machine. Debian: `apt-get install chromium-headless-shell "
        "fonts-noto-cjk`; elsewhere install Chrome, or set CHROMIUM to the program's path."
    )
    raise AssertionError


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of a worker: Playwright runs only once in a process."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(FLAGS))
        yield started
        started.close()


def missing(what: str) -> None:
    """A tool is missing: CI must not pass without it, a clerk's machine may."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
