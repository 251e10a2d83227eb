"""The slow way, second half: what the regions mean, named so that a clerk can mend them."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations, groupby

from qingdan.model import Task
from qingdan.text.passages import frames
from qingdan.text.passages.difference import changes, similarity
from qingdan.text.passages.faults import Difference, Explanation, Kind, Mismatch, Unclaimed
from qingdan.text.passages.printed import Printed
from qingdan.text.passages.recovery import Recovered, Region
from qingdan.text.passages.spine import Field, Spine
from qingdan.text.passages.walk import Claim

_ALIKE = 0.5
"""From this similarity on, words count as a changed form of a field, not as other words."""
_AROUND = 8
"""Characters before and after a difference that a reading shows."""


def explain(printed: Printed, parts: Spine, recovered: Recovered) -> Explanation:
    """Name the faults of a document."""
    return _Explanation(printed, parts, recovered).run()


class _Explanation:
    def __init__(self, printed: Printed, parts: Spine, recovered: Recovered) -> None:
        self.printed, self.text, self.parts = printed, printed.text, parts
        self.claims = sorted(recovered.claims, key=lambda c: (c.start, c.end))
        self.regions = recovered.regions
        self.ends = {c.end: c for c in self.claims}
        self.starts = {c.start: c for c in self.claims}
        self.changed: dict[str, tuple[Field, list[Difference]]] = {}
        self.missing: list[tuple[Field, int]] = []
        self.runs: list[tuple[int, int]] = []
        self.found: list[Mismatch] = []

    def run(self) -> Explanation:
        for region in self.regions:
            self._region(region)
        self._rows()
        self._cells()
        self._loose()
        self._repeated()
        self.found = [m for m in self.found if m.kind != "edge" or m.field.id not in self.changed]
        self.found += [Mismatch("changed", field, tuple(d)) for field, d in self.changed.values()]
        unclaimed = tuple(self._unclaimed(start, end) for start, end in sorted(self.runs) if end > start)
        return Explanation(tuple(self.found), unclaimed)

    def _region(self, region: Region) -> None:
        """Sort a region into changed fields, missing fields and unclaimed words."""
        fields, start, end = region
        words = "".join(f.text for f in fields)
        if not fields:
            self._run(start, end)
        elif pair := self._exchanged(fields, self.text[start:end]):
            span = self.printed.span(start, end)
            self.found.append(Mismatch("swapped", pair[0], span=span, other=pair[1]))
        elif end > start and words == self.text[start:end]:
            for field in fields:
                self.found.append(Mismatch("edge", field, span=self.printed.span(start, end)))
        elif end > start and (len(fields) == 1 or similarity(words, self.text[start:end]) >= _ALIKE / 2):
            if len(fields) == 1 and self._is_other(fields[0], start, end):
                self.missing.append((fields[0], start))
                self.runs.append((start, end))
            else:
                self._changed(fields, start, end)
        else:
            self.missing += [(field, start) for field in fields]
            self.runs.append((start, end))

    @staticmethod
    def _exchanged(fields: tuple[Field, ...], printed: str) -> tuple[Field, Field] | None:
        """Two cells of one row that stand in each other's place."""
        if len({f.task.id for f in fields if f.task}) != 1 or any(f.task is None for f in fields):
            return None
        for a, b in combinations(range(len(fields)), 2):
            words = [f.text for f in fields]
            words[a], words[b] = words[b], words[a]
            if "".join(words) == printed and fields[a].text != fields[b].text:
                return fields[a], fields[b]
        return None

    def _is_other(self, field: Field, start: int, end: int) -> bool:
        """Whether the printed words are another cell's rather than a changed form of this field."""
        printed = self.text[start:end]
        if field.task is None:
            return similarity(field.text, printed) < _ALIKE / 2
        cells = [f.text for f in self._cells_of(field.task) if f.id != field.id]
        return printed in cells or any(
            len(cell) > 3 and cell in printed for cell in cells if cell not in field.text
        )

    def _cells_of(self, task: Task) -> list[Field]:
        return self._rows_by_task.get(task.id, [])

    @cached_property
    def _rows_by_task(self) -> dict[str, list[Field]]:
        found: dict[str, list[Field]] = {}
        for block in self.parts.blocks:
            row = block.fields[-1].task
            if row is not None:
                found.setdefault(row.id, []).extend(f for f in block.fields if f.task is row)
        return found

    @cached_property
    def _claimed(self) -> dict[str, list[Claim]]:
        """Claims by the words of their fields."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.field.text, []).append(claim)
        return found

    def _changed(self, fields: tuple[Field, ...], start: int, end: int) -> None:
        """Give each difference between fields and printed words to its field."""
        words = "".join(f.text for f in fields)
        bounds: list[tuple[int, Field]] = []
        at = 0
        for field in fields:
            bounds.append((at, field))
            at += len(field.text)
        for change in changes(words, self.text[start:end]):
            first = max(n for n, (begin, _) in enumerate(bounds) if begin <= change.a_start)
            if change.a_start == change.a_end:
                first = self._owner(
                    bounds, first, change.a_start, start + change.b_start, start + change.b_end
                )
            begin, field = bounds[first]
            here = len(field.text)
            a_start, a_end = change.a_start - begin, min(change.a_end - begin, here)
            self._differ(field, a_start, a_end, start + change.b_start, start + change.b_end)
            for begin, field in bounds[first + 1 :]:
                if begin < change.a_end:
                    stop = min(change.a_end - begin, len(field.text))
                    self._differ(field, 0, stop, start + change.b_end, start + change.b_end)

    def _owner(self, bounds: list[tuple[int, Field]], index: int, at: int, start: int, end: int) -> int:
        """Which of two neighbours lost the words between them: the one they are not parted from."""
        if index and bounds[index][0] == at and self.printed.gap(start) < self.printed.gap(end):
            return index - 1
        return index

    def _differ(self, field: Field, a_start: int, a_end: int, b_start: int, b_end: int) -> None:
        written = field.text[max(0, a_start - _AROUND) : a_end + _AROUND]
        printed = self.text[max(0, b_start - min(_AROUND, a_start)) : b_end]
        printed += self.text[b_end : b_end + min(_AROUND, len(field.text) - a_end)]
        first = field.at(a_start)
        if field.text:
            last = field.at(a_end - 1) + 1 if a_end > a_start else first
        else:
            first, last, written = 0, len(field.source.value), field.source.value
        self._add(field, Difference(first, last, written, printed, self.printed.span(b_start, b_end)))

    def _add(self, field: Field, difference: Difference) -> None:
        self.changed.setdefault(field.id, (field, []))[1].append(difference)

    def _run(self, start: int, end: int) -> None:
        """Words without a field: a lost end or beginning of a neighbour, or unclaimed."""
        if start >= end:
            return
        before, after = self.ends.get(start), self.starts.get(end)
        left, right = self.printed.gap(start), self.printed.gap(end)
        run = self.text[start:end]
        limit = max(8, len(before.field.text) // 2 if before else 0)
        if before and left < 2 and len(run) <= limit and self._belongs_before(run, left, right, after):
            size = len(before.field.text)
            self._differ(before.field, size, size, start, end)
        elif after and right < 2 and len(run) <= max(8, len(after.field.text) // 2):
            self._differ(after.field, 0, 0, start, end)
        else:
            self.runs.append((start, end))

    @staticmethod
    def _belongs_before(run: str, left: int, right: int, after: Claim | None) -> bool:
        if after is None or left != right:
            return after is None or left < right
        return run[-1] in "。；！？：，、）)”》,;:!?"

    def _rows(self) -> None:
        """Rows of which nothing stands where it should: moved, doubled or nowhere."""
        missing = {field.id: at for field, at in self.missing}
        whole: set[str] = set()
        tasks = [t for t, _ in groupby((f.task for f, _ in self.missing), key=lambda t: t) if t]
        for task in tasks:
            if task.id in whole:
                continue
            cells = self._cells_of(task)
            longest = next((f for f in cells if f.name == "text"), cells[0])
            gone = [f for f in cells if f.id in missing]
            if longest not in gone or len(gone) * 2 < len(cells):
                continue
            for field in cells:
                self.changed.pop(field.id, None)
            whole.add(task.id)
            self.found.append(self._row(longest, cells))
        self.missing = [(f, at) for f, at in self.missing if f.task is None or f.task.id not in whole]

    def _row(self, longest: Field, cells: list[Field]) -> Mismatch:
        words = "".join(f.text for f in cells)
        for n, (start, end) in enumerate(self.runs):
            run = self.text[start:end]
            at = run.find(longest.text)
            if at < 0:
                continue
            whole = run.find(words)
            first, last = (whole, whole + len(words)) if whole >= 0 else self._extent(run, at, longest, cells)
            self.runs[n : n + 1] = [(start, start + first), (start + last, end)]
            return Mismatch("order", longest, span=self.printed.span(start + first, start + last), row=True)
        for claim in self._claimed.get(longest.text, ()):
            if claim.field.task is not longest.task:
                span = self.printed.span(claim.start, claim.end)
                return Mismatch("doubled", longest, span=span, other=claim.field, row=True)
        return Mismatch("nowhere", longest, row=True)

    @staticmethod
    def _extent(run: str, at: int, longest: Field, cells: list[Field]) -> tuple[int, int]:
        """The part of a run that the cells of a row fill, frames between them included."""
        first, last = at, at + len(longest.text)
        index = cells.index(longest)
        for field in reversed(cells[:index]):
            where = run.rfind(field.text, max(0, first - len(field.text) - 24), first)
            first = where if where >= 0 else first
        for field in cells[index + 1 :]:
            where = run.find(field.text, last, last + len(field.text) + 24)
            last = where + len(field.text) if where >= 0 else last
        return first, last

    def _cells(self) -> None:
        """Single fields that are missing: in the place of another cell, elsewhere, or nowhere."""
        for field, at in self.missing:
            self.found.append(self._cell(field, at))
        self.missing = []

    def _cell(self, field: Field, at: int) -> Mismatch:
        near = sorted(enumerate(self.runs), key=lambda item: abs(item[1][0] - at))
        for n, (start, end) in near:
            where = self.text.find(field.text, start, end)
            if where < 0 or (len(field.text) < 4 and (where, where + len(field.text)) != (start, end)):
                continue
            stop = where + len(field.text)
            self.runs[n : n + 1] = [(start, where), (stop, end)]
            other = self._stands_for(field, where, stop)
            kind: Kind = "swapped" if other else "order"
            return Mismatch(kind, field, span=self.printed.span(where, stop), other=other)
        for n, (start, end) in near:
            if abs(start - at) <= 1 and similarity(field.text, self.text[start:end]) >= _ALIKE:
                del self.runs[n]
                self._changed((field,), start, end)
                _, differences = self.changed.pop(field.id)
                return Mismatch("changed", field, tuple(differences))
        return Mismatch("nowhere", field, span=self.printed.span(at, at))

    def _stands_for(self, field: Field, start: int, end: int) -> Field | None:
        """The cell of the same row beside which the words of this one are printed."""
        if field.task is None:
            return None
        row = [c for c in self.claims if c.field.task is field.task and c.field.name != "number"]
        beside = [c.field for c in row if c.end <= start <= c.end + 24 or end <= c.start <= end + 24]
        return min(beside, key=lambda f: f.name == "text", default=None)

    def _loose(self) -> None:
        """Metadata and leftovers that stand nowhere; an unclaimed run may be their printed form."""
        wanted = [(p.field, p.forms) for p in self.parts.pieces]
        wanted += [(f, (f.text,)) for f in (*self.parts.basis, *self.parts.leftovers)]
        for field, forms in wanted:
            if any(form in self.text for form in forms) or self._within_changed(forms):
                continue
            runs = [(start, end) for start, end in self.runs if self._alike(forms, start, end)]
            if not runs:
                self.found.append(Mismatch("nowhere", field))
                continue
            self.runs = [run for run in self.runs if run not in runs]
            start, end = self._trimmed(field, *runs[0])
            if field.text:
                self._changed((field,), start, end)
            else:
                value, printed = field.source.value, self.text[start:end]
                span = self.printed.span(start, end)
                self._add(field, Difference(0, len(value), value, printed, span))

    def _alike(self, forms: tuple[str, ...], start: int, end: int) -> bool:
        """Whether a run is a changed form of one of these."""
        return any(
            end - start < 3 * len(form) and similarity(form, self.text[start:end]) >= _ALIKE for form in forms
        )

    def _trimmed(self, field: Field, start: int, end: int) -> tuple[int, int]:
        """A run without the frames around it, and with what another piece took of its beginning."""
        before = self.ends.get(start)
        if before and before.field.text and field.text.startswith(before.field.text):
            start = before.start
        start = frames.metadata_label(field.name, self.text, start)
        last = self.text[end - 1]
        if frames.metadata_tail(field.name, self.text, end - 1) == end and not field.text.endswith(last):
            end -= 1
        return start, end

    def _within_changed(self, forms: tuple[str, ...]) -> bool:
        """Whether the words are part of a field that is reported already."""
        fields = [field for field, _ in self.changed.values()] + [m.field for m in self.found]
        return any(form in field.text for form in forms for field in fields)

    def _repeated(self) -> None:
        """Leftovers that are printed more often than they are listed."""
        listed: dict[str, int] = {}
        for field in self.parts.leftovers:
            listed[field.text] = listed.get(field.text, 0) + 1
        used: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if claim.field.name == "leftover":
                used.setdefault(claim.field.text, []).append(claim)
        for text, claims in used.items():
            for claim in claims[listed.get(text, 0) :]:
                span = self.printed.span(claim.start, claim.end)
                self.found.append(Mismatch("repeated", claim.field, span=span))

    def _unclaimed(self, start: int, end: int) -> Unclaimed:
        before = after = None
        for claim in self.claims:
            if claim.field.task and claim.end <= start:
                before = claim.field.task
            if claim.field.task and claim.start >= end:
                after = claim.field.task
                break
        return Unclaimed(self.printed.span(start, end), self.text[start:end], before, after)
