"""Import 导入: originals -> drafts of YAML, pages to read them by, and what a person has to look at.

The command behind `qingdan import`: `chosen` says which originals are meant and what
their documents are called, `drafted` reads one, `told` words what became of it,
`written` puts files where no other file is, `progress` shows how far it is.
"""

from qingdan.build.importing.chosen import WrongUsageError
from qingdan.build.importing.command import Wanted, run
from qingdan.build.importing.drafted import Imported, as_record, import_file

__all__ = ["Imported", "Wanted", "WrongUsageError", "as_record", "import_file", "run"]
