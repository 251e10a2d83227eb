"""What the gallery in docs/gallery.md shows: each kind of page, on a phone and on a desk."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "gallery.md"
IMAGES = ROOT / "docs" / "images" / "pages"
DAY = "2022-10-10T10:00:00+08:00"
"""The reader's clock on all pictures."""
WIDTHS = {"phone": (375, 760), "desk": (1280, 760)}
QUALITY = 55
KINDS = {
    "home": ("首页", ""),
    "documents": ("文件", "documents/"),
    "document": ("一份文件（表格）", "documents/shaoxing-2022/"),
    "clauses": ("一份文件（条文）", "documents/zhejiang-2021/#list-1"),
    "alike": ("相近的任务", "documents/shaoxing-2022/#related"),
    "original": ("原文对照", "documents/shaoxing-2022/original/"),
    "units": ("单位", "units/"),
    "region": ("一个地区的单位", "units/deqing/"),
    "unit": ("一个单位", "units/shaoxing/shi-zheng-fu-ban-gong-shi/"),
    "deadlines": ("时限", "deadlines/"),
    "passed": ("时限已过", "deadlines/passed/"),
    "day": ("一天到期的", "deadlines/2022-12-31/"),
    "changes": ("变动", "changes/"),
    "search": ("搜索", "search/?q=%E8%B4%A2%E6%94%BF"),
    "glossary": ("词语", "glossary/"),
    "404": ("没有这一页", "404.html"),
}
"""Name of the picture -> what it is called, and its address."""
LOOKS = {
    "dark": ("深色", "document", "dark", {}),
    "large": ("大字版", "document", "light", {"size": "large"}),
    "contrast": ("高对比", "document", "light", {"contrast": "high"}),
}
"""Name -> what it is called, the kind of page, the system's scheme, what the reader chose."""


def take(browser: Browser, address: str) -> None:
    """All pictures, anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for old in IMAGES.glob("*.webp"):
        old.unlink()
    for name, (_, path) in KINDS.items():
        _picture(browser, address, name, path, "light", {})
    for name, (_, kind, scheme, chosen) in LOOKS.items():
        _picture(browser, address, name, KINDS[kind][1], scheme, chosen)


def _picture(
    browser: Browser, address: str, name: str, path: str, scheme: str, chosen: dict[str, str]
) -> None:
    for device, (width, height) in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.clock.set_fixed_time(DAY)
        page.goto(address)
        page.evaluate("chosen => qdAccess.choose(chosen)", chosen)
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('.qd-related details').forEach(e => { e.open = true; })")
        page.wait_for_timeout(600)
        shot = context.new_cdp_session(page).send(
            "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
        )
        (IMAGES / f"{name}-{device}.webp").write_bytes(b64decode(shot["data"]))
        context.close()


def text() -> str:
    """docs/gallery.md."""
    named = {**{n: called for n, (called, _) in KINDS.items()}, **{n: v[0] for n, v in LOOKS.items()}}
    rows = "\n".join(
        f"| {called} | ![{called}，手机](images/pages/{name}-phone.webp) | "
        f"![{called}，电脑](images/pages/{name}-desk.webp) |"
        for name, called in named.items()
    )
    return (
        "# 网页的样子\n\n"
        "每一种网页，手机和电脑上各一张，是 `make pictures` 在真的浏览器里照 `content/` 的内容拍的，"
        "读者的日期定在2022年10月10日。网站上不登这一页。\n\n"
        f"| 网页 | 手机 | 电脑 |\n| --- | --- | --- |\n{rows}\n"
    )
