"""`DATASHEET.md`: what was crawled when, what it covers, what is known to be missing, and whose the texts are.

After Gebru et al., "Datasheets for Datasets" (2021). Says nothing that is not in the archive, and asks no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.export.gaps import Gaps
from archive.export.markdown import plain, table
from archive.export.observed import HOSTS, Observed, Portal
from archive.export.package import Names
from archive.export.selection import Days

_LICENCE = """The texts and pictures belong to the portals that published them and to those whom they name as source; what may be done with
them is for their terms and for the law of your country to say (in China: Copyright Law, articles 5 and 24; official documents and
mere facts are not protected). This export grants no rights in them. Facts about them (addresses, dates, digests, pointers) are free of
claims by those who made it. Persons are named in the articles: heed the rules for personal data where you publish results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the datasheet tells."""

    observed: Observed
    gaps: Mapping[str, Gaps]
    """Of the portals chosen."""
    days: Days
    latest: bool
    left_out: int
    """Lines that could not be read."""
    columns: tuple[str, ...]
    names: Names
    clustered: bool
    """Whether clusters of near-duplicates were made before."""


def datasheet(told: Told) -> str:
    """The page."""
    return "\n".join(_sections(told))


def _sections(told: Told) -> Iterator[str]:
    observed = told.observed
    yield f"# Datasheet\n\n## What it is\n\n{_extent(told)}\n"
    yield "## What was crawled when\n"
    yield table(("Portal", "Rows", "Articles first seen", "First day", "Last day", "First capture", "Last capture", "Languages"),
                [_portal_row(name, portal) for name, portal in sorted(observed.portals.items())])
    yield ("Each row was read from one HTTP response that is kept byte for byte in a WARC record; `warc` names file, place, record "
           "and digest. Addresses were found by the portals' own listings, feeds and sitemaps.\n")
    yield "### Rows by month of the capture\n"
    yield table(("Portal", "Month", "Rows"), [(plain(name), month, str(count)) for name, portal in sorted(observed.portals.items())
                                              for month, count in sorted(portal.months.items())])
    yield "### Hosts\n"
    yield table(("Portal", "Host", "Rows"), [
        (plain(name), plain(host), str(count)) for name, portal in sorted(observed.portals.items())
        for host, count in sorted(portal.hosts.most_common(HOSTS), key=lambda one: (-one[1], one[0]))])
    yield "## Coverage\n\n### Rows by year of the article\n"
    yield table(("Portal", "Year", "Rows"), [(plain(name), year, str(count)) for name, portal in sorted(observed.portals.items())
                                             for year, count in sorted(portal.years.items())])
    yield "### How full the fields are\n"
    yield table(("Column", "Filled"), [(f"`{name}`", f"{observed.filled(name):.1%}") for name in told.columns])
    yield f"## Known gaps\n\n{_gaps(told)}"
    yield f"## How it was read\n\n{_extractors(observed)}"
    yield f"## Licence\n\n{_LICENCE}\n"
    yield (f"## Keeping it\n\n{told.names.sums} holds the SHA-256 of each file. The same archive and the same choice give the same bytes "
           "again.\n")


def _extent(told: Told) -> str:
    observed, days = told.observed, told.days
    which = "The newest version of each article" if told.latest else "All versions of each article"
    span = " ".join(word for word in (f"from {days.since}" if days.since else "", f"to {days.until}" if days.until else "") if word)
    chosen = f"{which}, of the portals {', '.join(map(plain, sorted(told.gaps))) or 'none'}"
    chosen += f", dated {span} (without a date: captured then)." if span else "."
    dated = f" The articles are dated {observed.days[0]} to {observed.days[1]}." if observed.days else ""
    return f"{observed.rows} rows. {chosen}{dated} What each column means stands in [{told.names.dictionary}]({told.names.dictionary})."


def _portal_row(name: str, portal: Portal) -> tuple[str, ...]:
    first, last = portal.days or ("-", "-")
    begun, ended = portal.captures or ("-", "-")
    languages = ", ".join(f"{plain(language)} {count}" for language, count in sorted(portal.languages.items()))
    return plain(name), str(portal.rows), str(portal.first_versions), first, last, begun, ended, languages


def _gaps(told: Told) -> str:
    said = [f"- {told.left_out} lines of the archive could not be read and are left out.\n"] if told.left_out else []
    said += [f"- {plain(name)}: no row.\n" for name in sorted(told.gaps) if name not in told.observed.portals]
    said += [] if told.clustered else ["- Near-duplicates across portals were not looked for (`fangzhi clusters` does): these columns are "
                                       "null.\n"]
    undated = sum(portal.years["no date"] for portal in told.observed.portals.values())
    said += [f"- {undated} rows have no date: their pages show none.\n"] if undated else []
    counts = table(("Portal", "What", "How often"), [
        (plain(name), f"{what} {plain(kind)}", str(count)) for name, gaps in sorted(told.gaps.items())
        for what, kinds in (("problem", gaps.problems), ("event", gaps.events)) for kind, count in sorted(kinds.items())])
    return ("".join(said) + ("\n" if said else "") + counts
            + "\nProblems are addresses that gave less than they were asked for; events are observations of articles (gone, blocked, "
              "unreachable, duplicate). Both are counted over the whole archive, not the days chosen. Pages that no listing named were "
              "never asked for and are not counted.\n")


def _extractors(observed: Observed) -> str:
    total: Counter[str] = Counter()
    for portal in observed.portals.values():
        total.update(portal.extractors)
    return table(("Software and rules", "Rows"), [(plain(name), str(count)) for name, count in sorted(total.items())])
