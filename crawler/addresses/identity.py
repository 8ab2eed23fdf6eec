"""One article, one key: under all names of its portal, and under all columns of its CMS. Pure; never raises."""

from __future__ import annotations

import re

from crawler.addresses.address import normalise
from crawler.addresses.scope import path_of, scope_of
from crawler.portal import Portal

_DEFAULT_DOCUMENT = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx?)(?=\?|$)", re.IGNORECASE)
_FILE = r"\.(?:s?html?|htm)(?:\?|$)"
# Shapes of article addresses whose id is one article's on its whole host. Further parts (`_2.htm`) match none of them. Ids of
# fewer digits than such systems give are left alone: they may count anew in each section.
_IDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hanweb", re.compile(r"/art/(?:\d{4}/(?:\d{1,2}/\d{1,2}/)?)?art_\d+_(\d{4,})" + _FILE)),
    ("hanweb", re.compile(r"/art/\d{4}/art_([0-9a-f]{32})" + _FILE)),
    ("trs", re.compile(r"/t\d{8}_(\d{5,})" + _FILE)),
    ("trs", re.compile(r"/t(\d{6,10})" + _FILE)),
    ("ucap", re.compile(r"/content_(\d{5,}|[0-9a-f]{16,40})" + _FILE, re.IGNORECASE)),
    ("ucap", re.compile(r"/20\d\d/?\d{1,2}/?\d{1,2}/([0-9a-f]{32})" + _FILE, re.IGNORECASE)),
    ("nanfang", re.compile(r"/content/m?post_(\d{5,})" + _FILE)),
    ("boda", re.compile(r"/info/\d+/(\d{4,})" + _FILE)),
    ("boda", re.compile(r"/content\.jsp\?(?:.*&)?wbnewsid=(\d{4,})(?:&|$)")),
    ("epoint", re.compile(r"/\d{8}/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})" + _FILE, re.IGNORECASE)),
    ("enorth", re.compile(r"/system/\d{4}/\d\d/\d\d/(\d{6,})" + _FILE)),
    ("chinadaily", re.compile(r"/\d{4}-\d\d/\d\d/c_(\d{5,})" + _FILE)),
    ("instant", re.compile(r"/20\d\d/\d\d/\d\d/(1\d{12})" + _FILE)),
)
_LIKELY = re.compile(r"/(?:art/|t\d{6}|content|20\d\d/?\d{1,2}/?\d{1,2}/[\da-f]{13}|info/\d|\d{8}/|system/|\d{4}-\d\d/)", re.IGNORECASE)
"""What each of these shapes begins with: most addresses of most portals have none of it."""
# Electronic papers count their articles anew in each title on a host: /zjrb/html/2024-03/05/content_123456.htm
_PAPER = re.compile(r"/html?/\d{4}-\d\d/\d\d/content_\d+\.", re.IGNORECASE)


def address_key(url: str, portal: Portal) -> str:
    """`host/path?query` that is one for http and https, with and without `www.`, for all aliases, with and without tracking
    parameters, default document (`index.html` and its like) and final slash. An address that is none comes back as it is."""
    url = normalise(url)
    if not url.startswith(("http://", "https://")):
        return url
    path = path_of(url)
    if not path.isascii() or "/index." in (lower := path.lower()) or "/default." in lower:
        path = _DEFAULT_DOCUMENT.sub("/", path, count=1)
    path, mark, query = path.partition("?")
    return f"{scope_of(portal).group(url)}{path.rstrip('/')}{mark}{query}"


def cms_key(url: str, portal: Portal) -> str | None:
    """`host family:id` by the CMS's own id in the address: the same for an article under several columns. None where the address
    shows no id that holds on the whole host."""
    path = path_of(url)
    if _LIKELY.search(path) is None or _PAPER.search(path):
        return None
    for family, shape in _IDS:
        match = shape.search(path)
        if match is not None:
            return f"{scope_of(portal).group(normalise(url))} {family}:{match[1].lower()}"
    return None
