"""What an answer says of the life of an article that was read at its address before: gone, moved, or not to be had. Pure.

States are observations: an article is gone when its address says so, or when it gave nothing several times over several days while
other articles of its host could be read. One failure says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

GONE = frozenset({404, 410})
EMPTIED = frozenset({"empty", "unknown"})
"""Page kinds of an article's page from which the article was taken. A new design looks so, too."""
ELSEWHERE = frozenset({"home", "listing", "soft-404", "error"})
"""Page kinds to which a redirect leads that takes an article's place."""
_FRONT = re.compile(r"/(?:(?:index|default|home|main)\.\w+)?", re.IGNORECASE)
_FOLDER = re.compile(r".*/(?:(?:index|default|list)(?:_\d+)?\.\w+)?", re.IGNORECASE)
_ERROR_PAGE = re.compile(r"(?:^|[/_-])(?:404|410|error|notfound|not_found|deleted)(?:[/_.-]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """When failures make an article gone."""

    failures: int = 5
    """Failures, an hour apart at least."""
    days: float = 7.0
    """Days between the first and the last of them at least."""
    emptied: int = 2
    """Times that its page must be found without an article, where others of its host can be read."""
    well: float = 2.0
    """Days back within which another article of the host must have been read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the collection knows of the address."""

    article: str
    """Id of the article that was read there."""
    failures: int
    """Failures noted before this answer."""
    failed_since: datetime | None
    """The first of them."""
    host_read: datetime | None
    """When an article was read last at that host."""


def definite(status: int | None, kind: str | None, reason: str) -> str | None:
    """Why an answer at an article's own address says that it is gone; None when it does not.

    `kind` and `reason`: of the problem that was reported; None: none was.
    """
    if kind == "http" and status in GONE:
        return f"HTTP {status}"
    if kind == "not-an-article" and page_kind(reason) == "soft-404":
        return reason
    return None


def failure(kind: str | None, status: int | None, reason: str) -> bool:
    """Whether an answer is a failure that may mean that an article is gone, if it goes on."""
    if kind == "not-an-article":
        return page_kind(reason) in EMPTIED
    return kind in ("unreachable", "truncated", "incomplete") or (kind == "http" and status not in GONE)


def lasting(record: Record, kind: str, reason: str, at: datetime, patience: Patience) -> str | None:
    """Why an article is gone after this failure; None when it may still come back by itself.

    Only failures count that came while the host was well: another article of it was read since the first of them.
    """
    since = record.failed_since
    if since is None or record.host_read is None or record.host_read <= since:
        return None
    if at - record.host_read > timedelta(days=patience.well):
        return None
    times = record.failures + 1
    if kind in ("not-an-article", "incomplete"):
        return f"its page holds no article any more ({reason})" if times >= patience.emptied else None
    if times < patience.failures or at - since < timedelta(days=patience.days):
        return None
    return f"{times} failures in {(at - since).days} days while others of its host answered: {reason}"


def redirected(url: str, target: str, sections: Container[str]) -> str | None:
    """Why a redirect away from an article says that it is gone; None when it may lead to the article.

    `sections`: addresses of the portal's listings.
    """
    path = urlsplit(target).path or "/"
    if _FRONT.fullmatch(path):
        return f"redirected to the home page {target}"
    if target in sections or (_FOLDER.fullmatch(path) and not _FOLDER.fullmatch(urlsplit(url).path)):
        return f"redirected to a section, {target}"
    if _ERROR_PAGE.search(path):
        return f"redirected to an error page, {target}"
    return None


def page_kind(reason: str) -> str:
    """The page kind that the reason of a `not-an-article` begins with."""
    return reason.partition(":")[0]
