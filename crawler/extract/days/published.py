"""When an article was published: the day by its label, by its tags, by its place; never a build time, never today's date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from crawler.extract.candidate import Say
from crawler.extract.days.pressed_days import pressed
from crawler.extract.days.shown_days import CLOSE_BY, FAR, NEAR, Found, by_headline, shown
from crawler.extract.days.stated_days import ADDRESS, TIME, spaced, stated, times
from crawler.extract.days.untold_days import untold
from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.metadata import Metadata
from crawler.extract.words.dates import Moment, first, place_of

_BY_UPDATE: Final = 55
"""How much a day without label counts at least above the headline, where one called an update stands below."""


_ONE_ZONE: Final = "Asia/Shanghai"
_OFFSET: Final = "+08:00"
_SINCE: Final = "1992"
"""The zone of nearly all portals, its offset, and since when it has no other."""


_UTC: Final = "+00:00"
_STEP: Final = timedelta(minutes=30)
_HALF_DAY: Final = timedelta(hours=12)
_LEAST_AHEAD: Final = timedelta(hours=-10)
_MOST_AHEAD: Final = timedelta(hours=13)
"""By what a clock may be ahead of UTC; half a day is the fault of a clock of twelve hours."""


class Published(NamedTuple):
    """Fields `date`, `date_time`, `date_raw` of an article with the rules that gave them."""

    day: str | None = None
    date_time: str | None = None
    raw: str | None = None
    rule: str | None = None
    time_rule: str | None = None


_NO_DAYS: Final = frozenset(("1970-01-01", "1969-12-31", "1900-01-01"))
"""What templates print where a database has no time: its zero."""


def find(page: Blocks, metadata: Metadata, url: str, zone: str, *, title: int | None, start: int, end: int,
         text: Callable[[], str] = str, octets: bytes = b"", latest: str | None = None, say: Say | None = None) -> Published:
    """The day of publication. `title`: number of the headline's block; `start`, `end`: where the body lies among the blocks; `text`: gives
    the decoded page, an empty text where there is none; `octets`: its bytes; `latest`: the day of the capture, where that is known."""
    certain, known = by_headline(page, title, start, end)
    if certain is not None and certain.moment.day not in _NO_DAYS and say is None:
        candidates = [certain]
    else:
        told = list(_told(page, metadata, url, title if title is not None else start, start))
        candidates = _ranked([*shown(page, title, start, end, known, told if say is None else None), *told])
    if (not candidates or candidates[0].rule == ADDRESS) and (words := text()):
        others = untold(page, words, zone, title if title is not None else start, octets, latest)
        candidates = _ranked([*candidates, *(Found(moment, raw, rule, strength) for moment, raw, rule, strength in others)])
    elif candidates and candidates[0].rule == "updated" and (words := text()):
        others = untold(page, words, zone, title if title is not None else start, octets, latest)
        candidates = [*(Found(moment, raw, rule, strength) for moment, raw, rule, strength in others
                        if moment.day < candidates[0].moment.day), *candidates]
    elif candidates and candidates[0].rule in FAR and title is not None:
        others = pressed(page, title, latest)
        candidates = _ranked([*candidates, *(Found(moment, raw, rule, strength) for moment, raw, rule, strength in others)])
    if not candidates:
        return Published()
    if say is not None:
        for found in candidates:
            say("date", found.moment.day, found.rule, f"strength {found.strength}: {found.raw[:60]}")
    best = candidates[0]
    timed = _timed(candidates)
    local = _local(best.moment, zone)
    day = local[:10] if local else best.moment.day
    stamp = _local(_zoned(timed.moment, metadata, url), zone) if timed is not None else local
    if timed is not None and timed is not best and stamp is not None and stamp[:10] != day:
        stamp = None
    return Published(day, stamp, best.raw, best.rule, timed.rule if stamp and timed else None)


def _ranked(candidates: list[Found]) -> list[Found]:
    """Best first. A day shown that the address has, too, goes before that. One shown without label goes behind a tag that says otherwise,
    unless it is earlier: then the tag is of an update. A `time` element of the day that the page calls an update is no publication.
    """
    updated = {found.moment.day for found in candidates if found.rule == "updated"}
    candidates = [found for found in candidates if found.moment.day not in _NO_DAYS]
    candidates = [found for found in candidates if found.rule != TIME or found.moment.day not in updated]
    candidates.sort(key=lambda found: -found.strength)
    if candidates and candidates[0].rule == "updated" and (first := _before_update(candidates)) is not None:
        candidates.remove(first)
        candidates.insert(0, first)
    if candidates and candidates[0].rule == ADDRESS:
        day = candidates[0].moment.day
        candidates.sort(key=lambda found: not (found.shown and found.moment.day == day))
    tagged = candidates[0] if candidates and not candidates[0].shown else None
    near = next((found for found in candidates if found.rule == NEAR and found.strength >= CLOSE_BY), None)
    if tagged is not None and near is not None and near.moment.day < tagged.moment.day and not _is_shown(tagged, candidates):
        candidates.remove(near)
        candidates.insert(0, near)
    return candidates


def _before_update(candidates: list[Found]) -> Found | None:
    """The day without label right above the headline that is earlier than the day which the page calls an update; None when there is
    another, too."""
    near = [found for found in candidates if found.rule == NEAR and found.above and found.strength >= _BY_UPDATE]
    return near[0] if len(near) == 1 and near[0].moment.day < candidates[0].moment.day else None


def _is_shown(tagged: Found, candidates: list[Found]) -> bool:
    """Whether the day of a tag also stands on the page, and not as that of an update."""
    return any(found.shown and found.rule != "updated" and found.moment.day == tagged.moment.day for found in candidates)


def _timed(candidates: list[Found]) -> Found | None:
    """The candidate whose clock time counts: of the chosen one, else of the next that states the same day.

    A time shown on the page goes before: the tags of some templates have a clock of twelve hours, or midnight where they know none.
    """
    best = candidates[0]
    same = [other for other in candidates
            if other.moment.clock and other.moment.day == best.moment.day and other.rule not in (ADDRESS, "updated")]
    if best.shown and best.moment.clock:
        return best
    return next((other for other in same if other.shown), next(iter(same), None))


def _zoned(moment: Moment, metadata: Metadata, url: str) -> Moment:
    """A moment with its zone, where it states none and a tag states the same one with it: `2:00 AM` beside `02:00:00-05:00`, `1:34 PM`
    beside `17:34:01Z`. Whose clock is that of a tag in UTC is no sign of it: some systems write `Z` behind their own time."""
    if moment.zone is not None or moment.clock is None:
        return moment
    shown = datetime.fromisoformat(f"{moment.day}T{moment.clock[:5]}")
    for tag, *_ in stated(metadata, url):
        if tag.zone is None or tag.clock is None:
            continue
        ahead = shown - datetime.fromisoformat(f"{tag.day}T{tag.clock[:5]}")
        if not ahead and tag.zone != _UTC:
            return moment._replace(zone=tag.zone)
        if ahead and tag.zone == _UTC and not ahead % _STEP and _LEAST_AHEAD <= ahead <= _MOST_AHEAD and ahead != _HALF_DAY:
            minutes = int(abs(ahead).total_seconds()) // 60
            return moment._replace(zone=f"{'-' if ahead < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}")
    return moment


def _local(moment: Moment, zone: str) -> str | None:
    """ISO 8601 with the offset that is stated, else that of the portal's zone; None when no clock time is stated."""
    if moment.clock is None:
        return None
    if moment.zone is None and zone == _ONE_ZONE and moment.day >= _SINCE:
        return f"{moment.day}T{moment.clock}{_OFFSET}"
    instant = datetime.fromisoformat(f"{moment.day}T{moment.clock}{moment.zone or ''}")
    if moment.zone is None:
        instant = instant.replace(tzinfo=place_of(zone))
    return instant.isoformat(timespec="minutes" if len(moment.clock) == 5 else "seconds")


def _told(page: Blocks, metadata: Metadata, url: str, anchor: int, start: int) -> Iterator[Found]:
    """The days stated for machines."""
    for moment, raw, rule, strength in (*stated(metadata, url), *times(page, metadata, anchor, start)):
        yield Found(moment, raw, rule, strength)


def of_text(text: str, rule: str, zone: str) -> Published | None:
    """The first day in a text that a layout names; None when it has none."""
    moment = first(spaced(text))
    if moment is None:
        return None
    stamp = _local(moment, zone)
    return Published(stamp[:10] if stamp else moment.day, stamp, text[:200], rule, rule if stamp else None)
