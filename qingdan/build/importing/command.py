"""The command: which originals, in which order, and where everything goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.build.importing.chosen import STDIN, Choice, Chosen, WrongUsageError, choose, id_of
from qingdan.build.importing.drafted import Imported, as_record, import_chosen, review_page
from qingdan.build.importing.progress import Progress
from qingdan.build.importing.told import Done, counted, in_short, next_steps, summary, where
from qingdan.build.importing.written import TakenError, is_review, write_draft, write_review
from qingdan.problems import RENDERERS, Problem, why_refused

FINE, CONTENT_PROBLEMS, WRONG_USAGE, STOPPED = 0, 1, 2, 130
DRAFTS = (".yaml", ".yml")
PAGES = (".html", ".htm")


class Wanted(NamedTuple):
    """What was asked for."""

    files: Sequence[str]
    output: Path | None = None
    """A file for the draft, or a folder."""
    review: str | None = None
    """A file for the page to read by, a folder, or empty: beside the clerk. None: no page."""
    as_json: bool = False
    overwrite: bool = False
    format: str = "text"


def run(wanted: Wanted) -> int:
    """Import; drafts to files or standard output, problems and summary to standard error; the exit code.

    Raises WrongUsageError. Whoever stops it (Ctrl-C) keeps what was written so far, whole.
    """
    files, review = _told_apart(wanted.files, wanted.review)
    if not files:
        raise WrongUsageError("少了原件：写上要读的文件，或者写 - 从标准输入读。")
    choice = choose(files)
    _fitting(choice, wanted.output, review)
    return _Command(wanted._replace(review=review), choice).run()


def _told_apart(files: Sequence[str], review: str | None) -> tuple[list[str], str | None]:
    """`--review X FILE`: X is the page, if it is called like one, or the folder for pages. Else, and where
    no FILE is named, X is an original, and the page gets the name that it has by itself.

    Raises WrongUsageError where X is another file already: nobody can say which is meant.
    """
    if not review:
        return [*files], review
    path = Path(review)
    if not files:
        return [review], ""
    if path.is_dir() or review.endswith(("/", "\\")):
        return [*files], review
    if path.suffix.lower() not in PAGES:
        return [review, *files], ""
    if path.exists() and not is_review(path):
        raise WrongUsageError(
            f"--review 后面的 {review} 已经有了，不是对照页，没有覆盖。它要是原件，请把 --review 写在最后。"
        )
    return [*files], review


def _fitting(choice: Choice, output: Path | None, review: str | None) -> None:
    """Refuse names of one file for several."""
    several = len(choice.originals)
    if several == 1:
        return
    if output is not None and output.is_file():
        raise WrongUsageError(f"有 {several} 个原件，-o 后面请写文件夹，{output} 是一个文件。")
    if output is not None and output.suffix.lower() in DRAFTS and not output.is_dir():
        raise WrongUsageError(f"有 {several} 个原件，-o 后面请写文件夹，不要写 {output}。")
    if review and Path(review).suffix.lower() in PAGES and not Path(review).is_dir():
        raise WrongUsageError(f"有 {several} 个原件，--review 后面请写文件夹，不要写 {review}。")


class _Command:
    def __init__(self, wanted: Wanted, choice: Choice) -> None:
        self._wanted = wanted
        self._choice = choice
        self._several = len(choice.originals) > 1
        self.progress = Progress(len(choice.originals))
        self._say: Callable[[str], None] = self.progress.say
        self._for_people = wanted.format == "text"
        self._code = FINE

    def run(self) -> int:
        """Everything; the exit code."""
        done: list[Done] = []
        try:
            self._run(done)
        except KeyboardInterrupt:
            self.progress.clear()
            written = sum(d.draft is not None for d in done)
            self._say(f"已停止。写好的 {written} 份草稿是完整的。" if written else "已停止，什么也没有写。")
            return STOPPED
        finally:
            self.progress.clear()
        return self._code

    def _run(self, done: list[Done]) -> None:
        records: list[dict[str, Any]] = []
        problems: list[Problem] = []
        for number, chosen in enumerate(self._choice.originals, 1):
            self.progress.at(number, chosen.shown)
            if chosen.name == STDIN and sys.stdin.isatty():
                self._say("请把原件的文字贴在这里，然后另起一行按 Ctrl-D（Windows 上按 Ctrl-Z 再回车）。")
            one = self._one(chosen)
            done.append(one._replace(imported=_lighter(one.imported)) if self._several else one)
            problems += one.imported.drafted.problems
            if self._wanted.as_json and one.imported.drafted.document is not None:
                records.append(as_record(one.imported))
        self.progress.clear()
        if self._wanted.as_json and (records or self._several):
            self._print(_to_json(records if self._several else records[0]))
        if self._for_people:
            if self._several:
                for line in counted(done, self._choice.passed):
                    self._say(line)
            for line in next_steps(done):
                self._say(line)
        else:
            self._say(RENDERERS[self._wanted.format](problems))

    def _one(self, chosen: Chosen) -> Done:
        """Read one original, write what is wanted of it, tell of it."""
        target = self._target(chosen)
        imported = import_chosen(chosen._replace(id=id_of(target.stem)) if target else chosen)
        self._code = max(self._code, FINE if imported.ok else CONTENT_PROBLEMS)
        if not imported.opened:
            self._code = WRONG_USAGE
        read = imported.drafted.document is not None
        if read and target is None and not self._wanted.as_json:
            begin = "---\n" if self._several and chosen is not self._choice.originals[0] else ""
            self._print(begin + imported.drafted.yaml, end="")
        if self._for_people and imported.drafted.problems:
            self._say(RENDERERS["text"](imported.drafted.problems) + "\n")
        done = self._written(Done(imported, chosen.name), target) if read else Done(imported, chosen.name)
        if self._for_people:
            for line in [in_short(done)] if self._several else [*summary(imported), *where(done)]:
                self._say(line)
        return done

    def _target(self, chosen: Chosen) -> Path | None:
        output = self._wanted.output
        if output is None:
            return None
        folder = self._several or output.is_dir()
        folder = folder or (output.suffix.lower() not in DRAFTS and not output.exists())
        return output / f"{chosen.id}.yaml" if folder else output

    def _page(self, imported: Imported) -> Path | None:
        review = self._wanted.review
        if review is None:
            return None
        if review and Path(review).suffix.lower() in PAGES and not Path(review).is_dir():
            return Path(review)
        return Path(review or ".") / f"{imported.id}-对照.html"

    def _written(self, done: Done, target: Path | None) -> Done:
        """Write the draft and the page; what can't be written is told, and the rest goes on."""
        imported, overwrite = done.imported, self._wanted.overwrite
        if target is not None:
            text = imported.drafted.yaml
            if self._managed(lambda: write_draft(text, target, overwrite=overwrite), "草稿", target):
                done = done._replace(draft=target)
        page = self._page(imported)
        if page is not None:
            text = review_page(imported, summary(imported))
            if self._managed(lambda: write_review(text, page), "对照页", page):
                done = done._replace(review=page)
        return done

    def _managed(self, write: Callable[[], None], what: str, path: Path) -> bool:
        try:
            write()
        except TakenError as taken:
            self._say(str(taken))
            self._code = WRONG_USAGE
        except OSError as fault:
            self._say(f"{what}没有写成：{why_refused(fault)}（{path}）。")
            self._code = max(self._code, CONTENT_PROBLEMS)
        else:
            return True
        return False

    def _print(self, text: str, end: str = "\n") -> None:
        self.progress.clear()
        print(text, end=end, flush=True)  # noqa: T201 - the draft is what was asked for


def _lighter(imported: Imported) -> Imported:
    """What the summary of many still needs: a thousand drafts need not stay in memory."""
    return imported._replace(drafted=imported.drafted._replace(yaml="", original=None))


def _to_json(record: dict[str, Any] | list[dict[str, Any]]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)
