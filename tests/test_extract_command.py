"""`fangzhi extract`, as a shell sees it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.model import Article
from crawler.cli import run

HTML = ("<html><head><title>一个标题，比较长的标题</title></head><body><h1>一个标题，比较长的标题</h1>"
        "<p>一段话，说了一件事，也说了几个人，写得不长。</p></body></html>")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_bytes(HTML.encode())
    return tmp_path / "page.html"


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    value: dict[str, object] = json.loads(capsys.readouterr().out)
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
    [], ["--batch", "none.jsonl"], ["nothing-here.html"], ["--portal", "no-such-portal", "PAGE"], ["--batch", "PAGE", "PAGE"],
    ["broken.gz"]])
def test_bad_input_ends_with_two_and_one_clear_line(
        arguments: list[str], page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(page.parent)
    (page.parent / "broken.gz").write_bytes(b"\x1f\x8b no gzip")
    assert run(["extract", *(str(page) if word == "PAGE" else word for word in arguments)]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith("fangzhi: ") and told.err.count("\n") == 1


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
