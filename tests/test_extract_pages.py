"""Judged pages: bytes in `pages/NAME.html`, what a person reads in them in `pages/NAME.json`; every field is a test of its own."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.model import FIELD_KEYS, Article
from benchmarks.extraction import LEAKS
from crawler.extract import extract
from crawler.page import Page
from tests.each_case import EachCase

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


@cache
def _judged(name: str) -> dict[str, Any]:
    judged: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return judged


@cache
def _article(name: str) -> Article:
    judged = _judged(name)
    headers = (("Content-Type", judged["content_type"]),) if "content_type" in judged else ()
    return extract(Page(url=judged["url"], body=(PAGES / f"{name}.html").read_bytes(), headers=headers))


@cache
def _values(name: str) -> dict[str, Any]:
    return asdict(_article(name))


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in NAMES for field in _judged(name)["expect"]])
def test_a_field_is_what_a_person_reads(name: str, field: str) -> None:
    article = _values(name)
    value = article["fields"][field] if field in FIELD_KEYS else article[field]
    expected = _judged(name)["expect"][field]
    assert _as_judged(value, expected) == expected, _judged(name)["about"]


def _as_judged(value: Any, expected: Any) -> Any:
    """The value as JSON spells it; of entries the keys that the judgement speaks of."""
    if not isinstance(value, tuple):
        return value
    keys = set(expected[0]) if expected and isinstance(expected[0], dict) else None
    return [item if keys is None else {key: one for key, one in item.items() if key in keys} for item in value]


def test_every_value_names_its_rule() -> None:
    with EachCase() as case:
        for name in NAMES:
            article = _article(name)
            for key, rule in article.found.items():
                with case(name, key):
                    value = article.fields[key] if key in FIELD_KEYS else getattr(article, key)
                    assert bool(value) == (rule is not None)


def test_there_are_pages_of_both_languages() -> None:
    languages = [_article(name).language for name in NAMES]
    assert len(NAMES) >= 185 and languages.count("en") >= 48 and languages.count("zh-Hans") >= 120


def test_no_furniture_is_in_a_text() -> None:
    with EachCase() as case:
        for name in NAMES:
            body = _article(name).body or ""
            with case(name):
                assert [words for words in LEAKS.findall(body) if words not in (_judged(name)["expect"].get("body") or "")] == []
