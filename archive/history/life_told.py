"""An article's life as JSON and as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape as _escaped
from typing import Any
from urllib.parse import urlsplit

from archive.changed.altered import Altered, altered
from archive.changed.diff import Piece, excerpt
from archive.history.life import Life, Moment

AROUND = 60
"""Characters shown around a change."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters and those that turn the order of what follows."""


def changes_of(moment: Moment) -> list[Altered]:
    """What the version of a moment changed; empty for a first version and where nothing new was seen."""
    return altered(moment.before, moment.line) if moment.before and moment.line else []


def told(life: Life) -> dict[str, Any]:
    """For JSON: facts, moments with whole word-level differences (`["equal" | "delete" | "insert", text]`), versions as they are."""
    newest = life.newest
    return {
        "id": life.id, "portal": life.portal, "url": newest and newest["url"], "title": newest and newest["title"],
        "moments": [_moment(one) for one in life.moments], "versions": list(life.versions),
    }


_KEYS = ("version", "address_key", "cms_key", "canonical_key", "text_digest", "facts", "changed", "deleted", "inserted", "cosmetic", "diff")
"""Of an event's detail: for programs, or told in a way of their own."""


def said(event: str, detail: Mapping[str, Any]) -> dict[str, str]:
    """What an event says besides, for people: whatever its detail holds but keys. By what an article was known again (the `reason` of
    its own events) is not among it."""
    hidden = (*_KEYS, "reason") if event in ("first-seen", "edited") else _KEYS
    return {key: _words(value) for key, value in detail.items() if value not in (None, [], {}) and key not in hidden}


def edit_said(detail: Mapping[str, Any]) -> str | None:
    """What the event of an edit itself says of it: `title, body -2 +3`, or `cosmetic: body`; None when it says nothing."""
    if not detail.get("changed"):
        return None
    fields = str(detail["changed"]).replace(",", ", ")
    return f"cosmetic: {fields}" if detail.get("cosmetic") else f"{fields} -{detail.get('deleted') or 0} +{detail.get('inserted') or 0}"


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(one)}" for key, one in value.items() if one not in (None, [], {}))
    return ", ".join(map(_words, value)) if isinstance(value, list) else str(value)


def _moment(moment: Moment) -> dict[str, Any]:
    detail = {key: value for key, value in moment.detail.items() if value is not None and not key.endswith("_key")}
    return {
        "at": moment.at, "event": moment.event, "version": moment.line and moment.line["version"], "url": moment.url,
        "warc": moment.warc, "detail": detail,
        "changes": [{"field": one.field, "diff": [list(piece) for piece in one.pieces]} for one in changes_of(moment)],
    }


_STYLE = """body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.4rem}section{border-left:3px solid #999;padding:0 0 .5rem 1rem;margin:1rem 0}h2{font-size:1rem;margin:0}
.gone,.blocked,.unreachable{border-color:#b00}.edited{border-color:#07c}.first-seen,.back{border-color:#080}
dt{font-weight:600;margin-top:.5rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}small,code{color:#555;overflow-wrap:anywhere}
ins{background:#d7f5d7;text-decoration:none}del{background:#fbdada}details{margin-top:.5rem}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}ins{background:#143d14}del{background:#4d1717}small,code{color:#aaa}}"""


def page(lives: Sequence[Life]) -> str:
    """One HTML document that loads nothing and runs nothing; all text is escaped."""
    heads = [_head(life) for life in lives]
    body = "\n".join("\n".join(_article(life, head)) for life, head in zip(lives, heads, strict=True))
    language = next((str(life.newest["language"]) for life in lives if life.newest and life.newest["language"]), "und")
    return (f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(heads[0])}</title>\n<style>{_STYLE}</style>\n{body}\n</html>\n")


def escape(text: str) -> str:
    """Text as it may stand anywhere in a page; what is not seen but does something becomes U+FFFD."""
    return _escaped(_UNSEEN.sub("\ufffd", text))


def _head(life: Life) -> str:
    newest = life.newest
    return str((newest and newest["title"]) or life.id or life.moments[0].url)


def _article(life: Life, head: str) -> Iterator[str]:
    yield f"<h1>{escape(head)}</h1>"
    yield f"<p><code>{escape(life.id or 'no article')}</code> · {len(life.versions)} versions · {escape(life.portal)}</p>"
    for moment in life.moments:
        yield from _section(moment)
    if life.newest:
        yield f"<details><summary>Version {life.newest['version']}</summary><dl><dd>{escape(life.newest['body'] or '')}</dd></dl></details>"


def _section(moment: Moment) -> Iterator[str]:
    version = f" · version {moment.line['version']}" if moment.line else ""
    besides = " · ".join([*filter(None, [edit_said(moment.detail)]),
                          *(f"{key} {value}" for key, value in said(moment.event, moment.detail).items())])
    yield f'<section class="{escape(moment.event)}">'
    yield f"<h2>{escape(moment.at)} · {escape(moment.event)}{version}</h2>"
    yield f"<p>{_link(moment.url)}{'<br>' + escape(besides) if besides else ''}<br><small>{escape(_record(moment))}</small></p>"
    if (changes := changes_of(moment)) == [] and moment.detail.get("diff"):
        yield f"<p>{escape(moment.detail['diff'])}</p>"
    if changes:
        yield "<dl>"
        yield from (f"<dt>{escape(one.field)}</dt><dd>{_marked(excerpt(one.pieces, AROUND))}</dd>" for one in changes)
        yield "</dl>"
    yield "</section>"


def _record(moment: Moment) -> str:
    warc = moment.warc
    return f"{warc['file']} byte {warc['offset']} · {warc['record_id']} · {warc['payload_digest'] or 'no payload'}"


def _link(url: str) -> str:
    shown = escape(url)
    return f'<a href="{shown}" rel="noreferrer">{shown}</a>' if _is_http(url) else shown


def _is_http(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _marked(pieces: Sequence[Piece]) -> str:
    tags = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}
    return "".join(tags[piece.op].format(escape(piece.text)) for piece in pieces)
