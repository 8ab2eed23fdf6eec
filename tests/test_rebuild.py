"""What is derived of the WARC files is what the crawl wrote, to the byte; a generation takes the place of another whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.layout import Archive
from archive.placing.beside import DERIVED, UNDER_WAY, Beside, end_change, put_in_place
from tests.crawling import command, crawl, environment, fangzhi, lines
from tests.plain_portal import PlainPortal, article


def told(*words: str | Path) -> dict[str, Any]:
    done = fangzhi(*words, "--json")
    assert done.returncode == 0, done.stderr
    [one] = json.loads(done.stdout)["collections"]
    return dict(one)


def files(root: Path, name: str) -> dict[str, bytes]:
    folder = Archive(root).collection(name).path
    return {path.relative_to(folder).as_posix(): path.read_bytes() for kind in DERIVED for path in sorted((folder / kind).iterdir())}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """An archive of three crawls of a portal whose pages are edited, copied, broken and taken away meanwhile; its portal file's folder."""
    root, folder = tmp_path_factory.mktemp("档案 一"), tmp_path_factory.mktemp("portals")
    with PlainPortal() as portal:
        portals = portal.file(folder, "示范-站")
        portal.pages = {f"/art/{number}.html": article(f"第{number}号要闻的标题", number) for number in range(1, 9)}
        portal.pages["/art/copy.html"] = article("第1号要闻的标题", 1)
        portal.pages["/art/none.html"] = "<html><body><p>空</p></body></html>"
        portal.pages["/art/gone.html"] = 404
        words = ("--portals", portals, "--set", "RETRY_TIMES=0")
        assert crawl("示范-站", root, *words).code == 0
        portal.pages["/art/2.html"] = article("第2号要闻的标题", 2, changed="（更正）")
        portal.pages["/art/3.html"] = 410
        assert crawl("示范-站", root, *words).code == 0
        portal.pages["/art/2.html"] = article("第2号要闻的标题", 2)
        portal.pages["/art/3.html"] = article("第3号要闻的标题", 3)
        assert crawl("示范-站", root, *words, "--limit", "2").code == 0
    yield root, portals


def test_the_test_portal_holds_what_is_hard(edited: tuple[Path, Path]) -> None:
    root, _ = edited
    events = Counter(line["event"] for line in lines(root, "示范-站", "events"))
    assert events["edited"] >= 1 and events["duplicate"] >= 1 and events["gone"] >= 1 and len(lines(root, "示范-站", "problems")) >= 3
    assert max(line["version"] for line in lines(root, "示范-站")) >= 2


def test_a_rebuilt_archive_equals_the_one_that_was_crawled(edited: tuple[Path, Path]) -> None:
    root, _ = edited
    before = files(root, "示范-站")
    one = told("rebuild", root)
    assert one["equal"] is True and one["counts"] == {} and one["damaged"] == [] and one["not_settled"] == 0
    rebuilt = Archive(root).collection("示范-站").path / "rebuilt"
    assert {path.relative_to(rebuilt).as_posix(): path.read_bytes() for kind in DERIVED for path in (rebuilt / kind).iterdir()
            if path.suffix == ".jsonl"} == {name: data for name, data in before.items() if name.endswith(".jsonl")}
    assert files(root, "示范-站") == before


def test_the_demonstration_is_rebuilt_equal(tmp_path: Path) -> None:
    assert crawl("demo", tmp_path).code == 0
    one = told("rebuild", tmp_path, "--apply")
    assert one["equal"] is True and one["lines"]["articles"]["after"] == one["lines"]["articles"]["before"] > 40
    assert not (Archive(tmp_path).collection("demo").path / "rebuilt").exists()


def test_what_was_lost_and_altered_is_told_and_put_back(edited: tuple[Path, Path], tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(edited[0], root)
    whole, folder = files(root, "示范-站"), Archive(root).collection("示范-站").path
    [path] = (folder / "articles").iterdir()
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first.replace("要闻的标题".encode(), "要闻的谎言".encode()) + b"".join(rest[1:]))
    shutil.rmtree(folder / "events")
    damaged = files_there(root)
    one = told("rebuild", root)
    assert one["equal"] is False and one["counts"]["articles gained"] == 1 and one["counts"]["articles altered"] == 1
    assert one["fields"]["articles"]["title"]["altered"] == 1
    assert "谎言" in one["fields"]["articles"]["title"]["examples"][0]["before"]
    assert files_there(root) == damaged
    applied = told("rebuild", root, "--apply")
    assert applied["applied"] is True and {**files(root, "示范-站"), "indexes/.index-state.json": b""} == {
        **whole, "indexes/.index-state.json": b""}
    assert "谎言".encode() in b"".join(path.read_bytes() for path in (Path(applied["folder"]) / "articles").iterdir())
    assert told("rebuild", root)["equal"] is True
    assert subprocess.run([*command()[:1], "-m", "archive", "check", str(root)], env=environment(), check=False,
                          capture_output=True).returncode == 0


def files_there(root: Path) -> dict[str, bytes]:
    folder = Archive(root).collection("示范-站").path
    return {path.relative_to(folder).as_posix(): path.read_bytes() for kind in ("articles", "problems", "archive")
            for path in (folder / kind).iterdir()}


@pytest.mark.parametrize("step", range(8))
def test_a_change_of_generations_that_is_cut_off_is_ended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    collection = Archive(tmp_path).collection("c")
    collection.create()
    beside = Beside(tmp_path, "c", "rebuilt")
    beside.create()
    for folder in ("articles", "events", "problems"):
        (collection.path / folder / "a.jsonl").write_text("old a")
        (collection.path / folder / "b.jsonl").write_text("old b")
        (beside.path / folder / "a.jsonl").write_text("new a")
        (beside.path / folder / "c.jsonl").write_text("new c")
    replace, count = Path.replace, 0

    def cut_off(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == step + 2:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "replace", cut_off)
        put_in_place(beside, "kept")
    for folder in ("articles", "events", "problems"):
        assert (collection.path / folder / "a.jsonl").read_text() in ("old a", "new a")
    assert end_change(collection) is True and end_change(collection) is False
    for folder in ("articles", "events", "problems"):
        now = {path.name: path.read_text() for path in (collection.path / folder).iterdir()}
        kept = {path.name: path.read_text() for path in (collection.path / "kept" / folder).iterdir()}
        assert (now, kept) == ({"a.jsonl": "new a", "c.jsonl": "new c"}, {"a.jsonl": "old a", "b.jsonl": "old b"})
    assert not (collection.path / UNDER_WAY).exists() and not beside.path.exists()


@pytest.mark.parametrize("name", ["reextract", "import"])
def test_a_faulty_portal_file_is_told_and_no_other_is_gone_by(edited: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    (tmp_path / "示范-站.toml").write_text('title = "x"\nlayouts = 1\n', encoding="utf-8")
    warc = Archive(edited[0]).collection("示范-站").warc_files()[0]
    words: list[str | Path] = [warc, "--portal", "示范-站"] if name == "import" else []
    done = fangzhi(name, edited[0], *words, "--portals", tmp_path)
    assert done.returncode == 2 and "示范-站.toml" in done.stderr and "Traceback" not in done.stderr


def test_new_rules_give_a_new_generation_and_the_old_one_stays(edited: tuple[Path, Path], tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(edited[0], root)
    portals = tmp_path / "portals"
    shutil.copytree(edited[1], portals)
    rules = portals / "示范-站.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + "\n[[layouts]]\ntitle = ['//title']\nsource = ['//nothing']\n", encoding="utf-8")
    before = files(root, "示范-站")
    one = told("reextract", root, "--portal", "示范-站", "--portals", portals)
    assert one["equal"] is False and files(root, "示范-站") == before
    assert one["fields"]["articles"]["portal_digest"]["altered"] == len(lines(root, "示范-站"))
    later = told("reextract", root, "--portals", portals, "--since", "2099-01-01")
    assert later["equal"] is True
    applied = told("reextract", root, "--portals", portals, "--apply")
    assert applied["applied"] and {line["portal_digest"] for line in lines(root, "示范-站")} == {
        json.loads(line)["portal_digest"] for line in (Path(applied["folder"]).parent / "articles").glob("*.jsonl").__next__()
        .read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("moment", [0.35, 0.8])
def test_a_crawl_that_was_killed_and_went_on_is_rebuilt_equal(tmp_path: Path, moment: float) -> None:
    with PlainPortal() as portal:
        portals = portal.file(tmp_path / "portals")
        portal.pages = {f"/art/{number}.html": article(f"第{number}号要闻的标题", number) for number in range(1, 120)}
        words = command("crawl", "plain", "--archive", tmp_path / "a", "--portals", portals)
        process = subprocess.Popen(words, env=environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while process.poll() is None and len(portal.asked) < 119 * moment:
            time.sleep(0.002)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert crawl("plain", tmp_path / "a", "--portals", portals).code == 0
    assert len({line["url"] for line in lines(tmp_path / "a", "plain")}) == len(lines(tmp_path / "a", "plain")) == 119
    assert told("rebuild", tmp_path / "a")["equal"] is True
