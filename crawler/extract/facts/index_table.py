"""What documents state of themselves: numbers, issuer, days, subject words; in index tables, lists and lines, and under the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.marks import CHROME
from crawler.extract.words.dates import DAY_IN_NUMERALS, formal
from crawler.extract.words.han_forms import compiled, with_traditional
from crawler.extract.words.text import clean
from crawler.extract.words.wording import signs_of

TABLE: Final = "index table"
"""The rule of facts that labels name."""
_END: Final = r"\s*[】\]]?\s*[:：]?\s*"
_OF: Final = "(?:政府信息|信息|文件|公文|政策)?"
"""What may stand before a label: that it is one of the document, or of the information."""
_LABELS: Final = {
    "document_number": compiled(_OF + r"(?:发文[字文]号|(?:发布|颁布|公布)文号|发文编号|文\s*号|编号(?<=[公发]文编号)|公文号|文件字号|"
                                  r"字号(?=\s*[】\]]?\s*[:：]?\s*[\u4e00-\u9fff]{1,10}[〔\[（(]\s*\d{4})|文件编号|公文字号|发文号|文件号|"
                                  r"(?:Document|File|Issue) (?:number|No\.?)|"
                                  r"Reference (?:number|No\.?))" + _END, re.IGNORECASE),
    "index_number": compiled(_OF + r"(?:索\s*[引取]\s*(?:编\s*)?号(?:码)?|信息索[引取]号?|公开索引号?|"
                               r"Index (?:number|No\.?))" + _END, re.IGNORECASE),
    "issuer": compiled(_OF + r"(?:颁布(?:单位|机关|机构)|公布(?:单位|机关|机构)|公开(?:单位|机构|部门)|发布主体|"
                         r"发文机关|发文单位|发文机构|发布机构|发布机关|发布单位|发布部门|公开责任部门|"
                         r"公开主体|制发机关|制定机关|信息来源单位|"
                         r"信息提供单位|生成单位|所属机构|"
                         r"Issu(?:er|ed by)|(?:Issuing|Publishing) (?:body|authority|agency|department|organi[sz]ation|institution|unit|"
                         r"office))" + _END, re.IGNORECASE),
    "document_date": compiled(_OF + r"(?:文件日期|颁布日期|"
                                r"成\s*文\s*日\s*期|成文时间|印发日期|印发时间|签发日期|签署日期|发文日期|发文时间|生成日期|制发日期|"
                                r"Date of (?:document|issue|writing|formation|completion|signing)|"
                                r"(?:Document|Issue|Written|Writing|Formation|Signing) date)" + _END, re.IGNORECASE),
    "effective_date": compiled(_OF + r"(?:开始实施日期|实施日期|实施时间|施行日期|施行时间|生效日期|生效时间|执行日期|"
                                 r"Effective (?:date|from|since)|"
                                 r"Implementation date|Date of (?:entry into force|implementation))" + _END, re.IGNORECASE),
    "keywords": compiled(r"(?:主\s*题\s*词|关\s*键\s*[词字]|Key ?words|Subject words)" + _END, re.IGNORECASE)}
_ANY_LABEL: Final = compiled("(?=[发文公颁索信制生所成印签实施执主关政开字DRIEKSFPW])"
                        f"(?:{'|'.join(pattern.pattern for pattern in _LABELS.values())})",
                        re.IGNORECASE)
"""All of them, behind a look at the first letter."""
_LATIN_WORDS: Final = (
    "ment n", "file n", "ssue n", "ence n", "ndex n", "issuer", "issued by", "issuing ", "publishing ", "date of ", "nt date", "ue date",
    "en date", "ng date", "on date", "effective ", "ey words", "eywords", "ct words")
"""Of which each in Latin letters has one, in small ones."""
FACT: Final = compiled(r"(?:索\s*引\s*号|文\s*号|发文|成\s*文|公开|发布机[构关]|有\s*效\s*性|主\s*题)")
"""How the labels begin by which a table is known as that of a document's facts."""
_HINT: Final = compiled("号|索[引取]|机关|单位|机构|部门|主体|[文发署成施行效布件](?:\\s*日\\s*期|时间)|题\\s*词|键\\s*[词字]|"
                   "ocument|eference|ndex|ssu"
                   "|ate of|ffective|mplement|ublish|ile n|rit(?:ten|ing) d|ation d|igning d|ey ?words|ubject")
_SIGNS: Final = signs_of(*with_traditional(("号", "索引", "索取", "机关", "单位", "机构", "部门", "主体", "期", "时间", "词", "键")),
                  "cument", "ference", "index", "issu", "date of",
                  "ffecti", "implement", "publishing ", "file n", "written d", "writing d", "formation d", "signing d",
                  "y word", "yword", "bject")
"""Of which each of them has one: among others that begin less like each other they are looked for half as long."""
_LAST: Final = frozenset("引取号號码碼关關位构構门門体體期间間词詞字ro.ytemsngROYTEMSNG")
_LAST_TWO: Final = frozenset(first + last for ending in ("er", "no", "o.", "by", "dy", "ty", "cy", "nt", "te", "ue", "ce", "om", "ds", "ng",
                                                             "on", "it")
                      for first in (ending[0], ending[0].upper()) for last in (ending[1], ending[1].upper()))
"""How labels end that have no colon, and all in Latin letters."""
_BEYOND_LATIN: Final = re.compile("[\u017f\u2e80-\uff0f\uff1b-\uffff]")
"""Signs of labels in Chinese, and one that `re` takes for an s; but for the wide colon."""
_OTHER_LABEL = compiled(r"(?:发布|公开|更新|废止|失效)(?:日期|时间)|(?:主题|体裁|服务对象|信息)?分类|(?:文件)?(?:标题|名称)|有\s*效\s*性|"
                          "公开(?:形式|方式|范围|程序)|体\\s*裁|备\\s*注|(?:公文)?时效性?|(?:效力)?状态|载体类型|记录形式")
"""Labels of the same tables that are no facts here: the next one, where a value is wanting."""
_NEXT_LABEL: Final = compiled(r"\s*(?=【[^\s【】]{2,8}】)|\s(?=(?:(?:Issu|Publish)(?:ed|ing) \w+|(?:Document|Index|File|Reference) "
                         r"(?:number|No\.?)|Date of \w+|(?:Release|Publication|Issue|Effective|Document|Signing) date)\s*[:：])|"
                         r"\s(?=(?:[^\s:：]{2,8}|[文编]\s号|索\s引\s号|有\s效\s性|标\s题|名\s称|来\s源)\s*[:：])")
_NOTHING: Final = re.compile(r"[\s/／\-—无]*(?:暂无)?")
_SPANS: Final = 1
_RUN_ON: Final = re.compile(r"[:：][^:：]{2,40}[:：]")
"""Elements of a line, more than these, in which labels and values may stand without a blank; and how such a line reads."""
_COLUMNS: Final = 3
"""Labels of a row at least, above a row of values."""
_LONGEST: Final = 160
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[［(（【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号")
"""A document number by its shape: 国办发〔2017〕47号."""
_ORDER: Final = (r"[\u4e00-\u9fff]{2,14}(?:[\s、][\u4e00-\u9fff]{2,14}){0,5}公告\s?(?:19|20)\d\d\s?年第\s?\d{1,4}\s?号"
          r"|[\u4e00-\u9fff]{2,20}令\s?(?:[（(]第\s?\d{1,4}\s?号[)）]|第\s?\d{1,4}\s?号)")
"""The same of ministries' announcements and of orders: 财政部 税务总局公告2023年第32号, 国务院令第714号."""
_NUMBERED: Final = re.compile(rf"({_NUMBER.pattern}|{_ORDER})"
                       r"(?:\s+(?:[\u4e00-\u9fff]{2,4}\s?[:：]\s*)?(?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?日?)?")
"""The same alone on a line, or with the day behind it."""
_LONGEST_NUMBER: Final = 56
_SIGNED: Final = re.compile(r"[(（]?\s*(?:(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
                     rf"|{DAY_IN_NUMERALS})\s*[)）]?")
_IN_FORCE: Final = compiled(r"本(?:办法|条例|规定|细则|规则|规范|通知|意见|方案|标准|决定|法|规章|制度|措施|预案|指引|政策|通告|公告|"
                       r"公约)自((?:19|20)\d\d年\d{1,2}月\d{1,2}日"
                       rf"|{DAY_IN_NUMERALS})起(?:正式)?(?:施行|实施|执行|生效)")
_IN_FORCE_ENGLISH = re.compile(r"(?:shall|will) (?:take effect|come into (?:effect|force)|enter into force|be (?:implemented|effective))"
                               r" (?:on|from|as of|as from)\s+([A-Z][a-z]+\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d\d?-\d\d?)")
_FORCES: Final = (" effect", " force", "be implemented")
_IN_FORCE_WORDS: Final = ("take effect", "into effect", "into force", "be implemented", "be effective")
"""Of which each has one, of the fewer words and of the others: found many times faster than the pattern."""
_LAST_WORDS: Final = 3000
"""Characters at the end of a text in which it says when it takes effect; annexes follow it."""
_SIGNATURES: Final = 8
"""Blocks at the end of the text among which the day under the signature may stand; annexes and notes follow it."""

Facts = dict[str, tuple[str, str]]
"""Value and rule by key of `Article.fields`."""


def stated(page: Blocks, end: int) -> Facts:
    """The facts that labels name in the blocks up to `end`. Labels that end a cell name the next one."""
    found: Facts = {}
    blocks = page.blocks[:end]
    for number in _labelled(page, end):
        block, following = blocks[number], blocks[number + 1] if number + 1 < len(blocks) else None
        text = block.text
        if not _may_name_fact(text) or _ANY_LABEL.search(text) is None:
            continue
        if len(block.pieces) > _SPANS and _RUN_ON.search(text):
            text = block.apart
        for key, pattern in _LABELS.items():
            match = pattern.search(text) if key not in found else None
            if match is not None and (_is_label(text, match) or _is_run(block, match)):
                below = columns(block.box) if match[0] == text else None
                value = below.get(text, "") if below else _value(text[match.end():], following, block.box.table,
                                                                        bare=match.end() == len(text))
                value = bare if " " in value and (bare := value.replace(" ", "")) in block.text else value
                value = (formal(value) or "") if key.endswith("_date") else value
                if value and not _NOTHING.fullmatch(value):
                    found[key] = value, TABLE
    return found


def columns(box: Box) -> dict[str, str]:
    """Values by label of the table about a box that has two rows, one of labels and one of values; of any other table none."""
    table = box.table
    rows = [*islice(table.element.iter("tr"), 3)] if table is not None else []
    if len(rows) != 2:
        return {}
    labels, values = ([clean("".join(cell.itertext())) for cell in row.iterchildren("td", "th")] for row in rows)
    if len(labels) < _COLUMNS or len(labels) != len(values) or any(map(_is_fact, values)) or not all(map(_is_fact, labels)):
        return {}
    numbered = any(_LABELS[key].fullmatch(label) for key in ("document_number", "index_number") for label in labels)
    return dict(zip(labels, values, strict=True)) if numbered else {}


def _is_fact(text: str) -> bool:
    """Whether a cell holds nothing but the label of a document's fact."""
    return _OTHER_LABEL.fullmatch(text.rstrip(" :：")) is not None or any(pattern.fullmatch(text) for pattern in _LABELS.values())


def _labelled(page: Blocks, end: int) -> Iterator[int]:
    """The numbers of the blocks up to `end` that may have a label."""
    for number in page.wording.holding(_SIGNS):
        if number >= end:
            return
        block = page.blocks[number]
        if block.size <= 600 and not block.box.under & CHROME \
                and (_may_be_label(block.text) or (len(block.pieces) > 1 and block.size <= _LONGEST)) and _HINT.search(block.text):
            yield number


def _may_be_label(text: str) -> bool:
    """Whether a text has a sign that stands behind labels, or ends as they do."""
    if text[-1] in _LAST and (text[-2:] in _LAST_TWO or text[-1] > "\x7f"):
        return True
    if "]" in text or "】" in text:
        return True
    if ":" not in text and "：" not in text:
        return False
    if not text.isascii() and _BEYOND_LATIN.search(text) is not None:
        return True
    return not _LAST_TWO.isdisjoint([part.rstrip()[-2:] for part in text.replace("：", ":").split(":")[:-1]])


def _may_name_fact(text: str) -> bool:
    """Whether a label of a fact may stand in a text; False is certain."""
    if not text.isascii():
        return True
    low = text.lower()
    return any(word in low for word in _LATIN_WORDS)


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether the words are a label: at the start of a line or behind a blank, with a colon behind them or nothing at all."""
    if match.start() > 0 and text[match.start() - 1] not in " \u3000\xa0|｜[【（(；;，,":
        return False
    if match.start() > 0 and text[match.start() - 1] in "【[" and ("】" in match[0] or "]" in match[0]):
        return True
    return match[0].rstrip(" 】]").endswith((":", "：")) or match.end() == len(text)


def _is_run(block: Block, match: re.Match[str]) -> bool:
    """Whether the words are an element of their own at the start of a short line, with the value in the next: `<b>索引号</b><span>…`."""
    return match.start() == 0 and len(block.pieces) > 1 and block.size <= _LONGEST and clean(block.pieces[0][0]) == match[0].strip()


def _value(rest: str, following: Block | None, table: Box | None, *, bare: bool) -> str:
    """What stands behind a label, or in the next block, where the label ends its own: in the same table, if in any."""
    value = _NEXT_LABEL.split(rest, maxsplit=1)[0].strip()
    if not value and bare and following is not None and following.size <= 3 * _LONGEST and not following.text.endswith((":", "：")) \
            and not _is_fact(following.text) and (table is None or following.index < table.last):
        value = following.text
    value = value.strip("[]【】 ;；")
    return value if len(value) <= _LONGEST else ""


def numbered(blocks: Iterable[Block]) -> tuple[str, str] | None:
    """A document number that stands alone on a line: below the headline of a document, without label."""
    for block in blocks:
        text = block.text.strip("（）() —－-")
        text += "）" if "令（" in text else ""
        if "号" in text and len(text) <= _LONGEST_NUMBER and (match := _NUMBERED.fullmatch(text)) is not None:
            return match[1], "line"
    return None


def takes_effect(text: str) -> tuple[str, str] | None:
    """The day from which a document's own last article says that it is in force; None when it says none."""
    text = text[-_LAST_WORDS:]
    match = (_IN_FORCE.search(text) if "本" in text else None) \
        or (_IN_FORCE_ENGLISH.search(text) if all(any(word in text for word in words) for words in (_FORCES, _IN_FORCE_WORDS)) else None)
    day = formal(match[1]) if match is not None else None
    return (day, "text") if day else None


def below_headline(blocks: Iterable[Block]) -> tuple[str, str] | None:
    """The day of a document in numerals, alone on a line below its headline: 二〇一七年十月十六日. `blocks`: the first lines there."""
    for block in blocks:
        if block.text[-1] in "日)）" and _SIGNED.fullmatch(block.text) and not block.box.hidden and (day := formal(block.text)):
            return day, "line"
    return None


def signed(blocks: list[Block]) -> tuple[str, str] | None:
    """The day under a document's signature: alone on a line at the end of its text, behind a line that is no sentence."""
    tail = blocks[-_SIGNATURES:]
    for before, block in reversed(list(pairwise(tail))):
        if block.size <= 60 and _SIGNED.fullmatch(block.text.strip()) and not before.text.endswith(("。", "；", "！", "？")):
            day = formal(block.text)
            return (day, "signature") if day else None
    return None
