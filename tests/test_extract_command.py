"""`fangzhi extract`, as a shell sees it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.model import FOUND_KEYS, Article
from crawler.cli import run
from crawler.commands import extract_batch

HTML = ("<html><head><title>一个标题，比较长的标题</title></head><body><h1>一个标题，比较长的标题</h1>"
        "<p>一段话，说了一件事，也说了几个人，写得不长。</p></body></html>")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_bytes(HTML.encode())
    return tmp_path / "page.html"


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


def test_one_page_gives_one_object_with_the_articles_keys_in_order(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", "--url", "http://example.com/a.html", str(page)]) == 0
    article = _json(capsys)
    assert list(article) == [*Article.__dataclass_fields__, "text_digest", "extractor"]
    assert (article["title"], article["url"]) == ("一个标题，比较长的标题", "http://example.com/a.html")
    assert str(article["text_digest"]).startswith("sha256:")


def test_a_gzipped_page_is_unpacked(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = page.with_name("page.html.gz")
    packed.write_bytes(gzip.compress(HTML.encode("gb18030")))
    assert run(["extract", "--content-type", "text/html; charset=gbk", str(packed)]) == 0
    assert _json(capsys)["title"] == "一个标题，比较长的标题"


@pytest.mark.parametrize("arguments", [
    [], ["--batch", "none.jsonl"], ["--explain", "--batch", "PAGE"],
    ["nothing-here.html"], ["--portal", "no-such-portal", "PAGE"], ["--batch", "PAGE", "PAGE"],
    ["broken.gz"], ["--url", "http://[x", "PAGE"], ["--url", "//[::1", "--explain", "PAGE"]])
def test_bad_input_ends_with_two_and_one_clear_line(
        arguments: list[str], page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(page.parent)
    (page.parent / "broken.gz").write_bytes(b"\x1f\x8b no gzip")
    assert run(["extract", *(str(page) if word == "PAGE" else word for word in arguments)]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith("fangzhi: ") and told.err.count("\n") == 1


def _dated(folder: Path) -> tuple[Path, Path, Path]:
    """A portal file with an old layout, a page of it, and a record of that page of 2012."""
    text = "<h1>本省新版网站上线</h1><h2>本省召开春耕工作会议</h2><p>会议今天召开，研究部署有关工作，各地要抓好落实。</p>".encode()
    portal, page, record = folder / "mine.toml", folder / "old.html", folder / "old.warc"
    portal.write_text('title = "x"\nlanguage = "zh-Hans"\nhosts = ["a.example"]\n[[seeds]]\nurl = "http://a.example/"\n'
                      "[[layouts]]\ntitle = ['//h1']\n[[layouts]]\nuntil = 2015-12-31\ntitle = ['//h2']\n", encoding="utf-8")
    page.write_bytes(text)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (len(text), text)
    record.write_bytes(b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
                       b"WARC-Target-URI: http://a.example/1.html\r\nWARC-Date: 2012-03-06T00:00:00Z\r\n"
                       b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(answer), answer))
    return portal, page, record


def test_layouts_are_chosen_by_the_day_of_capture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portal, page, record = _dated(tmp_path)
    for words, title in (([page], "本省新版网站上线"), (["--captured", "2012-03-06", page], "本省召开春耕工作会议"),
                         ([f"{record}:0"], "本省召开春耕工作会议")):
        assert run(["extract", "--portal", str(portal), *map(str, words)]) == 0
        assert _json(capsys)["title"] == title
    requests = [{"id": 1, "path": "old.html", "captured": "2012-03-06"}, {"id": 2, "path": "old.html", "captured": "2012"},
                {"id": 3, "path": "old.html", "captured": "2012-02-30"}, {"id": 4, "path": "old.html", "captured": 7}]
    (tmp_path / "list.jsonl").write_text("".join(json.dumps(one) + "\n" for one in requests))
    assert run(["extract", "--portal", str(portal), "--batch", str(tmp_path / "list.jsonl")]) == 0
    first, *others = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["article"]["title"] == "本省召开春耕工作会议"
    assert all(one["article"] is None and "day" in one["error"] for one in others)


@pytest.mark.parametrize(("words", "told"), [
    (["RECORD"], "expected one of its records"), (["RECORD:7"], "RECORD"),
    (["--url", "http://a.example/", "RECORD:0"], "a record has its own"),
    (["--captured", "2012-02-30", "PAGE"], "expected a day"), (["--captured", "2012-03-06", "--batch", "PAGE"], "each line has its own"),
    (["--portal", "none.toml", "PAGE"], "none.toml")])
def test_records_and_days_that_are_none_are_told(words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, page, record = _dated(tmp_path)
    assert run(["extract", *(word.replace("RECORD", str(record)).replace("PAGE", str(page)) for word in words)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and told.replace("RECORD", str(record)) in err


def test_each_field_is_explained_by_its_rule_and_the_other_readers(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", "--explain", str(page)]) == 0
    told = capsys.readouterr().out
    assert "\ncharset: utf-8 (valid utf-8)\n" in told and "\nfamily: generic\n" in told
    assert "\ntitle: 一个标题，比较长的标题\n  rule: " in told and "\n  also: " in told and "nothing found, nobody said anything: " in told
    assert run(["extract", "--explain", "--json", str(page)]) == 0
    rows = {row["field"]: row for row in _json(capsys)["fields"]}
    assert tuple(rows) == FOUND_KEYS
    assert run(["extract", str(page)]) == 0
    article = _json(capsys)
    assert {key: row["rule"] for key, row in rows.items()} == article["found"]
    assert rows["title"]["value"] == article["title"] and any(not other["same"] or other["rule"] for other in rows["title"]["others"])


def test_a_page_that_is_none_is_explained_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_bytes(b"%PDF-1.4")
    assert run(["extract", "--explain", str(tmp_path / "x")]) == 0
    assert capsys.readouterr().out.startswith("page kind: not-html (a file")


def test_a_file_of_a_batch_that_opens_and_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> bytes:
        raise OSError(5, "Input/output error")  # as of reading: it bears no name

    monkeypatch.setattr(extract_batch, "octets_of", broken)
    (said,) = extract_batch._answers(extract_batch._Piece([(1, b'{"id": "a", "path": "torn.html"}')], Path(), None, {}))
    assert json.loads(said)["error"] == "line 1: torn.html: Input/output error"


def test_a_batch_answers_every_line_in_its_order_on_all_cores(page: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"id": number, "path": "page.html", "url": f"http://example.com/{number}"}) for number in range(40)]
    lines[3:3] = ["no json", json.dumps({"id": "gone", "path": "gone.html"}), json.dumps({"id": "odd", "path": 5}),
                  "[]", json.dumps({"id": "p", "path": "page.html", "portal": "no-such"}), json.dumps({"id": "bare"}),
                  '{"id": "u\\u2028", "path": "page.html"}']
    (tmp_path / "list.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "crawler", "extract", "--batch", str(tmp_path / "list.jsonl")]
    done = subprocess.run(command, capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2, None, "gone", "odd", None, "p", "bare", "u\u2028", *range(3, 40)]
    assert [answer["article"] is None for answer in answers[3:9]] == [True] * 6
    assert all(answer["error"].startswith("line ") for answer in answers[3:9])
    assert answers[-1]["article"]["url"] == "http://example.com/39" and answers[-1]["article"]["title"]


def test_scrapy_is_not_imported(page: Path) -> None:
    code = ("import sys; from crawler.cli import run; run(['extract', sys.argv[1]]); "
            "assert not any(name.startswith(('scrapy', 'twisted')) for name in sys.modules)")
    done = subprocess.run([sys.executable, "-c", code, str(page)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
