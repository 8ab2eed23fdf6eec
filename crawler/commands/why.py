"""`fangzhi why`: how an address was found, what was captured of it, and what became of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.errors import NotFound
from archive.layout import opened
from crawler.commands.options import chosen_collections, collection_option, directory_argument, json_option
from crawler.health import WHOLE
from crawler.oneline import one_line
from crawler.why import Why
from crawler.why import why as asked


@click.command("why")
@directory_argument
@click.argument("url", metavar="URL")
@collection_option
@json_option
def why(directory: Path, url: str, collection: tuple[str, ...], as_json: bool) -> int:
    """Tell how URL was found, from the seed on; what was captured when; what became of it, and by which rules.

    All of it comes from records and lines. An address of which nothing is known ends with 2.
    """
    _, all_of_it = opened(directory)
    told = [one for each in chosen_collections(all_of_it, collection) if (one := asked(each, url)).known]
    if not told:
        raise NotFound(f"{url}: no record, line, event or problem of this archive names it as an address of its own")
    if as_json:
        json.dump({"url": url, "collections": [asdict(one) for one in told]}, sys.stdout, ensure_ascii=False)
        click.echo()
    else:
        for one in told:
            for line in _told(one):
                click.echo(one_line(line))
    return WHOLE


def _told(one: Why) -> Iterator[str]:
    yield f"{one.url} in {one.collection}"
    yield "found"
    if not one.found:
        yield "  no record tells how"
    for step in one.found:
        yield f"  {_step(step)}"
    yield "captured" if one.captures else "never captured"
    for capture in one.captures:
        yield f"  {capture['at']} {_answer(capture)}: {capture['record_id']} in {capture['file']} at byte {capture['offset']}"
    yield "what became of it"
    for line in one.lines:
        yield (f"  {line['captured_at']} a line, {line['verdict']}: {line['id']} version {line['version']} in {line['file']} at byte "
               f"{line['offset']}, by {line['extractor']} and portal file {line['portal_digest']}; title by {line['found']['title']}, "
               f"body by {line['found']['body']}, date by {line['found']['date']}")
    for event in one.events:
        of = f" of {event['of']}" if event["of"] else f" {event['id']}" if event["id"] else ""
        known = f", known by its {event['reason']}" if event["event"] in ("first-seen", "edited", "duplicate") else \
            f": {event['reason']}" if event["reason"] else ""
        yield f"  {event['at']} {event['event']}{of}{known}"
    for problem in one.problems:
        yield f"  {problem['at']} a problem, {problem['kind']}: {problem['reason']}"
    if not (one.lines or one.events or one.problems):
        yield "  no line, event or problem: it led elsewhere, or brought what is known"


def _step(step: dict[str, Any]) -> str:
    listed = step["listed"] or {}
    row = f", row {listed['position']}" if listed.get("position") else ""
    row += f", dated {listed['date']}" if listed.get("date") else ""
    row += f", titled {listed['title']}" if listed.get("title") else ""
    section = f", section {step['section']}" if step["section"] else ""
    if step["seed"]:
        section += f", of portal file {step['portal_digest']}"
    capture = step["capture"]
    where = f" ({capture['at']}, {_answer(capture)}, {capture['record_id']})" if capture else ""
    asked_as = f", asked as {step['kind']}" if step["kind"] else ""
    return f"{step['how']}{asked_as}{section}{row}: {step['url']}{where}"


def _answer(capture: dict[str, Any]) -> str:
    if capture["status"] is None:
        return f"no answer ({capture['error'] or 'none'})"
    revisit = {"server-not-modified": ", unchanged", "identical-payload-digest": ", the same payload"}.get(capture["revisit"] or "", "")
    cut = f", cut ({capture['truncated']})" if capture["truncated"] else ""
    return f"HTTP {capture['status']}{revisit}{cut}"
