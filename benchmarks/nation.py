"""How long a nation takes, on paper: `python benchmarks/nation.py [--regions 8] [--price 0.3]`.

Builds a few regions of ten documents with `qingdan nation`, cold, and one of them again after an edit;
from processor seconds a region follows what 3,200 regions (32,000 documents, 1.6 million tasks) take on
1, 10 and 100 machines. Prints a table in the words of docs/guide/nation.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import notices
from measure import Run, run, size

ROOT = Path(__file__).parent.parent
DOCUMENTS, REGIONS = 10, 3200


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="How long a nation takes, on paper.")
    parser.add_argument("--regions", type=int, default=8, help="so many are built (8)")
    parser.add_argument("--processors", type=int, default=2, help="of each machine (2)")
    parser.add_argument("--price", type=float, default=0.3, help="assumed: yuan an hour and processor (0.3)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qingdan-nation-") as name:
        folder = Path(name)
        _make(folder, asked.regions)
        cold = _build(folder)
        one = _cpu_of_one(folder, cold, asked.regions)
        notices.edit(folder / "content" / "region-0001", done=True)
        edited = _build(folder)
        weight = size(folder / "site" / "region-0001")
    print(_table(asked, one, edited))
    print(
        f"一个地区 {DOCUMENTS} 份文件、{DOCUMENTS * notices.TASKS} 项任务：{one:.2f} 处理器秒，"
        f"{weight.pages} 个网页，{weight.files} 个文件，{weight.bytes / 1e6:.1f} MB；"
        f"最大的进程 {cold.peak:.0f} MB。"
        f"全国 {REGIONS:,} 个地区：{weight.pages * REGIONS:,} 个网页，{weight.files * REGIONS:,} 个文件，"
        f"{weight.bytes * REGIONS / 1e9:.0f} GB；一个文件夹里最多 {REGIONS + 3:,} 个。"
    )


def _make(folder: Path, regions: int) -> None:
    words = notices.words_of(ROOT / "content")
    for name in ("docs", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    notices.write(words, regions * DOCUMENTS, folder / "all")
    for index in range(regions * DOCUMENTS):
        # five documents a made region, two made regions a folder
        made, region = index // len(notices.YEARS) + 1, f"region-{index // DOCUMENTS + 1:04}"
        year = notices.YEARS[index % len(notices.YEARS)]
        for kind, file in (
            ("documents", f"test-{made:03}-{year}.yaml"),
            ("originals", f"test-{made:03}-{year}.txt"),
            ("units", f"test-{made:03}.yaml"),
        ):
            target = folder / "content" / region / kind
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / "all" / kind / file, target / file)
    shutil.copy(ROOT / "content" / "site.yaml", folder / "content")


def _build(folder: Path) -> Run:
    command = [sys.executable, "-m", "qingdan", "nation", "--jobs", "1"]
    return run([command], folder, {}, folder / "log.txt")


def _cpu_of_one(folder: Path, all_: Run, regions: int) -> float:
    """Processor seconds of one region more: start and theme are paid once a machine."""
    for region in range(2, regions + 1):
        (folder / "content" / f"region-{region:04}").rename(folder / f"aside-{region}")
    shutil.rmtree(folder / "site")
    shutil.rmtree(folder / ".cache")
    first = _build(folder)
    for region in range(2, regions + 1):
        (folder / f"aside-{region}").rename(folder / "content" / f"region-{region:04}")
    _build(folder)
    return (all_.cpu - first.cpu) / (regions - 1)


def _table(asked: argparse.Namespace, one: float, edited: Run) -> str:
    total = one * REGIONS
    lines = ["| 机器 | 全部重做 | 处理器小时 | 花费 |", "| ---: | ---: | ---: | ---: |"]
    for machines in (1, 10, 100):
        minutes = total / (machines * asked.processors) / 60
        lines.append(
            f"| {machines} | {minutes:.1f} 分钟 | {total / 3600:.1f} | {total / 3600 * asked.price:.1f} 元 |"
        )
    lines.append("")
    lines.append(
        f"每台 {asked.processors} 个处理器，"
        f"价钱按每处理器每小时 {asked.price:g} 元算（这是假设，改 --price）；"
        f"不算上传。{asked.regions} 个地区里改一个地区的一行，{edited.cpu:.2f} 处理器秒。"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
