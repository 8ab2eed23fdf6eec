"""Records that refer to others: those must be there, of the right kind, and say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.checks.departure import Departure, shown
from archive.checks.seen import Link, Seen


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for one kind of reference, once its target was found."""

    field: str
    """The field that refers."""
    about: str
    """The field that is told."""
    expected: Callable[[Link], str | None]
    found: Callable[[Link], str | None]
    """Both are None where the rule does not apply; otherwise they must be equal."""


def _of_revisit(value: str | None, link: Link) -> str | None:
    return value if link.type == "revisit" else None


def _of_conversion(value: str | None, link: Link) -> str | None:
    return value if link.type == "conversion" else None


RULES = (
    Rule("WARC-Warcinfo-ID", "WARC-Warcinfo-ID", lambda link: "a warcinfo of the same file",
         lambda link: f"a {link.found} of {'the same' if link.same_file else 'another'} file"),
    Rule("WARC-Concurrent-To", "WARC-Concurrent-To", lambda link: "a record of the same file",
         lambda link: f"a record of {'the same' if link.same_file else 'another'} file"),
    Rule("WARC-Concurrent-To", "WARC-Date", lambda link: link.found_date, lambda link: link.date),
    Rule("WARC-Refers-To", "WARC-Refers-To", lambda link: _of_revisit("response", link), lambda link: _of_revisit(link.found, link)),
    Rule("WARC-Refers-To", "WARC-Refers-To", lambda link: _of_conversion("response or revisit", link),
         lambda link: _of_conversion("response or revisit" if link.found in ("response", "revisit") else link.found, link)),
    Rule("WARC-Refers-To", "WARC-Refers-To-Target-URI", lambda link: _of_revisit(link.url, link),
         lambda link: _of_revisit(link.stated_url, link)),
    Rule("WARC-Refers-To", "WARC-Refers-To-Date", lambda link: _of_revisit(link.found_date, link),
         lambda link: _of_revisit(link.stated_date, link)),
    Rule("WARC-Refers-To", "WARC-Payload-Digest", lambda link: link.digest and _of_revisit(link.found_digest, link),
         lambda link: _of_revisit(link.digest, link)),
)


def link_departures(seen: Seen, prefix: str) -> Iterator[Departure]:
    """Ids that are there twice, and references that lead nowhere or to what they do not say. `prefix` goes before file names."""
    for file, offset, id in seen.twice():
        yield Departure(file=prefix + file, at=offset, record=shown(id), field="WARC-Record-ID", expected="an id of its own",
                        found="that of a record before")
    for link in seen.links():
        for about, expected, found in _faults(link):
            yield Departure(file=prefix + link.file, at=link.offset, record=shown(link.id), field=about, expected=expected, found=found)


def _faults(link: Link) -> Iterator[tuple[str, str, str]]:
    if link.found is None:
        yield link.field, f"a record {shown(link.target)}", "none in this collection"
        return
    for rule in RULES:
        if rule.field == link.field and (expected := rule.expected(link)) != (found := rule.found(link)):
            yield rule.about, shown(expected), shown(found)
