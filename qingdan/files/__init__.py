"""Files in memory, and the only place that writes them.

Stages make `File` objects. `write_tree` puts them into a folder beside the
site and `swap` renames that folder into place, so a build that fails or is
killed leaves the old site whole. What has not changed since the last build is
taken over from the old folder (a hard link where the file system has them) and
keeps its time stamp, so that rsync and caches profit.

    manifest   what the last build wrote
    packing    compressed forms beside texts
    standing   whether there is anything to do
    writing    the folder beside the site
    earlier    the files of the last build, read again
    swapping   into place, and the way back
"""

from __future__ import annotations

from qingdan.files.earlier import earlier
from qingdan.files.file import (
    Batch,
    Content,
    DoubledPathError,
    File,
    Piece,
    digest,
    joined,
    key_of,
    write_text,
)
from qingdan.files.manifest import Batched, Manifest, Row, load_manifest, save_manifest
from qingdan.files.packing import PACKERS, MissingPackerError, Packer
from qingdan.files.standing import Written, same_as_before, stands
from qingdan.files.swapping import building_name, recover, spare_name, swap
from qingdan.files.writing import Inspector, with_file, write_tree

__all__ = [
    "PACKERS",
    "Batch",
    "Batched",
    "Content",
    "DoubledPathError",
    "File",
    "Inspector",
    "Manifest",
    "MissingPackerError",
    "Packer",
    "Piece",
    "Row",
    "Written",
    "building_name",
    "digest",
    "earlier",
    "joined",
    "key_of",
    "load_manifest",
    "recover",
    "same_as_before",
    "save_manifest",
    "spare_name",
    "stands",
    "swap",
    "with_file",
    "write_text",
    "write_tree",
]
