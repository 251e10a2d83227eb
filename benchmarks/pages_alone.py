"""Our build without what Hugo does not do: no checks against the originals, no search, no open data.

Run in a site's folder, with the arguments of build_site.py. Everything else is the build itself:
the YAML is read, pages are made, written and verified, and the site is swapped. Links to what is not
made (data, downloads, cards, the search index) are let pass, those to pages and their anchors are not.

With --records what the documents say is taken from the memory of a whole build before, as the peers
take it from ready JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Never

from qingdan import checks, cli, exports, pages, search
from qingdan.build import reading
from qingdan.build import verify as verifying
from qingdan.files import Row


def main() -> int:
    """The command."""
    checks.ALONE = checks.TOGETHER = ()
    exports.files = exports.beside.of_all = exports.beside.parts = pages.cards.files = _nothing
    search.files = _nothing
    check_noted = verifying.check_noted
    verifying.check_noted = lambda noted, files, *rest: check_noted(noted, _Expected(files), *rest)
    arguments = sys.argv[1:]
    if "--records" in arguments:
        arguments.remove("--records")
    else:
        # What is read without checks must not be remembered as checked; and Hugo remembers nothing.
        read = reading.read_content
        reading.read_content = lambda content, _, *rest: read(content, None, *rest)
    return cli.build_site(arguments, Path.cwd())


class _Expected(dict[str, Row]):
    """The files of the site, and all that is not made here."""

    def __contains__(self, path: object) -> bool:
        other = not str(path).endswith(".html") or str(path).endswith("/card.html")
        return other or super().__contains__(path)


def _nothing(*_: object, **__: object) -> Iterator[Never]:
    return iter(())


if __name__ == "__main__":
    sys.exit(main())
