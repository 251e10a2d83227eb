"""Build the disclosure site: `python build_site.py [--serve] [--as-of DATE] …`.

The work is done by the package; this file only finds it beside itself.
"""

import sys
from pathlib import Path

from qingdan.cli import build_site

if __name__ == "__main__":
    sys.exit(build_site(sys.argv[1:], root=Path(__file__).resolve().parent))
