"""Regular expressions that wait for their first use."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import qingdan
from qingdan import regexes
from qingdan.regexes import regex


def test_behaves_as_the_compiled_pattern() -> None:
    waiting, compiled = regex("(?P<year>[0-9]{4})年", re.ASCII), re.compile("(?P<year>[0-9]{4})年", re.ASCII)
    text = "2021年、2022年"
    assert waiting.findall(text) == compiled.findall(text) == ["2021", "2022"]
    assert [m.span() for m in waiting.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    for method in ("match", "fullmatch", "search"):
        assert repr(getattr(waiting, method)(text)) == repr(getattr(compiled, method)(text))
    assert waiting.sub(r"\g<year>", text) == compiled.sub(r"\g<year>", text) == "2021、2022"
    assert (waiting.pattern, waiting.flags) == (compiled.pattern, compiled.flags)
    assert waiting.groupindex == compiled.groupindex


def test_compiles_once_and_no_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or real(*given))
    waiting = regex("x")
    assert waiting.pattern == "x"
    assert not compiled
    assert waiting.match("x")
    assert waiting.search("yx")
    assert compiled == [("x", re.NOFLAG)]


def test_every_one_of_the_package_compiles() -> None:
    """A slip in a pattern would otherwise be seen by the first person who needs it."""
    for module in pkgutil.walk_packages(qingdan.__path__, "qingdan."):
        if module.name != "qingdan.__main__":
            import_module(module.name)
    assert len(regexes._waiting) > 100
    regexes.compile_all()
