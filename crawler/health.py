"""Names the end of a run: the exit code and one line that says why."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.counts import Counts
from crawler.portal import Portal

WHOLE, BUG, BAD_INPUT, NOT_WRITTEN, SILENT, INTERRUPTED = range(6)
"""Exit codes; see README."""

ENOUGH = 3
"""Article pages without a single article among them that are taken for a changed portal and not for chance."""


@dataclass(frozen=True, slots=True)
class End:
    """How a run ended."""

    code: int
    reason: str
    """One line."""


def end_of(portal: Portal, counts: Counts, *, reason: str, not_written: str | None, bug: str | None) -> End:
    """The end by what Scrapy calls it (`finished`, `shutdown`, `not-written`, …) and by what the run has seen."""
    if not_written is not None:
        return End(NOT_WRITTEN, not_written)
    if bug is not None:
        return End(BUG, f"a bug: {bug}; what was fetched is kept")
    if reason == "limit":
        return End(WHOLE, "as many articles as asked for; the same command goes on from here")
    if reason != "finished":
        return End(INTERRUPTED, f"interrupted ({reason}); the same command goes on from here")
    if (silent := _silent(portal, counts)) is not None:
        return End(SILENT, silent)
    if counts.left_over:
        return End(WHOLE, f"whole as far as the budget goes; {counts.left_over:,} pages are left to the next run")
    return End(WHOLE, "whole")


def _silent(portal: Portal, counts: Counts) -> str | None:
    """Why the portal must have changed or fallen silent; None when it has not."""
    if counts.seeds and not counts.seeds_answered:
        worst = counts.problems.most_common(1)
        return f"no seed gave a page{' (' + worst[0][0] + ')' if worst else ''}"
    listings = [seed for seed in portal.seeds if seed.kind in ("listing", "sitemap", "feed")]
    if listings and len(listings) == len(portal.seeds) and counts.seeds and not counts.rows:
        return "the listings name no articles any more"
    failures = sum(counts.problems[kind] for kind in ("not-an-article", "incomplete", "unreadable"))
    if not counts.articles and failures >= ENOUGH:
        return f"{failures} article pages were read and none gave an article: the layout has changed"
    return None
