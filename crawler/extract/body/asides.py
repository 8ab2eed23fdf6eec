"""What stands among the paragraphs of Latin pages and is no part of the text: captions of pictures, lines that lead to other articles,
posts of other sites, declarations of interest, forms that ask for an address, sources as bare addresses, who the author is."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.body.callouts import INTEREST_SIGNS, asks_cooks, states_interest
from crawler.extract.body.led_to import stands_between
from crawler.extract.body.literature import ADDRESSES, bare_addresses, cited
from crawler.extract.body.presented import greets, presented, says_who_writes
from crawler.extract.body.sign_up import signing_up
from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.captions import captions, notes_of_films
from crawler.extract.markup.ground import Ground
from crawler.extract.markup.marks import PREFORMATTED
from crawler.extract.markup.metadata import Metadata
from crawler.extract.words.boilerplate import HAN_BEGINS, begins_another
from crawler.extract.words.read_also import LONGEST_ADVERT, LONGEST_SHARE, READ_ALSO, heads_advert, shares
from crawler.extract.words.wording import signs_of

_ELSEWHERE: Final = re.compile(
    r"\W*(?:related(?: (?:articles?|stor(?:y|ies)|reading|coverage|content|posts?|news))?|(?:can )?also read|read also|see also|"
    r"must[- ]read|(?:now read|read next)(?: this)?|recommended(?: reading)?|you (?:may|might) also like|don.t miss|"
    r"also (?:on|in|from|at) [\w\u2019' ]{2,30}|what others are reading|in case you missed it|further reading|go deeper|"
    r"dig deeper)\s*[:\uff1a\u2013\u2014|-]"
    rf"|\W*(?:{READ_ALSO})\s*[:\uff1a\u2013\u2014|]"
    r"|\[\s*(?:read|see|learn|find out) more\b|\(?(?-i:READ|READ MORE|MORE|WATCH|LISTEN|PHOTOS|PICTURES|VIDEO)\s*:", re.IGNORECASE)
"""How a line begins whose link leads to another article."""
_NEXT: Final = re.compile(r"(?:More|Read|Watch|Listen|Photos|Video|Gallery|Opinion): (?=(?:\S+ ){3}\S)")
_MOST_LED: Final = 4
"""The same, when all that stands behind it is the link, and the lines of a text that begin so at most: more are the text's own."""
_CALLED: Final = re.compile(r"\W{0,4}[A-Z]{2}[A-Z ']{1,22}: (?=(?:\S+ ){3}\S)")
"""The same of one in capitals before another headline; of address, telephone and the like fewer words follow."""
_READ_ON: Final = re.compile(r"already (?:an? |have an? )?(?:subscribers?|members?|account|subscribed|registered)\b.{0,60}|"
                      r"(?:subscribe|sign in|log in|register)(?: now| today)? to (?:continue|keep|read|unlock)\b.{0,60}|"
                      r".{0,60}\bsupport (?:our|local|independent|quality) (?:newsroom|journalism|reporting|work|news)\b.{0,40}",
                      re.IGNORECASE)
"""What a paper asks of those who read on, with a link."""
_READ_ON_SIGNS: Final = ("lready", "ubscri", "ign in", "og in", "egister", "upport")
"""Of which each of them has one."""
_WALLED: Final = re.compile(
    r"(?:please )?(?:sign|log) ?(?:up|in)(?: or (?:sign|log) ?(?:up|in))? to (?:continue|keep|read|unlock)\b.{0,40}|"
    r"(?:this is your last|you(?:.ve| have) (?:\d+|one|two|three|no)) (?:free )?(?:article|story|stories)s?\b.{0,20}"
    r"(?:this month|left|remaining)\b.{0,90}|"
    r"(?:sorry, )?you(?:.ve| have) (?:now )?(?:reached|used(?: up)?|read|exceeded) (?:your|all|the) "
    r"(?:(?:monthly|allowance|limit|number|quota|of|for|all|your|free|\d+|[a-z]{2,5}) ){0,6}?(?:articles?|stories)\b.{0,60}|"
    r"(?:join|register (?:with|at|on)) [\w.' ]{2,40} for free to (?:access|read|continue)\b.{0,40}", re.IGNORECASE)
"""What a paper tells those who have no account, in a line of its own."""
_OFFERS: Final = re.compile(r".{0,90}(?:(?:view|see|get|check|find) (?:the |it |full )?(?:deals?|prices?|offers?|lowest price|on amazon)|"
                     r"(?:buy|shop|order|pre-?order) now)\W{0,3}", re.IGNORECASE)
"""A button of a shop, and what stands before it in its line: name and price."""
_PRICED: Final = re.compile(r".{0,90}[$£€]\d[\d,.]*(?: ?(?:[$£€]\d[\d,.]*|\(?save .{1,12}))? (?:at|from|on) [A-Z][\w.&'\u2019 -]{1,30}")
"""The same with its price: `$98 at Amazon`, a link alone."""
_LONGEST_OFFER: Final = 100
_TRIAL: Final = re.compile(r".{0,240}\b(?:get|start|claim|try) (?:your |a |our )?(?:\d+[- ]day )?free trial\W*", re.IGNORECASE)
"""A paragraph that ends in a link to an offer of the publisher's own."""
_TRIAL_END: Final = "free trial"
_LONGEST_TRIAL: Final = 260
_HEADLINE: Final = 20
"""Weight of another article's headline at least."""
_OFFER_ENDS: Final = ("deal", "price", "offer", "amazon", "now")
_OFFER_TAIL: Final = 9
"""Of which one in ASCII has one in its last characters."""
_LONGEST_INTEREST: Final = 420
_LONGEST_WALLED: Final = 160
_WALL_LINES: Final = 12
_BLOCKED: Final = re.compile(
    r"(?:to (?:see|view|watch|play|load|hear|listen to) (?:this|the) .{3,40}"
    r"\b(?:enabled?|accept|allow|update|change|install|need|requires?)\b.{0,80}\b(?:cookies|consent|javascript|flash)\b|"
    r"(?:this )?(?:media|video|audio|player|content) (?:requires|needs)\b.{0,40}\b(?:javascript|flash)\b|"
    r"(?:please )?(?:enable|accept|allow)\b.{2,60}\bcookies\b.{0,20}\bto (?:see|view|watch|load)\b|"
    r"(?:this|the) (?:content|video|article contains content)\b.{0,40}\b(?:provided|hosted) by\b.{0,160}\bcookies\b).{0,240}|"
    r".{0,120}\bwatch (?:it )?on youtube\W*", re.IGNORECASE)
"""What stands in place of a film or a post of another site until its cookies are accepted, or below it."""
_SIGNS: Final = signs_of(*INTEREST_SIGNS, "p://", "s://", "cookies", "on youtube", "consent", "ascript", "lash",
                  "in to continue", "up to continue", "in to keep", "up to keep", "up to read", "in to unlock", "up to unlock",
                  "in to read", "for free to", "this month", "articles left", "articles remaining",
                  "free articles", "free stories")
"""Of which a line that states an interest has one, each address, and what stands in place of a film or of the rest of a text."""
_RIGHTS: Final = re.compile("(?:19|20)[0-9]{2}")
"""A line with it and the sign of copyright tells whose the words or pictures are."""
_AT_HEAD: Final = 2
"""Lines at the head of a text among which one says who writes."""
_EMBEDDED: Final = re.compile(r"\b(?:twitter-tweet|instagram-media|tiktok-embed|wp-embedded-content|imgur-embed|reddit-embed|"
                       r"reddit-card|bluesky-embed)")
"""Names of the quotations in which posts of other sites stand until a script shows them."""
_POSTED: Final = re.compile(r"[\u2014\u2013-] ?.{1,60}\(@\w{1,30}\) [A-Z][a-z]{2,8} \d{1,2}, 20\d\d")
"""The last line of such a one: who wrote it and when."""
_LINE_NUMBERS: Final = re.compile(r"\d+(?:\s+\d+)*")
"""The numbers of the lines of a program, in a cell beside it."""
_CLOCK: Final = re.compile(r"(?=.*(?:\d:\d|\d ?[ap]\.?m\b))"
                    r"(?:(?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9}\.?),?(?: (?:19|20)\d\d)?,?(?: at| -| \||,)? )?\d{1,2}(?:[:.]\d\d)?"
                    r"\s?(?:[ap]\.?m\.?)?(?: \(?[A-Z]{1,4}\)?)?(?: on (?:\w{3,9} \d{1,2}|\d{1,2} \w{3,9}))?")
"""When a post of a live report was written, in a line of its own."""
_LONGEST_CLOCK: Final = 40
_LEAST_POSTS: Final = 3
_CELLS: Final = frozenset(("td", "th", "li", "dd", "dt"))
_RUNNING: Final = re.compile(r"\blive\b|\bupdates?\b|\bas it happened\b|\blatest\b", re.IGNORECASE)
"""What headlines call a live report: elsewhere times in lines of their own are those of a programme."""
_SHOWS: Final = re.compile(r"image (?:source|caption|copyright), .{2,160}|(?-i:IMAGE|PHOTO|Image|Photo)s?\s?: .{2,160}|"
                    r"(?:(?:top|lead|cover) )?(?:image|photo)s? (?:from|courtesy of|by) .{3,80}|"
                    r"(?:above|left|right|below|top|bottom|pictured)\s*: .{5,180}|"
                    r".{10,160}\| ?(?:photo|image)s? (?:by|courtesy) .{3,60}", re.IGNORECASE)
"""A caption that is a paragraph like any other."""
_SHOW_STARTS: Final = frozenset("iIpPaAlLrRbBtT")
"""With which such a one begins that has no bar."""
_LONGEST_CAPTION: Final = 200
_FOOT_NOTE: Final = re.compile(
    r"(?:this|a version of this) (?:article|story|column|review|piece) (?:originally |first )?"
    r"(?:appear(?:s|ed)|ran|was (?:printed|published)) (?:in print )?(?:\w+ \w+ ){0,3}?"
    r"(?:in print|(?:on|in) (?:the )?(?:(?:\w+ ){1,5}?print edition|print edition|page)\b).{0,120}|"
    r"(?:e-?mail|contact|reach) (?:[A-Z][\w.\u2019'-]* ){1,4}(?:at|on) \S+@\S+?(?: (?:or|and) .{2,80})?\.?|"
    r"(?:for )?(?:comments?|feedback|questions?)(?: (?:and|or) (?:comments?|feedback|questions?))?\s?[:,] ?(?:[\w ]{2,24} )?\S+@\S+|"
    r"(?:[A-Z][\w.\u2019'-]* ){1,4}(?:can|may) be (?:reached|contacted) (?:at|by|on|via) (?:e-?mail (?:at )?)?\S+@\S+|"
    r".{0,140}\b(?:e-?mail|write to|contact) us at \S+@\S+|"
    r"by (?:the )?[A-Z][\w&' -]{1,30} (?:staff|staff writers?|correspondents?|reporters?)|"
    r"follow [A-Z][\w&\u2019' -]{1,30}: ?(?:on )?(?:twitter|facebook|instagram)\b[^.!?]{0,40}", re.IGNORECASE)
"""Below the stories of newspapers: on which page of the paper they stood, and where to write to their reporters."""
_TAKEN_FROM: Final = re.compile(r"\W?(?:via|h/t|sources?)(?:\s?: ?| )\S.{0,90}", re.IGNORECASE)
"""The last lines of short news: the links to the page from which they were taken, and to who had them from whom."""
_SHARE_BAR: Final = re.compile(
    r"(?:(?:facebook|twitter|tweet|digg|delicious|del\.?icio\.?us|reddit|myspace|stumbleupon|linked ?in|google(?: ?\+| plus| buzz)?|"
    r"pin(?:terest)?(?: it)?|whatsapp|telegram|tumblr|flipboard|messenger|mixx|e-?mail|print|copy(?: link)?|share|connect|comments?|"
    r"likes?|more|save|\d[\d,.]*+k?)[\s|\u00b7\u2022/]*+){3,}", re.IGNORECASE)
"""The buttons of several networks in one line, with how often each was pressed; names in a sentence have commas between them."""
_SHARE_SIGNS: Final = ("acebook", "weet", "WEET")
_LONGEST_BAR: Final = 120
_FOOT: Final = 4
_LONGEST_FOOT: Final = 200
_LONGEST_REACHED: Final = 60
_SENTENCE_ENDS: Final = frozenset(".!?\"\u201d")
_REACHED: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)+|\+?[\d(][\d() .-]{6,18}\d|"
                      r"(?:(?:on )?(?:twitter|facebook|instagram|x|threads|bluesky)\s?:\s?)?@\w+",
                      re.IGNORECASE)
"""Where a reporter is reached, in a line of its own below a story: address, telephone, name on a network."""


def asides(ground: Ground, blocks: list[Block], metadata: Metadata | None, quotations: list[Block]) -> set[int]:
    """Numbers of the blocks of a text that are none of it. `quotations`: those of them that are quoted. Pages in
    Han characters have no such conventions: of their blocks none."""
    latin = [block for block in blocks if (text := block.text).isascii() or (text[0] < HAN_BEGINS and text[-1] < HAN_BEGINS)]
    if not blocks or 2 * len(latin) < len(blocks):
        return set()
    linked = [block for block in latin if block.linked]
    told = _told(ground, latin)
    found = _declared(told)
    if found:
        found |= _wall(told, blocks)
    _leading_elsewhere(ground, latin, linked, found)
    _offering(linked, found)
    found.update([block.index for position, block in enumerate(blocks) if block.text[-1] == ":" and not block.linked
                  and begins_another(block.text) and stands_between(blocks, position)])
    _of_other_sites(linked, quotations, found)
    _about_the_text(latin, found)
    if len(told) >= ADDRESSES and sum(["://" in block.text[:20] for block in told]) >= ADDRESSES:
        found |= bare_addresses(latin)
    found |= cited(latin) | _clocks(ground, latin)
    found |= captions(ground, blocks, latin) | notes_of_films(latin)
    return found | presented(ground, latin, metadata) | signing_up(ground, blocks)


def _told(ground: Ground, latin: list[Block]) -> list[Block]:
    """The lines with one of `_SIGNS`."""
    signed = set(ground.page.wording.holding(_SIGNS))
    return [block for block in latin if block.index in signed] if signed else []


def _declared(told: list[Block]) -> set[int]:
    """Interests declared, and what stands in place of a film or of the rest of a text."""
    return {block.index for block in told if block.size <= _LONGEST_INTEREST and (
        states_interest(block.text) or _BLOCKED.fullmatch(block.text) or (block.size <= _LONGEST_WALLED and _WALLED.fullmatch(block.text)))}


def _wall(told: list[Block], blocks: list[Block]) -> set[int]:
    """The lines of the box at the end of a text in which a paper tells those who have no account that they have read enough."""
    line = next((block for block in told if block.size <= _LONGEST_WALLED and _WALLED.fullmatch(block.text)), None)
    last, half = blocks[-1].index, 0.5 * sum([block.size for block in blocks])
    box: Box | None = line.box if line is not None else None
    inside: list[Block] = []
    while box is not None and box.last - box.first <= _WALL_LINES:
        lines = [block for block in blocks if box.first <= block.index < box.last]
        if sum([block.size for block in lines]) >= half:
            break
        inside, box = lines, box.parent
    return {block.index for block in inside} if inside and inside[-1].index == last else set()


def _leading_elsewhere(ground: Ground, latin: list[Block], linked: list[Block], found: set[int]) -> None:
    """Adds the lines that lead to other articles, or repeat the headline."""
    leading = [block for block in linked if 2 * block.linked >= block.size and (
        _ELSEWHERE.match(block.text) or (not block.level and _CALLED.match(block.text)))]
    found.update([block.index for block in leading])
    lists = {block.box.parent for block in linked if block.index in found and block.box.tag == "li"}
    found.update([block.index for block in linked if block.box.parent in lists and block.linked >= 0.9 * block.size] if lists else ())
    led = [block.index for block in linked if not block.level and (label := _NEXT.match(block.text))
           and block.linked >= block.size - label.end()]
    found.update(led if len(led) <= _MOST_LED else ())
    headline = "" if ground.title is None else ground.page.blocks[ground.title].text
    if len(headline) >= _HEADLINE:
        found.update([block.index for block in latin[1:] if block.text == headline and not block.level])
    found.update([block.index for block in linked if block.level and block.linked >= block.size >= _HEADLINE and _is_alone_in_link(block)])
    found.update([block.index for block in linked if block.box.tag == "td" and 4 * block.linked >= 3 * block.size >= 3 * _HEADLINE
                  and _is_alone_in_table(block.box)])


def _offering(linked: list[Block], found: set[int]) -> None:
    """Adds the lines that sell something, or ask readers to subscribe or to share."""
    found.update([block.index for block in linked if block.size <= _LONGEST_OFFER and not block.level
                  and (_offers(block.text) or _asks_on(block.text)
                       or (block.linked >= 0.9 * block.size and _PRICED.fullmatch(block.text)))])
    found.update([block.index for block in linked if block.size <= _LONGEST_TRIAL and _TRIAL_END in block.text[-16:].lower()
                  and block.pieces[-1][1] is not None and _TRIAL.fullmatch(block.text)])
    found.update([block.index for block in linked if block.linked >= 0.9 * block.size <= 0.9 * LONGEST_SHARE and shares(block.text)])


def _of_other_sites(linked: list[Block], quotations: list[Block], found: set[int]) -> None:
    """Adds the posts of other sites that are embedded."""
    found.update([number for block in linked if "(@" in block.text for number in _post_about(block.box)])
    found.update([block.index for block in quotations if _is_latin(block) and _is_post(block.box)])
    found.update([number for block in quotations if block.text[-1].isdigit() and _POSTED.fullmatch(block.text)
                  for number in _quotation_about(block)])


def _about_the_text(latin: list[Block], found: set[int]) -> None:
    """Adds what is said about the text, its pictures, its author or its rights, and the numbers of a program's lines."""
    second_half = latin[len(latin) // 2:]
    found.update([block.index for block in latin[-_FOOT:] if block.size <= _LONGEST_FOOT and (
        ((block.text[0] in "ATECRFBaterfcb" or "@" in block.text) and _FOOT_NOTE.fullmatch(block.text))
        or (block.linked and not block.level and 2 * block.linked >= block.size and _TAKEN_FROM.fullmatch(block.text)))])
    found.update(_reached(latin))
    found.update([block.index for block in latin if block.size <= _LONGEST_CAPTION and (
        (text := block.text)[0] in _SHOW_STARTS or "|" in text) and not block.level and _shows(text)])
    found.update([block.index for block in second_half if block.text[0] in "Hh" and greets(block)])
    found.update([block.index for block in latin if "\u00a9" in block.text
                  and (block.size <= _LONGEST_INTEREST or "\u00a9" in block.text[:12]) and _RIGHTS.search(block.text)])
    found.update([block.index for block in second_half if asks_cooks(block)])
    found.update([block.index for block in latin[:_AT_HEAD] if says_who_writes(block)])
    found.update([block.index for block in latin if block.box.under & PREFORMATTED and _LINE_NUMBERS.fullmatch(block.text)
                  and (not block.text.isdigit() or block.box.tag == "div" or (block.broken and block.box.table is not None))])
    found.update([block.index for block in latin if block.size <= LONGEST_ADVERT and heads_advert(block.text)])
    found.update([block.index for block in latin if block.size <= _LONGEST_BAR and block.box.tag not in _CELLS
                  and _is_share_bar(block.text)])


def _reached(latin: list[Block]) -> list[int]:
    """Where the reporter is reached: the last lines, right below a sentence. Below a name they are of those whom the text names."""
    lines = [block for block in latin[-_FOOT:] if block.size <= _LONGEST_REACHED and _REACHED.fullmatch(block.text)]
    if not lines or lines[-1] is not latin[-1] or len(lines) == len(latin) or not any("@" in line.text for line in lines):
        return []
    above = latin[-len(lines) - 1]
    return [line.index for line in lines] if above.text[-1] in _SENTENCE_ENDS else []


def _asks_on(text: str) -> bool:
    return any(sign in text for sign in _READ_ON_SIGNS) and _READ_ON.fullmatch(text) is not None


def _is_share_bar(text: str) -> bool:
    return any(sign in text for sign in _SHARE_SIGNS) and _SHARE_BAR.fullmatch(text) is not None


def _is_alone_in_link(block: Block) -> bool:
    """Whether a heading stands in a link, alone with a picture in a box: it leads to another article."""
    box, around = block.box, block.box.parent
    return around is not None and around.used and around.last - around.first == 1 and next(box.element.iterancestors("a"), None) is not None


def _is_alone_in_table(cell: Box) -> bool:
    """Whether a cell is the only one with words of its table."""
    table = cell.table
    return table is not None and table.last - table.first == 1


def _is_latin(block: Block) -> bool:
    return block.text[0] < HAN_BEGINS and block.text[-1] < HAN_BEGINS


def _is_post(box: Box) -> bool:
    """Whether the quotation that a box is or lies in is a post of another site."""
    quotation = box if box.tag == "blockquote" else box.parent
    return quotation is not None and _EMBEDDED.search(quotation.name) is not None


def _post_about(inner: Box) -> range:
    """The numbers of the blocks of the post of another site in which a line stands that tells who wrote it; none elsewhere."""
    box: Box | None = inner
    while box is not None and not (box.tag == "blockquote" and _EMBEDDED.search(box.name)):
        box = box.parent
    return range(box.first, box.last) if box is not None else range(0)


def _quotation_about(block: Block) -> range:
    """The numbers of the blocks of the quotation that a block is or stands right in."""
    box = block.box.parent if block.box.tag != "blockquote" and block.box.parent is not None else block.box
    return range(box.first, box.last)


def _shows(text: str) -> bool:
    """Whether a line speaks of a picture."""
    may = "|" in text or ":" in text[:10] or (text[0] in "iIpP" and text[:5].lower() in ("image", "photo")) or " photo by " in text[:14]
    return may and _SHOWS.fullmatch(text) is not None


def _offers(text: str) -> bool:
    """Whether a line is a button of a shop."""
    tail = text[-_OFFER_TAIL:].lower()
    may = not text.isascii() or any(end in tail for end in _OFFER_ENDS)
    return may and _OFFERS.fullmatch(text) is not None


def _clocks(ground: Ground, latin: list[Block]) -> set[int]:
    """The lines of a live report that say when the post below was written."""
    if ground.title is None or _RUNNING.search(ground.page.blocks[ground.title].text) is None:
        return set()
    found = {block.index for block in latin if block.size <= _LONGEST_CLOCK and block.box.tag not in _CELLS
             and _CLOCK.fullmatch(block.text)}
    return found if len(found) >= _LEAST_POSTS else set()


