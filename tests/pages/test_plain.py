"""robots.txt, sitemap.xml and redirects."""

from __future__ import annotations

from lxml import etree, html

from qingdan.pages import plain
from tests.pages.conftest import Input

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(content: bytes) -> list[str]:
    return etree.fromstring(content).xpath("//s:loc/text()", namespaces=SPACE)


def test_the_site_map_names_every_page_once(real: Input) -> None:
    files = real.files()
    wanted = {"/" + p.removesuffix("index.html") for p in files if p.endswith("index.html")}
    wanted |= {"/" + d for d in real.shells.docs}
    found = addresses(files["sitemap.xml"].read())
    assert sorted(found) == sorted(wanted)


def test_addresses_are_absolute_where_the_site_knows_its_own() -> None:
    (file,) = plain.sitemap(["", "units/甲/"], "https://example.org/x/")
    assert addresses(file.read()) == ["https://example.org/x/", "https://example.org/x/units/%E7%94%B2/"]
    assert b"Sitemap: https://example.org/x/sitemap.xml" in plain.robots("https://example.org/x/").read()
    assert b"Sitemap" not in plain.robots("").read()


def test_a_site_map_beyond_the_protocols_limit_is_parted() -> None:
    wanted = [f"documents/d{i}/" for i in range(100_001)]
    files = {f.path: f.read() for f in plain.sitemap(wanted, "https://example.org/")}
    assert addresses(files["sitemap.xml"]) == [f"https://example.org/sitemap-{i}.xml" for i in (1, 2, 3)]
    found = [a for i in (1, 2, 3) for a in addresses(files[f"sitemap-{i}.xml"])]
    assert found == [f"https://example.org/{a}" for a in wanted]
    assert all(len(addresses(files[f"sitemap-{i}.xml"])) <= 50_000 for i in (1, 2, 3))


def test_an_old_address_leads_to_the_new_one_with_and_without_scripts() -> None:
    (file,) = plain.redirects({"units/shaoxing/old/": "units/shaoxing/new/"}, "甲&乙")
    assert file.path == "units/shaoxing/old/index.html"
    tree = html.fromstring(file.read().decode())
    target = "../../../units/shaoxing/new/"
    assert tree.xpath("//a/@href") == [target]
    assert tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
    # the script takes the address from here, and the words behind ? and # along
    assert tree.xpath("//link[@rel='canonical']/@href") == [target]
    assert tree.xpath("//script/@src") == ["../../../assets/moved.js"]
    assert not tree.xpath("//script/text()")
    assert tree.findtext("head/title") == "这一页换了地址 - 甲&乙"


def test_a_redirect_never_stands_in_the_place_of_a_page(real: Input) -> None:
    library = real.library
    unit = next(iter(library.units.values()))
    before = dict(library.redirects)
    try:
        object.__setattr__(library, "redirects", {unit.url: "units/", "units/gone/": "units/"})
        files = real.files()
    finally:
        object.__setattr__(library, "redirects", before)
    assert b"http-equiv" not in files[f"{unit.url}index.html"].read()
    assert b"http-equiv" in files["units/gone/index.html"].read()
