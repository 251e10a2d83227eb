"""LibreOffice: old documents -> .docx, in a process that can do no harm.

It runs without a window, with a profile of its own that forbids macros and links, in a
temporary folder that is removed, without a network where the system lets us take it away,
and is killed with all its children when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from qingdan.importers.archive import RefusedError

SECONDS = 60
"""Longest that a conversion may take; it takes three on a quiet machine."""
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)
_FORBIDDEN = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Common/Misc", "UseLocking", "false"),
    ("Common/Misc", "FirstRun", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
    ("Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
)


def found() -> str:
    """The program; empty where it is not installed."""
    names = (shutil.which(name) for name in _NAMES)
    places = (place for place in _PLACES if Path(place).is_file())
    return next((name for name in names if name), next(places, ""))


def converted(data: bytes, suffix: str, reads: str, writes: str, to: str) -> bytes:
    """The bytes in another format.

    `suffix` and `reads` (the name of a filter) say what they are, `to` and `writes` what to make.
    Raises RefusedError where LibreOffice is missing, refuses or takes too long.
    """
    program = found()
    if not program:
        raise RefusedError(
            "这种老式文件要由 LibreOffice 来转换，这台电脑上没有装。",
            "用 WPS 或 Word 打开它，另存为 .docx，再导入；或者装上 LibreOffice（免费）再试一次。",
        )
    # The name of the file says nothing of the original's: names are never trusted.
    with TemporaryDirectory(prefix="qingdan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given, profile, out = folder / f"original{suffix}", folder / "profile", folder / "out"
        (profile / "user").mkdir(parents=True)
        items = "".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _FORBIDDEN)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")
        given.write_bytes(data)
        command = [
            *_without_network(), program, f"-env:UserInstallation={profile.as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard",
            f"--infilter={reads}", "--convert-to", f"{to}:{writes}", "--outdir", str(out), str(given),
        ]  # fmt: skip
        _run(command, folder)
        made = out / f"original.{to}"
        if not made.is_file():
            raise RefusedError(
                "LibreOffice 打不开这个文件：它坏了，或者加了密码。",
                "用 WPS 或 Word 打开（加了密码的去掉密码），另存为 .docx 再导入；打不开的，请重新收一份。",
            )
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run to its end, or kill it with its children."""
    with _started(command, folder) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as fault:
            raise RefusedError(
                f"LibreOffice 转换了 {SECONDS} 秒还没有完，已经停下。",
                "用 WPS 或 Word 打开它，另存为 .docx 再导入。",
            ) from fault


@contextmanager
def _started(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, of which nothing is left afterwards."""
    environment = {
        **{k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP")},
        "HOME": str(folder),
        "TMPDIR": str(folder),
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9"),
    }
    process = subprocess.Popen(  # noqa: S603 - no shell, and all words of the command are ours
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):  # it has ended by itself
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()


@cache
def _without_network() -> tuple[str, ...]:
    """The words that start a command without a network; none where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    words = (unshare, "--user", "--map-current-user", "--net")
    try:
        tried = subprocess.run([*words, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return words if tried.returncode == 0 else ()
