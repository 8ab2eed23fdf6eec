"""When a known address is due again. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.portal import Kind

HOUR, DAY = 3_600.0, 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSettings:
    """All in seconds."""

    fresh: float = DAY
    """Age up to which articles and requisites are fresh: news is edited most in its first hours."""
    pause: float = 3_600.0
    """Time between two visits of what is fresh and cannot be asked conditionally."""
    article_ages: tuple[float, ...] = (HOUR, DAY, 7 * DAY, 30 * DAY, 182 * DAY)
    """Ages, rising, at which an article is asked once more."""
    article_period: float = 365 * DAY
    """After the last of those: time between two visits; 0: each run visits."""
    requisite_period: float = 30 * DAY
    """Time between two visits of a requisite or attachment that is no longer fresh."""


def due(kind: Kind, first_seen: float | None, last_seen: float | None, last_changed: float | None, now: float,
        settings: DueSettings | None = None, *, conditional: bool = False, listed: bool = True, eagerness: float = 1.0) -> bool:
    """Whether an address is to be asked in this run; instants are seconds since the epoch.

    `first_seen`, `last_seen`: its first and last capture (None: never seen: due). `last_changed`: when its text was last found
    changed (None: never); a change makes an article fresh again, since one edit is often followed by another. Listings, sitemaps,
    feeds and the pages of a `site` or `page` seed, which lead to the rest, are due at every run. An instant in the future (a
    clock that was wrong) makes the address due. `conditional`: whether the server can answer 304. `listed`: whether a page of this
    run names it; what none names is asked at its ages only. `eagerness`: by how much sooner than others articles there are due.
    """
    rules = settings or DueSettings()
    if kind not in ("article", "requisite", "attachment") or first_seen is None or last_seen is None:
        return True
    newest = max(first_seen, last_changed or first_seen)
    if last_seen > now or newest > now:
        return True
    if now - newest <= rules.fresh and listed:
        return conditional or now - last_seen >= rules.pause
    if kind != "article":
        return now - last_seen >= rules.requisite_period
    return last_seen < _last_date(first_seen, now, rules, max(1.0, eagerness))


def _last_date(first_seen: float, now: float, rules: DueSettings, eagerness: float) -> float:
    """The latest instant, not after `now`, at which an article first seen then was to be asked; minus infinity: none yet."""
    age = now - first_seen
    ages = (0.0, *rules.article_ages)
    if age >= ages[-1]:
        if rules.article_period <= 0:
            return now
        before = ages[-1] + (age - ages[-1]) // rules.article_period * rules.article_period
        after = before + rules.article_period
    else:
        before, after = max(one for one in ages if one <= age), min(one for one in ages if one > age)
    # Between two ages an eager section has further ones, evenly spread.
    latest = before + (age - before) // ((after - before) / eagerness) * ((after - before) / eagerness)
    return first_seen + latest if latest > 0 else float("-inf")
