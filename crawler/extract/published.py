"""When an article was published: the day by its label, by its tags, by its place; never a build time, never today's date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crawler.extract.blocks import Block, Blocks
from crawler.extract.candidate import Say
from crawler.extract.dates import Moment, first
from crawler.extract.marks import CHROME, COMMENT, INFO, SIDE
from crawler.extract.metadata import Metadata

_LABEL = re.compile(
    r"(?:发\s*布\s*(?:日\s*期|时\s*间)|发表(?:日期|时间|于)|(?:公布|公开|成稿|刊发|登载|上传|上网|录入|更新|信息发布|稿件|"
    r"文章|新闻)(?:日期|时间)|"
    r"(?<!\w)时\s*间|(?<!\w)日\s*期|发布于|刊登于|發佈(?:日期|時間)|發表)\s*[:：]?\s*[\[【(（]?\s*$"
    r"|(?:(?:^|[|·•(\[\s])(?:(?:date |first |originally )?(?:published|posted|released|issued)(?: (?:on|at|date|time))?|"
    r"release date|"
    r"publish(?:ing)? (?:date|time)|publication date|pub(?:lish)? ?date|issue date|post date)\s*[:：]?|(?:^|[|"
    r"·•(\[\s])(?:date|time|updated?)\s*[:：])"
    r"\s*[\[【(（]?\s*$", re.IGNORECASE)
_UPDATED = re.compile(r"(?:last\s)?(?:updated|modified|reviewed|edited|revised)(?:\s(?:on|at|by.{0,40}))?\s*[:：]?\s*$|"
    r"(?:更新|修改)(?:于|日期|时间)\s*[:：]?\s*$", re.IGNORECASE)
_NOT_PUBLISHED = re.compile(
    r"(?:成文|印发|生效|施行|实施|发文|签发|制发|失效|废止|截止|到期|开始|结束|报名|创建|页面生成|生成|备案|生成日期|今天是|"
    r"现在是|今天|首页|Copyright|©|版权|effective|expires?|deadline|joined|member since)"
    r"(?:日期|时间|于|on|date)?\s*[:：]?\s*[\[【(（]?\s*$", re.IGNORECASE)
_TODAY = re.compile(r"今天是|现在是|农历|欢迎|天气")
_TODAY_FIRST = re.compile(r"\D{0,8}(?:19|20)\d\d年\d\d?月\d\d?日\s*(?:星期|周|礼拜)[一二三四五六日天]")
_LABEL_ENDS = frozenset(":：[【(（期间間于表dnteDNTE")
"""Signs with which the words that `_LABEL` takes end, blanks aside."""
_LABEL_LETTER = re.compile("[期间間于表dDeE]")
"""Each of the words that `_LABEL` takes has one of these."""
_TAGS = ("pubdate", "publishdate", "publish-date", "publish_date", "pub_date", "article:published_time", "og:published_time",
    "og:article:published_time",
         "datepublished", "article:published", "publication_date", "publicationdate", "weibo: "
         "article:create_at", "weibo:article:create_at", "og:release_date", "article.published", "dc.date.issued",
         "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "dcterms.issued", "sailthru.date",
         "parsely-pub-date", "cxenseparse:recs:publishtime", "published_time", "release_date",
         "publishtime", "releasetime", "bt:pubdate", "date", "_pubtime", "firstpublishedtime")
_IN_URL = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.]|$)"),
    re.compile(r"[/_]t((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_"))
_CLOSE = 400
_SHORTEST = 8
"""Characters of a day: `2024.1.2`."""


@dataclass(frozen=True, slots=True)
class Published:
    """Fields `date`, `date_time`, `date_raw` of an article with the rules that gave them."""

    day: str | None = None
    date_time: str | None = None
    raw: str | None = None
    rule: str | None = None
    time_rule: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    moment: Moment
    raw: str
    rule: str
    strength: int


def find(page: Blocks, metadata: Metadata, url: str, zone: str, *, title: int | None, start: int, end: int,
         say: Say | None = None) -> Published:
    """The day of publication. `title`: number of the headline's block; `start`, `end`: where the body lies among the blocks."""
    candidates = sorted(_candidates(page, metadata, url, title, start, end), key=lambda found: -found.strength)
    if not candidates:
        return Published()
    if say is not None:
        for found in candidates:
            say("date", found.moment.day, found.rule, f"strength {found.strength}: {found.raw[:60]}")
    best = candidates[0]
    timed = best if best.moment.clock else next(
        (other for other in candidates if other.moment.clock and other.moment.day == best.moment.day and other.rule != "address"), None)
    local = _local(best.moment, zone)
    day = local[:10] if local else best.moment.day
    stamp = _local(timed.moment, zone) if timed is not None else None
    if timed is not None and timed is not best and stamp is not None and stamp[:10] != day:
        stamp = None
    return Published(day, stamp, best.raw, best.rule, timed.rule if stamp and timed else None)


def _local(moment: Moment, zone: str, converted: bool = False) -> str | None:
    """ISO 8601 with the offset of the portal's zone; None when no clock time is stated."""
    if moment.clock is None:
        return None
    instant = datetime.fromisoformat(f"{moment.day}T{moment.clock}")
    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        place = ZoneInfo("Asia/Shanghai")
    if moment.zone is not None:
        instant = datetime.fromisoformat(f"{moment.day}T{moment.clock}{moment.zone}")
        if converted and moment.zone == "+00:00":
            instant = instant.astimezone(place)
    else:
        instant = instant.replace(tzinfo=place)
    return instant.isoformat(timespec="minutes" if len(moment.clock) == 5 else "seconds")


def _candidates(page: Blocks, metadata: Metadata, url: str, title: int | None, start: int, end: int) -> Iterator[_Found]:
    yield from _visible(page, title, start, end)
    for name in _TAGS:
        value = metadata.tags.get(name)
        moment = first(_spaced(value)) if value else None
        if value and moment:
            yield _Found(moment, value, f"meta {name}", 80)
    for key, strength in (("datePublished", 82), ("dateCreated", 60)):
        value = metadata.stated(key)
        moment = first(value) if value else None
        if value and moment:
            yield _Found(moment, value, f"json-ld {key}", strength)
    for pattern in _IN_URL:
        match = pattern.search(url)
        moment = first("-".join(match.groups())) if match else None
        if match and moment:
            yield _Found(moment, match[0].strip("/_"), "address", 30)
            break


def _spaced(value: str) -> str:
    """UCAP writes `2021-08-01-06:08:00`."""
    return re.sub(r"(\d\d)-(\d\d:\d\d)", r"\1 \2", value)


def _visible(page: Blocks, title: int | None, start: int, end: int) -> Iterator[_Found]:
    anchor = title if title is not None else start
    label = ""
    for block in page.blocks:
        before, label = label, block.text if block.size <= 60 and block.text[-1] in ":：" else ""
        if not _SHORTEST <= block.size <= 3 * _CLOSE or block.box.under & COMMENT or block.box.hidden:
            continue
        index = block.index
        inside = start < index < end - 1 and not block.box.under & INFO
        near = -8 <= index - anchor <= 25 and index <= start + 2
        if (not near and _is_out(block, before, start, end, inside)) or (index < anchor and block.box.under & (CHROME | SIDE)):
            continue
        moment = first(block.text)
        strength = _strength(block, before, moment, index - anchor, start, end, inside, near) if moment is not None else 0
        if moment is not None and strength > 0:
            yield _Found(moment, _raw(block.text, moment), "labelled" if strength >= 84 else "near "
                "headline" if strength >= 50 else "on page", strength)
    yield from _time_elements(page)


def _is_out(block: Block, label: str, start: int, end: int, inside: bool) -> bool:
    """Whether no day in a block far from the headline can count: it has no label, and stands in or far from the text."""
    if inside:
        return True
    by_place = end - 2 <= block.index <= end + 3 or (not block.linked and start - 40 <= block.index <= end + 12)
    return not by_place and not label and _LABEL_LETTER.search(block.text) is None


# `label`: the block before, where it is a label that ends with a colon: tables put it into a cell of its own.
def _strength(block: Block, label: str, moment: Moment, distance: int, start: int, end: int, inside: bool, near: bool) -> int:
    before = block.text[max(0, moment.start - 24):moment.start] if moment.start > 2 else label + block.text[:moment.start]
    strength = _strength_by_place(block, before, moment, distance, start, end, inside, near)
    if strength and (_NOT_PUBLISHED.search(before) or _says_today(block.text[:moment.end + 12])):
        return 0
    return strength


def _strength_by_place(block: Block, before: str, moment: Moment, distance: int, start: int, end: int, inside: bool, near: bool) -> int:
    short = len(block.text) - (moment.end - moment.start) < 120
    labelled = _is_label(before)
    updated = _is_update(before)
    if labelled and not inside and not updated:
        return 95 - min(abs(distance), 8) if near else 60 if short else 15
    if updated and near:
        return 70
    if inside or not short:
        return 0
    if near and block.linked < 0.7 * block.size:
        return (87 if 0 <= distance <= 6 else 79) - min(abs(distance), 20) + (3 if moment.clock else 0) - (12 if distance < 0 else 0)
    if block.index >= end - 2 and block.index <= end + 3 and block.linked < 0.3 * block.size:
        return 28
    return 10 if not block.linked and start - 40 <= block.index <= end + 12 else 0


def _is_label(before: str) -> bool:
    """Whether the words before a day say that it is the day of publication; most are ruled out by their last sign."""
    last = before[-1:]
    return (last in _LABEL_ENDS or last.isspace()) and _LABEL.search(before) is not None


def _is_update(before: str) -> bool:
    return ("更新" in before or "修改" in before or "ed" in before.lower()) and _UPDATED.search(before) is not None


def _says_today(text: str) -> bool:
    return _TODAY.search(text) is not None or _TODAY_FIRST.match(text) is not None


def _raw(text: str, moment: Moment) -> str:
    """The page's words for the date: the label before it and the date."""
    before = re.search(r"[\w ]{0,20}[:：]\s*[\[【(（]?\s*$", text[:moment.start])
    lead = before[0] if before is not None else ""
    return (lead + text[moment.start:moment.end]).strip()


def _time_elements(page: Blocks) -> Iterator[_Found]:
    for element in page.boxes[0].element.iter("time"):
        stamp = element.get("datetime")
        moment = first(stamp) if stamp else None
        if stamp and moment:
            kind = (element.get("itemprop") or "") + (element.get("class") or "")
            named = "datepublished" in kind.lower() or "published" in kind.lower() or element.get("pubdate") is not None
            if named:
                yield _Found(moment, stamp, "time element", 78)


def of_text(text: str, rule: str, zone: str) -> Published | None:
    """The first day in a text that a layout names; None when it has none."""
    moment = first(_spaced(text))
    if moment is None:
        return None
    stamp = _local(moment, zone)
    return Published(stamp[:10] if stamp else moment.day, stamp, text[:200], rule, rule if stamp else None)
