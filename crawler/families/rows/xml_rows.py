"""Lists as XML of a program's own, which scripts of pages draw, `<list><item><title>…</title><url>…</url><date>…</date></item></list>`:
told as the objects that JSON would have. Pure; no entities are read."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from lxml import etree

from crawler.families.rows.rows import MOST

_MARKUP = (rb"html|head|body|div|ul|li|table|tr|script|a|p|span|section|article|dl|ol|form|h\d|img|style|br|b|i|area|map|center|font"
           rb"|iframe|input|label|link|meta|nav|strong|title|td|th|tbody")
_BEGUN = re.compile(rb"\s{0,99}<(?:\?xml\b|(?!(?:" + _MARKUP + rb")\b)[A-Za-z]\w{0,30}[\s>])", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|body|rss|feed|urlset|sitemapindex|datastore)\b", re.IGNORECASE)
_HEAD = 2000
_FEWEST = 2
"""Fields of a row."""
_LARGEST = 5_000_000


def may_be(body: bytes) -> bool:
    """Whether a body seems to be such a list: no page, feed or sitemap."""
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf")
    return b"<" in head[:100] and _BEGUN.match(head) is not None and _PAGE.search(head) is None and len(body) <= _LARGEST


def data_of(body: bytes) -> Any:
    """Its rows, elements of the kind of which there are most, as objects, with what its first element and others say of them; None where it
    has none."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    elements = (element for element in islice(root.iter(etree.Element), 10 * MOST) if element is not root)
    found = [(element.tag, fields) for element in elements if len(fields := _fields(element)) >= _FEWEST]
    if not found:
        return None
    counts = Counter(tag for tag, _ in found)
    row = max(counts, key=lambda tag: (counts[tag], max(len(fields) for each, fields in found if each == tag)))
    around = {f"around {at}": fields for at, (tag, fields) in enumerate(found) if tag != row}  # <page><total>7</total><cur>2</cur></page>
    return {**_fields(root), **around, "rows": [fields for tag, fields in found if tag == row][:MOST]}


def _fields(element: etree._Element) -> dict[str, str]:
    """What an element's attributes and its plain children say."""
    plain = {etree.QName(child).localname: (child.text or "").strip() for child in element.iterchildren(etree.Element) if not len(child)}
    return {str(name): str(value) for name, value in element.attrib.items()} | plain
