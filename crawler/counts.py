"""What a run has done so far, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

VERDICTS = ("new", "changed", "duplicate", "unchanged")
"""Counts that make up `Counts.articles`."""
_TOLD = (*VERDICTS, "seeds", "seeds_answered", "rows", "left_over")


@dataclass(slots=True)
class Counts:
    """Grows while the crawl runs; read by the progress display, the summary and the verdict on the run's health."""

    requests: int = 0
    """Exchanges recorded, robots.txt and further tries included."""
    pages: int = 0
    """Answers with status 200 to anything but requisites and attachments."""
    received: int = 0
    """Bytes received."""
    new: int = 0
    changed: int = 0
    duplicate: int = 0
    unchanged: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    """By kind of problem; further tries are not counted."""
    seeds: int = 0
    """Seeds that were settled."""
    seeds_answered: int = 0
    """Seeds that gave a page, new or unchanged."""
    rows: int = 0
    """Article addresses that listings, sitemaps and feeds named."""
    left_over: int = 0
    """Pages that the budget leaves to the next run, as far as they are known."""
    bugs: int = 0
    queued: int = 0
    """Tasks not done."""
    host: str = ""
    """Host asked last."""

    def told(self) -> dict[str, int]:
        """What tells how a run as a whole went, by name: for `crawler.queue.frontiers.AnyFrontier.overall`."""
        return {**{name: getattr(self, name) for name in _TOLD}, **{f"problem {kind}": n for kind, n in self.problems.items()}}

    def summed(self) -> dict[str, int]:
        """What the archive keeps of a run."""
        return {"requests": self.requests, "pages": self.pages, "received": self.received, "new": self.new, "changed": self.changed,
                "duplicate": self.duplicate, "unchanged": self.unchanged, "problems": self.problems.total(), "blocked": self.blocked}

    @classmethod
    def of(cls, told: Mapping[str, int]) -> Counts:
        """From numbers as `told` gives them."""
        counts = cls(problems=Counter({name.removeprefix("problem "): n for name, n in told.items() if name.startswith("problem ")}))
        for name in _TOLD:
            setattr(counts, name, told.get(name, 0))
        return counts

    @property
    def articles(self) -> int:
        """Articles read, whatever became of them."""
        return self.new + self.changed + self.duplicate + self.unchanged

    @property
    def blocked(self) -> int:
        """Challenge pages."""
        return self.problems["blocked"]
