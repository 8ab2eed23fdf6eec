"""The pages of a package: what a reader of it should find, with the text in which viewers search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson

from archive.errors import ArchiveError
from archive.jsonl import whole_lines
from archive.layout import Collection
from archive.lines import instant
from archive.reader import records
from archive.records.stored import instant_of
from archive.wacz.lookup import Lookup
from archive.wacz.parts import Part

Page = dict[str, Any]


def pages(collection: Collection, index: Lookup, parts: Sequence[Part], begin: datetime | None) -> Iterator[Page]:
    """A page for each version of an article whose record is packed, as `pages.jsonl` has it, in the order of the lines.

    `begin`: of a package that holds what is new. A version captured before it is listed under the instant at which its address was last
    found unchanged since, and not at all when it is there only for the sake of another address.
    """
    by_file = {f"archive/{part.file}": part for part in parts}
    for path in collection.line_files("articles"):
        for _, raw in whole_lines(path):
            try:
                line = orjson.loads(raw)
                where, at = line["warc"], instant_of(line["captured_at"])
                part = by_file.get(where["file"])
                if at is None or part is None or part.moved(where["offset"], where["length"]) is None:
                    continue
                if begin is not None and at < begin:
                    at = _confirmed(collection, index, line, begin)
                if at is not None:
                    yield _page(line, at)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # a damaged line; the check names it


def _page(line: dict[str, Any], at: datetime) -> Page:
    page = {"id": f"{line['id']}/{line['version']}", "url": line["url"], "ts": instant(at), "title": line["title"],
            "date": line["date"], "language": line["language"], "text": line["body"]}
    return {name: value for name, value in page.items() if value}


def _confirmed(collection: Collection, index: Lookup, line: dict[str, Any], begin: datetime) -> datetime | None:
    """When the address of a line was last answered by a revisit of its record; None when it was not since."""
    for told in reversed(index.since(line["url"], begin)):
        if told.get("mime") == "warc/revisit" and told["url"] == line["url"]:
            try:
                revisit = next(records(collection.file(f"archive/{told['filename']}"), int(told["offset"])), None)
            except ArchiveError:
                continue
            if revisit is not None and revisit.uri("WARC-Refers-To") == line["warc"]["record_id"]:
                return instant_of(revisit.get("WARC-Date") or "")
    return None
