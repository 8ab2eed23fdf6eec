"""Holds the archive of one fault's site against its wire log and against what is owed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.crawling import Collection, Record
from benchmarks.measuring import MIB, Measured
from tests.faults.answers import GOOD, good_paragraphs
from tests.faults.model import Fault
from tests.portal_server import FaultSite
from tests.wirelog import Turn

MOST_MEMORY = 600 * MIB
MOST_LOG = 2 * MIB


@dataclass(slots=True)
class Verdict:
    """What became of one fault."""

    fault: Fault
    run: Measured
    hits: int = 0
    died: list[str] = field(default_factory=list)
    """Why the crawl did not survive: no end, traceback, memory, good articles lost, WARC not valid."""
    wrong: list[str] = field(default_factory=list)
    """What is owed and was not given."""
    stored: dict[str, str] = field(default_factory=dict)
    """Path to `whole`, `part` or `other` (bytes that were not sent)."""

    @property
    def unequal(self) -> int:
        """Records with bytes that were not sent."""
        return sum(state == "other" for state in self.stored.values())


def closed(fault: Fault) -> bool:
    """Whether robots.txt closes the whole site, so that even its good articles may not be asked for."""
    return "/page" in fault.owed.forbid


def judge(fault: Fault, site: FaultSite, run: Measured, collection: Collection) -> Verdict:
    """The verdict; `site` may be closed already."""
    verdict = Verdict(fault, run)
    damaged: list[str] = []
    turns = _by_path(site)
    for record in collection.records(damaged):
        if record.type in ("response", "revisit"):
            path = _path(record.url)
            state = compare(record, turns.get(path, []))
            if verdict.stored.get(path) != "whole" or state == "other":
                verdict.stored[path] = state
    _survival(verdict, collection, damaged)
    _debts(verdict, site, collection)
    return verdict


def compare(record: Record, turns: list[Turn]) -> str:
    """`whole`: equal to the byte to one of the turns; `part`: a prefix, and marked; `other`: neither."""
    block = record.block
    for turn in turns:
        if record.type == "revisit":
            sent = turn.response()
            digest = f"sha256:{hashlib.sha256(sent[len(block) :]).hexdigest()}"
            if not block or (sent.startswith(block) and (
                    b"chunked" in block.lower() or record.headers.get("warc-payload-digest") == digest)):
                return "whole"
        elif record.truncated is None and turn.size == len(block) and turn.response() == block:
            return "whole"
        elif record.truncated is not None and turn.response(len(block)) == block:
            return "part"
    return "other"


def _by_path(site: FaultSite) -> dict[str, list[Turn]]:
    turns: dict[str, list[Turn]] = {}
    for turn in site.log:
        turns.setdefault(_path(turn.target), []).append(turn)
    return turns


def _path(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query or url.endswith("?") else "")


def _survival(verdict: Verdict, collection: Collection, damaged: list[str]) -> None:
    run, fault, died = verdict.run, verdict.fault, verdict.died
    if run.timed_out:
        died.append(f"did not end in {run.wall:.0f} s")
    elif run.code not in ((0, 4) if closed(fault) or fault.port_is_tls else (0,)):
        died.append(f"exit {run.code}: {_last(run.log)}")
    if "Traceback (most recent call last)" in run.log + run.out:
        died.append("a traceback")
    if len(run.log) > MOST_LOG:
        died.append("more than 2 MB of log")
    if run.peak > MOST_MEMORY:
        died.append(f"{run.peak_mib} MiB")
    died.extend(damaged)
    if [path for path in collection.warcs() if path.suffix == ".open"]:
        died.append("a WARC left open")
    if not closed(fault):
        lost = [str(number) for number in range(1, GOOD + 1) if verdict.stored.get(f"/good/{number}.html") != "whole"]
        if lost:
            died.append(f"good articles lost: {', '.join(lost)}")


def _last(log: str) -> str:
    return log.strip().rpartition("\n")[2][:160]


def _debts(verdict: Verdict, site: FaultSite, collection: Collection) -> None:
    fault, owed, wrong = verdict.fault, verdict.fault.owed, verdict.wrong
    turns = list(site.log)
    verdict.hits = sum(not turn.claimed for turn in turns)
    asked = {turn.path for turn in turns}
    if owed.hits is not None and verdict.hits > owed.hits:
        wrong.append(f"{verdict.hits} requests")
    if owed.refuse and (count := site.log.connections(site.site.trap)):
        wrong.append(f"connected {count} times to what must be refused")
    wrong += [f"{path} not asked for" for path in owed.allow if path not in asked]
    wrong += [f"{path} asked for" for path in owed.forbid if path in asked]
    wrong += [f"{path} stored with other bytes" for path, state in verdict.stored.items() if state == "other"]
    try:
        problems, articles = collection.lines("problems"), collection.lines("articles")
    except ValueError as error:
        wrong.append(f"a line that is no JSON: {error}")
        return
    wrong += _storage(verdict, site, {_path(str(line.get("url", ""))) for line in problems}, asked)
    wrong += _lines(fault, articles, json.dumps([articles, problems], ensure_ascii=False))


def _storage(verdict: Verdict, site: FaultSite, failed: set[str], asked: set[str]) -> Iterator[str]:
    """What is missing of the paths that must have been reached."""
    fault, kinds = verdict.fault, verdict.fault.owed.stored
    for path in fault.reach if kinds or fault.owed.retry else ():
        state = verdict.stored.get(site.site.base + path)
        if path not in asked:
            yield f"{path} never reached"
        elif kinds & {"full", "raw"} or fault.owed.retry:
            if state != "whole":
                yield f"{path} stored {state or 'not at all'}"
        elif state not in ("whole", "part") and path not in failed:
            yield f"{path} neither stored nor reported"
    if {"full", "error"} <= kinds:
        for href in site.site.hrefs():
            path = _path(href if "://" in href else "/" + href)
            if verdict.stored.get(path) != "whole" and path not in failed:
                yield f"{href} neither stored nor reported"


def _lines(fault: Fault, articles: list[dict[str, object]], text: str) -> Iterator[str]:
    """What is wrong with the article lines."""
    bodies = [str(line.get("body") or "") for line in articles]
    good = {number for number in range(1, GOOD + 1) if any(good_paragraphs(fault.name, number)[0] in body for body in bodies)}
    if not closed(fault) and len(good) < GOOD:
        yield f"only {len(good)} good articles became lines"
    others = [line for line in articles if "/good/" not in str(line.get("url"))]
    if fault.articles is not None and len(others) != fault.articles:
        yield f"{len(others)} article lines instead of {fault.articles}"
    yield from (f"no line says {words!r}" for words in fault.says if not any(words in body for body in bodies))
    yield from (f"a line says {words!r}" for words in fault.never if words in text)
