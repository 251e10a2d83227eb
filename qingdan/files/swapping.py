"""The new site takes the place of the old one, and what is left of builds that were killed.

The old site stays beside the new one as the spare (a hidden folder; its files are hard links, so it
takes hardly any room): the next build brings it up to date and swaps again. Ten thousand folders
are so neither made nor removed for one edit.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`, which becomes the spare."""
    old, spare = _old_name(target), spare_name(target)
    if spare.exists():
        shutil.rmtree(spare)
    if target.exists():
        target.rename(old)
    new.rename(target)
    if old.exists():
        old.rename(spare)


def recover(target: Path) -> None:
    """Undo a swap that was killed half-way, and remove what killed builds left behind."""
    old = _old_name(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for stale in target.parent.glob(f".{target.name}.building-*"):
        if not _alive(stale.name.rsplit("-", 1)[-1]):
            shutil.rmtree(stale, ignore_errors=True)


def _alive(pid: str) -> bool:
    """Whether a process with this number runs (another build of the same site)."""
    if not pid.isdigit() or os.name == "nt":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return int(pid) != os.getpid()


def building_name(target: Path, process: int = 0) -> Path:
    """The folder beside `target` in which a process (0: this one) writes the next site."""
    return target.with_name(f".{target.name}.building-{process or os.getpid()}")


def spare_name(target: Path) -> Path:
    """The folder beside `target` that holds the site before."""
    return target.with_name(f".{target.name}.spare")


def _old_name(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")
