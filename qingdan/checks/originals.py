"""The original itself: is it there, is it the one that was recorded, was it damaged."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from qingdan.checks.case import Case, Finding
from qingdan.model import Original, OriginalText
from qingdan.problems import Place, Severity


def without_original(case: Case) -> Iterator[Finding]:
    """A document names its 原件, or nothing of it can be proved."""
    if case.document.original is None:
        place, excerpts = case.at(case.document.title)
        message = "这份文件没有写「原件」，没法核对有没有漏字、错字。"
        hint = "把收到的原件放进 content/originals/，加一行「原件: {文件: 文件名}」。"
        yield Finding(place, message, hint, Severity.WARNING, excerpts)


def missing_original(case: Case) -> Iterator[Finding]:
    """The file that 原件 names lies in content/originals/ and can be read."""
    original = case.document.original
    if original and case.original is None:
        place, excerpts = case.at_place(original.place)
        message = f"原件「{original.file}」没有读到：content/originals/ 里没有这个文件，或者它读不出来。"
        hint = "检查文件名（大小写、扩展名也要一样），把收到的原件放进 content/originals/。"
        yield Finding(place, message, hint, Severity.ERROR, excerpts)


def changed_original(case: Case) -> Iterator[Finding]:
    """The original is, byte by byte, the one whose 校验码 is recorded."""
    original = case.document.original
    if case.is_other:
        return  # other-original says so
    if original and case.original and original.sha256 and original.sha256 != case.original.sha256:
        place, excerpts = case.at_place(_checksum_at(case, original))
        message = f"原件「{original.file}」与记下的校验码不符：它被改动过，或者换成了别的文件。"
        hint = (
            "原件收到时什么样就什么样，请换回原来的文件；确实换了新的原件，"
            f"核对全文后把「校验码」改成 {case.original.sha256}。"
        )
        if _other_line_ends(case.original, original.sha256):
            message = f"原件「{original.file}」与记下的校验码不符：文字没有变，行末的换行符变了。"
            hint = (
                "多半是 git 或编辑器换的。在 .gitattributes 里写一行「content/originals/** -text」，"
                "再换回收到的文件。"
            )
        yield Finding(place, message, hint, Severity.ERROR, excerpts)


def _other_line_ends(found: OriginalText, recorded: str) -> bool:
    """Whether a text would be the one that was recorded, had its lines other ends."""
    texts = (f"{mark}{end.join(found.lines)}" for mark in ("", "\ufeff") for end in ("\n", "\r\n"))
    return any(sha256(text.encode()).hexdigest() == recorded for text in texts)


def _checksum_at(case: Case, original: Original) -> Place:
    """Where the 校验码 stands."""
    source = case.sources.get(original.place.file)
    for number, line in enumerate(source.lines if source else (), 1):
        if (column := line.lower().find(original.sha256)) >= 0:
            return Place(original.place.file, number, column + 1)
    return original.place


def damaged_passage(case: Case) -> Iterator[Finding]:
    """Readers are told that a damaged passage of the source was left out; its words are not shown."""
    for leftover in case.document.leftovers:
        if leftover.damaged:
            place, excerpts = case.at_place(leftover.place)
            yield Finding(
                place,
                "原件有一段文字损坏或者被插入了别的内容，没有采用；网页上只说明，不登出原话。",
                "找到完好的原件后，换上原件，补上这一段。",
                Severity.WARNING,
                excerpts,
                public="原件有一处文字损坏，没有采用，也没有猜测补上。",
            )


def unrecognised_leftover(case: Case) -> Iterator[Finding]:
    """Passages that the importer did not recognise are looked at by a person."""
    for leftover in case.document.leftovers:
        if leftover.reason.startswith("未识别"):
            place, excerpts = case.at(leftover.text)
            hint = "看一遍：是任务、标题或正文就收进去；确实不收的，把理由写清楚。"
            yield Finding(place, "这一段导入时没有认出来，还没有人看过。", hint, Severity.WARNING, excerpts)
