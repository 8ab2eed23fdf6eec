"""What a single value of a portal file may be. Each check gives the value ready for `Portal`, or raises `Unexpected`."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable
from datetime import date, datetime
from time import thread_time
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

from lxml import etree

from crawler.addresses.address import LONGEST, absolute

Check = Callable[[Any], Any]

LONGEST_RULE = 1000
"""Characters of a regular expression or XPath expression at most."""
LONGEST_WORDS = 200
"""Characters of a title or section at most."""
SLOWEST_PROBE = 0.02
"""Seconds of CPU time that a regular expression may take for 400 characters; sane ones take some millionths."""


class Unexpected(Exception):
    """A value that cannot be; the text says what was expected instead."""


def words(value: Any) -> str:
    """A title or the like: one line that is not blank."""
    if not isinstance(value, str) or not value.strip() or any(category(sign)[0] == "C" for sign in value):
        raise Unexpected("one line of text that is not blank")
    if len(value) > LONGEST_WORDS:
        raise Unexpected(f"at most {LONGEST_WORDS} characters")
    return value.strip()


def flag(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Unexpected("true or false, without quotes")
    return value


def one_of(*choices: str) -> Check:
    """One of a few words."""

    def check(value: Any) -> str:
        if value not in choices or not isinstance(value, str):
            raise Unexpected(f"one of {', '.join(choices)}")
        return value

    return check


def whole(least: int, most: int) -> Check:
    """A whole number within bounds, both included."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Unexpected(f"a whole number from {least} to {most}")
        return value

    return check


def number(least: float, most: float) -> Check:
    """A number within bounds, both included."""

    def check(value: Any) -> float:
        good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not good or not least <= value <= most:
            raise Unexpected(f"a number from {least:g} to {most:g}")
        return float(value)

    return check


def day(value: Any) -> date:
    """A TOML local date."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unexpected("a day without quotes, as 2021-06-30")
    return value


_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
                       re.IGNORECASE | re.ASCII)


def language(value: Any) -> str:
    """A language tag of BCP 47 (RFC 5646, section 2.1), no extensions, in its usual letter case; Chinese states its script."""
    match = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Unexpected("a language tag of BCP 47, as zh-Hans or en")
    name, script, region, variants = match[1].lower(), match[2], match[3], match[4].lower()
    if name == "zh" and script is None:
        raise Unexpected("Chinese with its script: zh-Hans or zh-Hant")
    return name + (f"-{script.title()}" if script else "") + (f"-{region.upper()}" if region else "") + variants


def timezone(value: Any) -> str:
    """A name of the IANA time zone database."""
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, TypeError, OSError):
        raise Unexpected("a time zone of the IANA database, as Asia/Shanghai") from None
    return str(value)


def family(value: Any) -> str:
    """The name of a family of content management systems that this software knows."""
    from crawler.families import BY_NAME  # with all that reads lists: for the portals that name one

    return str(one_of(*sorted(BY_NAME))(value))


_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]\\%]+)(?::([0-9]{1,5}))?")


def host(value: Any) -> str:
    """`host` or `host:port` as it stands in addresses: lower case, IDNA, IPv6 in brackets."""
    match = _HOST.fullmatch(value) if isinstance(value, str) else None
    made = absolute("", f"http://{match[1]}/") if match else None
    if match is None or made is None:
        raise Unexpected("a host name or host:port, as www.zj.gov.cn or 127.0.0.1:8080 (no path; IPv6 in brackets)")
    if match[2] and not 1 <= int(match[2]) <= 65535:
        raise Unexpected("a port from 1 to 65535")
    return made[len("http://") : -1] + (f":{int(match[2])}" if match[2] else "")


def address(value: Any) -> str:
    """An absolute address as it is asked for: ASCII, host by IDNA, path percent-coded."""
    if not isinstance(value, str) or not re.match(r"https?://", value, re.IGNORECASE):
        raise Unexpected("an absolute http:// or https:// address")
    if re.search(r"\s", value) or "#" in value or "@" in value.split("/")[2]:
        raise Unexpected("an address without blanks, #fragment and user name")
    made = absolute("", value)
    if made is None:
        raise Unexpected(f"an address with a possible host and port, of at most {LONGEST} characters")
    return made


def pattern(value: Any) -> str:
    """A regular expression that compiles and cannot run away."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_RULE:
        raise Unexpected(f"a regular expression of 1 to {LONGEST_RULE} characters")
    try:
        with warnings.catch_warnings(action="ignore"):
            compiled = re.compile(value)
    except (re.error, OverflowError, RecursionError) as error:
        raise Unexpected(f"a regular expression (this one does not compile: {error})") from None
    if _runs_away(compiled):
        raise Unexpected("a regular expression that is quick on every address (in this one, repeats multiply)")
    return value


def _runs_away(compiled: re.Pattern[str]) -> bool:
    """Whether the time grows so fast with the length of what is searched that a long address would stop a crawl.

    Tried, not reasoned: runs of the signs that the expression names, then one it cannot expect; each longer than the last.
    """
    signs = list(dict.fromkeys("a1/" + compiled.pattern))[:24]
    for run in (*signs, "/a", "a1"):
        for length in (*range(6, 32, 2), 40, 55, 75, 100, 140, 200, 280, 400):
            start = thread_time()
            compiled.search((run * length)[:length] + "\0")
            if thread_time() - start > SLOWEST_PROBE:
                return True
    return False


_LITERALS = re.compile("'[^']*'|\"[^\"]*\"")
_CSS = re.compile(r"[A-Za-z][\w-]*[.#][A-Za-z_-]|^\s*(?!(?:head|body)\s*$)[A-Za-z][\w-]*\s*$")
"""What only a CSS selector is meant by: `h1.title`, `div#zoom`; and `h1`, which as XPath is a child of the page's root, where none is."""
_EMPTY_PAGE = etree.fromstring(b"<html><head/><body/></html>")


def xpath(value: Any) -> str:
    """An XPath 1.0 expression that gives elements, attributes or strings."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_RULE:
        raise Unexpected(f"an XPath expression of 1 to {LONGEST_RULE} characters")
    if _CSS.search(_LITERALS.sub("''", value)):
        raise Unexpected("an XPath expression, as //h1[@class='title'], no CSS selector")
    try:
        result = etree.XPath(value)(_EMPTY_PAGE)
    except (etree.XPathError, ValueError) as error:
        raise Unexpected(f"an XPath expression (this one fails: {error})") from None
    if not isinstance(result, list | str):
        raise Unexpected("an XPath expression that gives elements, attributes or strings, not a number or true/false")
    return value


def selector(value: Any) -> str:
    """A CSS selector, as far as can be told without a browser: its brackets and quotes are closed."""
    chosen = words(value)
    bare = re.sub(r"\\.", "", _LITERALS.sub("", chosen))
    if re.search("['\"]", bare) or any(bare.count(opened) != bare.count(closed) for opened, closed in ("[]", "()")):
        raise Unexpected("a CSS selector, as ul.news li a, whose brackets and quotes are closed")
    return chosen


_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")


def quiet_hours(value: Any) -> str:
    """`HH:MM-HH:MM`; may reach over midnight."""
    if not isinstance(value, str) or not _HOURS.fullmatch(value) or value[:5] == value[6:]:
        raise Unexpected("two different times of day, as 08:00-18:00")
    return value


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_CRON: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: place for place, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 7, {name: place for place, name in enumerate(_WEEKDAYS)}),
)


def cron(value: Any) -> str:
    """Five fields as in crontab(5): `*`, numbers or English short names, ranges, steps and lists of these."""
    fields = value.split() if isinstance(value, str) and value.isascii() else []
    if len(fields) != len(_CRON):
        raise Unexpected("five fields: minute, hour, day of the month, month, day of the week, as 15 2 * * *")
    for text, (name, least, most, names) in zip(fields, _CRON, strict=True):
        if not all(_cron_part(part.lower(), least, most, names) for part in text.split(",")):
            raise Unexpected(f"{name} from {least} to {most}, as *, 5, 1-5, */15 or a list of these with commas")
    return " ".join(fields)


def _cron_part(part: str, least: int, most: int, names: dict[str, int]) -> bool:
    span, slash, step = part.partition("/")
    if slash and not (re.fullmatch(r"[0-9]{1,2}", step) and 1 <= int(step) <= most):
        return False
    if span == "*":
        return True
    low, dash, high = span.partition("-")
    ends = [names.get(end, int(end) if re.fullmatch(r"[0-9]{1,2}", end) else -1) for end in ([low, high] if dash else [low])]
    return all(least <= end <= most for end in ends) and ends == sorted(ends) and (bool(dash) or not slash)
