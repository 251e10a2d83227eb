"""`--serve`: an edit shows by itself; an edit with an error leaves the last good site."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from qingdan.build import Options

from .conftest import change

PATIENCE = 60
"""Seconds until the test gives up; nothing is asserted about speed."""


@pytest.fixture
def address(site: Options, root: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (site.root / "build_site.py").write_text((root / "build_site.py").read_text("utf-8"), "utf-8")
    command = [sys.executable, "build_site.py", "--serve", "--port", str(port)]
    log = (site.root / "log.txt").open("wb")
    server = subprocess.Popen(
        command, cwd=site.root, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": str(root)}
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(PATIENCE) == 0
        log.close()
        assert "Traceback" not in (site.root / "log.txt").read_text("utf-8")


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def page(address: str) -> str:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except HTTPError:
        raise
    except OSError:  # not yet there
        return ""


def test_edits_show_and_errors_leave_the_site(site: Options, address: str) -> None:
    wait_for(lambda: "绍兴市" in page(f"{address}documents/shaoxing-2022/"))
    assert "livereload" in page(address)
    change(site.content / "site.yaml", "名称: ", "名称: 新的")
    wait_for(lambda: "新的" in page(address))
    change(site.root / "templates/pages/home.html", "最新的文件", "刚收到的文件")
    wait_for(lambda: "刚收到的文件" in page(address))
    assert "网站随后写出" in (log := (site.root / "log.txt").read_text("utf-8"))
    assert "网站没有生成" not in log
    change(site.content / "documents/shaoxing-2022.yaml", "完成时限: 全年", "完成时限: 全天")
    wait_for(lambda: "网站没有生成" in (site.root / "log.txt").read_text("utf-8"))
    assert "刚收到的文件" in page(address)
    with pytest.raises(HTTPError) as missing:
        page(f"{address}nowhere/")
    assert missing.value.code == 404
    missing.value.close()
