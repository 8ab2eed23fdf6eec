"""A whole archive passes; the command says so, where nothing of the crawler is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import NotFound
from tests.checks.archives import checked, collection_of, edit_line, setting


def test_what_is_written_here_is_whole(good: Path) -> None:
    report, departures = checked(good)
    assert [str(one) for one in departures] == [] and report.whole and report.unfinished == 0
    assert report.records > 80 and report.lines > 30 and report.files == 4


def test_one_collection_can_be_checked_alone(good: Path) -> None:
    assert checked(collection_of(good).path)[0] == checked(good)[0]


def test_what_is_no_archive_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="neither an archive"):
        checked(tmp_path)


def test_what_a_kill_leaves_is_unfinished_and_no_fault(root: Path) -> None:
    collection = collection_of(root)
    collection.manifest.unlink()
    (warc,) = collection.warc_files()
    warc.with_name(warc.name + ".open").write_bytes(warc.read_bytes() + b"\x1f\x8b\x08half a member")
    warc.unlink()
    with collection.line_files("articles")[0].open("ab") as file:
        file.write(b'{"schema":"fangzhi/art')
    report, departures = checked(root)
    assert [str(one) for one in departures] == [] and report.unfinished == 2


def test_an_index_out_of_order_or_pointing_nowhere_is_named(root: Path) -> None:
    path = collection_of(root).indexes / "index.cdxj"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[1], lines[0], lines[2].replace(b'"offset":"', b'"offset":"9'), b"z nonsense\n"]))
    found = [str(one) for one in checked(root)[1]]
    for words in ("sorted by their bytes", "a record at byte 9", "KEY YYYYMMDDhhmmss {JSON}"):
        assert any(words in one for one in found), found


def test_a_file_that_is_not_what_the_manifest_says_is_named(root: Path) -> None:
    collection = collection_of(root)
    (problems,), (articles,), (events,) = (collection.line_files(name) for name in ("problems", "articles", "events"))
    problems.unlink()
    articles.write_bytes(b"")
    events.write_bytes(events.read_bytes().replace(b"first-seen", b"duplicate!"))
    found = [str(one) for one in checked(root)[1] if "manifest.json" in one.field]
    for words in ("file: expected to be there", "or more, found 0", "sha256: expected sha256:"):
        assert any(words in one for one in found), found


def test_files_that_grew_since_the_manifest_are_no_fault(root: Path) -> None:
    collection = collection_of(root)
    (events,) = collection.line_files("events")
    events.write_bytes(events.read_bytes() * 2)
    (collection.indexes / "index.cdxj").unlink()
    assert [str(one) for one in checked(root)[1]] == []


BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"scrapy", "twisted", "lxml", "bs4", "html5lib", "click", "rich", "crawler", "jsonschema", "uvloop"}:
            raise ImportError(name)
sys.meta_path.insert(0, Blocker())
sys.argv[0] = "archive"
from archive.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BLOCKED, *map(str, arguments)], capture_output=True, text=True, check=False)


def test_it_runs_where_scrapy_and_lxml_are_not_installed(good: Path) -> None:
    done = command("check", good)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"whole: \d+ records and \d+ lines in 4 files \(\d+ bytes\)\n", done.stdout)


def test_names_that_the_terminal_cannot_show_do_not_end_it(root: Path) -> None:
    edit_line(root, "articles", 0, setting("title", 0))
    done = subprocess.run([sys.executable, "-m", "archive", "check", str(root)], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 3 and r"\u6d59\u6c5f" in done.stdout and done.stderr == ""


def test_damage_is_one_line_each_and_exit_code_3(root: Path) -> None:
    edit_line(root, "articles", 0, setting("title", 0))
    collection_of(root).manifest.unlink()
    done = command("check", root)
    assert done.returncode == 3 and done.stderr == ""
    departure, summary = done.stdout.splitlines()
    assert "title: expected text or null, found 0" in departure and summary.startswith("DAMAGED, 1 departures")


def test_json_is_an_object_a_departure_and_a_summary(root: Path) -> None:
    edit_line(root, "articles", 0, setting("title", 0))
    collection_of(root).manifest.unlink()
    departure, summary = [json.loads(line) for line in command("check", "--json", root).stdout.splitlines()]
    assert (departure["field"], departure["at"], departure["found"]) == ("title", 0, "0")
    assert summary["summary"]["whole"] is False and summary["summary"]["departures"] == 1


@pytest.mark.parametrize("arguments", [("check", "/nonexistent"), ("check",), ("explode",), (), ("index", "/nonexistent")])
def test_bad_arguments_are_one_clear_line_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = command(*arguments)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr and done.stderr


def test_index_manifest_and_schema_are_made_where_they_are_missing(root: Path) -> None:
    collection = collection_of(root)
    before = {path.name: path.read_bytes() for path in (collection.indexes / "index.cdxj", collection.schema)}
    for path in (collection.indexes / "index.cdxj", collection.schema, collection.manifest):
        path.unlink()
    for name in ("schema", "index", "manifest"):
        done = command(name, root)
        assert (done.returncode, done.stderr, done.stdout) == (0, "", f"浙江 新闻: {name} written\n")
    assert {path.name: path.read_bytes() for path in (collection.indexes / "index.cdxj", collection.schema)} == before
    assert command("manifest", root).stdout == "浙江 新闻: manifest was in step\n"
    assert command("check", root).returncode == 0


def test_the_schema_can_be_printed_alone() -> None:
    assert json.loads(command("schema").stdout)["$id"] == "urn:fangzhi:article:1"
