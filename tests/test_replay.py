"""What replay does without viewers: choice of articles, addresses, and clear lines where a program is not installed."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from archive.layout import Archive
from crawler.replay.programs import Missing, chromium, wayback
from crawler.replay.sample import sample
from crawler.replay.watch import replayed
from tests.crawling import fangzhi


@pytest.mark.parametrize(("address", "live"), [
    ("http://127.0.0.1:8080/demo/20260101000000/http://a.example/1.png", "http://a.example/1.png"),
    ("http://127.0.0.1:8080/demo/20260101000000im_/https://a.example/?u=http://b.example/", "https://a.example/?u=http://b.example/"),
    ("http://127.0.0.1:8080/demo/mp_/http://a.example/", "http://a.example/"),
    ("http://127.0.0.1:8080/demo/20260101cs_///a.example/s.css", "http://a.example/s.css"),
    ("http://127.0.0.1:8080/static/wombat.js", None), ("http://127.0.0.1:8080/demo/", None)])
def test_a_replay_address_stands_for_one_of_the_live_web(address: str, live: str | None) -> None:
    assert replayed(address) == live


@pytest.mark.parametrize(("total", "count", "chosen"), [
    (10, 1, [5]), (10, 2, [2, 7]), (10, 10, list(range(10))), (3, 9, [0, 1, 2]), (0, 5, [])])
def test_articles_are_spread_over_the_archive_and_always_the_same(tmp_path: Path, total: int, count: int, chosen: list[int]) -> None:
    collections = [Archive(tmp_path).collection(name) for name in ("甲", "乙")]
    for part, one in enumerate(collections):
        one.create()
        lines = [{"url": "u", "captured_at": "t", "n": number} for number in range(total)][part * total // 2:(part + 1) * total // 2]
        (one.articles / "a.jsonl").write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines) + b"{damaged}\n")
    assert [line["n"] for _, line in sample(collections, count)] == chosen
    assert sample(collections, count) == sample(collections, count)


def test_without_a_program_one_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.replay.programs.PROJECT", tmp_path)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(Missing, match=r"pip install pywb.*--wayback or FANGZHI_WAYBACK"):
        wayback(None)
    with pytest.raises(Missing, match=r"apt install chromium.*--chromium or FANGZHI_CHROMIUM"):
        chromium(None)
    for name, find in (("wayback", wayback), ("chromium", chromium)):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
        assert find(None) == tmp_path / name


@pytest.mark.parametrize(("words", "told"), [
    (["--wayback", "nowhere"], "Invalid value for --wayback: nowhere: no program"),
    (["--collection", "other"], "'other': no such collection; there are zj"),
    (["--screenshots", "pictures", "--wayback", "/bin/sh"], "--screenshots goes with --check")])
def test_bad_input_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    Archive(tmp_path).collection("zj").create()
    done = fangzhi("replay", tmp_path, *words, timeout=60)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr
