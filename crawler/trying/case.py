"""Judged test cases: a page as its WARC record, and beside it in JSON what a person says stands on it. `fangzhi portals keep` makes them,
the test suite runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.errors import BadRecord, NotFound
from archive.model import FIELD_KEYS
from archive.reader import captures, entity_of
from crawler.calls.recorded_call import recorded
from crawler.judged.derive import LINES
from crawler.page import Page
from crawler.portal import Kind, Portal
from crawler.trying.source import LARGEST
from crawler.trying.trial import Trial, tried

ENDING = ".warc.gz"
_ALWAYS = ("kind", "title", "date", "breadcrumb", "body")
"""What the judge of an article must look at even where nothing was found."""
_WHERE_FOUND = ("date_time", "source", "author", "language", "images", "attachments", *FIELD_KEYS)
_FILE_KEYS = {"images": ("url", "caption"), "attachments": ("url", "name", "type")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One judged page."""

    name: str
    about: str | None
    """What it is there for, as its judge says; None: a draft that nobody has judged."""
    portal: str
    kind: Kind
    """What the page is asked as."""
    page: Page
    expect: dict[str, Any]


def draft(trial: Trial, portal: Portal, record: str) -> dict[str, Any]:
    """The JSON of a case that a person is still to judge: what is found now, and nobody's word yet."""
    found = found_on(trial)
    if trial.article.kind in LINES:
        keys = [*_ALWAYS, *(key for key in _WHERE_FOUND if found.get(key))]
    else:
        keys = ["kind", "rows", "next", "claimed_total"]
    return {"about": None, "portal": portal.name, "url": trial.page.url, "asked_as": trial.asked_as, "record": record,
            "expect": {key: found[key] for key in keys}}


def loaded(path: Path) -> Case:
    """The case whose JSON lies at `path`, its record beside it. Raises `archive.errors.NotFound`, `BadRecord`."""
    beside = path.with_name(path.stem + ENDING)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        stored = next(captures(beside), None)
        about, name, kind, expect = told["about"], told["portal"], told["asked_as"], told["expect"]
    except OSError as error:
        raise NotFound(f"{error.filename}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BadRecord(f"{path}: expected an object with about, portal, asked_as and expect ({error})") from None
    if stored is None or stored.status is None:
        raise BadRecord(f"{beside}: no page in it")
    page = Page(url=stored.url, body=entity_of(stored, LARGEST), headers=stored.headers, status=stored.status,
                captured_at=stored.instant, form=stored.form, call=recorded(stored.capture))
    return Case(name=path.stem, about=about, portal=name, kind=kind, page=page, expect=expect)


def found_in(case: Case, portal_of: Callable[[str], Portal]) -> dict[str, Any]:
    """What is found on the page today, for each key that the judge spoke of, in the same form."""
    found = found_on(tried(case.page, portal_of(case.portal), case.kind))
    return {key: found.get(key) for key in case.expect}


def found_on(trial: Trial) -> dict[str, Any]:
    """All that a judge may speak of, as JSON has it."""
    article = trial.article
    found: dict[str, Any] = {key: value for key, value in asdict(article).items() if key not in ("fields", "found")} | article.fields
    for key, names in _FILE_KEYS.items():
        found[key] = [{name: one[name] for name in names} for one in found[key]]
    found["breadcrumb"], found["links"] = list(article.breadcrumb), list(article.links)
    found["rows"] = [{"url": link.url, "title": link.title, "date": link.date} for link in trial.rows]
    found["next"] = [link.url for link in trial.next]
    found["claimed_total"] = trial.reading.claimed_total
    found["following"] = trial.reading.following.url if trial.reading.following else None
    return found
