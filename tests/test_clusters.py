"""One story in many portals: found whatever each made of it, not found where texts only look alike; kept, added to, made again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clusters.listing import Cluster, Wanted, clusters
from archive.clusters.sketch import SHORTEST, is_one_story, similarity, sketch
from archive.clusters.store import NAME, reading
from archive.clusters.update import Updated, update
from archive.dedup import article_id
from archive.layout import Archive
from benchmarks.stories import EDITS, Told, stories
from crawler import cli
from tests.lines_kit import Lines

MADE = list(stories(70))


def archive_of(root: Path, texts: list[Told], portals: int = 31) -> dict[str, Told]:
    """Texts spread over portals; the truth by article id."""
    rooms = [Lines(root, f"p{number:02}") for number in range(portals)]
    return {rooms[number % portals].article(f"a{number}", title=one.title, body=one.body, hours=number)["id"]: one
            for number, one in enumerate(texts)}


def found(root: Path, **wanted: Any) -> list[Cluster]:
    connection = reading(root / NAME)
    assert connection is not None
    with closing(connection):
        return list(clusters(connection, Wanted(**wanted)))


def state(root: Path) -> list[tuple[str, list[str]]]:
    return [(one.id, [member.id for member in one.members]) for one in found(root, across=1)]


def test_precision_and_recall_on_stories_with_known_edits(tmp_path: Path) -> None:
    truth = archive_of(tmp_path, MADE)
    update(Archive(tmp_path))
    held = [Counter(truth[member.id].story for member in one.members) for one in found(tmp_path, across=1)]
    right = sum(count * (count - 1) for one in held for count in one.values())
    told = sum(sum(one.values()) * (sum(one.values()) - 1) for one in held)
    owed = sum(count * (count - 1) for count in Counter(one.story for one in truth.values()).values())
    assert right / told >= 0.98
    assert right / owed >= 0.98


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_seen_through(edit: str) -> None:
    originals = {one.story: one for one in MADE if one.edit == "original"}
    pairs = [(sketch(originals[one.story].body), sketch(one.body)) for one in MADE if one.edit == edit]
    seen = [one is not None and other is not None and is_one_story(one, other, similarity(one, other)) for one, other in pairs]
    assert sum(seen) >= 0.95 * len(seen)


@pytest.mark.parametrize("kind", ["bulletin", "following"])
def test_texts_that_only_look_alike_are_not_one_story(kind: str) -> None:
    wrong, number, originals = 0, 0, [one for one in MADE if one.edit == "original"]
    for one in (one for one in MADE if one.edit == kind):
        told = sketch(one.body)
        assert told is not None
        known = [made for other in originals if (made := sketch(other.body)) is not None]
        wrong += any(is_one_story(other, told, similarity(other, told)) for other in known)
        number += 1
    assert wrong <= 0.05 * number


TEXT = "浙江省人民政府今天召开会议，研究部署防汛工作。会议指出，各地要落实责任，加强值班值守，确保群众生命财产安全。" * 2


@pytest.mark.parametrize("other", [
    TEXT.replace("，", ","), TEXT.replace("。", "。\n\n　　"), "　" + TEXT, TEXT.replace("12", "１２"),
])
def test_blanks_punctuation_and_width_do_not_matter(other: str) -> None:
    one, two = sketch(TEXT), sketch(other)
    assert one is not None and one == two


@pytest.mark.parametrize("text", ["", "图", "一句短话。" * 3, "The End.", "的" * 5000, "12 " * 900])
def test_short_and_empty_texts_are_alike_by_chance_and_have_no_sketch(text: str) -> None:
    assert sketch(text) is None
    assert SHORTEST > 3


@given(st.text(max_size=400))
def test_any_text_has_a_sketch_or_none(text: str) -> None:
    made = sketch(text * 3)
    assert made is None or similarity(made, made) == 1.0


def test_what_is_added_later_gives_what_all_at_once_gives(tmp_path: Path) -> None:
    texts = MADE[:120]
    archive_of(tmp_path / "once", texts)
    update(Archive(tmp_path / "once"))
    rooms = [Lines(tmp_path / "daily", f"p{number:02}") for number in range(31)]
    for number, one in enumerate(texts):
        rooms[number % 31].article(f"a{number}", title=one.title, body=one.body, hours=number)
        if number % 25 == 0:
            update(Archive(tmp_path / "daily"))
    done = update(Archive(tmp_path / "daily"))
    assert done.lines == (len(texts) - 1) % 25
    assert update(Archive(tmp_path / "daily")) == Updated(lines=0, places=0, anew=False)
    assert state(tmp_path / "daily") == state(tmp_path / "once")


def test_small_batches_give_what_large_ones_give(tmp_path: Path) -> None:
    archive_of(tmp_path, MADE[:120])
    update(Archive(tmp_path))
    large = state(tmp_path)
    (tmp_path / NAME).unlink()
    update(Archive(tmp_path), batch=7)
    assert state(tmp_path) == large


def test_an_edited_article_stands_where_its_newest_text_belongs(tmp_path: Path) -> None:
    first, second = Lines(tmp_path, "a"), Lines(tmp_path, "b")
    story, other = MADE[0].body, MADE[40].body
    first.article("x", body=story, hours=1)
    second.article("y", body=story, hours=2)
    update(Archive(tmp_path))
    assert len(found(tmp_path)) == 1
    second.article("y", version=2, body=other, hours=3)
    update(Archive(tmp_path))
    assert found(tmp_path) == []
    second.article("y", version=3, body=story, hours=4)
    update(Archive(tmp_path))
    (one,) = found(tmp_path)
    assert [(member.portal, member.first_seen[11:13]) for member in one.members] == [("a", "09"), ("b", "10")]


def test_an_article_that_lost_its_text_leaves_its_cluster(tmp_path: Path) -> None:
    first, second = Lines(tmp_path, "a"), Lines(tmp_path, "b")
    first.article("x", body=TEXT)
    second.article("y", body=TEXT)
    update(Archive(tmp_path))
    second.article("y", version=2, body=None)
    update(Archive(tmp_path))
    assert found(tmp_path) == []


def test_first_seen_first_dated_and_source_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, hours, date, source in (("a", 5, "2026-10-06", "新华社"), ("b", 2, None, None), ("c", 9, "2026-10-05", " 新华社 "),
                                      ("d", 9, "2026-10-07", "浙江日报")):
        Lines(tmp_path, name).article("x", body=TEXT, hours=hours, date=date, source=source, title=f"标题{name}")
    assert cli.run(["clusters", str(tmp_path), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["cluster"] == article_id("b", "x") == one["first_seen"]["id"]
    assert (one["articles"], one["portals"], one["source"]) == (4, ["a", "b", "c", "d"], "新华社")
    assert one["first_dated"] == {"date": "2026-10-05", "portal": "c", "id": article_id("c", "x")}
    assert [member["similarity"] for member in one["members"]] == [1.0] * 4
    assert cli.run(["clusters", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == [
        "2026-11-01T10:00:00Z", "4", "4", "新华社", "标题b", "b;", "a,", "c,", "d"]


@pytest.mark.parametrize(("options", "expected"), [
    ([], 2), (["--since", "2026-11-02"], 1), (["--since", "2026-12-01"], 0), (["--portal", "c"], 1), (["--portal", "a"], 2),
    (["--across", "3"], 1), (["--across", "1"], 3),
])
def test_which_clusters_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: int) -> None:
    rooms = {name: Lines(tmp_path, name) for name in "abc"}
    for path, names, hours, text in (("x", "abc", 1, MADE[0]), ("y", "ab", 50, MADE[20]), ("z", "aa", 3, MADE[40])):
        for number, name in enumerate(names):
            rooms[name].article(f"{path}{number}", body=text.body, hours=hours)
    assert cli.run(["clusters", str(tmp_path), "--json", *options]) == 0
    assert len(json.loads(capsys.readouterr().out)) == expected


def test_bad_input_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Lines(tmp_path, "a").raw("articles", b'{"schema": "fangzhi/article/1", "id": 5}\n[]\n{broken\n')
    assert cli.run(["clusters", str(tmp_path), "--portal", "b"]) == 2
    assert cli.run(["clusters", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert cli.run(["clusters", str(tmp_path), "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def broken(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)


def of_another_form(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE form SET version = 'old'")
        connection.commit()


def of_somebody_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


@pytest.mark.parametrize("spoil", [broken, of_another_form, of_somebody_else, Path.unlink])
def test_the_derived_file_is_made_again_when_it_is_no_use(tmp_path: Path, spoil: Any) -> None:
    archive_of(tmp_path, MADE[:40])
    update(Archive(tmp_path))
    before = state(tmp_path)
    spoil(tmp_path / NAME)
    update(Archive(tmp_path))
    assert state(tmp_path) == before != []


def test_lines_that_were_made_again_are_read_again(tmp_path: Path) -> None:
    archive_of(tmp_path, MADE[:40])
    update(Archive(tmp_path))
    path = next(tmp_path.glob("collections/p00/articles/*.jsonl"))
    shutil.copy(path, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
    assert update(Archive(tmp_path)).anew


def test_the_export_joins_the_clusters(tmp_path: Path) -> None:
    for name, hours in (("a", 1), ("b", 2)):
        Lines(tmp_path / "root", name).article("x", body=TEXT, hours=hours)
    Lines(tmp_path / "root", "c").article("alone", body=MADE[0].body)
    assert cli.run(["clusters", str(tmp_path / "root")]) == 0
    assert cli.run(["export", str(tmp_path / "root"), "-o", str(tmp_path / "out")]) == 0
    rows = pq.read_table(tmp_path / "out" / "articles.parquet").to_pylist()
    assert [(row["cluster"], row["cluster_articles"], row["cluster_portals"], row["cluster_source"], row["nearest"],
             row["nearest_similarity"]) for row in rows] == [
        (article_id("a", "x"), 2, 2, "新华社", article_id("b", "x"), 1.0),
        (article_id("a", "x"), 2, 2, "新华社", article_id("a", "x"), 1.0), (None,) * 6]
    assert rows[1]["cluster_first_seen"].isoformat() == "2026-11-01T09:00:00+00:00"


KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from archive.clusters.update import Updated, update
from archive.layout import Archive
archive, luck = Archive(Path(sys.argv[1])), random.Random(5)
for _ in range(20):
    pid = os.fork()
    if pid == 0:
        update(archive, batch=5)
        os._exit(0)
    time.sleep(luck.random() * 0.15)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
"""


def test_kills_lose_nothing(tmp_path: Path) -> None:
    archive_of(tmp_path, MADE[:120])
    subprocess.run([sys.executable, "-c", KILLER, str(tmp_path)], check=True, timeout=60)
    update(Archive(tmp_path), batch=5)
    after = state(tmp_path)
    (tmp_path / NAME).unlink()
    update(Archive(tmp_path), batch=5)
    assert state(tmp_path) == after != []


def test_clusters_hold_nobody_twice(tmp_path: Path) -> None:
    archive_of(tmp_path, MADE)
    update(Archive(tmp_path))
    times: dict[str, int] = defaultdict(int)
    for one in found(tmp_path, across=1):
        assert len(one.members) > 1
        for member in one.members:
            times[member.id] += 1
            assert member.nearest != member.id
    assert set(times.values()) == {1}
