"""Review 原文对照: the original beside the fields that carry it, passage by passage.

One view for two places: each document's page on the site, and the page that
`qingdan import --review` writes. `numbering` gives both sides their numbers,
`printed` cuts the original into passages, `fields` tells what the YAML holds and
how it was read, `view` puts them together; the templates only loop.
"""

from qingdan.pages.review.view import Note, View, view

__all__ = ["Note", "View", "view"]
