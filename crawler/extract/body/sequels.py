"""What stands behind an article as another of its own form: the next story of a journal, the replies in a thread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from crawler.extract.headline.headings import LONGEST
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.ground import says_who_answered
from crawler.extract.markup.marks import COMMENT
from crawler.extract.words.dates import YEARS, first
from crawler.extract.words.text import folded, is_latin
from crawler.extract.words.wording import signs_of

_HEAD: Final = 4
"""Blocks behind a headline among which the line with its day stands."""
_SOME: Final = 60
"""Weight of text that an article has at least."""
_STOPS: Final = "。！？；：:.!?;,，"
_ENDS_PROSE: Final = frozenset("。！？；…”」』.!?;\"'")
_LONG: Final = 240
"""Weight of a line that is prose whatever its signs, at least."""
_SIGNER: Final = re.compile("[\u4e00-\u9fff]{3,30}[局厅委府室会院部处队所心站校馆司团社办]$")
_DAY: Final = re.compile(r"[(（]?(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日[)）]?")
"""The last lines of a notice: who signs, and when."""
_HEADING: Final = 120
"""The same of the heading over what readers wrote."""
_WROTE = r"(?:comments|responses|replies|commentaires?|réponses|kommentare?|antworten|comentarios?|comentários?|respuestas|respostas|" \
    r"commenti|reacties|komentarz[ey]|komentar|yorumlar|комментари[йяеи]в?)"
_READERS: Final = re.compile(r"(?:网友|最新|热门|全部|用户|文章|读者)?(?:评论|留言|跟帖|回复)(?:列表)?\s*"
                      r"[:：]?(?:\s*[(（]?\s*(?:共\s*)?\d+\s*条?\s*[)）]?)?|"
                      r"(?:《.{1,80}》)?(?:共有?|已有)?\s*\d+\s*[条件个](?:评论|留言|回复)|"
                      rf"(?:\d+ )?{_WROTE}(?: \(\d+\))?\s*:?|"
                      rf"\d+ (?:{_WROTE}|thoughts|gedanken|réflexions|pensieri) (?:to|on|zu|sur|à|en|em|sobre|su|op|к) .{{1,100}}",
                      re.IGNORECASE)
_READERS_SIGNS = signs_of("评论", "留言", "跟帖", "回复", "comment", "responses", "replies", "thoughts", "komment", "antwort", "comentario",
                          "comentári", "respuestas", "respostas", "réponses", "reacties", "komentar", "yorumlar", "омментари", "gedanken",
                          "réflexions", "pensieri")
_READERS_ENDS: Final = frozenset("论言帖复")
"""Of which each Chinese one has one."""
_AGO: Final = re.compile(r"(?:\d+|an?) (?:year|month|week|day|hour|minute)s? ago|\d+\s*(?:年|个月|周|天|小时|分钟)前|"
                  r"(?:vor|il y a|hace|há) \d+ \w{1,12}|\d+ \w{1,12} (?:fa|назад)", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?:19|20)\d\d\D{1,12}\d{1,2}[:h]\d\d\b")
"""Year and time of a day whose month no rule reads: `22 juin 2018 à 11h13`."""
_COUNT: Final = re.compile(r"[1-9]")
_LEVELS: Final = 6
"""How far the box of what readers wrote lies around its heading."""
_LINE: Final = 160
"""Weight of a head line at most."""
_MOST_STAMPS: Final = 200
_MOST_GROUPS: Final = 8
_MOST_HEADS: Final = 40
"""Stamped lines, boxes around several of them, and lines that may stand over readers' words that are looked at."""
_POSTED: Final = re.compile(r"(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?\D{0,4}\d{1,2}:\d\d")
"""Day and time, as each post of a thread has them."""
_STAMP: Final = re.compile(r"(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?\s*\d{1,2}:\d\d(?::\d\d)?")
_STAMP_SIZE: Final = 32
"""Weight of a line that is day and time alone."""
_STAMP_LABEL: Final = re.compile(r"(?:时\s*间|日\s*期|[Tt]ime|[Dd]ate)\s*[:：]?$")
"""The cell before a stamp in the forms of letters to an office: no headline."""
_THREAD: Final = re.compile(r"发表于|發表於|发贴|发帖|回复|回覆|回帖|跟帖|引用|只看该作者|只看楼主|楼主|沙发|板凳|\d\s*楼|\d#|"
    r"\b(?:Reply|Quote|Posts:|Post #|Joined)|^(?:Messages|Posts)$")
"""Words of the frame around each post of a thread."""
_SECOND: Final = "#2"
"""The number of the first reply, in a line of its own, as boards in Latin letters have it."""
_FLOOR: Final = re.compile(r"[第#]?\s*\d{1,4}\s*楼|沙发|板凳")
"""The number of a reply, as boards have it."""


def sequels(page: Blocks, headline: Block | None) -> frozenset[int]:
    """Numbers of the blocks from the next story on, of the replies to the first post of a thread, and of what stands below the heading
    over readers' words; none on other pages."""
    dated = [page.blocks[number] for number in page.wording.holding(YEARS)]
    return _next_stories(page, headline) | _replies(page, dated) | _readers_words(page, headline) | _stamped_stories(page, headline, dated)


def _stamped_stories(page: Blocks, headline: Block | None, dated: list[Block]) -> frozenset[int]:
    """From the second of several texts on, each of which begins with a line, then day and time alone: a journal's stories of a month,
    what readers wrote."""
    stamps = [block for block in dated if block.size <= _STAMP_SIZE and _STAMP.fullmatch(block.text) is not None and not block.box.hidden]
    if len(stamps) < 2 or stamps[0].index < 1 or (headline is not None and headline.index >= stamps[0].index):
        return frozenset()
    above = _kind(page.blocks[stamps[0].index - 1].box)
    if all(_begins_alike(page, following, stamp, above) for stamp, following in pairwise(stamps[:_MOST_STAMPS])):
        return frozenset(range(stamps[1].index - 1, len(page.blocks)))
    return frozenset()


def _begins_alike(page: Blocks, stamp: Block, before: Block, above: tuple[str, ...]) -> bool:
    """Whether a text begins with this stamp as another with the one before, with a line of some kind above it, and prose is between."""
    head = page.blocks[stamp.index - 1]
    return _kind(stamp.box) == _kind(before.box) and not _in_one_table(stamp.box, before.box) and _kind(head.box) == above \
        and head.size <= LONGEST and head.text[-1] not in _STOPS and _STAMP_LABEL.search(head.text) is None \
        and _prose(page, range(before.index, head.index)) >= _SOME


def _readers_words(page: Blocks, headline: Block | None) -> frozenset[int]:
    """What a heading such as `网友评论` or a line such as `10 comments` stands over, when several days or `2 years ago` follow it: those
    of readers. On Chinese pages only headings and bold lines are looked at."""
    start = headline.index + 1 if headline is not None else 0
    for head in islice(_heads_of_readers(page, start, headline is None or is_latin(headline.text)), _MOST_HEADS):
        if _prose(page, range(start, head.index)) < _SOME:
            continue
        box: Box | None = head.box
        behind, least = head.index + 1, 0 if _COUNT.search(head.text) else 1
        for _ in range(_LEVELS):
            if box is None or box.first < start:
                if box is not None and any(map(_is_stamped, page.blocks[behind:min(box.last, behind + _HEAD)])):
                    return frozenset(range(head.index, box.last))
                break
            if sum(map(_is_stamped, page.blocks[behind:min(box.last, behind + _MOST_STAMPS)])) > least:
                return frozenset(range(head.index, box.last))
            box = box.parent
    return frozenset()


def _heads_of_readers(page: Blocks, start: int, latin: bool) -> Iterator[Block]:
    """The lines behind `start` that may stand over what readers wrote."""
    for number in page.wording.holding(_READERS_SIGNS) if latin else [head.index for head in page.heads if _READERS_ENDS & {*head.text}]:
        head = page.blocks[number]
        if number > start and head.size <= _HEADING \
                and (head.level or head.bold or (_COUNT.search(head.text) and head.linked < 0.8 * head.size)) \
                and _READERS.fullmatch(head.text) is not None:
            yield head


def _is_stamped(block: Block) -> bool:
    """Whether a short line has day and time, or tells how long ago it was."""
    return block.size <= _LINE and ((":" in block.text and first(block.apart) is not None) or _AGO.fullmatch(block.text) is not None
                                    or _CLOCK.search(block.text) is not None)


def _next_stories(page: Blocks, headline: Block | None) -> frozenset[int]:
    """From the next headline of the same form on, when a line with a day stands below both, and text between them. What else has that
    form shows that it is no headline's: then there is no next story."""
    if headline is None or headline.index >= len(page.blocks):
        return frozenset()
    start = page.blocks[headline.index]
    own, key = start.box, folded(start.text)
    kind, tag, name = _kind(own), own.tag, own.name
    alike = [block for block in page.blocks[start.index + 1:] if (box := block.box).tag == tag and box.name == name and box is not own
             and _kind(box) == kind]
    passed, at = 0, start.index + 1
    for block in alike:
        passed += sum([between.size for between in page.blocks[at:block.index] if _may_be_prose(between)])
        at = block.index
        if passed >= _SOME:
            if block.size > LONGEST or block.text[-1] in _STOPS or "。" in block.text or _in_one_table(block.box, start.box) \
                    or not _is_dated(page, block) or not _is_dated(page, start) or not _has_text(page, block) \
                    or _is_in_deeper_table(block.box, start.box):
                break
            if folded(block.text) != key and not block.box.hidden:
                return frozenset(range(block.index, len(page.blocks)))
    return frozenset()


def _in_one_table(box: Box, other: Box) -> bool:
    """Whether two boxes are cells of a table that is a form: letters to an office and what it answers, facts of a document."""
    return box.tag in ("td", "th") and box.table is other.table


def _is_in_deeper_table(box: Box, other: Box) -> bool:
    """Whether a cell lies in more boxes than another: a picture's name in a table of its own within the text."""
    inner, outer = box if box.tag in ("td", "th") else None, other if box.tag in ("td", "th") else None
    while inner is not None and outer is not None:
        inner, outer = inner.parent, outer.parent
    return inner is not None


def _kind(box: Box) -> tuple[str, ...]:
    """What boxes of the same form share: tag and class, of the box around, too."""
    parent = box.parent
    return box.tag, box.name, *((parent.tag, parent.name) if parent is not None else ())


def _is_dated(page: Blocks, headline: Block) -> bool:
    """Whether a short line below a headline has a day."""
    return any(block.size <= _LINE and block.box is not headline.box and first(block.text) is not None
               for block in page.blocks[headline.index + 1:headline.index + 1 + _HEAD])


def _has_text(page: Blocks, headline: Block) -> bool:
    """Whether prose stands soon below a headline, and it is not the office that signs a notice, with the day below it."""
    below = page.blocks[headline.index + 1:headline.index + 1 + 3 * _HEAD]
    if below and _SIGNER.search(headline.text) is not None and _DAY.fullmatch(below[0].text) is not None:
        return False
    return any(block.size >= _SOME and _may_be_prose(block) for block in below)


def _may_be_prose(block: Block) -> bool:
    """Whether a line is long or ends as a sentence does: head lines, switches and names do not."""
    return 2 * block.linked < block.size and (block.size >= _LONG or block.text[-1] in _ENDS_PROSE)


def _replies(page: Blocks, dated: list[Block]) -> frozenset[int]:
    """All posts of a thread but the first: boxes of one form beside each other, each with day, time and the words of a thread."""
    latin = _SECOND in page.texts
    stamped = [block for block in dated if block.size <= _LINE and not block.box.under & COMMENT and _tells_when(block, latin)]
    if len(stamped) < 2:
        return frozenset()
    posts = _posts(page, stamped[:_MOST_STAMPS])
    if not posts:
        return frozenset()
    around = posts[-1].parent if len(stamped) > _MOST_STAMPS else None
    return frozenset(range(posts[1].first, (around or posts[-1]).last))


def _tells_when(block: Block, latin: bool) -> bool:
    """Whether a short line may be that of a post's day: with its time, but on the boards of Latin letters that count their posts."""
    text = block.text
    return (":" in text and _POSTED.search(text) is not None) or (latin and is_latin(text) and first(text) is not None)


def _posts(page: Blocks, stamped: Sequence[Block]) -> list[Box]:
    """The boxes of the posts of a thread, in order; none when these are no posts, or stand behind another text."""
    groups: dict[Box, dict[Box, None]] = {}
    for block in stamped:
        box: Box | None = block.box
        while box is not None and box.parent is not None:
            groups.setdefault(box.parent, {})[box] = None
            box = box.parent
    for parent, group in sorted(groups.items(), key=lambda item: -len(item[1]))[:_MOST_GROUPS]:
        members = list(group)
        tag = members[-1].tag
        if len(members) < 2 or any(one.tag != tag for one in members) or not all(_is_post(page, one) for one in members[1:]):
            continue
        opening = [box for box in page.boxes if box.parent is parent and box.tag == tag and _alike(box, members[-1])
                   and box.last <= members[0].first and _prose(page, range(box.first, box.last)) >= _SOME]
        posts = [*opening, *members] if not _is_post(page, members[0]) or opening else members
        above = _prose(page, range(parent.first, posts[0].first))
        if _size(page, posts[0]) >= _SOME and above < _SOME:
            return posts
        if all(_has_floor(page, one) for one in members) and (above or _prose(page, range(members[0].first))) >= _SOME:
            return [members[0], *members]  # the first post is what stands above them
    return []


def _has_floor(page: Blocks, box: Box) -> bool:
    """Whether the frame of a post tells which reply it is."""
    return any(block.size <= _LINE and _FLOOR.match(block.text) for block in page.blocks[box.first:box.last])


def _is_post(page: Blocks, box: Box) -> bool:
    """Whether a box holds words of a reader in the frame of a thread."""
    frame = [block.text for block in page.blocks[box.first:box.last] if block.size <= _LINE]
    return any(map(_THREAD.search, frame)) and not any(map(says_who_answered, frame))


def _alike(box: Box, other: Box) -> bool:
    """Whether two boxes have a class in common, or neither has any."""
    names, others = (one.name.split() for one in (box, other))
    return bool(set(names) & set(others)) or not (names or others)


def _size(page: Blocks, box: Box) -> int:
    return sum(block.size for block in page.blocks[box.first:box.last])


def _prose(page: Blocks, numbers: range) -> int:
    """Weight of the lines that may be prose."""
    return sum(page.blocks[number].size for number in numbers if page.blocks[number].size > _SOME and not page.blocks[number].linked)
