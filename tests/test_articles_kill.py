"""A writer of lines that is killed again and again loses nothing and says nothing twice."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import orjson
import pytest

from archive.layout import Archive

COUNT = 240
"""Pages: four in a group, every fourth a copy of the one before, every fifth edited in a second state."""

WORK = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from archive.articles import ArticleWriter
from archive.catalog import Catalog
from archive.dedup import Keys
from archive.digest import text_digest
from archive.layout import Archive
from archive.lock import locked
from archive.model import Article, WarcRef
from archive.index.sync import sync

root, count = Path(sys.argv[1]), int(sys.argv[2])
archive = Archive(root)
collection = archive.collection("zj")
collection.create()
start = datetime(2026, 11, 1, tzinfo=UTC)
with locked(collection.lock):
    catalog = Catalog(archive)
    holdings = catalog.holdings(collection)
    sync(holdings)
    writer = ArticleWriter(collection, holdings, started=datetime.now(UTC), extractor="x", roll_size=20_000)
    done = root / "done"
    first = int(done.read_text()) if done.exists() else 0
    for number in range(first, count):
        text = number - 1 if number % 4 == 3 else number
        body = f"这是第{text}篇文章的第一句话。" * 3 + f"这是第{text}篇文章的最后一句话。"
        url = f"https://www.zj.example/{number}"
        ref = WarcRef(file="archive/zj.warc.gz", offset=number * 10, length=10, record_id=f"urn:uuid:{number}",
                      payload_digest=f"sha256:{number:064x}")
        writer.answered(url=url, at=start + timedelta(seconds=number), status=200, ref=ref, etag=str(number))
        writer.add(Article(kind="article", url=url, title=f"标题{text}", body=body), keys=Keys(address=url), status=200, ref=ref,
                   text_digest=text_digest(f"标题{text}", body), at=start + timedelta(seconds=number))
        if number % 4 == 3:
            writer.commit()
            aside = done.with_name("done.new")
            aside.write_text(str(number + 1))
            aside.replace(done)
            print(number, flush=True)
    writer.close()
    catalog.close()
print("whole", flush=True)
"""


def work(root: Path, groups: int | None) -> bool:
    """Work until so many groups are committed, then kill in the middle of the next; True when it came to its end."""
    with subprocess.Popen([sys.executable, "-c", WORK, str(root), str(COUNT)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for count, line in enumerate(process.stdout, 1):
            if line == "whole\n":
                return True
            if count == groups:
                process.kill()
    return False


@pytest.mark.parametrize("forgetful", [False, True], ids=["with its catalog", "its catalog lost at each kill"])
def test_twelve_kills_in_a_chain_leave_each_line_and_event_once(tmp_path: Path, forgetful: bool) -> None:
    dice = random.Random(forgetful)
    for _ in range(12):
        assert not work(tmp_path, dice.randint(1, 4))
        if forgetful:
            for path in tmp_path.glob("catalog.sqlite*"):
                path.unlink()
    assert work(tmp_path, None)
    collection = Archive(tmp_path).collection("zj")
    lines = [orjson.loads(line) for path in collection.line_files("articles") for line in path.read_bytes().splitlines()]
    events = [orjson.loads(line) for path in collection.line_files("events") for line in path.read_bytes().splitlines()]
    assert Counter(line["url"] for line in lines) == Counter(
        f"https://www.zj.example/{number}" for number in range(COUNT) if number % 4 != 3)
    assert Counter((event["event"], event["url"]) for event in events) == Counter(
        ("duplicate" if number % 4 == 3 else "first-seen", f"https://www.zj.example/{number}") for number in range(COUNT))
    assert {line["version"] for line in lines} == {1} and len({line["id"] for line in lines}) == len(lines)
    assert len(collection.line_files("articles")) > 1
