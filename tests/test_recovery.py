"""What a kill kept from lines, events and problems is written by the next run, from the note in the WARC; never twice, never torn."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest

from archive.catalog import Catalog
from archive.index.sync import sync
from archive.layout import Archive, Collection
from archive.reader import records
from archive.records.settlement import Settlement, settlement_in
from crawler import cli
from crawler.again.recovery import recovered
from crawler.crawl.ledger import GROUP
from tests.crawling import checked, crawl, recorded
from tests.crawling import lines as lines_of
from tests.killing import killed_at_commit
from tests.plain_portal import PlainPortal, article


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demonstration")
    assert crawl("demo", root, "--limit", "20", "--set", "CONCURRENT_REQUESTS=2").code == 0
    return root


def lines(collection: Collection) -> dict[str, bytes]:
    return {f"{folder}/{path.name}": path.read_bytes() for folder in ("articles", "events", "problems")
            for path in collection.line_files(folder)}


def last_with_lines(collection: Collection) -> Settlement:
    """The last group behind which lines were written."""
    [path] = collection.warc_files()[-1:]
    groups = [group for record in records(path) if (group := settlement_in(record)) is not None]
    now = {name: len(data) for name, data in lines(collection).items()}
    return next(group for group in reversed(groups) if any(size > group.sizes.get(name, 0) for name, size in now.items()))


def cut_behind(collection: Collection, group: Settlement) -> None:
    """As if the run had been killed when that group was in the WARC: nothing behind its note is there, the file is open."""
    [path] = collection.warc_files()[-1:]
    for record in records(path):
        if settlement_in(record) == group:
            end = record.offset + record.length
    path.with_name(f"{path.name}.open").write_bytes(path.read_bytes()[:end] + b"\x1f\x8btorn")
    path.unlink()


@pytest.mark.parametrize("written", ["nothing", "articles", "articles and half an event", "all", "another thing"])
@pytest.mark.parametrize("catalog", ["kept", "deleted"])
def test_the_last_group_is_made_good_whatever_of_it_was_written(whole: Path, tmp_path: Path, written: str, catalog: str) -> None:
    root = tmp_path / "copy"
    shutil.copytree(whole, root)
    collection = Archive(root).collection("demo")
    group = last_with_lines(collection)
    cut_behind(collection, group)
    expected = lines(collection)
    for name, data in expected.items():
        size = group.sizes.get(name, 0)
        whole_size = len(data)
        kept = {"nothing": size, "all": whole_size, "another thing": size}.get(written, whole_size if name.startswith("articles") else size)
        if written == "articles and half an event" and name.startswith("events"):
            kept = size + (whole_size - size) // 2
        extra = b'{"schema": "another thing"}\n' if written == "another thing" and name.startswith("articles") else b""
        (collection.path / name).write_bytes(data[:kept] + extra)
    (root / "catalog.sqlite").unlink()  # the one that is there knows what was cut; the run's own knew up to the group before
    holdings_of = Catalog(Archive(root))
    holdings = holdings_of.holdings(collection)
    if catalog == "kept":
        shelved = {name: (collection.path / name).read_bytes() for name in expected}
        for name in expected:
            (collection.path / name).write_bytes(shelved[name][:group.sizes.get(name, 0)])
        sync(holdings)
        for name, data in shelved.items():
            (collection.path / name).write_bytes(data)
    done = recovered(holdings)
    holdings_of.close()
    assert lines(collection) == expected
    assert any("was written again" in line for line in done)
    torn = [path.name for path in collection.path.rglob("*.jsonl.torn-*")]
    assert len(torn) == (written == "another thing") and any("not what the WARC says" in line for line in done) == bool(torn)
    assert not list(collection.warcs.glob("*.open"))


def test_what_was_committed_is_left_alone(whole: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(whole, root)
    collection = Archive(root).collection("demo")
    cut_behind(collection, last_with_lines(collection))
    expected = lines(collection)
    catalog = Catalog(Archive(root))
    done = recovered(catalog.holdings(collection))
    catalog.close()
    assert lines(collection) == expected and not any("was written again" in line for line in done)


MANY = 6 * GROUP
"""Articles of which three groups, however large a slow machine makes them, leave some."""


@pytest.mark.parametrize("place", ["before", "behind"])
def test_what_a_killed_process_recorded_is_read_from_its_record_and_asked_again_only_where_it_was_settled(
        tmp_path: Path, place: Literal["before", "behind"]) -> None:
    with PlainPortal() as portal:
        portal.pages = {f"/art/{number}.html": article(f"第{number}条新闻", number) for number in range(MANY)}
        archive, options = tmp_path / "archive", ("--portals", portal.file(tmp_path))
        assert killed_at_commit(2, place, "crawl", "plain", "--archive", archive, *options)
        collection = Archive(archive).collection("plain")
        groups = [group for path in collection.warc_files() for record in records(path) if (group := settlement_in(record))]
        settled = {one.record for group in groups for one in group.settled}
        came = {one.ref.record_id: urlsplit(one.capture.url).path for one in recorded(archive, "plain") if one.capture.kind == "article"}
        unsettled = came.keys() - settled
        last = {urlsplit(one.url).path for one in groups[-1].settled if place == "behind"}
        assert unsettled and crawl("plain", archive, *options).code == 0
    again = {path for path, times in Counter(portal.asked).items() if times > 1 and path in came.values()}
    assert again == last & set(came.values())
    read = {line["warc"]["record_id"] for line in lines_of(archive, "plain")}
    assert unsettled <= read and len(lines_of(archive, "plain")) == MANY
    assert checked(archive).returncode == 0
    before = lines(collection)
    assert cli.run(["rebuild", str(archive), *map(str, options), "--apply"]) == 0 and lines(collection) == before
