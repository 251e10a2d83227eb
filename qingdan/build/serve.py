"""Serve the site on this machine and rebuild it when the content changes.

The watching server is MkDocs' own; a build with errors leaves the last good
site in place and shows its problems at the terminal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from mkdocs.livereload import LiveReloadServer

from qingdan.build import Options, Outcome, Report, build
from qingdan.problems import why_refused


def serve(options: Options, *, port: int, report: Report, done: Callable[[Outcome], None]) -> None:
    """Build, serve on http://127.0.0.1:<port>/ and build again on every change, until stopped.

    `done` is told the outcome of each build. Raises OutputRefusedError and OSError of the first
    build, OSError where the port is taken.
    """
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    done(build(options, report))

    def rebuild() -> None:
        try:
            done(build(options, report))
        except OSError as fault:  # a file that an editor holds just now: the next change tries again
            report_fault(fault)

    def report_fault(fault: OSError) -> None:
        logging.getLogger("mkdocs").error("这次没有生成：%s", why_refused(fault))

    server = LiveReloadServer(
        rebuild, "127.0.0.1", port, str(options.output), polling_interval=0.2, shutdown_delay=0.1
    )
    server.error_handler = lambda code: (
        (options.output / f"{code}.html").read_bytes()
        if (options.output / f"{code}.html").is_file()
        else None
    )
    for folder in (options.content, options.root / "docs", options.root / "templates"):
        if folder.is_dir():
            server.watch(str(folder))
    server.watch(str(options.root / "mkdocs.yml"))
    print(f"预览：http://127.0.0.1:{port}/ （按 Ctrl+C 停止）", flush=True)  # noqa: T201
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
