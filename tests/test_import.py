"""WARC files that other programs wrote are taken in, read as far as they go, and their articles are lines as any other."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive.layout import Archive
from crawler import cli
from crawler.again import imported as ending
from crawler.again import importing
from tests.crawling import crawl, lines, portal_file
from tests.plain_portal import PlainPortal, article

HOST = "www.plain.example"


def response(number: int, body: str, *, headers: str = "", url: str | None = None, date: str = "2021-05-06T07:08:09Z", version: str = "1.0",
             brackets: bool = False, digest: bool = True) -> bytes:
    """A response record as other programs write them: no digests or SHA-1 in base32, brackets around addresses, bodies unframed."""
    octets = body.encode()
    message = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode()
    block = message + octets
    url = url or f"http://{HOST}/art/{number}.html"
    fields = [("WARC-Type", "response"), ("WARC-Record-ID", f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"), ("WARC-Date", date),
              ("WARC-Target-URI", f"<{url}>" if brackets else url), ("Content-Type", "application/http; msgtype=response"),
              ("Content-Length", str(len(block)))]
    if digest:
        fields.append(("WARC-Payload-Digest", "sha1:" + base64.b32encode(hashlib.sha1(octets, usedforsecurity=False).digest()).decode()))
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def warcinfo(software: str = "Heritrix/3.4") -> bytes:
    block = f"software: {software}\r\n".encode()
    return (b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-999999999999>\r\n"
            b"WARC-Date: 2021-05-06T07:08:00Z\r\nContent-Type: application/warc-fields\r\nContent-Length: " + str(len(block)).encode()
            + b"\r\n\r\n" + block + b"\r\n\r\n")


PAGE = {number: article(f"第{number}号要闻的标题", number) for number in range(1, 4)}
PAGES = [response(number, page) for number, page in PAGE.items()]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
ARC = b"".join(
    line.encode() + b"\n" + block + b"\n" for line, block in [
        (f"filedesc://old.arc 0.0.0.0 20050607080910 text/plain {len(b'1 0 x')}", b"1 0 x"),
        *((f"http://{HOST}/art/{number}.html 192.0.2.{number} 2005060708091{number} text/html {len(block)}", block)
          for number, block in ((number, HEAD + PAGE[number].encode()) for number in range(1, 4)))])
FORMS: dict[str, tuple[str, bytes]] = {
    "a member a record": ("heritrix.warc.gz", b"".join(map(gzip.compress, [warcinfo(), *PAGES]))),
    "one member for all": ("one.warc.gz", gzip.compress(b"".join([warcinfo(), *PAGES]))),
    "not packed": ("plain.warc", b"".join([warcinfo(), *PAGES])),
    "no warcinfo, WARC 1.1": ("bare.warc.gz", b"".join(gzip.compress(
        response(number, PAGE[number], version="1.1", date="2021-05-06T07:08:09.123Z")) for number in range(1, 4))),
    "brackets, no digests": ("brackets.warc.gz", b"".join(gzip.compress(
        response(number, PAGE[number], brackets=True, digest=False)) for number in range(1, 4))),
    "chunked said, not done": ("unframed.warc.gz", b"".join(gzip.compress(
        response(number, PAGE[number], headers="Transfer-Encoding: chunked\r\n")) for number in range(1, 4))),
    "a name with blanks and 中文": ("新 闻 (1).warc.gz", b"".join(map(gzip.compress, [warcinfo(), *PAGES]))),
    "ARC": ("old.arc", ARC),
    "ARC, packed": ("old.arc.gz", gzip.compress(ARC)),
}


@pytest.fixture
def portals(tmp_path: Path) -> Path:
    return portal_file(tmp_path / "portals", "plain", [("listing", f"http://{HOST}/list.html")], [HOST], "articles = ['/art/']\n")


def imported(root: Path, portals: Path, capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    code = cli.run(["import", str(root), *map(str, words), "--portal", "plain", "--portals", str(portals), "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    return dict(json.loads(out.out))


def holds(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole and true by both checks, and rebuilt equal."""
    assert cli.run(["verify", str(root)]) == 0, capsys.readouterr().out
    assert cli.run(["rebuild", str(root), "--json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out[out.index("{"):])["collections"][0]["equal"] is True, out


@pytest.mark.parametrize("name", FORMS)
def test_files_of_other_programs_give_their_articles(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    file = tmp_path / FORMS[name][0]
    file.write_bytes(FORMS[name][1])
    told = imported(tmp_path / "a", portals, capsys, file)
    assert told["verdicts"] == {"new": 3} and told["files"][0]["left_out"] == []
    found = lines(tmp_path / "a", "plain")
    assert [line["title"] for line in found] == [f"第{number}号要闻的标题" for number in range(1, 4)]
    assert all(line["payload_digest"].startswith("sha256:") and line["captured_at"] < "2022" for line in found)
    holds(tmp_path / "a", capsys)


def test_nothing_is_taken_in_twice(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("a member a record", "one member for all", "ARC"):
        root, file = tmp_path / form, tmp_path / FORMS[form][0]
        file.write_bytes(FORMS[form][1])
        imported(root, portals, capsys, file)
        before = {path: path.read_bytes() for path in sorted((root / "collections" / "plain" / "archive").iterdir())}
        told = imported(root, portals, capsys, file)
        assert told["files"][0]["how"] == "there already" and told["captures"] == 0
        assert {path: path.read_bytes() for path in sorted((root / "collections" / "plain" / "archive").iterdir())} == before
        assert len(lines(root, "plain")) == 3


@pytest.mark.parametrize("finished", [True, False], ids=["finished", "killed before its manifest"])
def test_files_that_crawls_wrote_here_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str], finished: bool) -> None:
    """Twice derived, an older text would become the newest version of an edited article."""
    root = tmp_path / "a"
    assert crawl("demo", root).code == 0  # before and after its newsroom corrected an article
    files = sorted((root / "collections" / "demo" / "archive").glob("*.warc.gz"))
    if not finished:
        (root / "collections" / "demo" / "manifest.json").unlink()
    before = lines(root, "demo")
    assert len(files) == 2 and cli.run(["import", str(root), *map(str, files), "--portal", "demo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["how"] for one in told["files"]] == ["there already"] * 2 and told["captures"] == 0
    assert lines(root, "demo") == before and sorted((root / "collections" / "demo" / "archive").glob("*.warc.gz")) == files
    holds(root, capsys)


REPACKED = {
    "another name": ("b.warc.gz", FORMS["a member a record"][1]),
    "packed otherwise": ("b.warc.gz", b"".join(gzip.compress(record, 1) for record in [warcinfo(), *PAGES])),
    "one member for all": ("b.warc.gz", FORMS["one member for all"][1]),
    "not packed": ("b.warc", FORMS["not packed"][1]),
    "another order": ("b.warc.gz", b"".join(map(gzip.compress, [warcinfo(), *reversed(PAGES)]))),
    "another head": ("b.warc.gz", b"".join(map(gzip.compress, [warcinfo("repacked").replace(b"-999999999999", b"-999999999998"), *PAGES]))),
}


@pytest.mark.parametrize("name", REPACKED)
def test_records_that_are_held_are_not_taken_in_under_another_packing(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str],
                                                                      name: str) -> None:
    (tmp_path / "a.warc.gz").write_bytes(FORMS["a member a record"][1])
    imported(tmp_path / "a", portals, capsys, tmp_path / "a.warc.gz")
    before = sorted((tmp_path / "a" / "collections" / "plain" / "archive").iterdir())
    other = tmp_path / REPACKED[name][0]
    other.write_bytes(REPACKED[name][1])
    told = imported(tmp_path / "a", portals, capsys, other)
    assert [(one["name"], one["how"]) for one in told["files"]] == [("a.warc.gz", "held already")] and told["captures"] == 0
    assert re.search(r"b\.warc(\.gz)?: \d of 4 records are held already, in a\.warc\.gz", told["files"][0]["left_out"][0])
    assert sorted((tmp_path / "a" / "collections" / "plain" / "archive").iterdir()) == before
    holds(tmp_path / "a", capsys)


def test_an_arc_file_under_another_name_and_packing_is_held_already(tmp_path: Path, portals: Path,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ARC", "ARC, packed"):
        (tmp_path / f"{len(name)}{FORMS[name][0]}").write_bytes(FORMS[name][1])
    told = imported(tmp_path / "a", portals, capsys, *sorted(tmp_path.glob("*old*")))
    assert [one["how"] for one in told["files"]] == ["made of an ARC file", "held already"] and told["verdicts"] == {"new": 3}
    holds(tmp_path / "a", capsys)


@pytest.mark.parametrize("together", [True, False], ids=["in one command", "one after the other"])
def test_of_files_that_overlap_each_record_is_taken_in_once(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str],
                                                            together: bool) -> None:
    for name, pages in (("a", PAGES[:2]), ("b", [*PAGES[1:], PAGES[2]])):
        (tmp_path / f"{name}.warc.gz").write_bytes(b"".join(map(gzip.compress, [warcinfo(), *pages])))
    files = [tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"]
    if not together:
        imported(tmp_path / "a", portals, capsys, files.pop(0))
    told = imported(tmp_path / "a", portals, capsys, *files, files[-1], "--link")["files"]
    assert [one["how"] for one in told[-2:]] == ["packed anew", "held already"]
    assert told[-2]["left_out"] == [f"{files[-1]}: 3 of 4 records are held already, in a.warc.gz, itself"]
    assert [line["title"] for line in lines(tmp_path / "a", "plain")] == [f"第{number}号要闻的标题" for number in range(1, 4)]
    holds(tmp_path / "a", capsys)


def test_an_id_that_is_given_twice_is_told(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = [warcinfo(), PAGES[0], PAGES[1].replace(b"-000000000002", b"-000000000001")]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, data)))
    told = imported(tmp_path / "a", portals, capsys, tmp_path / "a.warc.gz")
    assert "000000000001 too, with other content" in told["notes"][0]


def test_equal_names_and_links(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder, form in (("x", "a member a record"), ("y", "no warcinfo, WARC 1.1")):
        (tmp_path / folder).mkdir()
        own = b"8001" if folder == "y" else b"8000"  # an id is given once
        data = [record.replace(b"-8000-", b"-" + own + b"-") for record in gzip.decompress(FORMS[form][1]).split(b"WARC/1.")[1:]]
        (tmp_path / folder / "same.warc.gz").write_bytes(b"".join(gzip.compress(b"WARC/1." + record) for record in data))
    told = imported(tmp_path / "a", portals, capsys, tmp_path / "x" / "same.warc.gz", tmp_path / "y" / "same.warc.gz", "--link")
    assert [(one["name"], one["how"]) for one in told["files"]] == [("same.warc.gz", "linked"), ("same-2.warc.gz", "linked")]
    placed = tmp_path / "a" / "collections" / "plain" / "archive" / "same.warc.gz"
    assert placed.samefile(tmp_path / "x" / "same.warc.gz")
    assert told["verdicts"] == {"new": 3, "unchanged": 3}
    holds(tmp_path / "a", capsys)


BROKEN = b"".join(map(gzip.compress, [warcinfo(), *PAGES]))
DAMAGES = {"cut short": (BROKEN[:-200], 2), "a hole in the middle": (BROKEN[:600] + b"\0" * 40 + BROKEN[640:], 2)}


@pytest.mark.parametrize("name", DAMAGES)
def test_broken_files_are_read_as_far_as_they_go(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    data, articles = DAMAGES[name]
    (tmp_path / "broken.warc.gz").write_bytes(data)
    told = imported(tmp_path / "a", portals, capsys, tmp_path / "broken.warc.gz")
    assert told["files"][0]["left_out"] and "byte" in told["files"][0]["left_out"][0]
    assert len(lines(tmp_path / "a", "plain")) >= articles - 1
    assert cli.run(["verify", str(tmp_path / "a")]) == 3  # and the damage is named
    assert "broken.warc.gz" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "data"), [("empty.warc.gz", b""), ("page.warc", b"<html>no WARC</html>"), ("x.warc.gz", b"\x1f\x8bno")])
def test_what_is_no_warc_file_is_refused_in_one_line(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str], name: str,
                                                     data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert cli.run(["import", str(tmp_path / "a"), str(tmp_path / name), "--portal", "plain", "--portals", str(portals)]) == 2
    assert name in (err := capsys.readouterr().err) and err.count("\n") == 1
    assert not (tmp_path / "a").exists()  # and nothing is left of it


def test_nothing_is_taken_in_when_one_of_the_files_is_none(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.warc.gz").write_bytes(FORMS["a member a record"][1])
    (tmp_path / "page.warc").write_bytes(b"<html>no WARC</html>")
    words = [str(tmp_path / name) for name in ("good.warc.gz", "page.warc")]
    assert cli.run(["import", str(tmp_path / "a"), *words, "--portal", "plain", "--portals", str(portals)]) == 2
    assert "page.warc" in capsys.readouterr().err and not (tmp_path / "a").exists()


def test_an_import_that_was_killed_before_its_note_is_taken_up(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str],
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    for name, pages in (("a", PAGES[:2]), ("b", PAGES[1:])):
        (tmp_path / f"{name}.warc.gz").write_bytes(b"".join(map(gzip.compress, [warcinfo(), *pages])))
    imported(tmp_path / "a", portals, capsys, tmp_path / "a.warc.gz")

    def killed(*words: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_note", killed)
    assert cli.run(["import", str(tmp_path / "a"), str(tmp_path / "b.warc.gz"), "--portal", "plain", "--portals", str(portals)]) == 5
    monkeypatch.undo()
    capsys.readouterr()
    told = imported(tmp_path / "a", portals, capsys, tmp_path / "b.warc.gz")
    assert told["files"][0]["how"] == "there already" and told["verdicts"] == {"new": 1}
    holds(tmp_path / "a", capsys)


def test_an_import_that_was_killed_is_ended_by_the_next_writer(tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str],
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "h.warc.gz"
    file.write_bytes(FORMS["a member a record"][1])
    whole = ending.derive

    def killed(*words: Any) -> Any:
        whole(*words)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "derive", killed)
    assert cli.run(["import", str(tmp_path / "a"), str(file), "--portal", "plain", "--portals", str(portals)]) == 5
    [path] = Archive(tmp_path / "a").collection("plain").line_files("articles")
    path.write_bytes(path.read_bytes()[:-500])
    monkeypatch.undo()
    capsys.readouterr()
    assert imported(tmp_path / "a", portals, capsys, file)["files"][0]["how"] == "there already"
    assert [line["version"] for line in lines(tmp_path / "a", "plain")] == [1, 1, 1]
    assert not list((tmp_path / "a").rglob("*.torn-*")) and not list((tmp_path / "a").rglob(".importing.json"))
    holds(tmp_path / "a", capsys)


def test_what_wget_writes_is_an_archive_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wget = shutil.which("wget")
    if wget is None:  # the forms above are those of its files
        return
    with PlainPortal() as portal:
        portal.pages = {f"/art/{number}.html": article(f"第{number}号要闻的标题", number) for number in range(1, 6)}
        folder = portal_file(tmp_path / "portals", "plain", [("listing", f"http://{portal.host}/list.html")], [portal.host],
                             "allow_private = true\narticles = ['/art/']\n")
        subprocess.run([wget, "-q", "-r", "-l", "1", "--warc-file=site", f"http://{portal.host}/list.html"], cwd=tmp_path, timeout=60,
                       check=False, env={**os.environ, "no_proxy": "*"})
    told = imported(tmp_path / "a", folder, capsys, tmp_path / "site.warc.gz")
    assert told["verdicts"] == {"new": 5}
    holds(tmp_path / "a", capsys)
