"""Archives that are whole, ways to damage them, and what the check says."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from archive.articles import ArticleWriter
from archive.catalog import Catalog
from archive.cdxj import update_index
from archive.check import Report, check
from archive.checks.departure import Departure
from archive.dedup import Keys
from archive.digest import text_digest
from archive.layout import Archive, Collection
from archive.manifest import write_manifest
from archive.model import Article, Converted, Event
from archive.reader import records
from archive.records.conversion import drawn
from archive.schema import write_schema
from archive.warc import WarcWriter
from tests.warc.exchanges import ANSWERED, PAGE, TLS, UNANSWERED, UNSENT, answer, captured, later
from tests.warc.keeping import INFO

URL = "https://www.zj.example/a"
TEXT = "浙江省人民政府今天召开会议，研究部署有关工作。会议指出，这件事情十分重要。"


def made(root: Path) -> None:
    archive = Archive(root)
    collection = archive.collection("浙江 新闻")
    collection.create()
    catalog = Catalog(archive)
    holdings = catalog.holdings(collection)
    warc = WarcWriter(collection.path, prefix="浙江 新闻", info=INFO, originals=holdings.captures)
    lines = ArticleWriter(collection, holdings, started=later(0), extractor="fangzhi/0.1.0 extract/1")
    for number, (name, make) in enumerate({**ANSWERED, **UNANSWERED, **UNSENT}.items()):
        capture = replace(make(), url=f"{URL}/{number}", started=later(number))
        ref = warc.submit(capture).result(20)
        lines.problem(kind="http", reason=name, at=capture.started, url=capture.url, status=capture.status, ref=ref)
    for number, body in enumerate((PAGE, PAGE, PAGE + b"edited")):
        capture = captured(answer(body), url=URL if number else f"{URL}b", tls=TLS, started=later(100 + number))
        ref = warc.submit(capture).result(20)
        lines.add(Article(kind="article", url=capture.url, title="标题", body=f"{TEXT}{number}"), keys=Keys(address="zj/a"),
                  text_digest=text_digest("标题", f"{TEXT}{number}"), at=capture.started, status=200, ref=ref)
    page = drawn(PAGE + b"drawn", of=capture, converted=Converted(record_id=ref.record_id, by="chromium/1"), at=later(150), elapsed_ms=9)
    ref = warc.submit(page).result(20)
    lines.add(Article(kind="article", url=f"{URL}c", title="标题", body=f"{TEXT}{TEXT}"), keys=Keys(address="zj/c"),
              text_digest=text_digest("标题", f"{TEXT}{TEXT}"), at=later(150), status=200, ref=ref)
    ref = warc.submit(captured(answer(b"", status="304 Not Modified"), url=URL, started=later(200))).result(20)
    lines.observe(Event(event="gone", at=later(200), id=None, url=URL, warc=ref, detail={"status": 404}))
    warc.close()
    lines.close()
    catalog.close()
    write_schema(collection)
    update_index(collection)
    write_manifest(collection)


def collection_of(root: Path) -> Collection:
    return Archive(root).collection("浙江 新闻")


def checked(root: Path) -> tuple[Report, list[Departure]]:
    told: list[Departure] = []
    return check(root, told.append), told


def told(root: Path, *fields: str) -> list[str]:
    """What is found without the manifest, which every damage breaks; only of these fields if any are given."""
    collection_of(root).manifest.unlink(missing_ok=True)
    (collection_of(root).indexes / "index.cdxj").unlink(missing_ok=True)
    return [str(one) for one in checked(root)[1] if not fields or one.field in fields]


def rewrite(root: Path, change: Callable[[bytes], bytes], *, where: bytes = b"WARC-Type: response", digest: bool = True,
            zipped: Callable[[bytes], bytes] = gzip.compress) -> None:
    """Change the first record whose head holds `where`; lengths and block digest are made right again unless `digest` is False."""
    (path,) = collection_of(root).warc_files()
    data, out, done = path.read_bytes(), [], False
    for record in records(path):
        member = data[record.offset:record.offset + record.length]
        plain = gzip.decompress(member)
        if not done and where in plain.partition(b"\r\n\r\n")[0]:
            done, changed = True, change(plain)
            member = zipped(resealed(changed) if digest else changed)
        out.append(member)
    assert done
    path.write_bytes(b"".join(out))


def resealed(record: bytes) -> bytes:
    head, _, rest = record.partition(b"\r\n\r\n")
    block = rest.removesuffix(b"\r\n\r\n")
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(block), head)
    return re.sub(rb"(WARC-Block-Digest: sha256:)[0-9a-f]{64}", rb"\g<1>" + hashlib.sha256(block).hexdigest().encode(), head) \
        + b"\r\n\r\n" + block + b"\r\n\r\n"


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(record: bytes) -> bytes:
        assert re.search(old, record), old
        return re.sub(old, new, record, count=1)

    return change


def edit_line(root: Path, folder: str, number: int, change: Callable[[dict[str, Any]], object]) -> None:
    (path,) = collection_of(root).line_files(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    line = orjson.loads(lines[number])
    change(line)
    lines[number] = orjson.dumps(line) + b"\n"
    path.write_bytes(b"".join(lines))


def setting(key: str, value: Any, inside: str | None = None) -> Callable[[dict[str, Any]], object]:
    return lambda line: (line[inside] if inside else line).__setitem__(key, value)
