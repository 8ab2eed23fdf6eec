"""A version of an article as sources are cited: in Chinese by GB/T 7714-2015, else by a general style, and as CSL JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def cited(line: Mapping[str, Any], portal: str) -> str:
    """One line of text. `portal`: the portal's name in words.

    Chinese (GB/T 7714-2015, electronic sources): `责任者. 题名[EB/OL]. (发布日期)[引用日期]. 地址.`, the day of the capture as the day
    of citation, then what proves it. Other languages: `Author. "Title." Portal, day. Address.`, then the same.
    """
    return _chinese(line, portal) if str(line.get("language") or "").startswith("zh") else _general(line, portal)


def csl(line: Mapping[str, Any], portal: str) -> dict[str, Any]:
    """One item of CSL JSON (citeproc), type `webpage`; what CSL has no variable for stands in `custom` and, in words, in `note`."""
    item: dict[str, Any] = {
        "id": f"{line['id']}@{line['version']}", "type": "webpage", "title": line["title"] or "", "container-title": portal,
        "author": [{"literal": line["author"]}] if line["author"] else None,
        "publisher": line["source"], "language": line["language"],
        "issued": {"date-parts": [_parts(line["date"])]} if line["date"] else None,
        "accessed": {"date-parts": [_parts(line["captured_at"][:10])]},
        "URL": line["url"], "version": str(line["version"]), "archive": "WARC", "archive_collection": line["portal"],
        "archive_location": line["warc"]["record_id"], "note": _proof(line, "; "),
        "custom": {"captured_at": line["captured_at"], "record_id": line["warc"]["record_id"], "warc_file": line["warc"]["file"],
                   "warc_offset": line["warc"]["offset"], "payload_digest": line["payload_digest"], "text_digest": line["text_digest"]},
    }
    return {key: value for key, value in item.items() if value is not None}


def _chinese(line: Mapping[str, Any], portal: str) -> str:
    who = _plain(line["author"] or portal)
    day = f"({line['date']})" if line["date"] else "(日期不详)"
    through = f"来源: {_plain(line['source'])}. " if line["source"] else ""
    return (f"{who}. {_plain(line['title'] or '无题名')}[EB/OL]. {day}[{line['captured_at'][:10]}]. {line['url']}. {through}"
            f"存档: {_plain(portal)}, 第{line['version']}版, 采集于 {line['captured_at']}, WARC 记录 {line['warc']['record_id']}, "
            f"载荷摘要 {line['payload_digest'] or '无'}.")


def _general(line: Mapping[str, Any], portal: str) -> str:
    who = f"{_plain(line['author'])}. " if line["author"] else ""
    title = _plain(line["title"] or "[no title]")
    ended = title if title[-1:] in "?!.。？！" else f"{title}."
    through = f" Source: {_plain(line['source'])}." if line["source"] else ""
    return f"{who}“{ended}” {_plain(portal)}, {_day(line['date'])}. {line['url']}.{through} {_proof(line, ', ')}."


def _proof(line: Mapping[str, Any], between: str) -> str:
    said = (f"Version {line['version']}", f"captured {line['captured_at']}", f"WARC record {line['warc']['record_id']}",
            f"payload digest {line['payload_digest'] or 'none'}")
    return between.join(said)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]


def _day(day: str | None) -> str:
    if day is None:
        return "n.d"
    told = date.fromisoformat(day)
    return f"{told.day} {_MONTHS[told.month - 1]} {told.year}"
