"""What the words before a day say of it: that it is the day of publication, of an update, or of something else."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.words.edition_words import labels_day, labels_other_day
from crawler.extract.words.han_forms import compiled

_DAY_WORD: Final = r"\s*(?:日\s*期|时\s*间|日期时间|時\s*間)"
LABEL: Final = compiled(
    rf"(?:首发|发\s*布|发\s*表|发\s*稿|公布|公告|公开|成稿|張貼|上版|上架|刊\s*[发载]|刊\s*登|登载|报道|撰写|上传|上网|上载|录入|添加|加入|更新|播\s*出|首\s*播|播发|信息发布|信息|稿件|文章|新闻|"
    rf"资讯|發\s*佈|發\s*布|發\s*表|公佈|刊\s*登|更\s*新){_DAY_WORD}\s*[】\]]?\s*[:：]?\s*[\[【(（]?\s*$"
    rf"|(?<!\w){_DAY_WORD}\s*[】\]]?\s*[:：]?\s*[\[【(（]?\s*$"
    rf"|[:：][^:：]{{1,16}}{_DAY_WORD}\s*[:：]\s*$"
    r"|(?:(?:发布|刊登|发表|刊发|發佈|發布|發表)于?|发稿)\s*[】\]]?\s*[:：]?\s*[\[【(（]?\s*$"
    r"|(?:(?:^|[|·•(\[\s])(?:(?:date |first |originally )?(?:published|posted|released|issued)(?: by .{1,40})?"
    r"(?: (?:on|at|@|date|time))?|"
    r"(?:release|publish(?:ing|ed)?|publication|pub(?:lish)?|issue|post(?:ed|ing)?) ?(?:date|time)|"
    r"date of (?:publication|release))\s*[:：]?|"
    r"(?:^|[|·•(\[\s])(?:date|time|updated?)\s*[:：])"
    r"\s*[\[【(（]?\s*$", re.IGNORECASE)
UPDATED: Final = compiled(r"(?:last\s)?(?:updated|modified|reviewed|edited|revised)(?:\s(?:on|at|by.{0,40}))?\s*[:：]?\s*$|"
    r"(?:更新|修改)(?:于|日期|时间)\s*[:：]?\s*$|\bupdate(?:\s(?:date|time))?\s*[:：]?\s*$", re.IGNORECASE)
NOT_PUBLISHED: Final = compiled(
    r"(?:成文|印发|生效|施行|实施|发文|签发|签署|制发|制定|失效|废止|截止|截至|到期|开始|结束|报名|创建|页面生成|生成|备案|生成日期|今天是|"
    r"现在是|今天|首页|有效期至?|Copyright|©|版权(?:所有)?|effective|expires?|deadline|joined|member since|created|submitted|received|"
    r"accepted|retrieved|accessed|replied|answered|(?:question|reply|answer|writing|(?<!news)letter) (?=date|time)|"
    r"date of (?:letter|reply)|"
    r"(?-i:\bWhen(?=\s*:))|"
    r"[来写去]信|信件|提问|留言|咨询|投诉|回复|答复|办结|办复|受理|提交|"
    r"(?:event|due|start|end|closing|opening|meeting|expiry|filing) (?=date|time)|"
    r"注册|最后登录|上次登录|"
    r"(?:会议|活动|访谈|考试|直播|公示|办理|申报|举办|培训|面试|笔试|开标|投标|竞价|签约|签订|竣工|开工|出生|交货|付款|成交)(?=日\s*期|时\s*间|于|[】\]]?\s*[:：])|"
    r"date of (?:document|issue|birth))"
    r"\s*(?:日\s*期|时\s*间|于|on|date|time)?\s*[】\]]?\s*[:：]?\s*[\[【(（]?\s*$", re.IGNORECASE)
OTHER_DAY: Final = compiled(r"(?:\w\s*(?:日\s*期|时\s*间)|[a-z]+ (?:date|time))\s*[:：]\s*$|(?<!北京)(?<=\w)(?:日期|时间)$", re.IGNORECASE)
"""A label of some day; which one, `LABEL` and `UPDATED` say."""
_LABEL_LETTER: Final = re.compile("[期间間于表布稿登发發佈dDeE]")
_LABEL_SIGN: Final = re.compile("date|time|publi|post|relea|issue")
"""Each of the words that `LABEL` takes has one of these: among other letters, and in a text of ASCII, in small letters."""
_NOT_PUBLISHED_SIGN: Final = compiled("[文印效施签竣开生交付制止截到始束名建成案今现首版©信问言询诉复办理提册录会动访考播示申训试标价]|"
                                 "ffec|xp|adl|jo|mber|crea|tted|rece|acce|trie|copyr|writ| date| time|date o|repl|answ|quest|lette|when")
"""In small letters, of which each of the words that `NOT_PUBLISHED` takes has one."""
_OTHER_SIGN: Final = compiled("[期间]|date|time")
"""The same of `OTHER_DAY`."""


def is_label(before: str) -> bool:
    """Whether the words before a day say that it is the day of publication."""
    return (may_be_label(before) and LABEL.search(before) is not None) or labels_day(before)


def may_be_label(text: str) -> bool:
    """Whether a text has a sign of the words that `LABEL` takes."""
    return _LABEL_SIGN.search(text.lower()) is not None if text.isascii() else _LABEL_LETTER.search(text) is not None


def is_update(before: str) -> bool:
    """Whether the words before a day say that it is that of the last change."""
    return ("更新" in before or "修改" in before or "ed" in before.lower() or "update" in before.lower()) \
        and UPDATED.search(before) is not None


def is_of_another(before: str) -> bool:
    """Whether the words before a day say that it is that of something else."""
    return (_NOT_PUBLISHED_SIGN.search(before.lower()) is not None and NOT_PUBLISHED.search(before) is not None) \
        or labels_other_day(before)


def is_other_label(before: str) -> bool:
    """Whether the words before a day are a label at all."""
    return _OTHER_SIGN.search(before.lower()) is not None and OTHER_DAY.search(before) is not None
