"""Every word of the interface is there in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.room.views.changes import QUIET
from crawler.room.views.overview import OBSERVED, URGENT
from crawler.room.words import CHINESE
from tests.room.conftest import Room
from tests.room.test_pages import PAGES, tree
from tests.sources import ROOT

TEMPLATES = sorted((ROOT / "crawler" / "room" / "templates").glob("*.html"))
_CALL, _LOOP, _CAPTION = re.compile(r"""\bt\((["'])(.+?)\1\)"""), re.compile(r"""for (?:word|name) in \(([^)]*)\)"""), re.compile(
    r"caller\(\"(\w+)\"\)")


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_every_word_of_a_template_is_there_in_chinese(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = {match[2] for match in _CALL.finditer(text)} | {match[1] for match in _CAPTION.finditer(text)}
    if re.search(r"\bt\((?:word|name)\)", text):
        words |= {word.strip(" \"'") for match in _LOOP.finditer(text) for word in match[1].split(",")}
    assert sorted(word for word in words if word not in CHINESE) == []


def test_kinds_and_states_are_there_in_chinese() -> None:
    assert [word for word in (*OBSERVED, *QUIET, *URGENT, "finished", "shutdown", "limit") if word not in CHINESE] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_chinese_has_no_english_headings_nor_labels(hall: Room, path: str) -> None:
    page = tree(hall, path, headers={"Accept-Language": "zh"})
    told = [element.text_content() for tag in ("h2", "th", "label", "button", "legend", "summary", "dt") for element in page.iter(tag)]
    # Keys of lines and of WARC headers are names; so are portals, addresses and what the archive says.
    plain = [text for text in told if re.search(r"[A-Za-z]{3,}", text) and not re.search(r"[\u4e00-\u9fff]", text)]
    assert [text for text in plain if not re.search(r"_|WARC|^(url|extractor|title|body|breadcrumb|date|source|author|language|kind|editor"
                                                    r"|to|of|version|status|reason|http|Zhejiang.*|.*script.*)$", text.strip())] == []
