"""What a browser sends of a form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.families.rows.text_days import squeezed

MOST = 2000
"""Fields of a form, and choices of a field, at most."""
_UNSENT = frozenset(("submit", "button", "image", "reset", "file"))


def fields_of(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """Name and value of each field of a form that a script submits: no buttons, no files, of boxes those that are ticked."""
    for field in islice(form.iter("input", "select", "textarea"), MOST):
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "select":
            options = list(islice(field.iter("option"), MOST))
            chosen = next((option for option in options if option.get("selected") is not None), options[0] if options else None)
            if chosen is not None:
                yield name, chosen.get("value") or squeezed("".join(chosen.itertext()))
        elif field.tag == "textarea":
            yield name, "".join(field.itertext())
        elif (kind := (field.get("type") or "text").lower()) in ("checkbox", "radio"):
            if field.get("checked") is not None:
                yield name, field.get("value") or "on"
        elif kind not in _UNSENT:
            yield name, field.get("value") or ""
