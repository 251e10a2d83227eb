"""Made-up notices of every family of layouts that was met: `x.txt` and, read by a person, `x.yaml`.

The first line of the YAML names the rules of the warnings that the text deserves.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import SAMPLES, drafted_file, tree

PAIRS = sorted(SAMPLES.glob("*.txt"))


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
def test_a_sample_gives_its_yaml(path: Path, renew: bool) -> None:
    found = drafted_file(path)
    assert found.alignment is not None
    assert found.alignment.proved
    wanted = path.with_suffix(".yaml")
    rules = " ".join(sorted({problem.rule for problem in found.problems}))
    if renew:
        lines = [
            line for line in found.yaml.split("\n") if not line.startswith(("原件", "  文件: ", "  校验码: "))
        ]
        wanted.write_text(f"# 提醒：{rules}\n" + "\n".join(lines), encoding="utf-8", newline="\n")
    text = wanted.read_text(encoding="utf-8")
    assert tree(found.yaml) == tree(text)
    assert text.split("\n")[0] == f"# 提醒：{rules}".rstrip()
