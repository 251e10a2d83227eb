"""qingdan 清单: government task lists become a public disclosure site.

The folders are the pipeline, lowest layer first; a layer imports only layers
below it (import-linter holds this in CI)::

    cli
    build                                   the order of all stages
    importers | checks | pages | search | exports
    loader | dumper
    text                                    pure str -> value
    model                                   frozen, no I/O
    vocabulary | problems | files
"""

__version__ = "0.1.0"
