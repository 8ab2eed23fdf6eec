"""Portal files that ask for a browser: faults in them are named, and what is missing on the machine is said in one line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crawler.browser.chromium import BrowserMissing, require
from crawler.portal_files.loader import load_portal
from tests.browser.crawled import crawled
from tests.browser.site import BROWSER, site
from tests.crawling import fangzhi


def test_without_chromium_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = crawled(tmp_path, BROWSER, env={"FANGZHI_BROWSER": str(tmp_path / "nothing")})
    assert done.result.returncode == 2
    assert "Traceback" not in done.result.stderr and "FANGZHI_BROWSER" in done.result.stderr and "spa:" in done.result.stderr


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spa.toml").write_text(site().portal_file() + BROWSER, encoding="utf-8")
    portal = load_portal(tmp_path / "spa.toml")
    monkeypatch.setitem(sys.modules, "playwright", None)
    with pytest.raises(BrowserMissing) as raised:
        require([portal], "")
    assert "pip install 'fangzhi[browser]'" in raised.value.lines[0]


@pytest.mark.parametrize(("text", "fault"), [
    ('kinds = ["requisite"]', "browser.kinds[0]"), ("timeout = 0", "browser.timeout"), ("clicks = 0", "browser.clicks"),
    ("rander = true", "render"), ('render = "yes"', "browser.render")])
def test_a_fault_in_the_table_is_named(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "spa.toml").write_text(f"{site().portal_file()}[browser]\n{text}\n", encoding="utf-8")
    done = fangzhi("portals", "check", tmp_path / "spa.toml", timeout=60)
    assert done.returncode == 2 and fault in done.stdout
