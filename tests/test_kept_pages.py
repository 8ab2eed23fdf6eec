"""Pages that `fangzhi portals keep` kept: what their judges say stands on them is found, as the portal's own file reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from crawler.portal import Portal
from crawler.portal_files.loader import BUNDLED, load_portal
from crawler.trying.case import ENDING, Case, found_in, loaded

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name.removesuffix(ENDING) for path in PAGES.glob(f"*{ENDING}"))


@cache
def _case(name: str) -> Case:
    return loaded(PAGES / f"{name}.json")


@cache
def _portal(name: str) -> Portal:
    return load_portal(BUNDLED / f"{name}.toml")


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_page_was_judged(name: str) -> None:
    assert _case(name).about, f"tests/pages/{name}.json: correct `expect` by the page, then say in `about` what the case is there for"


@pytest.mark.parametrize(("name", "key"), [(name, key) for name in NAMES for key in _case(name).expect])
def test_what_its_judge_says_is_found(name: str, key: str) -> None:
    case = _case(name)
    assert found_in(case, _portal)[key] == case.expect[key], case.about


def test_every_case_has_its_page() -> None:
    assert [path.name for path in PAGES.glob("*.json")
            if not path.with_suffix(".html").exists() and not path.with_name(f"{path.stem}{ENDING}").exists()] == []
    assert {"kept-article", "kept-listing"} <= set(NAMES)
