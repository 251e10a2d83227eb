"""The model: frozen objects without I/O. Every object knows its place in the
content (file:line:column) and its address on the site.

Addresses are relative to the site's root and have no leading slash
(`documents/shaoxing-2022/`), so that the site works below any path.

A library holds documents, a document lists, a list tasks, and a task names units:
`library`, `documents`, `tasks`, `units`; `originals` are what documents are proved against.
"""

from qingdan.model.documents import Annex, Document, Leftover, Original
from qingdan.model.library import Downloads, Duties, Library, Site
from qingdan.model.originals import OriginalText, PrintedCell, PrintedTable
from qingdan.model.tasks import (
    Adjustment,
    Correction,
    Deadline,
    DeadlineKind,
    Entry,
    Heading,
    ListKind,
    Paragraph,
    Progress,
    Role,
    Task,
    TaskList,
)
from qingdan.model.units import Party, Region, Unit
from qingdan.model.words import Text

__all__ = [
    "Adjustment",
    "Annex",
    "Correction",
    "Deadline",
    "DeadlineKind",
    "Document",
    "Downloads",
    "Duties",
    "Entry",
    "Heading",
    "Leftover",
    "Library",
    "ListKind",
    "Original",
    "OriginalText",
    "Paragraph",
    "Party",
    "PrintedCell",
    "PrintedTable",
    "Progress",
    "Region",
    "Role",
    "Site",
    "Task",
    "TaskList",
    "Text",
    "Unit",
]
