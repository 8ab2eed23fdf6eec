"""What the benchmark of surrounded pages makes of a page: the same page with more on it, in the page's language and in any charset."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import surrounded
from crawler.extract import extract
from crawler.page import Page

LINE = "The ferry to the islands sails twice a day again from Monday on, the harbour office said, after the slip has been mended."
PAGE = "<html><head><title>Ferry sails again</title></head><body class='x'><h1>Ferry sails again</h1>" \
    f"<p>{LINE}</p><p>{LINE[4:]}</p></body></html>"
HAN = "<html><head><meta charset='gb2312'><title>渡轮复航</title></head><body><h1>青山县至白沙岛渡轮恢复通航</h1>" \
    + "<p>县港务局昨日宣布，自下周一起，往返白沙岛的渡轮每日两班恢复运营，码头检修工作已经全部完成。</p>" * 5 + "</body></html>"


@pytest.mark.parametrize("kind", surrounded.KINDS)
def test_all_of_the_page_is_still_there_in_its_order(kind: str) -> None:
    page = PAGE.encode()
    more = surrounded.KINDS[kind](page, 1)
    above, _, rest = more.partition(b"<h1>")
    assert len(more) > len(page)
    assert above.startswith(page[:page.index(b"<h1>")])
    assert rest.startswith(page[page.index(b"<h1>") + 4:page.index(b"</body>")]) and rest.endswith(b"</body></html>")


def test_a_seed_takes_the_same_sentences_and_another_one_others() -> None:
    page = PAGE.encode()
    assert surrounded.stories(page, 1) == surrounded.stories(page, 1)
    assert len({surrounded.stories(page, seed) for seed in range(20)}) > 2


def test_chinese_pages_get_chinese_in_their_own_charset() -> None:
    page = HAN.encode("gb18030")
    read = extract(Page(url="", body=surrounded.words(page, 1)))
    assert read.title == "青山县至白沙岛渡轮恢复通航"
    assert b"&#27743;&#21335;&#38632;" in surrounded.words(page, 1)


def test_a_page_without_a_body_is_added_to_at_its_ends() -> None:
    assert surrounded.above(b"<p>x</p>", "<i>\u4e00</i>") == b"<i>&#19968;</i><p>x</p>"
    assert surrounded.behind(b"<p>x</p>", "<i>y</i>") == b"<p>x</p><i>y</i>"


def test_the_command_scores_the_pages_as_they_came_beside_each_kind(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "truth.jsonl").write_text(json.dumps({"file": "a.html.gz", "title": "Ferry sails again", "body": f"{LINE}\n{LINE[4:]}"}))
    monkeypatch.setattr("sys.argv", ["surrounded", str(tmp_path), "--kind", "foot", "--kind", "notice"])
    surrounded.main()
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows if row and row[0] in ("plain", *surrounded.KINDS)] == ["plain", "notice", "foot"]
