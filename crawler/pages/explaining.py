"""Why an article is what it is: for each field the value, the rule that gave it, and what the other readers said. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from archive.model import FIELD_KEYS, FOUND_KEYS, Article
from crawler.extract.candidate import Candidate

SHOWN = 160
"""Characters of a value that are shown on a terminal."""
MOST_OTHERS = 12
"""Answers of other readers to one field that are shown."""


def explained(article: Article, said: Sequence[Candidate]) -> list[dict[str, Any]]:
    """A row for each field: `field`, `value`, `rule` (None: nothing was found), `why` and `others`: what else was said, each with `value`,
    `rule`, `why` and `same` (whether it agrees)."""
    rows = []
    for key in FOUND_KEYS:
        value: Any = article.fields[key] if key in FIELD_KEYS else getattr(article, key)
        plain = " > ".join(value) if key == "breadcrumb" else value
        answers = [one for one in said if one.field == key]
        chosen = next((one for one in answers if one.chosen), None)
        rows.append({
            "field": key, "value": [asdict(item) for item in value] if key in ("images", "attachments") else plain or None,
            "rule": article.found[key], "why": (chosen.why if chosen else "") or None,
            "others": [{"value": one.value, "rule": one.rule, "why": one.why or None, "same": one.value == plain}
                       for one in answers if not one.chosen]})
    return rows


def told(article: Article, rows: Sequence[dict[str, Any]], facts: Mapping[str, str]) -> str:
    """The same for a reader: a paragraph for each field, those without a value in one line at the end. `facts`: what stands above."""
    lines = [f"page kind: {article.kind}{f' ({article.reason})' if article.reason else ''}"]
    lines += [f"{name}: {fact}" for name, fact in facts.items()]
    for row in rows:
        if row["value"] or row["others"]:
            lines += ["", *_told(row)]
    missing = [row["field"] for row in rows if not row["value"] and not row["others"]]
    if missing:
        lines += ["", f"nothing found, nobody said anything: {', '.join(missing)}"]
    return "\n".join(lines)


def _told(row: dict[str, Any]) -> Iterator[str]:
    value = row["value"]
    if isinstance(value, list):
        yield f"{row['field']}: {len(value)}"
        for item in value:
            words = item.get("caption") or item.get("name")
            place = f"  behind paragraph {item['paragraph']}" if item.get("paragraph") is not None else ""
            yield f"    {_short(item['url'])}{place}{f'  {_short(words)}' if words else ''}"
    else:
        yield f"{row['field']}: {_short(value) if value else '(nothing)'}"
    if row["rule"]:
        yield f"  rule: {row['rule']}{f' ({why})' if (why := row['why']) else ''}"
    for other in row["others"][:MOST_OTHERS]:
        why = f" ({other['why']})" if other["why"] else ""
        yield f"  also: {other['rule']}: {'the same' if other['same'] else _short(other['value'])}{why}"
    if (more := len(row["others"]) - MOST_OTHERS) > 0:
        yield f"  also: {more} more"


def _short(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}… ({len(value)} characters)"
