"""`fangzhi portals try` and `keep` on a portal of scripts: what they look at is the page as Chromium drew it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.portal_files.loader import load_portal
from crawler.trying.case import found_in, loaded
from tests.browser.site import BROWSER, answer, site
from tests.crawling import fangzhi
from tests.families.serving import FamilyServer

NEVER = '[browser]\nrender = true\nwait = "#never"\ntimeout = 1\n'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """The portal's file, and how its host is reached."""
    page = site()
    file = tmp_path_factory.mktemp("portals") / "spa.toml"
    file.write_text(page.portal_file() + BROWSER, encoding="utf-8")
    with FamilyServer([page]) as server:
        port = server.server_address[1]
        page.answer = lambda request: answer(port, request)
        yield file, server.pins()


def _told(words: list[str | Path], **more: str) -> subprocess.CompletedProcess[str]:
    return fangzhi("portals", *words, timeout=120, **more)


def test_rows_that_a_script_makes_are_tried_and_kept(served: tuple[Path, list[str]], tmp_path: Path) -> None:
    file, pins = served
    url = load_portal(file).seeds[0].url
    tried = _told(["try", file, url, "--archive", tmp_path, "--json", *pins])
    assert tried.returncode == 0, tried.stderr
    (trial,) = json.loads(tried.stdout)
    assert len(trial["rows"]) >= 4
    kept = _told(["keep", file, url, "--archive", tmp_path, "--into", tmp_path, "--as", "drawn", *pins])
    assert kept.returncode == 0, kept.stderr
    case = loaded(tmp_path / "drawn.json")
    assert case.expect["rows"] == [{key: row[key] for key in ("url", "title", "date")} for row in trial["rows"]]
    assert found_in(case, lambda name: load_portal(file)) == case.expect


def test_a_page_that_cannot_be_drawn_is_told_in_one_line(served: tuple[Path, list[str]], tmp_path: Path) -> None:
    file, pins = served
    hasty = tmp_path / "hasty.toml"
    hasty.write_text(file.read_text(encoding="utf-8").partition("[browser]")[0] + NEVER, encoding="utf-8")
    for portal, env, told in ((hasty, {}, "the browser could not draw it"), (file, {"FANGZHI_BROWSER": "/none"}, "/none is no program")):
        done = _told(["try", portal, load_portal(file).seeds[0].url, "--archive", tmp_path, *pins], **env)
        assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1 and told in done.stderr
