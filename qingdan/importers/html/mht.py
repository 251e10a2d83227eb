"""MHT: a page that a browser saved with all its parts in one message."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.policy import compat32


def page_of(data: bytes) -> tuple[bytes, str] | None:
    """The bytes of the first page in a message, and the encoding that it names; None where it has none
    or was cut off."""
    message = message_from_bytes(data, policy=compat32)
    if any(isinstance(d, StartBoundaryNotFoundDefect | CloseBoundaryNotFoundDefect) for d in message.defects):
        return None
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            return (body, str(part.get_content_charset() or "")) if isinstance(body, bytes) else None
    return None
