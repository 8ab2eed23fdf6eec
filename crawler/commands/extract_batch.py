"""`fangzhi extract --batch`: the pages of a list, each line of which is answered by one, on all cores."""

from __future__ import annotations

import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.commands.saved_pages import article_of, chosen, file_url, line_of, octets_of, page_of
from crawler.health import WHOLE
from crawler.portal import Portal

CHUNK = 8
"""Lines handed to a process at once."""


def answered(listing: Path, portal: str | None, folders: tuple[Path, ...]) -> int:
    """Answers every line of a list, in order."""
    lines = sys.stdin.buffer.read().splitlines() if str(listing) == "-" else listing.read_bytes().splitlines()
    requests = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    base = Path() if str(listing) == "-" else listing.parent
    portals = _named((line for _, line in requests), folders)
    if portal:
        portals[portal] = chosen(portal, folders)
    cores = min(_cores(), -(-len(requests) // CHUNK)) or 1
    if cores == 1:
        for request in requests:
            sys.stdout.write(_answer(*request, base, portal, portals) + "\n")
        return WHOLE
    from crawler.mapping.workers import local

    pieces = (_Piece(requests[at:at + CHUNK], base, portal, portals) for at in range(0, len(requests), CHUNK))
    with local(cores) as workers:
        for answers in workers.map(_answers, pieces):
            sys.stdout.write("".join(answers))
    return WHOLE


def _named(lines: Iterable[bytes], folders: tuple[Path, ...]) -> dict[str, Portal]:
    """The portals that the lines of a list name; those that cannot be had are left out, their lines say so."""
    from crawler.portal_files.loader import PortalError

    found = {}
    for line in lines:
        name = _name_in(line) if b'"portal"' in line else None
        if name and name not in found:
            with suppress(PortalError):
                found[name] = chosen(name, folders)
    return found


def _name_in(line: bytes) -> str | None:
    with suppress(ValueError, RecursionError):
        request = json.loads(line)
        if isinstance(request, dict) and isinstance(request.get("portal"), str):
            return str(request["portal"])
    return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one process answers at once."""

    requests: Sequence[tuple[int, bytes]]
    base: Path
    portal: str | None
    portals: Mapping[str, Portal]


def _answers(piece: _Piece) -> list[str]:
    return [_answer(*request, piece.base, piece.portal, piece.portals) + "\n" for request in piece.requests]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer(number: int, line: bytes, base: Path, default: str | None, portals: Mapping[str, Portal]) -> str:
    """One line for one line, whatever is wrong with it."""
    request: Any = None
    try:
        request = json.loads(line)
        path = base / request["path"]
        data = octets_of(path if path.exists() else Path(request["path"]))
        name = request.get("portal") or default
        if name and name not in portals:
            raise ValueError(f"no portal of the name {name!r}")
        page = page_of(data, request.get("url") or file_url(path), request.get("content_type"), _day(request.get("captured")))
        article = article_of(page, portals[name] if name else None)
    except (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error, AttributeError, RecursionError) as error:
        answer, named = (request.get("id"), request.get("path")) if isinstance(request, dict) else (None, None)
        return line_of({"id": answer, "article": None, "error": f"line {number}: {_reason(error, named)}"})
    return line_of({"id": request.get("id"), "article": article})


def _day(given: Any) -> str | None:
    if given is not None and not (isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given)):
        raise ValueError(f'"captured": expected a day as 2024-03-05, not {given!r}')
    return given


def _reason(error: Exception, named: Any) -> str:
    """What is wrong. `named`: the path of the request, which an error of reading, unlike one of opening, does not bear."""
    if isinstance(error, KeyError):
        return f"expected the key {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or named}: {error.strerror}"
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return f"expected a JSON object ({error})"
    if isinstance(error, TypeError | AttributeError):
        return 'expected an object with the strings "path", and "url", "content_type", "portal" where given'
    return " ".join(str(error).split())
