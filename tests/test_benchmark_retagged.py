"""What the benchmark of retagged pages makes of a page: the same words in the same order, in mark-up that says less."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from benchmarks import retagged

LINE = "The ferry to the islands sails twice a day again from Monday on, the harbour office said, after the slip has been mended."
PAGE = ("<html><head><meta charset='utf-8'><meta name='author' content='x'><script type='application/ld+json'>{}</script>"
        f"<title>Ferry sails again</title></head><body><header><ul><li>Home</li></ul></header><article><h1 class='t'>Ferry sails again</h1>"
        f"<p class='a'>{LINE}</p><p>{LINE[4:]}</p><pre>kept</pre></article></body></html>").encode()


@pytest.mark.parametrize("kind", retagged.KINDS)
def test_the_page_has_the_same_words_in_their_order(kind: str) -> None:
    body = retagged.KINDS[kind](PAGE, 1).partition(b"<body>")[2]
    assert re.sub(rb"<[^>]*>", b"", body) == re.sub(rb"<[^>]*>", b"", PAGE.partition(b"<body>")[2])


@pytest.mark.parametrize(("kind", "gone", "kept"), [
    ("sections", b"<article", b"<h1"), ("headings", b"<h1", b"class='t'"), ("bold", b"<h1", b"<b>Ferry"), ("boxes", b"<p>", b"<pre>"),
    ("lines", b"<p>", b"<br><br>"), ("tables", b"<p>", b"<td class='a'>"), ("lists", b"<li", b"<div>Home"), ("head", b"author", b"charset"),
    ("window", b"<title>F", b"<title></title>"), ("everything", b"<article", b"<title>F")])
def test_each_kind_takes_its_own_elements(kind: str, gone: bytes, kept: bytes) -> None:
    page = retagged.KINDS[kind](PAGE, 1)
    assert gone not in page and kept in page


def test_the_command_scores_the_pages_as_they_came_beside_each_kind(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "truth.jsonl").write_text(json.dumps({"file": "a.html.gz", "title": "Ferry sails again", "body": f"{LINE}\n{LINE[4:]}"}))
    monkeypatch.setattr("sys.argv", ["retagged", str(tmp_path), "--kind", "boxes", "--kind", "window"])
    retagged.main()
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows if row and row[0] in ("plain", *retagged.KINDS)] == ["plain", "boxes", "window"]
