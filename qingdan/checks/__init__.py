"""Checks 检查: one rule, one small pure function; TABLE lists them all.

The docstring of a rule's function states the rule; `sentence` states it for staff.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from qingdan.checks import (
    changed,
    columns,
    foreign_words,
    metadata,
    numbering,
    originals,
    proof,
    references,
    times,
)
from qingdan.checks.case import Case, Finding, Shared
from qingdan.loader import Source, Summary
from qingdan.model import Document, Library, OriginalText
from qingdan.problems import Problem, in_order
from qingdan.processes import parted, share


class Rule(NamedTuple):
    """One rule."""

    id: str
    sentence: str
    """What it demands, in plain Chinese."""
    find: Callable[[Case], Iterator[Finding]]
    """Everything in one document that breaks it."""
    together: Callable[[Summary, Shared], bool] | None = None
    """For a rule that looks at other documents too: whether it may find something in the document
    with this summary. None: it is a pure function of the document, its original, its YAML and the
    registry of its region."""


TABLE: tuple[Rule, ...] = (
    # the original
    Rule("no-original", "每份文件都写明原件。", originals.without_original),
    Rule("missing-original", "写明的原件要在 content/originals/ 里，读得出来。", originals.missing_original),
    Rule("changed-original", "原件收到以后不能改动，要与校验码相符。", originals.changed_original),
    Rule("damaged-passage", "原件损坏的一段不采用，网页上向读者说明。", originals.damaged_passage),
    Rule("unrecognised-leftover", "导入时没有认出来的文字，要有人看过。", originals.unrecognised_leftover),
    # nothing lost, nothing invented
    Rule("other-original", "写明的原件是这份文件的原件。", proof.other_original),
    Rule("changed-words", "每一项的文字与原件一字不差，空白不算。", changed.changed_words),
    Rule("words-nowhere", "原件没有的文字不能写。", proof.words_nowhere),
    Rule("wrong-order", "各行各项的先后与原件一致。", proof.wrong_order),
    Rule("doubled-row", "原件印一次的行只写一次。", proof.doubled_row),
    Rule("swapped-cells", "一行里的各格不能对调。", proof.swapped_cells),
    Rule("wrong-label", "键要与印出的标签一致，例如“责任单位：”。", proof.wrong_label),
    Rule("wrong-edge", "一格的文字不能写到旁边的格里。", proof.wrong_edge),
    Rule("repeated-leftover", "「未采用」的文字印了几次就写几条。", proof.repeated_leftover),
    Rule("unclaimed-words", "原件的每个字都要收进某一项，或者写进「未采用」。", proof.unclaimed_words),
    # the lists
    Rule("doubled-number", "一份清单里的序号不重复。", numbering.doubled_number),
    Rule("number-gap", "序号一个接一个，不缺号、不倒回。", numbering.number_gap),
    Rule("heading-order", "同一层标题的序号一个接一个。", numbering.heading_order),
    Rule("doubled-text", "一份清单里没有两条一样的任务。", numbering.doubled_text),
    Rule("list-without-tasks", "清单里至少有一条任务。", numbering.list_without_tasks),
    Rule("column-order", "键的先后与表头一致。", columns.column_order),
    Rule("column-missing", "写的单位和时限，表头里都有这一栏。", columns.column_missing),
    Rule("wrong-column", "各格印在表头的哪一栏，就写在哪个键下。", columns.wrong_column),
    Rule("first-units-column", "一行只印了一格单位的，算第一个单位栏。", columns.first_units_column),
    Rule("too-many-cells", "一行的格数不超过表头的栏数。", columns.too_many_cells),
    # names, numbers and dates
    Rule("unknown-unit", "印出的单位都在单位名录里。", references.unknown_unit),
    Rule(
        "unknown-superior", "上级任务要在本站的清单里。", references.unknown_superior, references.has_unknown
    ),
    Rule("unread-deadline", "时限要有规则读得出来。", times.unread_deadline),
    Rule("deadline-before-notice", "时限不早于成文日期。", times.deadline_before_notice),
    Rule("contradicting-date", "内容里的日期与时限一格不矛盾。", times.contradicting_date),
    Rule("contradicting-lists", "几份清单说同一件事，时限要一致。", times.contradicting_lists),
    Rule("adjusted-from-other", "「调整」的原定时限与此前的时限一致。", times.adjusted_from_other),
    Rule("early-progress", "进展和调整的日期不早于成文日期。", times.early_progress),
    Rule("future-date", "进展和调整的日期不晚于今天。", times.future_date, times.may_be_future),
    Rule("odd-progress", "进展一天一次，完成以后不退回。", times.odd_progress),
    Rule("number-form", "文号写得完整，例如 国办发〔2022〕8号。", metadata.number_form),
    Rule("cut-basis", "依据的文号写全，不缺开头的字。", metadata.basis_cut),
    Rule("year-unsaid", "年度在标题或正文里说到过。", metadata.year_unsaid),
    Rule("printed-before-signed", "印发日期不早于成文日期。", metadata.printed_before_signed),
    Rule("doubled-notice", "两份文件的文号不一样。", metadata.doubled_document, metadata.has_double),
    # words that do not belong
    Rule("injected-words", "公布的文字里没有别人插入的推广文字和网址。", foreign_words.injected_words),
    Rule("odd-character", "每个字都显示得出来。", foreign_words.odd_characters),
    Rule("pinyin-after-words", "文字后面没有夹着拼音。", foreign_words.pinyin_after_words),
)
"""Every rule. An error stops the build; a reminder is shown, and readers are told where it concerns them."""

ALONE = tuple(rule for rule in TABLE if not rule.together)
"""Rules whose findings stay while the document, its original and its registry stay."""
TOGETHER = tuple(rule for rule in TABLE if rule.together)

RULES: dict[str, str] = {rule.id: rule.sentence for rule in TABLE}
"""Rule -> the sentence that docs/ shows."""


def check(
    library: Library,
    originals_: Mapping[str, OriginalText],
    sources: Mapping[str, Source],
    only: Collection[str] | None = None,
    jobs: int = 1,
    today: date | None = None,
) -> list[Problem]:
    """All problems of the library's documents, in order of place.

    `originals_` by document id: those that were read. `only`: ids of the documents to check.
    `jobs`: how many processes share the work when there is enough of it.
    """
    shared = Shared.of(library, today)
    documents = [d for d in library.documents if only is None or d.id in only]

    def check_part(part: range) -> list[Problem]:
        chosen = (documents[i] for i in part)
        return [p for d in chosen for p in check_document(d, originals_.get(d.id), sources, shared)]

    parts = parted(len(documents), jobs, _PART)
    found = share(check_part, parts, jobs if len(documents) > _PART else 1)
    return in_order(problem for problems in found for problem in problems)


_PART = 50
"""Documents that a process checks at a time; fewer in all are checked sooner without processes."""


def check_document(
    document: Document,
    original: OriginalText | None,
    sources: Mapping[str, Source],
    shared: Shared,
    rules: Sequence[Rule] = TABLE,
) -> list[Problem]:
    """The problems of one document by these rules."""
    return check_case(Case(document, original, sources, shared), rules)


def check_case(case: Case, rules: Sequence[Rule]) -> list[Problem]:
    """The same, for who wants to ask the case more: its alignment is made once."""
    document = case.document
    return [
        Problem(
            place=f.place,
            rule=rule.id,
            severity=f.severity,
            message=f.message,
            hint=f.hint,
            excerpts=f.excerpts,
            subject=f.subject or document.id,
            public=f.public,
            others=f.others,
        )
        for rule in rules
        for f in rule.find(case)
    ]
