"""The two-dimensional code that leads from a printed page back to its address."""

from __future__ import annotations

from markupsafe import Markup


def code(address: str) -> Markup:
    """An <svg> of the address, one path; its size is the style sheet's matter.

    Readers take any of the eight masks. Trying them all for the prettiest would cost four times as
    much, so one is given.
    """
    import segno  # only a site with an address has codes; with it come clients for HTTP and mail

    made = segno.make_qr(address, error="m", boost_error=False, mask=2)
    svg = made.svg_inline(omitsize=True, border=2, svgclass="qd-qr", lineclass=None)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704
