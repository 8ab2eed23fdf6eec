"""What stands below a text and is none of it: lines of editor and source, of its making and its author, of what readers are asked."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.body.house_lines import is_house_line, is_page_numbers
from crawler.extract.body.unfurnished import STOPS
from crawler.extract.days.site_clocks import is_clock, tells_site_change
from crawler.extract.facts.beside_day import sent_in
from crawler.extract.facts.edition_sources import PRINTED
from crawler.extract.markup.blocks import WHOLE, Block
from crawler.extract.words.editor_lines import EDITOR_LINE, EDITOR_PAIRS
from crawler.extract.words.han_forms import compiled
from crawler.extract.words.text import clean, is_latin
from crawler.extract.words.wording import signs_of

POSTED: Final = compiled(
    r"\W*(?:发表于|发表时间|发布于|posted (?:on|by|at))\b.{0,60}(?:阅读|评论|浏览|点击|回复|comments?|reads?)"
    r"\W{0,3}\d.{0,30}", re.IGNORECASE)
"""Day and counters below a text, as journals of the web have them."""
_FILED_HAN: Final = compiled(r"本文[于由]\s?.{2,60}(?:分类[到于在]|归[类档]|发[表布][在于]).{0,80}")
"""When it was written and where it is filed, below a text of a journal of the web."""
_NEIGHBOUR: Final = compiled(
    r"\W*(?:[上下前后]\s?一?[篇条个页]|Previous|Prev?|Next|Last(?= ))"
    r"(?:文章|新闻|信息| (?:article|post|page|one|item|news|story))?\s*[:：]", re.IGNORECASE)
"""The next or previous article, named with its headline."""
OTHER_ARTICLE: Final = compiled(r"\W*[上下前后]\s?一\s?[篇条则][^:：]{0,2}[:：]")
"""The same in Chinese, which is told without a link, too."""
_PREVIOUS: Final = re.compile(r"(?:Prev(?:ious)?|(?:The )?(?i:last|next|previous)(?= (?:one|article|piece)\b))"
                       r"(?: (?:one|article|piece|page|post|news|item))?\s*[:：]\s*\S[^.!?]{1,200}$")
"""The same in the English of content systems: what follows it below a text went with it."""
_TOPICS: Final = re.compile(r"(?:Topics|Filed [Uu]nder|More on)\s?:")
"""The same over links."""
_TAGS: Final = compiled(r"(?:本文)?(?:关键[词字]|标签|TAGS?|Key ?words?)\s*[:：][^。！？!?]{1,80}", re.IGNORECASE)
"""Words under which an article is found, below it."""
_END_MARK: Final = re.compile(r"[\W_]*(?:THE )?END[\W_]*|[（(\[【]?\s*完\s*[)）\]】]?")
END_STARTS: Final = frozenset("TE完")
"""How the lines begin that say so."""
SIGNATURE: Final = re.compile(r"-- .*(?:※|[\[【]FROM\b)")
"""What parts a post on a board from its writer's signature."""
_BIO: Final = re.compile(r"\b(?:reach|contact|e-?mail|write to) (?:her|him|them|me|the author) at\b|"
    r"\bfollow (?:her|him|them|me|the author) on\b|"
    r"\b(?:have you|do you have|got) (?:got )?an? (?:news |story )?(?:story|tip)\b|"
    r"^(?:you can )?(?:contact|reach|e-?mail|write to) .{2,60}(?: at|:) \S+@\S+$|"
    r"^to contact the (?:reporter|editor|writer|author)s?\b.{2,200}@|"
    r"^(?:contact|reach|e-?mail) (?:the |this )?(?:staff )?(?:writer|reporter)s?(?: at|:) .{2,160}$|"
    r"^(?-i:[A-Z][\w.\u2019'-]* ){2,4}(?:is|was) (?:an?|the|our) (?:[\w\u2019'-]+[ ,]+){0,8}"
    r"(?:writer|journalist|editor|reporter|freelancer|columnist|correspondent|contributor|blogger|photographer)\b", re.IGNORECASE)
"""Who the author is and how to reach them, below a text."""
_ASKS: Final = re.compile(
    r"(?:^|[.?!,:\u2013\u2014-] |\b(?:please|and|or|can|by) )(?:follow (?:me|us)\b(?! into)|get in touch\b|"
    r"let (?:me|us) know (?:in the|what)\b|never miss an? (?:post|story|episode|update|issue)\b|"
    r"(?:subscribe|sign up|signing up|join us)\b.{0,60}\b(?:blog|newsletter|letter|list|updates|channel|inbox|posts?|here|now|today|"
    r"free)\b|download our (?:\w+ )?app\b|buy(?:ing)? me a (?:coffee|beer)\b)|"
    r"^to (?:send flowers|plant (?:a )?(?:memorial )?trees?)\b|^pin (?:it|this|me|for later)\b|"
    r"^(?:liked?|enjoy(?:ed)?|did you (?:like|enjoy)) th(?:is|ese) (?:post|article|story)|"
    r"^\W*(?:acompanhe|siga|sígue(?:nos|me)|suivez|seguici|folgen sie)\b.{2,60}\b"
    r"(?:facebook|instagram|twitter|whatsapp|telegram|youtube)\b|^\W*confira as últimas notícias\b|"
    r"^follow @\w{2,30}$|^follow [\w .&'\u2019-]{2,60} on (?:[\w ]{2,20}, )?"
    r"(?:facebook|twitter|x|instagram|tiktok|linkedin|youtube|bluesky|whatsapp|telegram)\b|"
    r"^(?:shop|browse) (?:our|the full|all)\b.{0,60}\b(?:here|range|collections?|products?|selection)\b|"
    r"\bsend (?:us )?your (?:story|stor(?:y|ies)|ideas|news|photos|pictures)\b.{0,30} to \S+@|"
    r"^if you (?:liked?|loved?|enjoy(?:ed)?) (?:this|what you(?:.ve)? read|my (?:work|writing))\b", re.IGNORECASE)
"""What a line below a text asks of its readers."""
_ASK_SIGNS = signs_of("follow ", "get in touch", " know ", "never miss", "ubscri", "sign", "join us", "download our", "buy", "to send flow",
                      "to plant", "send your", "send us your", "shop ",
                      "browse ",
                      "pin ", "like", "enjoy")
"""Of which one in ASCII has one, in small letters."""
_BIO_SIGNS: Final = signs_of(
    "her at", "him at", "them at", "me at", "author at", "follow ", " story", " tip", "writer", "journalist", "editor", "reporter",
    "freelancer", "columnist", "correspondent", "contributor", "blogger", "photographer")
"""Of which one in ASCII has one, in small letters."""
_MADE_BY: Final = re.compile(r"(?:this (?:article|post|story|piece) was (?:originally )?|originally )?"
                      r"(?:first )?(?:written|edited|published|posted|reported) (?:by|on|at|in|(?=(?-i:[A-Z])|\d)).{2,100}|"
                      r"(?:additional )?reporting by .{2,160}; ?(?:additional reporting|writing|editing) by .{2,120}|"
                      r"(?:reporter|writer|translator|photographer|(?:web|copy) editor|text|words|story|video|photo|graphic)s?\s?: "
                      r"(?-i:[A-Z])[\w.\u2019'-]+(?: [\w.\u2019'-]+){0,3}"
                      r"(?:(?:,| and|/) ?(?-i:[A-Z])[\w.\u2019'-]+(?: [\w.\u2019'-]+){0,3}){0,4}|"
                      r"our standards: .{4,60}|(?:chinese|original) source\s?: .{2,60}|"
                      r"this (?:article|story|piece) (?:first|originally) appeared (?:on|in|at) .{2,200}|"
                      r"journal (?:information|reference)\s*:.{4,300}|more information\s*:.{4,300}\b(?:doi\b|et al\b).{0,100}|"
                      r"the post .{1,200} (?:first appeared|appeared first) on .{2,80}|"
                      r"(?:this (?:article|story) )?(?:appears|appeared|(?:was )?published) in the (?:print edition|"
                      r".{3,40} (?:issue|edition) of)\b.{2,160}|posted in .{2,100}tagged .{2,120}|\W*visited [\d,]+ times.{0,40}|"
                      r"latest posts by .{2,60}\(see all\)|"
                      r"\W*(?:(?:the|all|any) )?(?:views|opinions)(?: (?:and|or) opinions)? "
                      r"(?:expressed\b.{0,120}\b(?:personal|own|not)\b.{0,160}|are (?:strictly )?personal\W*)", re.IGNORECASE)
"""What content systems write below an article of its making."""
_FILED: Final = re.compile(r"\W*(?:(?:posted|filed) (?:in|under)|abgelegt unter|veröffentlicht in|(?:publié|classé) dans|"
                    r"(?:publicado|archivado) en|publicado em|(?:pubblicato|archiviato) in|geplaatst in)\b.{2,160}", re.IGNORECASE)
"""Under which heads an article is filed: links below the text."""
_DATED: Final = re.compile(r"(?:last |page last |originally )?(?:updated|(?<=last )update(?=:)|reviewed|modified|posted|published|revised|"
                    r"pub ?date|(?:release|publication|publish(?:ing)?) (?:time|date))\b.{0,30}(?:19|20)\d\d"
                    r"[\d/.: -]{0,20}(?:(?:last )?(?:updated|modified).{0,24}(?:19|20)\d\d[\d/.: -]{0,20})?(?:by .{3,100})?\W*",
                    re.IGNORECASE)
"""When it was made, below the text."""
_LONGEST_BIO: Final = 500
LONGEST_FOOT: Final = 90
LONGEST_TAIL: Final = 200
"""Characters at the end of a paragraph in which its editor is named."""
_ARROWS: Final = (">>", "＞＞", "»", "›", "→", "[详细]", "[更多]", "【详细】")
_CREDITS: Final = compiled(r"[（(]\s*(?:文字?|图片?|摄影|撰文)\s*[:：/／][^（()）。]{2,20}\s"
                    r"(?:文字?|图片?|摄影|供图)\s*[:：/／][^（()）。]{2,20}[)）]")
"""Who wrote and who pictured it, in brackets: （文：… 图：…）."""
_AUTHOR: Final = compiled(r"(?:作\s*者|通讯员|记\s*者|摄\s*影|文字?|图片?|视频|制作|策划|统筹|设计)\s*[:：|丨｜/][^。！？!?\n]{1,30}")
"""Who wrote it, where source or editor stand beside: alone it may be the text's own last line."""
_LABELLED: Final = re.compile("[:：丨｜|/／]")
"""Of which `EDITOR_LINE` has one."""
_DOCUMENT_LABELS: Final = compiled(r"(?:索\s*引\s*号|(?:发文|发布)(?:机[构关]|字号|单位)|文\s*号|(?:成文|生成|发布|公开|发文)日期|"
                              r"分类|有\s*效\s*性|状态|名\s*称|标\s*题)\s*[:：]")
LONGEST_FACTS: Final = 600
"""Characters of a line of such facts at most."""
LEAST_FACTS: Final = 3
"""Labels by which a table is known as that of a document's facts."""
LONGEST_HEAD: Final = 160
"""Characters of a head line at most."""
TWO_LABELS: Final = compiled(r"(?:来\s*源|稿\s*源|作\s*者|编\s*辑|点击数?|浏览(?:次数|量)?|阅读(?:次数|量)?|"
                         r"(?:发布|更新|录入|发表|添加)(?:时间|日期)|Source|Author|Editor|Updated|Published|Views|Font size|"
                         r"(?:Release|Publish|Publication|Post) (?:[Dd]ate|[Tt]ime)|(?:Information|Article) source|Source of information|"
                         r"Number of (?:views|visits|clicks|reads|hits)|Publisher|Publishing unit|Font|Text size)\s*[:：]")
"""Labels of a head line, of which two make one."""
_RELATED: Final = compiled(r"\W*(?:(?:相关|延伸)(?:链接|新闻|报道|阅读|文章|专题|稿件|信息|视频|解读|政策|图解|推荐|资讯|热点)|"
                      r"Related (?:links?|news|articles?|reading|information)(?=\s?[:：]|\s[A-Z]))\s*[:：]?")
"""Others, each a link, behind a text in one line with their label."""
_NO_FILES: Final = compiled(r"(?:(?:相关)?(?:附件|文档|文件|链接|下载)(?:下载|列表)?|Attachments?(?: downloads?)?|"
                       r"Accessor(?:y|ies)|Annex(?:es)?|"
                       r"Appendix|Tags?|Keywords?)\s*[:：]\s*无?")
"""A label of what a text does not have, below it."""
_EDITED: Final = compiled(r"[\[【(（]?\s*(?:责任编辑|責任編輯|责\s*编)\s*[:：]")
_EDITED_STARTS: Final = frozenset("责責[【(（")
_NAMED_EDITOR: Final = compiled(r"[(（\[【〔]\s*(?:(?:责任?)?编辑?|[^（()）。：]{2,30}\s责任?编辑?)\s+[\u4e00-\u9fff·]{2,4}\s*[)）\]】〕]")
_DISCLAIMS: Final = compiled(
    r"[^。！？]{4,30}(?:都|尽|就)在\s*[\u4e00-\u9fffA-Za-z]{1,10}\s?(?:APP|客户端)$|"
    r"(?:本(?:内容|文)|该文|以上内容)(?:为|系|仅代表|只代表)作者(?:个人|独立|本人)?的?观点[，,。][^。]{0,40}(?:立场|转载|无关|观点|服务)|"
    r"[【\[（(*※]?\s*声明\s*[】\]]?\s*[:：]\s*(?=本[网站]|转载|凡|以上|文章|该文)|"
    r"[【\[（(*※]?\s*(?:平台|免责|版权|特别|郑重|本网|本站|作者)声明\s*(?:[】\]]?\s*[:：]|[】\]])|Notice\s*[:：]\s*The content above\b|"
    r"[\u4e00-\u9fff]{2,10}[网报社]声明\s*[:：]\s*凡(?:是)?(?:本[网站报]|注明)|"
    r"(?:[•·●*※]|注\s*[:：])?\s*凡(?:本[网站]|注明)[^。]{0,40}(?:转载|来源|稿件|作品)[^。]{0,40}(?:转载|观点|来源|版权|所有)|"
    r"Statement\s*[:：]\s*(?:The copyright|Articles|Works|Any|All|This (?:web)?site)\b|"
    r"(?:[(（]?本文[^。]{2,40}[，,。])?未经[^，。]{0,14}(?:授权|许可|允许|同意)[，,]?(?:严禁|禁止|不得|请勿|谢绝)[^。]{0,12}(?:转载|摘编)"
    r"[^。]{0,20}[。！!)）]*$|"
    r"(?:网友|读者|以上)(?:评论|留言|言论|观点)仅[^。]{2,40}(?:立场|观点)。?$|"
    r"(?:如需)?转载[，,]?请(?:务必)?注明(?:出处|来源)[^。]{0,40}。?$|"
    r"(?i:th(?:e|is|ese) )?(?:\w+ )?(?i:views?|opinions?|column|article|piece|post|commentary|essay)\b[^.]{0,120}"
    r"\bdo(?:es)? not necessarily (?:reflect|represent)\b|"
    r"Disclaimers?\s*[:：].{4,100}$|You(?: are)? receiv(?:e|ed|ing) this\b.{0,60}\bbecause\b|"
    r"(?:我?[要想有]?[爆报]料|(?:如|若)?(?:您|你)?有新闻线索|(?:新闻|线索|[爆报]料)(?:热线|征集))(?:(?:电话)?\s?[:：]|[？?，,])"
    r"(?=[^。]{0,80}(?:\d{5}|客户端|公众号|热线)).{4,120}$|"
    r"For more (?:news|stories) .{2,80}\b(?:visit|go to) \S+$|"
    r"更多(?:精彩|权威|新闻|最新)?(?:内容|资讯|新闻|报道|信息)[，,]?敬?请(?:您)?(?:关注|下载|扫描)[^。]{2,30}。?$")
"""A declaration of the site below a text, or a call to follow it."""
_LONGEST_DISCLAIMER: Final = 900
_UPDATED_HAN = compiled(r"[（(【\[]?(?:(?:最后|最近|页面)?(?:更新|修改)(?:时间|日期|于)|最[后近](?:更新|修改)(?=\s*[:：]))\s*[:：]?\s*"
                          r"(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?日?[\d:：\s]{0,10}"
                          r"[)）】\]]?")
"""When it was last changed, below the text."""
_WAYS_BACK: Final = re.compile(r"(?=.*(?:首\s?页|主页|返回|上一?页|Home))(?:[\[【]\s*[^\[\]【】]{1,10}\s*[\]】]\s*){1,6}", re.IGNORECASE)
"""Links to the first page and to sections, each in brackets."""
_ADDRESS: Final = re.compile(r"[\w.+-]{2,40}@[\w-]+(?:\.[\w-]+){1,4}")
_OF_TEXTS: Final = frozenset(("time", "times", "date", "dates", "timer", "timing", "view", "views", "viewing"))
"""Labels of a head line that stand in texts, too."""
_WRITTEN_BY: Final = re.compile(r"By (?:[A-Z][\w.\u2019'-]+ ?(?:[A-Z][\w.\u2019'-]+ ?){1,2}(?:, | and |and |$)){1,3}")
"""Who wrote it, where that stands below a text."""
_LITERATURE: Final = re.compile(r"(?:References?|Bibliography|Works cited|Citations)\W*")
"""A heading over works, which were none of the text."""
_READ_ALSO = re.compile(r"(?:(?:[Rr]ead|[Ss]ee|READ|SEE) (?:[Mm]ore|[Aa]lso|[Nn]ext|MORE|ALSO|NEXT)|ALSO (?:READ|SEE))\s*[:|–-]\s?\S")
"""The headline of another article, linked, behind what asks to read it."""
_OWNED: Final = re.compile(r"(?:Copyright|COPYRIGHT|\u00a9)(?: ?(?:\u00a9|\([Cc]\)))?\s?[:,]? [^.!?]{2,60}\.?")
"""Whose a text is."""
_HOST: Final = compiled(r"(?:主办|承办|版权所有)(?:单位)?\s*[:：]")
"""Who keeps the site, in its foot: a line that lies right in the page."""
_HOST_ALONE: Final = compiled(r"(?:主办|承办|版权所有)(?:单位)?\s*[:：]\s*[\u4e00-\u9fff]{4,24}")
"""The same alone in its line."""
_SENTENCE: Final = 60
_SHORT_SENTENCE: Final = 20
"""Weight of the sentence above it at least."""
_MOST_BESIDE: Final = 200
"""Lines before and behind one among which others of its list are sought."""
_LEAVES = re.compile(r"(?:Tips?\W{0,3})?(?:The link (?:that )?you .{3,40}? (?:is|are)|You are) about to leave .{3,160}", re.IGNORECASE)
"""What a site asks before it lets its readers go, as machines translate it."""
_FOOT_ENGLISH: Final = re.compile(r"(?:Sponsor(?:ed)?|Organi[sz]er|Host(?:ed)?)(?: by)?\s*[:：].{3,80}"
                           r"\b(?:Undertak|Co-organi|Technical support|Contractor).{3,80}|"
                           r"(?:Technical support|Web ?site identification code)\s*[:：].{3,100}|"
                           r"(?:[^.!?]{2,80}[.|]?\s)?\w{2,12} ICP (?:Bei|No\.?|\d).{3,60}|"
                           r".{0,40}\bpublic (?:network |internet )?security\b.{0,24}\d{10,}.{0,20}", re.IGNORECASE)
"""Lines of the foot of a Chinese site, as machines translate them."""
_KEPT_BY: Final = re.compile(r"(?=[^。！？]{0,80}(?:主办|承办|制作|维护|版权))[^。！？]{0,80}建议使用[^。！？]{0,16}"
                      "(?:浏览器|分辨率)[^。！？]{0,30}")
"""The foot of a site: who keeps it, and for which browser it was made."""
_FILE_NAME: Final = re.compile(r"\.(?:docx?|wps|ofd|pdf|xlsx?|et|pptx?|zip|rar|7z|txt|csv)$", re.IGNORECASE)


def apart(block: Block) -> str:
    """A line's text with a blank between its elements, unless furniture was taken off it."""
    return block.apart if clean("".join([text for text, _ in block.pieces])) == block.text else block.text


def _leads_on(block: Block) -> bool:
    """Whether a line is a link that points elsewhere by an arrow."""
    return block.linked >= 0.9 * block.size and block.text.endswith(_ARROWS)


def _is_file(block: Block) -> bool:
    """Whether a line is the name of a file that it links to: an attachment, and no sentence of the text."""
    return block.linked >= 0.9 * block.size and _FILE_NAME.search(block.text) is not None


def ends_article(block: Block) -> bool:
    """Whether a line names the editor or the source and nothing else, or says that this is the end: what stands behind it is
    another part of the page."""
    if 3 * block.linked > block.size and _FILED.fullmatch(block.text) is not None:
        return True
    return (len(block.text) <= LONGEST_FOOT and is_foot(block) and block.text[0] not in "本据") or _is_end(block.text)


def _is_end(text: str) -> bool:
    return (text[0] == "-" and SIGNATURE.match(text) is not None) \
        or (("END" in text or "完" in text) and _END_MARK.fullmatch(text) is not None)


def _is_neighbour(block: Block) -> bool:
    return _NEIGHBOUR.match(block.text) is not None


def _is_bio(block: Block) -> bool:
    text = block.text
    signed = not text.isascii() or "@" in text or bool(_BIO_SIGNS.borne_by(text.lower().encode()))
    return block.size <= _LONGEST_BIO and text[0].isupper() and signed \
        and _BIO.search(text) is not None


def _disclaims(block: Block) -> bool:
    return block.size <= _LONGEST_DISCLAIMER and _DISCLAIMS.match(block.text) is not None


def _tells_making(block: Block) -> bool:
    return is_latin(block.text) and (_MADE_BY.fullmatch(block.text[:400]) is not None
                                     or _DATED.fullmatch(block.text[:LONGEST_TAIL]) is not None)


def is_foot(block: Block) -> bool:
    """Whether a line names editor or source by a label and nothing else."""
    text = block.text
    if len(text) > LONGEST_FOOT or (text.isascii() and ":" not in text):
        return False
    return (_LABELLED.search(text) is not None and EDITOR_LINE.fullmatch(text) is not None) \
        or ("编" in text and EDITOR_PAIRS.fullmatch(text) is not None)


def names_editor(text: str) -> bool:
    """Whether a line begins with the label of the editor in charge, which Chinese papers have behind the whole of a text."""
    return text[0] in _EDITED_STARTS and _EDITED.match(text) is not None


def is_credit(block: Block) -> bool:
    """Whether a line names who wrote, filmed or pictured it by a label and nothing else."""
    return len(block.text) <= LONGEST_FOOT and _AUTHOR.fullmatch(block.text) is not None


def _is_facts(block: Block) -> bool:
    """Whether a line below a text states two facts of it by their labels: some templates have the head line there."""
    text = block.text
    return (len(text) <= LONGEST_HEAD and text[-1] not in STOPS and len(TWO_LABELS.findall(apart(block))) > 1) \
        or ("号" in text and len(text) <= LONGEST_FACTS and len(_DOCUMENT_LABELS.findall(text)) >= LEAST_FACTS)


def _asks(block: Block) -> bool:
    """Whether a line below a text asks its readers to join, follow, buy or write."""
    return block.size <= _LONGEST_BIO and (block.linked > 0 or block.size <= LONGEST_FOOT) and is_latin(block.text) \
        and (not block.text.isascii() or bool(_ASK_SIGNS.borne_by(block.text.lower().encode()))) and _ASKS.search(block.text) is not None


def names_host(block: Block, before: Block) -> bool:
    """Whether a line names who keeps the site and nothing else, right behind a sentence: below the facts of an event it is one of them."""
    return block.text[0] in "主承版" and before.text[-1] in "。！？”" and before.size >= _SENTENCE \
        and _HOST_ALONE.fullmatch(block.text) is not None


def is_of_several(blocks: list[Block], position: int) -> bool:
    """Whether the label with which a line begins stands before others of the text, too: a list that tells the same of each thing."""
    text = blocks[position].text
    label = text[:max(map(text.find, ":：")) + 1]
    if not label or blocks[position].linked:
        return False
    behind = blocks[position + 1:position + _MOST_BESIDE]  # the next of a list stands behind it, as a rule
    return any(one.text.startswith(label) for one in (*behind, *blocks[max(0, position - _MOST_BESIDE):position]))


def is_only_time(labels: list[str]) -> bool:
    """Whether labels of a line below sentences are those of times and places, which texts have, too: `Time: 4 seconds`."""
    return all(label.rstrip(" :：").lower() in _OF_TEXTS for label in labels)


def is_address(block: Block, before: Block) -> bool:
    """Whether a line is the writer's address and nothing else, right behind a sentence, as agencies have it; below words that ask to
    write it is one of the text's."""
    return block.size <= LONGEST_FOOT and "@" in block.text and _ADDRESS.fullmatch(block.text) is not None \
        and before.text[-1] in ".\"”" and before.size >= _SHORT_SENTENCE and "mail" not in before.text


def stands_below(block: Block) -> bool:
    """Whether a line is none of the text when it is the last."""
    if (block.level and is_latin(block.text)) or _asks(block) or _LITERATURE.fullmatch(block.text):
        return True  # what stood below a heading was none of the text
    if block.linked and (_leads_on(block) or _is_file(block) or _is_neighbour(block)
                         or (3 * block.linked > block.size and _RELATED.match(block.text) is not None)):
        return True
    if OTHER_ARTICLE.match(block.text) or (block.text[0] in "LNPT" and _PREVIOUS.match(block.text) is not None) \
            or (_HOST.match(block.text) and (around := block.box.parent) is not None and around.tag in WHOLE):
        return True
    if ("建议使用" in block.text and _KEPT_BY.fullmatch(block.text)) or (block.size <= LONGEST_TAIL and (
            ("about to leave" in block.text and _LEAVES.fullmatch(block.text)) or _FOOT_ENGLISH.fullmatch(block.text))):
        return True
    if block.text[-1] in ":：)）]】〕无" and (
            _NO_FILES.fullmatch(block.text) or _NAMED_EDITOR.fullmatch(block.text) or _CREDITS.fullmatch(block.text)
            or PRINTED.fullmatch(block.text)):
        return True
    if block.text[:3] == "By " and block.size <= LONGEST_FOOT and _WRITTEN_BY.fullmatch(block.text):
        return True
    if 2 * block.linked > block.size and (_READ_ALSO.match(block.text) or _TOPICS.match(block.text)):
        return True
    if block.text[0] in "C\u00a9" and block.size <= LONGEST_FOOT and _OWNED.fullmatch(block.text):
        return True
    if ("供" in block.text and sent_in(block.text)) or (block.text[-1] in ")）]】日0123456789" and _UPDATED_HAN.fullmatch(block.text)):
        return True
    if tells_site_change(block.text) or is_clock(block.text) \
            or (2 * block.linked > block.size and block.text[0] in "[【" and _WAYS_BACK.fullmatch(block.text) is not None):
        return True
    return is_foot(block) or is_house_line(block) or is_page_numbers(block) or _is_facts(block) or _is_bio(block) \
        or _tells_making(block) or _disclaims(block) or POSTED.fullmatch(block.text[:120]) is not None \
        or _FILED_HAN.fullmatch(block.text) is not None or _is_end(block.text) or _TAGS.fullmatch(block.text) is not None
