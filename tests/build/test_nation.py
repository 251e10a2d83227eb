"""A nation: regions are built one by one, here or on a cluster, to the same bytes."""

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from qingdan.build import OutputRefusedError, nation
from qingdan.build.nation import build_nation
from qingdan.cli import main

REGIONS = {"shaoxing": "shaoxing-2022", "deqing": "deqing-2022"}


@pytest.fixture
def country(tmp_path: Path, root: Path, content: Path, frames: Path) -> Path:
    """The folder of a site with two regions. Only the frame is there already."""
    for name in ("docs", "templates"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "mkdocs.yml", tmp_path)
    for region, id_ in REGIONS.items():
        for folder in ("documents", "originals", "units"):
            (tmp_path / "content" / region / folder).mkdir(parents=True)
        for file in content.rglob("*"):
            if file.stem in (id_, region):
                shutil.copy(file, tmp_path / "content" / region / file.parent.relative_to(content).parts[0])
    shutil.copy(content / "site.yaml", tmp_path / "content")
    shutil.copytree(frames, tmp_path / ".cache" / "qingdan")
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    files = (f for f in folder.rglob("*") if f.is_file())
    found = {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}
    return {path: data for path, data in found.items() if not path.startswith(".built/")}


def build(country: Path, target: str | Path, **more):
    return build_nation(country, country / "content", str(target), **more)


def edit(country: Path, *, line: str = "    进展: [{日期: 2022-12-01, 状态: 已完成}]\n") -> None:
    file = country / "content/deqing/documents/deqing-2022.yaml"
    before, mark, after = file.read_text("utf-8").partition("    内容: ")
    file.write_text(before + line + mark + after, "utf-8")


def test_each_region_is_a_site_below_one_index(country: Path) -> None:
    built = build(country, country / "site", jobs=2)
    assert [(b.region, b.name, b.tasks) for b in built] == [
        ("deqing", "浙江省/湖州市/德清县", 52),
        ("shaoxing", "浙江省/绍兴市", 50),
    ]
    assert json.loads((country / "site/regions.json").read_text("utf-8"))[1]["url"] == "shaoxing/"
    index = (country / "site/index.html").read_text("utf-8")
    assert 'href="deqing/"' in index
    assert "102 项任务" in index
    assert (country / "site/deqing/documents/deqing-2022/index.html").is_file()
    assert sorted(p.name for p in (country / "site").iterdir()) == [
        "deqing", "index.html", "nation.css", "regions.json", "shaoxing",
    ]  # fmt: skip


def test_only_a_changed_region_is_built_again(country: Path) -> None:
    build(country, country / "site")
    before = {p: (country / "site" / p).stat().st_mtime_ns for p in ("regions.json", "shaoxing")}
    edit(country)
    built = build(country, country / "site")
    assert [b.new > 0 for b in built] == [True, False]
    assert before == {p: (country / "site" / p).stat().st_mtime_ns for p in before}
    fresh = country / "fresh"
    shutil.rmtree(country / ".cache")
    build(country, fresh)
    assert tree(fresh) == tree(country / "site")


def test_a_region_with_errors_keeps_its_site(country: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(country, country / "site")
    before = tree(country / "site")
    edit(country, line="    不认识的键: 1\n")
    arguments = ["nation", "--content", str(country / "content"), "--output", str(country / "site")]
    assert main(arguments, root=country) == 1
    said = capsys.readouterr()
    assert "deqing/documents/deqing-2022.yaml" in said.out
    assert "没有生成的地区（原来的网站没有动）：deqing" in said.err
    assert tree(country / "site") == before


def test_a_region_that_is_gone_goes(country: Path) -> None:
    build(country, country / "site")
    shutil.rmtree(country / "content/deqing")
    build(country, country / "site")
    assert not (country / "site/deqing").exists()
    assert 'href="deqing/"' not in (country / "site/index.html").read_text("utf-8")


def test_a_folder_with_other_things_is_refused(country: Path) -> None:
    (country / "other").mkdir()
    (country / "other/letter.txt").write_text("私人")
    with pytest.raises(OutputRefusedError, match="不敢替换"):
        build(country, country / "other")
    (country / "content/绍兴").mkdir()
    with pytest.raises(OutputRefusedError, match="绍兴"):
        build(country, country / "site")


def test_another_place_holds_the_same_bytes(country: Path) -> None:
    build(country, country / "site")
    remote = (country / "remote").as_uri()
    build(country, remote)
    assert tree(country / "remote") == tree(country / "site")
    edit(country)
    kept = (country / "remote/shaoxing/index.html").stat().st_mtime_ns
    build(country, remote)
    build(country, country / "site")
    assert tree(country / "remote") == tree(country / "site")
    assert (country / "remote/shaoxing/index.html").stat().st_mtime_ns == kept
    shutil.rmtree(country / "content/deqing")
    build(country, remote)
    build(country, country / "site")
    assert tree(country / "remote") == tree(country / "site")


def killed_region(order):
    """The first worker that takes it is killed while the site is put in its place."""
    if not (order.root / "killed").exists():

        def half(self, region, site, written):
            beside = nation.files.building_name(self._folder / region)
            shutil.copytree(site / "documents", beside / "documents")
            (order.root / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)

        nation._Folder.put = half
    return nation.build_region(order)


@pytest.mark.filterwarnings("ignore")  # dask's own, of workers that are killed
def test_a_killed_worker_of_a_cluster_loses_nothing(country: Path) -> None:
    from distributed import Client, LocalCluster

    build(country, country / "site")
    shutil.rmtree(country / ".cache")
    target = country / "clustered"
    order = nation.Order(country, country / "content", "shaoxing", str(target), None)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            client.gather(client.map(killed_region, [order], pure=False, retries=3))
        assert (country / "killed").is_file()
        assert tree(target / "shaoxing") == tree(country / "site/shaoxing")
        assert [p.name for p in target.iterdir()] == ["shaoxing"]
        shutil.rmtree(target)
        built = build(country, target, cluster=cluster.scheduler_address)
    assert all(b.ok for b in built)
    assert tree(target) == tree(country / "site")
