"""Takes from the chosen blocks what is furniture, the head line, or the next part of the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from crawler.extract.blocks import Block, Blocks, Box
from crawler.extract.body import Body
from crawler.extract.boilerplate import LONGEST_HEADING, begins_another, is_furniture
from crawler.extract.byline import EDITOR_LINE, EDITOR_PAIRS, EDITOR_TAIL
from crawler.extract.compose import in_data_table
from crawler.extract.dates import first
from crawler.extract.index_table import FACT
from crawler.extract.keeping import without_link_lists
from crawler.extract.text import clean, folded, is_latin
from crawler.extract.title import Title
from crawler.extract.unfurnished import HEAD, STOPS, is_sentence, unfurnished
from crawler.extract.wording import signs_of

_FOOT = 2
"""Blocks at the end that are no head line below sentences: short texts end in the editor's."""
_SHORT = 240
"""Weight of a text that may be the whole article when another part of the page follows it."""
_POSTED = re.compile(
    r"\W*(?:发表于|发表时间|发布于|posted (?:on|by|at))\b.{0,60}(?:阅读|评论|浏览|点击|回复|comments?|reads?)"
    r"\W{0,3}\d.{0,30}", re.IGNORECASE)
"""Day and counters below a text, as journals of the web have them."""
_SPOKE = re.compile(r"由?\s?\S{1,20}\s?于\s?(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}.{0,16}(?:发表|发布|发言)。?")
"""Who wrote it and when, above the first post of a board: 由 … 于 … 发表。"""
_FILED_HAN = re.compile(r"本文[于由]\s?.{2,60}(?:分类[到于在]|归[类档]|发[表布][在于]).{0,80}")
"""When it was written and where it is filed, below a text of a journal of the web."""
_NEIGHBOUR = re.compile(
    r"\W*(?:[上下前后]\s?一?[篇条个页]|Previous|Prev?|Next|Last(?= ))"
    r"(?:文章|新闻|信息| (?:article|post|page|one|item|news|story))?\s*[:：]", re.IGNORECASE)
"""The next or previous article, named with its headline."""
_TAGS = re.compile(r"(?:本文)?(?:关键[词字]|标签|TAGS?|Key ?words?)\s*[:：][^。！？!?]{1,80}", re.IGNORECASE)
"""Words under which an article is found, below it."""
_END_MARK = re.compile(r"[\W_]*(?:THE )?END[\W_]*|[（(\[【]?\s*完\s*[)）\]】]?")
_END_STARTS = frozenset("TE完")
_BY = re.compile(r"(?:By|(?:Words|Text|Story|Written|Reported|Photos|Photographs|Photography|Pictures) by) [A-Z][^.!?]{2,80}$|"
                 r"by(?: [A-Z][\w.\u2019'-]*){1,4}$")
"""Who wrote or pictured it, below a standfirst."""
_BY_AND_DAY = re.compile(r"(?:(?:Medically |Clinically |Fact.)?(?:[Rr]eviewed|[Cc]hecked|[Ww]ritten|[Pp]osted|[Pp]ublished|[Ee]dited) )?"
                         r"[Bb]y [A-Z]")
"""The same with the day it was done."""
_BIO = re.compile(r"\b(?:reach|contact|e-?mail|write to) (?:her|him|them|me|the author) at\b|"
    r"\bfollow (?:her|him|them|me|the author) on\b|"
    r"\b(?:have you|do you have|got) (?:got )?an? (?:news |story )?(?:story|tip)\b|"
    r"^(?-i:[A-Z][\w.\u2019'-]* ){2,4}(?:is|was) (?:an?|the|our) (?:[\w\u2019'-]+[ ,]+){0,8}"
    r"(?:writer|journalist|editor|reporter|freelancer|columnist|correspondent|contributor|blogger|photographer)\b", re.IGNORECASE)
"""Who the author is and how to reach them, below a text."""
_ASKS = re.compile(
    r"(?:^|[.?!,:\u2013\u2014-] |\b(?:please|and|or|can|by) )(?:follow (?:me|us)\b(?! into)|get in touch\b|"
    r"let (?:me|us) know (?:in the|what)\b|never miss an? (?:post|story|episode|update|issue)\b|"
    r"(?:subscribe|sign up|signing up|join us)\b.{0,60}\b(?:blog|newsletter|letter|list|updates|channel|inbox|posts?|here|now|today|"
    r"free)\b|download our (?:\w+ )?app\b|buy(?:ing)? me a (?:coffee|beer)\b)|"
    r"^to send flowers\b|^pin (?:it|this|me|for later)\b|"
    r"^(?:liked?|enjoy(?:ed)?|did you (?:like|enjoy)) th(?:is|ese) (?:post|article|story)", re.IGNORECASE)
"""What a line below a text asks of its readers."""
_BIO_SIGNS = signs_of(
    "her at", "him at", "them at", "me at", "author at", "follow ", " story", " tip", "writer", "journalist", "editor", "reporter",
    "freelancer", "columnist", "correspondent", "contributor", "blogger", "photographer")
"""Of which one in ASCII has one, in small letters."""
_POST = re.compile(r"(?:Of [Tt]he )?[A-Z][\w&'. -]{1,40} (?:[Ss]taff(?: [Ww]riter| [Rr]eporter)?|[Ww]riter|[Cc]orrespondent)")
"""What the writer is, below the name."""
_BY_SIGNS = frozenset("bBrRcCwWpPeEMF")
_MADE_BY = re.compile(r"(?:this (?:article|post|story|piece) was (?:originally )?|originally )?"
                      r"(?:first )?(?:written|edited|published|posted|reported) (?:by|on|at|in|(?=(?-i:[A-Z])|\d)).{2,100}|"
                      r"the post .{1,200} (?:first appeared|appeared first) on .{2,80}|"
                      r"posted in .{2,100}tagged .{2,120}|\W*visited [\d,]+ times.{0,40}|latest posts by .{2,60}\(see all\)", re.IGNORECASE)
"""What content systems write below an article of its making."""
_FILED = re.compile(r"(?:posted|filed) (?:in|under)\b.{2,160}", re.IGNORECASE)
"""Under which heads an article is filed: links below the text."""
_DATED = re.compile(r"(?:last |page last |originally )?(?:updated|reviewed|modified|posted|published|revised)\b.{0,30}(?:19|20)\d\d"
                    r"[\d/.: -]{0,20}(?:(?:last )?(?:updated|modified).{0,24}(?:19|20)\d\d[\d/.: -]{0,20})?(?:by .{3,100})?\W*",
                    re.IGNORECASE)
"""When it was made, below the text."""
_STAMPED = re.compile(r"(?:last |first |originally )?(?:updated|published|posted|modified)\b.{0,12}?(?:on|at)? ?[\w., /:-]{6,40}"
                      r"(?:\s*[|·•]\s*(?:last |first |originally )?(?:updated|published|posted|modified)\b[\w., /:-]{6,44})?",
                      re.IGNORECASE)
"""The line of one or two days above a text, each with its label."""
_LONGEST_BIO, _LONGEST_FOOT = 500, 90
_LONGEST_TAIL = 200
"""Characters at the end of a paragraph in which its editor is named."""
_CLOSING = frozenset("]】)）〕")
"""Of which one ends what `EDITOR_TAIL` finds."""
_ARROWS = (">>", "＞＞", "»", "›", "→", "[详细]", "[更多]", "【详细】")
_AUTHOR = re.compile(r"(?:作\s*者|通讯员|记\s*者|摄\s*影|文字?|图片?|视频|制作|策划|统筹|设计)\s*[:：|丨｜/][^。！？!?\n]{1,30}")
"""Who wrote it, where source or editor stand beside: alone it may be the text's own last line."""
_LABELLED = re.compile("[:：丨｜]")
"""Of which `EDITOR_LINE` has one."""
_ABSTRACT = re.compile(r"(?:内容|文章|新闻|信息)?摘\s*要\s*[:：【]")
"""What the content system has of an article in short, above its text."""
_SAME = 8
"""Characters with which such a one and the text both begin."""
_SHORTEST_SUMMARY, _LONGEST_SUMMARY = 24, 600
"""Letters of it at least, and characters at most."""
_NAMED = re.compile(r"(?:文件|文章)?(?:名\s*称|标\s*题)\s*[:：]\s*(?=\S)")
"""Before the headline in a table of facts."""
_DIGITS = "0123456789"
_COMMENTED = re.compile(r"[\d,]{1,6} (?:comments|responses|replies|thoughts)(?: (?:to|on) \W.{1,120})?\s*:?", re.IGNORECASE)
"""How many readers wrote what stands below; they may have written more than the author."""
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})*|\d{1,5}|\d{1,3}(?:\.\d)?[KkM]")
"""How many like, read or answered it, alone above the text."""
_BARE, _FACT = 48, 240
"""Weight of a source without label in a cell of its own, and of a labelled fact, at most."""
_FACT_LABEL = re.compile(r"[\u4e00-\u9fff\s]{2,8}[:：]")
_MONTH_DAY = re.compile(r"\d{1,2}月\d{1,2}日\s*(?:\d{1,2}:\d\d\s*)?[·|｜/]\s*\S{2,16}")
"""Month, day and source: the year stands in an attribute."""
_DOCUMENT_LABELS = re.compile(r"(?:索\s*引\s*号|(?:发文|发布)(?:机[构关]|字号|单位)|文\s*号|(?:成文|生成|发布|公开|发文)日期|"
                              r"分类|有\s*效\s*性|状态|名\s*称|标\s*题)\s*[:：]")
_LONGEST_FACTS = 600
"""Characters of a line of such facts at most."""
_LEAST_FACTS, _MOST_CELLS = 3, 60
"""Labels by which a table is known as that of a document's facts, and cells among which they are sought."""
_FACT_LEVELS = 5
"""How far such a table lies around one of its cells."""
_BEFORE_DAY = 24
"""Characters of a label before the day of a head line at most."""
_LONGEST_HEAD = 160
"""Characters of a head line at most."""
_BESIDE = 80
"""Characters behind the day of a head line and a bar."""
_ABOVE = 500
"""Weight of the blocks at the start behind which no head line stands."""
_LABELS = re.compile(r"(?<!相关)(?<![a-z])(?:来\s*源|稿\s*源|作\s*者|编\s*辑|发布|日\s*期|时\s*间|浏览|阅读|点击|字体|字号|"
    r"信息(?:分类|编号)|公开(?:方式|形式|范围|时限)|所属(?:栏目|分类)|Source|Author|Editor|(?:^|(?<=\s))From|Font size|"
    r"Updated|Published|Views?|Date|Time)\w{0,6}\s*[:：]", re.IGNORECASE)
_TWO_LABELS = re.compile(r"(?:来\s*源|稿\s*源|作\s*者|编\s*辑|点击数?|浏览(?:次数|量)?|阅读(?:次数|量)?|"
                         r"(?:发布|更新|录入|发表|添加)(?:时间|日期)|Source|Author|Editor|Updated|Published|Views|Font size|"
                         r"(?:Release|Publish|Publication|Post) (?:date|time))\s*[:：]")
_RELATED = re.compile(r"\W*(?:(?:相关|延伸)(?:链接|新闻|报道|阅读|文章|专题|稿件|信息|视频)|"
                      r"Related (?:links?|news|articles?|reading|information))\s*[:：]")
"""Others, each a link, behind a text in one line with their label."""
_NO_FILES = re.compile(r"(?:(?:相关)?(?:附件|文档|文件|链接|下载)(?:下载|列表)?|Attachments?|Appendix|Tags?|Keywords?)\s*[:：]")
"""A label of what a text does not have, below it."""
_NAMED_EDITOR = re.compile(r"[(（\[【]\s*(?:责任?)?编辑?\s+[\u4e00-\u9fff·]{2,4}\s*[)）\]】]")
_DISCLAIMS = re.compile(
    r"[【\[（(*※]?\s*声明\s*[】\]]?\s*[:：]\s*(?=本[网站]|转载|凡|以上|文章|该文)|"
    r"[【\[（(*※]?\s*(?:平台|免责|版权|特别|郑重|本网|本站|作者)声明\s*[】\]]?\s*[:：]|Notice\s*[:：]\s*The content above\b|"
    r"Statement\s*[:：]\s*(?:The copyright|Articles|Works|Any|All|This (?:web)?site)\b|"
    r"(?:[(（]?本文[^。]{2,40}[，,。])?未经[^，。]{0,14}(?:授权|许可|允许|同意)[，,]?(?:严禁|禁止|不得|请勿|谢绝)[^。]{0,12}(?:转载|摘编)"
    r"[^。]{0,20}[。！!)）]*$|"
    r"更多(?:精彩|权威|新闻|最新)?(?:内容|资讯|新闻|报道|信息)[，,]?敬?请(?:您)?(?:关注|下载|扫描)[^。]{2,30}。?$")
"""A declaration of the site below a text, or a call to follow it."""
_LONGEST_DISCLAIMER = 900
_FILE_NAME = re.compile(r"\.(?:docx?|wps|ofd|pdf|xlsx?|et|pptx?|zip|rar|7z|txt|csv)$", re.IGNORECASE)

def tidy(page: Blocks, chosen: Body, title: Title) -> tuple[list[Block], list[Block]]:
    """The blocks of the text, and those behind and before it that were taken off, for the readers of editor and source."""
    kept, taken = unfurnished(page, chosen)
    if chosen.rule != "data table":
        kept = _without_summary(_without_facts(page, _from_first(page, kept, title, taken), taken), taken)
    kept = without_link_lists(_to_last(kept, taken))
    end = kept[-1].index + 1 if kept else 0
    behind = [*taken, *page.blocks[end:end + 12]] if kept else taken
    return kept, behind


def _from_first(page: Blocks, blocks: list[Block], title: Title, taken: list[Block]) -> list[Block]:
    """Without the headline, source, date and counters that stand above the text; sentences between them stay."""
    key = folded(title.text or "")
    lead: list[Block] = []
    start = passed = 0
    headed = False
    for position, block in enumerate(blocks[:HEAD]):
        named = _NAMED.sub("", block.text) if block.text[0] in "名标文" else block.text
        headline = bool(key) and _may_be(named, key) and folded(named) == key
        headed = headed or headline
        sentences = bool(lead) or any(map(is_sentence, blocks[start:position]))
        if sentences and not headed and position >= len(blocks) - _FOOT:
            break
        if headline or (not sentences and _ABSTRACT.match(block.text)) \
                or (_is_head_line(block, bare=not sentences) and not _is_of_form(page, block)):
            for above in blocks[start:position]:
                (lead if not headline and is_sentence(above) else taken).append(above)
            taken.append(block)
            start = position + 1
        elif start == position and start and _continues(blocks[position - 1], block):
            taken.append(block)
            start = position + 1
        passed += block.size
        if (block.size > 120 and start <= position) or passed > _ABOVE:
            break
    return [*lead, *blocks[start:]]


def _without_summary(blocks: list[Block], taken: list[Block]) -> list[Block]:
    """Without a paragraph above the text that is only the beginning of it: content systems cut it off there for their lists."""
    if len(blocks) < 2 or blocks[0].text[:_SAME] != blocks[1].text[:_SAME] or blocks[0].level \
            or blocks[0].box.parent is blocks[1].box.parent:
        return blocks
    words = folded(blocks[0].text, _LONGEST_SUMMARY)
    begun = "".join([folded(block.text, _LONGEST_SUMMARY) for block in blocks[1:1 + HEAD]])
    if len(words) < _SHORTEST_SUMMARY or len(blocks[0].text) > _LONGEST_SUMMARY or not begun.startswith(words):
        return blocks
    taken.append(blocks[0])
    return blocks[1:]


def _may_be(text: str, key: str) -> bool:
    """Whether a text may be the one of which `key` is what is left when it is folded; False is certain."""
    return len(text) >= len(key) and (text[0].lower()[:1] == key[0] or not text[0].isalnum())


def _is_of_form(page: Blocks, block: Block) -> bool:
    """Whether a cell stands in a table of data with sentences: a letter to an office and its answer, whose rows stay whole."""
    table = block.box.table if block.box.tag in ("td", "th") else None
    return table is not None and sum(map(is_sentence, page.blocks[table.first:table.last][:_MOST_CELLS])) > 1 \
        and in_data_table(block.box)


def _without_facts(page: Blocks, blocks: list[Block], taken: list[Block]) -> list[Block]:
    """Without the rows that are left of a document's table of facts when those with its days were taken off."""
    if not taken or not blocks or blocks[0].size > _FACT:
        return blocks
    facts = _facts_about(page, blocks[0].box)
    if facts is None or facts.first == blocks[0].index:
        return blocks
    start = next((at for at, block in enumerate(blocks) if block.index >= facts.last), 0)
    taken += blocks[:start]
    return blocks[start:]


def _facts_about(page: Blocks, box: Box | None) -> Box | None:
    """The box about another that holds a document's facts, label by label, and no sentence; None when there is none."""
    for _ in range(_FACT_LEVELS):
        if box is None or box.last - box.first > _MOST_CELLS:
            return None
        cells = page.blocks[box.first:box.last]
        if sum(FACT.match(cell.text) is not None for cell in cells) >= _LEAST_FACTS:
            return None if any(map(is_sentence, cells)) else box
        box = box.parent
    return None


def _continues(head: Block, block: Block) -> bool:
    """Whether a few words or a labelled fact stand in the next cell or item behind one of the head line: a source, a name."""
    few = block.size <= (_FACT if _FACT_LABEL.match(block.text) else _BARE)
    return few and block.box.tag in ("td", "li", "dd") and block.box is not head.box and block.box.tag == head.box.tag \
        and block.box.parent is head.box.parent and block.text[-1] not in STOPS


def _is_head_line(block: Block, *, bare: bool) -> bool:
    """Whether a line gives source, day or counters by their labels. `bare`: a day without label is enough; below a sentence it dates the
    document."""
    text = block.text if len(block.text) > _LONGEST_HEAD or len(block.pieces) < 2 else _apart(block)
    if bare and text[-1] in "。发布表言" and _SPOKE.fullmatch(text):
        return True
    if len(text) > _LONGEST_HEAD or (text[-1] in STOPS and (text[-1] != "." or len(text) > 40)):
        return False
    moment = first(text)
    rest = len(text) - (moment.end - moment.start if moment else 0)
    if text.isascii() or text[0] in _BY_SIGNS:
        if _BY.match(text) or (not block.level and _POST.fullmatch(text)):
            return True
        if moment is not None and (rest <= 2 or _BY_AND_DAY.match(text)):
            return True
    if moment is not None and moment.start <= _BEFORE_DAY and text.isascii() and _STAMPED.fullmatch(text):
        return True
    if _POSTED.fullmatch(text) or (bare and (_MONTH_DAY.fullmatch(text) or (text[0] in _DIGITS and not block.level
                                                                            and _COUNT.fullmatch(text)))):
        return True
    if bare and moment is not None and moment.start == 0 and rest <= _BESIDE and text[moment.end:].lstrip()[:1] in ("|", "｜", "·"):
        return True
    if moment is not None and moment.start <= _BEFORE_DAY and is_furniture(text[moment.end:].strip()):
        return True
    return (rest < 100 and _LABELS.search(text) is not None) or \
        (bare and moment is not None and rest <= 24 and not text.endswith((".", "：", ":")))


def _apart(block: Block) -> str:
    """A line's text with a blank between its elements, unless furniture was taken off it."""
    return block.apart if clean("".join([text for text, _ in block.pieces])) == block.text else block.text


def _to_last(blocks: list[Block], taken: list[Block]) -> list[Block]:
    """Without what begins behind the text, and without the lines of editor and source at its end."""
    before = list(accumulate([block.size for block in blocks], initial=0))
    much, most = 0.4 * before[-1], 0.6 * before[-1]
    start = bisect_right(before, min(much, _SHORT))
    for position, block in enumerate(blocks[start:], start):
        text = block.text
        if len(text) > _LONGEST_FOOT and not block.linked and text[0].isalpha() and text[0] not in _END_STARTS:
            continue  # as most
        if ((before[position] > much or not is_latin(text))
                and ((len(text) <= LONGEST_HEADING and begins_another(text)) or (before[position] > most and _ends_article(block)))) \
                or (text[0] in _DIGITS and _COMMENTED.fullmatch(text)):
            taken += blocks[position:]
            blocks = blocks[:position]
            break
    while len(blocks) > 1 and (_stands_below(blocks[-1]) or (_is_credit(blocks[-1]) and any(
            _is_foot(beside) or _is_credit(beside) for beside in (blocks[-2], *taken[-1:])))):
        taken.append(blocks.pop())
    if blocks and blocks[-1].text.rstrip()[-1:] in _CLOSING:
        start = max(0, len(blocks[-1].text) - _LONGEST_TAIL)
        shorter = blocks[-1].text[:start] + EDITOR_TAIL.sub("", blocks[-1].text[start:])
        if shorter and shorter != blocks[-1].text:
            taken.append(blocks[-1])
            blocks = [*blocks[:-1], blocks[-1].reworded(shorter)]
    return blocks


def _leads_on(block: Block) -> bool:
    """Whether a line is a link that points elsewhere by an arrow."""
    return block.linked >= 0.9 * block.size and block.text.endswith(_ARROWS)


def _is_file(block: Block) -> bool:
    """Whether a line is the name of a file that it links to: an attachment, and no sentence of the text."""
    return block.linked >= 0.9 * block.size and _FILE_NAME.search(block.text) is not None


def _ends_article(block: Block) -> bool:
    """Whether a line names the editor or the source and nothing else, or says that this is the end: what stands behind it is
    another part of the page."""
    if 2 * block.linked > block.size and _FILED.fullmatch(block.text) is not None:
        return True
    return (len(block.text) <= _LONGEST_FOOT and _is_foot(block) and block.text[0] not in "本据") or _is_end(block.text)


def _is_end(text: str) -> bool:
    return (text[0] in _END_STARTS or not text[0].isalpha()) and _END_MARK.fullmatch(text) is not None


def _is_neighbour(block: Block) -> bool:
    return _NEIGHBOUR.match(block.text) is not None


def _is_bio(block: Block) -> bool:
    text = block.text
    return block.size <= _LONGEST_BIO and text[0].isupper() and (not text.isascii() or bool(_BIO_SIGNS.borne_by(text.lower().encode()))) \
        and _BIO.search(text) is not None


def _disclaims(block: Block) -> bool:
    return block.size <= _LONGEST_DISCLAIMER and _DISCLAIMS.match(block.text) is not None


def _tells_making(block: Block) -> bool:
    return is_latin(block.text) and (_MADE_BY.fullmatch(block.text[:400]) is not None
                                     or _DATED.fullmatch(block.text[:_LONGEST_TAIL]) is not None)


def _is_foot(block: Block) -> bool:
    text = block.text
    if len(text) > _LONGEST_FOOT or (text.isascii() and ":" not in text):
        return False
    return (_LABELLED.search(text) is not None and EDITOR_LINE.fullmatch(text) is not None) \
        or ("编" in text and EDITOR_PAIRS.fullmatch(text) is not None)


def _is_credit(block: Block) -> bool:
    return len(block.text) <= _LONGEST_FOOT and _AUTHOR.fullmatch(block.text) is not None


def _is_facts(block: Block) -> bool:
    """Whether a line below a text states two facts of it by their labels: some templates have the head line there."""
    text = block.text
    return (len(text) <= _LONGEST_HEAD and text[-1] not in STOPS and len(_TWO_LABELS.findall(_apart(block))) > 1) \
        or ("号" in text and len(text) <= _LONGEST_FACTS and len(_DOCUMENT_LABELS.findall(text)) >= _LEAST_FACTS)


def _asks(block: Block) -> bool:
    """Whether a line below a text asks its readers to join, follow, buy or write."""
    return block.size <= _LONGEST_BIO and (block.linked > 0 or block.size <= _LONGEST_FOOT) and is_latin(block.text) \
        and _ASKS.search(block.text) is not None


def _stands_below(block: Block) -> bool:
    """Whether a line is none of the text when it is the last."""
    if (block.level and is_latin(block.text)) or _asks(block):
        return True  # what stood below a heading was none of the text
    if block.linked and (_leads_on(block) or _is_file(block) or _is_neighbour(block)
                         or (3 * block.linked > block.size and _RELATED.match(block.text) is not None)):
        return True
    if block.text[-1] in ":：)）]】" and (_NO_FILES.fullmatch(block.text) or _NAMED_EDITOR.fullmatch(block.text)):
        return True
    return _is_foot(block) or _is_facts(block) or _is_bio(block) or _tells_making(block) or _disclaims(block) \
        or _POSTED.fullmatch(block.text[:120]) is not None or _FILED_HAN.fullmatch(block.text) is not None \
        or _is_end(block.text) or _TAGS.fullmatch(block.text) is not None


def head_lines(page: Blocks, title: Title, start: int, taken: Sequence[Block]) -> list[Block]:
    """The blocks in which source, author and date are looked for: between headline and text, then what was taken from the text."""
    begin = title.block.index + 1 if title.block is not None and title.block.index < start else max(0, start - 12)
    above = [block for block in page.blocks[max(0, begin - 4):start] if not block.box.hidden]
    return [*above, *(block for block in taken if block.index <= start + 12)]
