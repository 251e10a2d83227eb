"""Our build without what Hugo does not do: no checks against the originals, no search, no open data.

Run in a site's folder, with the arguments of build_site.py. Everything else is the build itself:
the YAML is read, pages are made, written and verified, and the site is swapped. In the place of the
data and the search index stand empty files, so that links to them still hold.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from qingdan import build, checks, cli, exports, search
from qingdan.files import File


def main() -> int:
    """The command."""
    checks.ALONE = checks.TOGETHER = ()
    exports.files = _emptied(exports.files)
    exports.subscriptions.files = _emptied(exports.subscriptions.files)
    exports.downloads.of_region = _emptied(exports.downloads.of_region)
    exports.downloads.of_deadlines = _emptied(exports.downloads.of_deadlines)
    search.files = lambda *_, **__: [File(f"search/{name}.bin", b"") for name in ("index", "traditional")]
    # What is read without checks must not be remembered as checked; and Hugo remembers nothing.
    read = build.read_content
    build.read_content = lambda content, _, jobs, files: read(content, None, jobs, files)
    return cli.build_site(sys.argv[1:], Path.cwd())


def _emptied(make: Callable[..., Iterator[File]]) -> Callable[..., Iterator[File]]:
    return lambda *args, **named: (replace(file, content=b"") for file in make(*args, **named))


if __name__ == "__main__":
    sys.exit(main())
