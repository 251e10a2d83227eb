"""Templates that can't be filled are told by file and line; a fault of the program is no fault of theirs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qingdan.pages.templates import FOLDER, Templates
from qingdan.problems import TemplateFaultError


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("一\n{{ nosuch.thing }}", "templates/pages/x.html 第 2 行：'nosuch' is undefined。"),
        ("一\n\n{{ nosuch }}", "templates/pages/x.html 第 3 行："),
        ("{% if %}", "templates/pages/x.html 第 1 行："),
        ("{% include 'gone.html' %}", "templates/pages/gone.html："),
        ("\n\n{{ part.deadline(nosuch=1) }}", "templates/pages/x.html 第 3 行："),
        ("{{ 1 + 'a' }}", "templates/pages/x.html 第 1 行："),
    ],
)
def test_a_fault_is_told_by_its_place(tmp_path: Path, words: str, said: str) -> None:
    folder = tmp_path / "pages"
    shutil.copytree(FOLDER, folder)
    (folder / "x.html").write_text(words, encoding="utf-8")
    with pytest.raises(TemplateFaultError, match="同一个版本") as told:
        Templates(folder).render("x")
    assert said in str(told.value)


def test_a_fault_of_the_program_stays_what_it_is(tmp_path: Path) -> None:
    def fails() -> str:
        raise ZeroDivisionError

    folder = tmp_path / "pages"
    shutil.copytree(FOLDER, folder)
    (folder / "x.html").write_text("{{ fails() }}", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        Templates(folder).render("x", fails=fails)
