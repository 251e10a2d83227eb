"""The index of a content folder, kept in the cache folder: made, brought up to date, made anew.

Beside Whoosh's files stands `state.json`: of which program the index is, and of which files. A file
counts as unchanged by its size and time, else by its digest; only documents whose entries have changed
are written again. A lock lets one process write at a time; those that only read need none. Whatever
is wrong with what stands there (another program's, damaged, half written), it is made anew; where the
folder cannot be written, the index is made in memory for this one time.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.util.filelock import FileLock, try_for

from qingdan.problems import Severity, why_refused
from qingdan.search.local.indexed import Indexed
from qingdan.search.local.schema import InMemory, schema

if TYPE_CHECKING:
    from qingdan.search.local.written import Item

_FOLDERS = ("documents", "units")
"""What of the content the index depends on."""
_TOO_NEW = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was seen may change again unseen, since times of
files are coarse. Its digest is compared."""
WAIT = 120.0
"""Seconds to wait for another process that writes the index."""
_TRIES = 3


class Source(NamedTuple):
    """A file of the content as it was when the index was written."""

    size: int
    mtime_ns: int
    digest: str = ""


class Unread(NamedTuple):
    """A document that could not be read, so that nothing of it is found."""

    place: str
    message: str


class State(NamedTuple):
    """What state.json says."""

    program: str
    """Digest of the package's source."""
    seen_ns: int
    """When the sources were looked at."""
    sources: Mapping[str, Source]
    """Path below the content folder -> file."""
    folder: str
    """In which Whoosh's files are."""
    files: Mapping[str, Source]
    """Whoosh's files, without digests."""
    unread: tuple[Unread, ...]


class Opened(NamedTuple):
    """An index that is up to date."""

    indexed: Indexed
    unread: tuple[Unread, ...]
    written: int
    """Documents that were written for it."""
    dropped: int
    """Documents that were taken out."""
    note: str = ""
    """What a person should know: that the index could not be kept."""


Report = Callable[[str], None]
"""Told a sentence before what takes a while."""


def folder_of(content: Path, cache_folder: Path) -> Path:
    """Where the index of a content folder is kept."""
    return cache_folder / "search" / _mark(os.fsencode(content.resolve()))


def opened(content: Path, folder: Path, report: Report = lambda _: None, wait: float = WAIT) -> Opened:
    """The index, up to date; made first if it must be. OSError only where the content cannot be read."""
    for _ in range(_TRIES):
        state = read_state(folder)
        if state is None or not _is_current(state, content, folder):
            break
        index = _open(folder / state.folder)
        if index is not None:
            return Opened(index, state.unread, 0, 0)
        # Another process may just have replaced it: look again. If not, it is damaged.
    try:
        with _locked(folder, report, wait):
            return _brought_up_to_date(content, folder, report)
    except LockError:
        return _in_memory(content, report, "另一个程序占着索引，这一次临时另做了一份。")
    except OSError as fault:
        why = why_refused(fault)
        return _in_memory(content, report, f"索引存不进 {folder}（{why}），这一次临时做了一份。")


def remade(content: Path, folder: Path, report: Report = lambda _: None, wait: float = WAIT) -> Opened:
    """The index, made anew whatever stands there."""
    try:
        with _locked(folder, report, wait):
            (folder / _STATE).unlink(missing_ok=True)
            return _brought_up_to_date(content, folder, report)
    except (LockError, OSError):
        return _in_memory(content, report, "索引坏了，又不能重做，这一次临时做了一份。")


# ---------------------------------------------------------------- what is known

_STATE = "state.json"


def read_state(folder: Path) -> State | None:
    """What state.json says; None where there is none, or none that we wrote."""
    try:
        found = json.loads((folder / _STATE).read_text("utf-8"))
        return State(
            str(found["program"]),
            int(found["seen_ns"]),
            {path: Source(*row) for path, row in found["sources"].items()},
            Path(found["folder"]).name,
            {name: Source(*row) for name, row in found["files"].items()},
            tuple(Unread(*row) for row in found["unread"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_current(state: State, content: Path, folder: Path) -> bool:
    """Whether the index is of this program and of the content as it is now, and stands untouched."""
    if state.program != _program() or not _stands(state, folder):
        return False
    found = sources(content)
    return found.keys() == state.sources.keys() and all(
        _same(content / path, now, state.sources[path], state.seen_ns) for path, now in found.items()
    )


def _same(path: Path, now: Source, before: Source, seen_ns: int) -> bool:
    if now.size != before.size:
        return False
    if now.mtime_ns == before.mtime_ns and now.mtime_ns < seen_ns - _TOO_NEW:
        return True
    return _digest(path) == before.digest


def _stands(state: State, folder: Path) -> bool:
    return bool(state.files) and _files(folder / state.folder) == state.files


def _files(folder: Path) -> dict[str, Source]:
    """Whoosh's files; its lock aside."""
    try:
        with os.scandir(folder) as found:
            stats = {e.name: e.stat() for e in found if e.is_file() and not e.name.endswith("LOCK")}
    except OSError:
        return {}
    return {name: Source(s.st_size, s.st_mtime_ns) for name, s in stats.items()}


def sources(content: Path) -> dict[str, Source]:
    """Path below the content folder -> every .yaml file that the index may depend on, without digests."""
    found: dict[str, Source] = {}
    for top in _FOLDERS:
        _add_sources(str(content / top), top, found)
    return found


def _add_sources(folder: str, name: str, found: dict[str, Source]) -> None:
    """What the loader would read, and perhaps more. Where a folder cannot be opened, the loader says so."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "~")):
            continue
        if entry.is_dir(follow_symlinks=False):
            _add_sources(entry.path, f"{name}/{entry.name}", found)
        elif entry.name.endswith(".yaml"):
            try:
                stat = entry.stat()
            except OSError:  # gone in between, or a link that leads nowhere
                continue
            found[f"{name}/{entry.name}"] = Source(stat.st_size, stat.st_mtime_ns)


def _digest(path: Path) -> str:
    try:
        return _mark(path.read_bytes())
    except OSError:
        return ""


@cache
def _program() -> str:
    """Digest of the package's source: another version of the program makes the index anew."""
    package = Path(__file__).resolve().parents[2]
    stats = []
    for base, folders, names in os.walk(package):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                stat = os.stat(f"{base}/{name}")  # noqa: PTH116 - a third of the time
                stats.append(f"{base}/{name} {stat.st_size} {stat.st_mtime_ns}")
    return _mark("\n".join(stats).encode("utf-8", "surrogateescape"))


def _mark(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


# ---------------------------------------------------------------- reading and writing


def _open(folder: Path) -> Indexed | None:
    """The index in the folder; None where it cannot be read, whatever the reason: Whoosh unpickles
    what it finds, and damaged bytes can raise anything."""
    try:
        return Indexed(FileIndex(FileStorage(str(folder), readonly=True)).reader())
    except Exception:
        return None


@contextmanager
def _locked(folder: Path, report: Report, wait: float) -> Iterator[None]:
    """One process at a time; the system frees the lock of one that dies. Raises LockError after
    `wait` seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(folder / "lock"))
    if not lock.acquire():
        report("另一个程序正在更新索引，等它做完……")
        if not try_for(lock.acquire, timeout=wait, delay=0.05):
            raise LockError
    try:
        yield
    finally:
        lock.release()


def _brought_up_to_date(content: Path, folder: Path, report: Report) -> Opened:
    """Under the lock: what another process has not done meanwhile."""
    state = read_state(folder)
    usable = state if state and state.program == _program() and _stands(state, folder) else None
    index = _open(folder / usable.folder) if usable else None
    if usable and index and _is_current(usable, content, folder):
        return Opened(index, usable.unread, 0, 0)
    seen_ns = time.time_ns()
    found = {path: now._replace(digest=_digest(content / path)) for path, now in sources(content).items()}
    if usable and index and _digests(found) == _digests(usable.sources):  # touched, not changed
        _save(folder, usable._replace(seen_ns=seen_ns, sources=found))
        return Opened(index, usable.unread, 0, 0)
    listed, unread = _load(content, len(found), report, first=index is None)
    done = _changed(folder / usable.folder, index, listed) if usable and index else None
    here, written, dropped = done or _made(folder, listed)
    index = Indexed(FileIndex(FileStorage(str(here), readonly=True)).reader())
    _save(folder, State(_program(), seen_ns, found, here.name, _files(here), unread))
    return Opened(index, unread, written, dropped)


def _changed(here: Path, index: Indexed, listed: list[Item]) -> tuple[Path, int, int] | None:
    """The changes between the index and the library, written into the index; None where that fails:
    what was read of it was whole, what is now read is not."""
    before = {row.id: row for row in index.rows}
    after = {item.row.id: item.row for item in listed}
    added = [item for item in listed if before.get(item.row.id) != item.row]
    dropped = [id_ for id_, row in before.items() if after.get(id_) != row]
    from qingdan.search.local.written import write

    try:
        write(FileIndex(FileStorage(str(here))), added, dropped)
    except OSError:
        raise
    except Exception:
        return None
    return here, len(added), len(before.keys() - after.keys())


def _made(folder: Path, listed: list[Item]) -> tuple[Path, int, int]:
    """A new index of the whole library."""
    from qingdan.search.local.written import write

    here = _emptied(folder)
    write(FileStorage(str(here)).create_index(schema()), listed)
    return here, len(listed), 0


def _digests(found: Mapping[str, Source]) -> dict[str, str]:
    return {path: source.digest for path, source in found.items()}


def _emptied(folder: Path) -> Path:
    """A new folder for Whoosh's files; the old ones go, where nobody holds them open."""
    for old in folder.iterdir():
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    here = folder / f"{time.time_ns():x}"
    here.mkdir()
    return here


def _save(folder: Path, state: State) -> None:
    from qingdan.files import write_text

    write_text(folder / _STATE, json.dumps(state._asdict(), ensure_ascii=False, separators=(",", ":")))


def _load(content: Path, files: int, report: Report, *, first: bool) -> tuple[list[Item], tuple[Unread, ...]]:
    """The library as the index wants it, and what of it could not be read."""
    # These take a while, and are not needed for an answer.
    from qingdan.loader import load
    from qingdan.search.local.written import items

    report(f"第一次搜索，或者程序换了：读 {files} 个文件，建立索引……" if first else "内容有改动，更新索引……")
    loaded = load(content)
    read = {document.place.file for document in loaded.library.documents}
    unread: dict[str, Unread] = {}
    for problem in loaded.problems:
        file = problem.place.file
        if problem.severity is Severity.ERROR and "/documents/" in f"/{file}" and file not in read:
            unread.setdefault(file, Unread(str(problem.place), problem.message))
    return list(items(loaded.library)), tuple(unread.values())


def _in_memory(content: Path, report: Report, note: str) -> Opened:
    """An index for this one time."""
    from qingdan.search.local.written import write

    listed, unread = _load(content, len(sources(content)), report, first=True)
    index = InMemory().create_index(schema())
    write(index, listed)
    return Opened(Indexed(index.reader()), unread, len(listed), 0, note)
