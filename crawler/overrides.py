"""`--set NAME=VALUE`: the text of a command line as the value of a setting, of the kind that its default has."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import click

_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}

_LEAST = {"CONCURRENT_REQUESTS": 1, "LEASE_SECONDS": 1, **dict.fromkeys((
    "ARTICLE_AGES", "ARTICLE_LIMIT", "ARTICLE_PERIOD", "ATTACHMENT_MAXSIZE", "BUDGET", "DOWNLOAD_DELAY", "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT", "GONE_DAYS", "GONE_FAILURES", "PAGES_PER_HOST", "PAGE_MAXSIZE", "READERS", "READING_TIMEOUT", "RETRY_BACKOFF",
    "RETRY_TIMES", "WARC_ROLL_SIZE"), 0)}
"""The least values of our own settings, and of Scrapy's that a crawl goes by; of lists that of each."""


_MOST = dict.fromkeys(("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "LEASE_SECONDS", "READING_TIMEOUT", "RETRY_BACKOFF"), 366 * 86_400)
"""The greatest values: seconds that a clock can be set to."""


class BadSetting(click.UsageError):
    """A setting that there is not, or a value that it cannot have; the text is one line. Ends `fangzhi` with exit code 2."""


def overridden(pairs: Iterable[tuple[str, str]], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `pairs` in the kinds of `defaults`; of several for one name the last. Raises BadSetting.

    Numbers, true/false and text as they are; lists as JSON or as words with commas; tables as JSON.
    """
    values = {}
    for name, text in pairs:
        if name not in defaults:
            near = get_close_matches(name, list(defaults), n=1)
            raise BadSetting(f"--set {name}: there is no such setting{f'; did you mean {near[0]}?' if near else ''}")
        expected, value = _read(text, defaults[name])
        if value is None and text:
            raise BadSetting(f"--set {name}={text}: expected {expected}")
        if name in _LEAST and any(one < _LEAST[name] for one in (value if isinstance(value, list) else [value]) if one is not None):
            raise BadSetting(f"--set {name}={text}: expected {expected} of at least {_LEAST[name]}")
        if name in _MOST and value is not None and value > _MOST[name]:
            raise BadSetting(f"--set {name}={text}: expected {expected} of at most {_MOST[name]}")
        values[name] = value
    return values


def _read(text: str, default: Any) -> tuple[str, Any]:
    """What was expected, and the value; None when it is something else."""
    if isinstance(default, bool):
        return "true or false", _WORDS.get(text.lower())
    if isinstance(default, int | float):
        return "a number", _number(text, type(default))
    if isinstance(default, list | tuple):
        if default and all(isinstance(one, int | float) for one in default):
            return "numbers with commas", _numbers(text)
        return "a list as JSON or words with commas", _list(text)
    if isinstance(default, Mapping):
        return "a table as JSON", _json(text, dict)
    return "text", text


def _number(text: str, kind: type[int] | type[float]) -> int | float | None:
    try:
        value = kind(text)
    except ValueError:
        try:
            value = float(text)
        except ValueError:
            return None
    return value if math.isfinite(value) else None


def _numbers(text: str) -> list[int | float] | None:
    numbers = [_number(str(one), int) for one in _list(text) or ()]
    return None if None in numbers or (text and not numbers) else [one for one in numbers if one is not None]


def _list(text: str) -> list[Any] | None:
    return _json(text, list) if text.startswith("[") else [word.strip() for word in text.split(",") if word.strip()]


def _json(text: str, kind: type) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) else None
