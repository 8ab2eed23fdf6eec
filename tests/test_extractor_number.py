"""The extractor's number rises when the same page gives something else: what the judged pages give is pinned to it.

`python -m tests.test_extractor_number` pins anew what they give now, in `tests/extractor_pins.json`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import EXTRACTOR, extract
from crawler.page import Page

PAGES = Path(__file__).parent / "pages"
PINS = Path(__file__).parent / "extractor_pins.json"
ADVICE = """is read otherwise than when {number} was pinned. Archives state that number in their lines, and `fangzhi verify` takes a
line of the same number that comes out otherwise for damaged. If that is meant: raise EXTRACTOR in crawler/extract/__init__.py (once
between two releases), say so in CHANGELOG.md, and run `python -m tests.test_extractor_number`."""


def digest_of(name: str, **changed: Any) -> str:
    """Digest of all that a judged page gives: values, fields, rules."""
    judged = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    headers = (("Content-Type", judged["content_type"]),) if "content_type" in judged else ()
    article = asdict(extract(Page(url=judged["url"], body=(PAGES / f"{name}.html").read_bytes(), headers=headers))) | changed
    return sha256(json.dumps(article, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pinned() -> tuple[str, dict[str, str]]:
    """The number, and the digest by name of page."""
    pins = json.loads(PINS.read_text(encoding="utf-8"))
    return pins["extractor"], pins["pages"]


def strays(given: dict[str, str], pages: dict[str, str]) -> list[str]:
    """The pages that give something else than is pinned, or are gone."""
    return [name for name, digest in pages.items() if given.get(name) != digest]


def test_what_the_judged_pages_give_is_that_of_the_extractors_number() -> None:
    number, pages = pinned()
    given = {name: digest_of(name) for name in pages if (PAGES / f"{name}.html").exists()}
    found = strays(given, pages)
    assert not found, f"{', '.join(found[:8])}{' and more' if found[8:] else ''} {ADVICE.format(number=number)}"
    assert number == EXTRACTOR, f"EXTRACTOR is {EXTRACTOR}, the pins are those of {number}: run `python -m tests.test_extractor_number`"


def test_nearly_every_judged_page_is_pinned() -> None:
    assert len(pinned()[1]) >= 0.9 * len(list(PAGES.glob("*.html")))


@pytest.mark.parametrize("changed", [{"title": "x"}, {"body": "x"}, {"date": "1999-01-01"}, {"found": {}}, {"fields": {}}])
def test_any_field_that_comes_out_otherwise_is_noticed(changed: dict[str, Any]) -> None:
    pages = pinned()[1]
    assert strays({**pages, "boda": digest_of("boda", **changed)}, pages) == ["boda"]


if __name__ == "__main__":
    now = {path.stem: digest_of(path.stem) for path in sorted(PAGES.glob("*.html"))}
    PINS.write_text(json.dumps({"extractor": EXTRACTOR, "pages": now}, indent=0) + "\n", encoding="utf-8")
