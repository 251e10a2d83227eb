"""What pages give away besides tables: cards, feeds for programs, calendars to subscribe to, linked data."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from lxml import html

from qingdan import offers
from qingdan.model import Downloads
from qingdan.pages import linked_data
from tests.pages.conftest import Input

ADDRESS = "https://www.example.gov.cn/q/"


def page(given: Input, path: str):
    return html.fromstring(given.files()[path].read().decode())


def linked(tree) -> dict:
    (element,) = tree.xpath("//script[@type='application/ld+json']")
    return json.loads(element.text)


def test_cards_are_small_and_say_three_numbers(real: Input) -> None:
    files = real.files()
    cards = {p: f.read() for p, f in files.items() if p.endswith("/card.html")}
    units = [u for u, d in real.library.duties.items() if d.lead or d.responsible or d.supporting]
    assert len(cards) == len(real.library.documents) + len(units)
    for path, content in cards.items():
        assert len(content) < 4096
        tree = html.fromstring(content.decode())
        assert not tree.xpath("//script | //style | //@style | //img")
        assert len(tree.xpath("//li/b")) == 3
        (link,) = tree.xpath("//a")
        assert (link.get("href"), link.get("target")) == ("./", "_blank")
        assert path.replace("card.html", "index.html") in files


def test_a_card_of_a_document_and_of_a_unit(real: Input) -> None:
    def told(path: str) -> list[str]:
        return [" ".join(li.text_content().split()) for li in page(real, path).xpath("//li")]

    document = real.library.document("shaoxing-2022")
    units = len({p.unit.id for t in document.tasks for p in t.named})
    assert told("documents/shaoxing-2022/card.html") == ["50 任务", f"{units} 单位", "0 已报送进展"]
    duties = real.library.duties["shaoxing/shi-fa-gai-wei"]
    assert told("units/shaoxing/shi-fa-gai-wei/card.html") == [
        f"{len(duties.lead)} 牵头", f"{len(duties.responsible)} 负责", f"{len(duties.supporting)} 配合",
    ]  # fmt: skip


def test_what_site_yaml_does_not_want_is_neither_made_nor_linked(real: Input) -> None:
    site = replace(real.library.site, downloads=Downloads(document=("csv",), unit=(), deadline=()))
    given = real.but(library=replace(real.library, site=site))
    assert not [p for p in given.files() if p.endswith("card.html")]
    for path in ("documents/shaoxing-2022/index.html", "units/shaoxing/shi-fa-gai-wei/index.html"):
        assert not page(given, path).xpath("//link[@type='application/atom+xml'][contains(@href, 'feed')]")


def test_pages_name_their_feed_to_programs(real: Input) -> None:
    for path, wanted in (("index.html", "data/feed.xml"), ("changes/index.html", "../data/feed.xml")):
        (href,) = page(real, path).xpath("//head/link[@type='application/atom+xml']/@href")
        assert href.removeprefix("./") == wanted
    for path in ("documents/shaoxing-2022/", "units/shaoxing/shi-fa-gai-wei/"):
        (href,) = page(real, f"{path}index.html").xpath(
            "//head/link[@rel='alternate'][@type='application/atom+xml'][not(contains(@href, 'data/'))]/@href"
        )
        assert href.endswith(f"{path}feed.xml")


@pytest.fixture
def addressed(real: Input) -> Input:
    """The real notices, on a site that knows where it is published."""
    shells = {kind: replace(shell, site_url=ADDRESS) for kind, shell in real.shells.shells.items()}
    return real.but(shells=replace(real.shells, shells=shells, site_url=ADDRESS))


def test_calendars_can_be_subscribed_to_where_the_site_knows_its_address(
    real: Input, addressed: Input
) -> None:
    path = "units/shaoxing/shi-fa-gai-wei/index.html"
    asked = "//a[@class='qd-offer-webcal']/@href"
    assert page(real, path).xpath(asked) == []
    calendars = [
        o.href
        for o in offers.of_unit(real.library, real.library.units["shaoxing/shi-fa-gai-wei"])
        if o.kind == "ics"
    ]
    assert calendars
    found = page(addressed, path).xpath(asked)
    assert found == [f"webcal://www.example.gov.cn/q/{href}" for href in calendars]


def test_a_unit_is_an_organization_and_a_collective_is_none(real: Input, addressed: Input) -> None:
    unit = "units/shaoxing/shi-fa-gai-wei/"
    assert linked(page(addressed, f"{unit}index.html")) == {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": "市发改委",
        "url": f"{ADDRESS}{unit}",
        "areaServed": {"@type": "AdministrativeArea", "name": "浙江省绍兴市"},
    }
    assert "url" not in linked(page(real, f"{unit}index.html"))
    collective = next(u for u in real.library.units.values() if u.collective)
    assert not page(real, f"{collective.url}index.html").xpath("//script[@type='application/ld+json']")


def test_a_document_is_about_its_tasks(real: Input) -> None:
    for document in real.library.documents:
        tree = page(real, f"{document.url}index.html")
        found = linked(tree)
        assert [a["@id"] for a in found["about"]] == [f"#{t.anchor}" for t in document.tasks]
        assert {a["@id"][1:] for a in found["about"]} <= set(tree.xpath("//@id"))
        for action, task in zip(found["about"], document.tasks, strict=True):
            named = [o["name"] for o in (*action.get("agent", ()), *action.get("participant", ()))]
            assert named == [p.name for p in task.named]
            assert ("endTime" in action) == (task.due.date is not None)
            assert "actionStatus" not in action  # nothing was reported


def test_the_home_page_is_of_a_dataset(addressed: Input) -> None:
    found = linked(page(addressed, "index.html"))
    assert found["@type"] == "Dataset"
    assert [d["contentUrl"] for d in found["distribution"]] == [
        f"{ADDRESS}data/tasks.{kind}" for kind in ("csv", "json", "xlsx")
    ]


PROPERTIES = {
    "GovernmentOrganization": {"name", "alternateName", "url", "areaServed"},
    "Organization": {"name"},
    "AdministrativeArea": {"name"},
    "DigitalDocument": {
        "name", "identifier", "url", "inLanguage", "dateCreated", "datePublished", "temporalCoverage",
        "spatialCoverage", "author", "about",
    },
    "Action": {"name", "agent", "participant", "endTime", "actionStatus"},
    "Dataset": {
        "name", "description", "url", "inLanguage", "creator", "temporalCoverage", "distribution",
    },
    "DataDownload": {"contentUrl", "encodingFormat"},
}  # fmt: skip
"""Type -> those of its properties in schema.org (version 29) that pages use; its vocabulary is no schema
that a program could hold them against."""


def test_nothing_is_said_that_schema_org_has_no_word_for(addressed: Input) -> None:
    seen = set()

    def look(value: object) -> None:
        if isinstance(value, dict):
            type_ = value["@type"]
            seen.add(type_)
            assert {k for k in value if k[0] != "@"} <= PROPERTIES[type_]
            assert all(value.values())
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    for path, file in addressed.files().items():
        if re.match(r"(index|documents/[^/]+/index|units/[^/]+/[^/]+/index)\.html", path):
            tree = html.fromstring(file.read().decode())
            for element in tree.xpath("//script[@type='application/ld+json']"):
                look(json.loads(element.text))
    assert seen == set(PROPERTIES)


def test_words_do_not_end_the_element(real: Input) -> None:
    document = real.library.documents[0]
    title = document.title._replace(value="</script><script>alert(1)</script>\u2028&")
    text = linked_data.document(replace(document, title=title), "")
    assert text.count("<") == 2
    assert linked(html.fromstring(f"<html><head>{text}</head></html>"))["name"] == title.value
