"""文号, 依据, dates and year of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.checks.case import Case, Finding, Shared
from qingdan.loader import Summary
from qingdan.model import Text
from qingdan.problems import Severity
from qingdan.text import doc_numbers
from qingdan.text.passages import squeeze

_EXAMPLE = "例如 国办发〔2022〕8号：代字、六角括号里的四位年份、顺序号、“号”。"


def number_form(case: Case) -> Iterator[Finding]:
    """文号 and 依据 have the form of a document number."""
    document = case.document
    texts = [("文号", "number", document.number)] if document.number else []
    texts += [("依据", f"basis:{n}", text) for n, text in enumerate(document.basis, 1)]
    for key, field, text in texts:
        if text is None:
            continue
        words = squeeze(text.value)
        read = doc_numbers.parse(words)
        if read and not read.wrong:
            continue
        place, excerpts = case.at(text)
        printed = case.confirmed(field) or (field.startswith("basis") and _stands(case, words))
        wrong = "".join(read.wrong) if read else "它不像一个文号。"
        yield Finding(
            place,
            f"「{key}」写的是“{words}”：{wrong}",
            f"原件就是这样印的，不用改，也不要猜。{_EXAMPLE}" if printed else f"照原件改。{_EXAMPLE}",
            Severity.WARNING if printed else Severity.ERROR,
            excerpts,
            public=f"原文如此：“{words}”的写法有缺损。" if printed and read and read.damaged else "",
        )


def _stands(case: Case, words: str) -> bool:
    return case.original is not None and words in squeeze("\n".join(case.original.lines))


def basis_cut(case: Case) -> Iterator[Finding]:
    """依据 are whole: all numbers of the 根据 clause, in their order, no character missing."""
    if case.document.body is None:
        return
    yield from _against_clause(case, case.document.body)
    standing = {n.normal for n in doc_numbers.find_all(case.document.body.value) if n.normal}
    for text in case.document.basis:
        read = doc_numbers.parse(squeeze(text.value))
        if read is None or read.normal is None or read.normal in standing:
            continue
        whole = next((n for n in sorted(standing) if n.endswith(read.normal)), None)
        if whole:
            place, excerpts = case.at(text)
            message = f"「依据」写的“{squeeze(text.value)}”不全，正文里是“{whole}”。"
            yield Finding(place, message, f"改成“{whole}”。", Severity.ERROR, excerpts)


def _against_clause(case: Case, body: Text) -> Iterator[Finding]:
    """The numbers of the notice's 根据 clause against 依据."""
    clauses = re.findall("根据[^。]*", squeeze(body.value))
    clause = [n.normal for words in clauses[:1] for n in doc_numbers.find_all(words) if n.normal]
    written = [n.normal if (n := doc_numbers.parse(squeeze(t.value))) else None for t in case.document.basis]
    kept = [number for number in written if number in clause]
    standing = {n.normal for n in doc_numbers.find_all(squeeze(body.value))}
    for missing in (number for number in clause if number not in written):
        if not written or not standing.issuperset(written):
            break  # a number that is cut or wrong is told of by itself
        place, excerpts = case.at(case.document.basis[0])
        message = f"「依据」里没有“{missing}”，正文的“根据……”一句里却印着它。"
        yield Finding(place, message, f"把“{missing}”照先后加进「依据」。", Severity.WARNING, excerpts)
    if kept != [number for number in clause if number in kept]:
        place, excerpts = case.at(case.document.basis[0])
        message = f"「依据」的先后与正文不符：正文里先后是“{'”“'.join(clause)}”。"
        yield Finding(place, message, "照正文的先后写。", Severity.ERROR, excerpts)


def year_unsaid(case: Case) -> Iterator[Finding]:
    """年度 is said in a title, the notice's text or a list."""
    document = case.document
    if case.is_year_said:
        return
    place, excerpts = case.at_place(document.dates["year"])
    message = f"「年度」写的是 {document.year}，标题和正文里都没有这一年。"
    hint = "看看年度是不是写错了：时限都按它来读。"
    yield Finding(place, message, hint, Severity.WARNING, excerpts)


def printed_before_signed(case: Case) -> Iterator[Finding]:
    """A notice is not printed before it is signed."""
    document = case.document
    told = case.is_told("signed") or case.is_told("printed")
    if document.signed and document.printed and document.printed < document.signed and not told:
        place, excerpts = case.at_place(document.dates.get("printed", document.place))
        printed = case.confirmed("printed") and case.confirmed("signed")
        message = f"印发日期 {document.printed} 早于成文日期 {document.signed}。"
        hint = "原件就是这样印的，不用改。" if printed else "对照原件看一遍，是不是写反了。"
        severity = Severity.WARNING if printed else Severity.ERROR
        yield Finding(place, message, hint, severity, excerpts)


def has_double(summary: Summary, shared: Shared) -> bool:
    """Whether `doubled_document` may find something."""
    return len(shared.numbered.get(summary.number, ())) > 1


def doubled_document(case: Case) -> Iterator[Finding]:
    """No other document has the same 文号."""
    number = case.document.number
    if number is None:
        return
    words = squeeze(number.value)
    for other in case.shared.numbered.get(words, ()):
        if other < case.document.id:
            place, excerpts = case.at(number)
            message = f"文号“{words}”与文件 {other} 的一样。"
            hint = "同一份文件写了两遍的，删去一份；文号写错了的，照原件改。"
            yield Finding(place, message, hint, Severity.WARNING, excerpts, others=(other,))
