"""Word documents (.docx and its kin, ISO/IEC 29500 WordprocessingML), also those of WPS.

Read with lxml and not with python-docx: what notices lose elsewhere (computed numbers, text
boxes, content controls, notes, tracked changes, hidden text) is not in its model.
"""

from __future__ import annotations

from qingdan.importers.archive import RefusedError
from qingdan.importers.blocks import Reading
from qingdan.importers.composing import unreadable
from qingdan.importers.docx.document import WordDocument
from qingdan.importers.ooxml import Package
from qingdan.problems import Place, warning

_MACROS = "macroEnabled"


def read(_name: str, data: bytes, place: str) -> Reading:
    """What a Word document prints."""
    try:
        package = Package(data)
        reading = WordDocument(package).read(data, place)
    except RefusedError as fault:
        return unreadable(place, fault.message, fault.hint)
    except RecursionError:
        return unreadable(place, "这个文件的结构套得太深，没有读。", "用 WPS 或 Office 打开，另存一份再试。")
    macros = any(name.endswith("vbaProject.bin") for name in package.archive.names)
    if macros or _MACROS in package.main_type:
        message = "这个文件带着宏（程序）。没有运行它，只读了文字。"
        hint = "原件是供人下载的：另存为 .docx（不带宏），再作原件。"
        problem = warning(Place(place), "macros", message, hint)
        return reading._replace(problems=(problem, *reading.problems))
    return reading
