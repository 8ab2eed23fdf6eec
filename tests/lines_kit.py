"""Archives made of lines alone, for what reads lines: portals, articles, versions, events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.dedup import article_id
from archive.digest import text_digest
from archive.jsonl import encode
from archive.layout import Archive, Collection
from archive.lines import event_line, line
from archive.model import Article, Event, WarcRef

START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


class Lines:
    """One collection, written a line at a time."""

    def __init__(self, root: Path, name: str = "zhejiang") -> None:
        self.collection: Collection = Archive(root).collection(name)
        self.collection.create()
        self.name = name
        self.count = 0

    def article(self, path: str, *, version: int = 1, hours: int | None = None, language: str = "zh-Hans",
                **changes: Any) -> dict[str, Any]:
        """Append a version of the article at `path`; the line. `hours` after `START`; None: as many as lines came before."""
        self.count += 1
        at = START + timedelta(hours=self.count if hours is None else hours)
        url = f"https://www.{self.name}.gov.cn/{path}"
        facts: dict[str, Any] = {"title": "标题", "body": "第一段。\n\n第二段。", "date": "2026-10-05", "source": "新华社"}
        article = Article(kind="article", url=url, language=language, **(facts | changes))
        made: Any = line(article, portal=self.name, id=article_id(self.name, path), version=version,
                         verdict="new" if version == 1 else "changed", captured_at=at, status=200,
                         text_digest=text_digest(article.title, article.body), ref=self.ref(), extractor="fangzhi/0 extract/0")
        return self._append("articles", made)

    def event(self, kind: str, path: str, *, hours: int | None = None, of: str | None = None, **detail: Any) -> dict[str, Any]:
        """Append an observation of the article first found at `of` (None: at `path`), made at `path`; the line."""
        self.count += 1
        at = START + timedelta(hours=self.count if hours is None else hours)
        event = Event(event=kind, at=at, id=article_id(self.name, of or path), url=f"https://www.{self.name}.gov.cn/{path}",
                      warc=self.ref(), detail={"address_key": path} | detail)
        made: Any = event_line(event, self.name)
        return self._append("events", made)

    def ref(self) -> WarcRef:
        """A place that no other line has."""
        return WarcRef(file=f"archive/{self.name}-1.warc.gz", offset=self.count * 100, length=100,
                       record_id=f"urn:uuid:00000000-0000-4000-8000-{self.count:012}", payload_digest=f"sha256:{self.count:064x}")

    def raw(self, folder: str, data: bytes) -> None:
        """Append bytes as they are."""
        with (self.collection.path / folder / f"{self.name}-20261101080000.jsonl").open("ab") as file:
            file.write(data)

    def _append(self, folder: str, made: dict[str, Any]) -> dict[str, Any]:
        self.raw(folder, encode(made))
        return made
