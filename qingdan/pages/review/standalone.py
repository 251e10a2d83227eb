"""The view as one file that stands alone: no outside reference, a strict policy, script only for linking."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from qingdan.pages.review.view import View
from qingdan.pages.templates import FOLDER, Templates

_ASSETS = FOLDER.parent / "theme" / "assets"


def standalone(view: View, name: str, summary: Sequence[str]) -> str:
    """The page of one original: its name for people, and what became of it in a few lines."""
    style = _asset("review.css") + _asset("review-alone.css")
    script = _asset("review.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return Templates().render(
        "review",
        view=view,
        name=name,
        summary=summary,
        policy=policy,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
    )


def _asset(name: str) -> str:
    """A file of ours that goes into the page as it is; it must not end the element that it stands in."""
    text = Path(_ASSETS / name).read_text("utf-8")
    assert "</" not in text, name
    return text


def _hash(text: str) -> str:
    """What a Content-Security-Policy calls an inline element."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
