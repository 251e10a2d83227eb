"""The least that any builder of these pages can take: their bytes, all at hand, into new folders, by a
plain loop. Prints the seconds of the loop alone. Usage: floor.py SITE NEW_FOLDER"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main() -> None:
    """The command."""
    site, target = Path(sys.argv[1]), sys.argv[2]
    pages = [(f.relative_to(site).as_posix(), f.read_bytes()) for f in site.rglob("*.html")]
    pages.sort()
    begin = time.perf_counter()
    for path, content in pages:
        file = f"{target}/{path}"
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as out:
            out.write(content)
    print(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
