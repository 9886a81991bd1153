"""Addresses within the page: ``?view=…`` opens a view, ``?doc=…&clause=…`` a clause.

Every link is relative, so that it works under any host and path that the page is served on.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

View = Literal["chat", "reader", "duties", "targets", "about"]


def view_link(view: View, **filters: str) -> str:
    """Return the link to a view, filtered: ``?view=duties&clause=三（五）``."""
    return "?" + _query({"view": view, **filters})


def clause_link(document_id: str, address: str, quote: str = "") -> str:
    """Return the link that opens a clause in 原文, with ``quote`` marked in it."""
    return "?" + _query({"doc": document_id, "clause": address, "mark": quote})


def _query(fields: dict[str, str]) -> str:
    return "&".join(f"{name}={_readable(value)}" for name, value in fields.items() if value)


def _readable(value: str) -> str:
    """Escape what an address gives a meaning to; Chinese stays, browsers encode it."""
    return "".join(quote(each, safe="") if each.isascii() else each for each in value)
