"""Documents from a few lines of YAML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qingdan.loader import Directory, ReadDocument, Report, load_document, read_registry
from qingdan.loader.decoding import decode

Read = Callable[..., ReadDocument]


@pytest.fixture
def read() -> Read:
    """read(yaml, *registries): the document with the id `shaoxing-2022`."""

    def reader(text: str, *registries: str) -> ReadDocument:
        source, problems = decode("content/documents/shaoxing-2022.yaml", text.encode())
        assert not problems
        read = [
            read_registry(Report(decode(f"content/units/{n}.yaml", r.encode())[0]))
            for n, r in enumerate(registries)
        ]
        directory, wrong = Directory.of([registry for registry in read if registry])
        assert not wrong
        return load_document(source, directory)

    return reader
