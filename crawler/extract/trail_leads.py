"""The words that lead to a breadcrumb: 当前位置：, You are here."""

from __future__ import annotations

import re

from crawler.extract.wording import signs_of

LEAD = re.compile(
    r"(?:(?:今天是|今日)?[:：]?\s*(?:19|20)\d\d\s*[-/年][^您你当目现所]{3,20}?\s)?[\W_]{0,6}(?:[您你]?(?:当前|目前|现在)?(?:的)?(?:所在|所处)?(?:的)?(?:当前|现在|网站|页面|浏览)?(?:的)?(?:位置|方位|"
    r"栏目(?!导航))(?:提示|导航|是)?|您现在|您在|所在位置|现在位置|位置提示|"
    r"當前位置|[您你]在这里|您的位置|目前位置|所在位置|"
    r"(?:You are(?: (?:now|currently|here|in|at|the|position|location)){1,4}|(?:Now )?(?:The |Your )?(?:(?:current|present) )?"
    r"(?:location|position)(?: of you| is)?|Your (?:current )?place|Current page|Where you are now)(?=\s*[:：])|"
    r"You are here|(?:Your )?(?:current )?(?:location|position)|Where am I|Where you are)"
    r"\s*[】\]]?\s*(?:[:：是]|(?=[>＞»\s])|(?<=[】\]])|(?=首\s*页|主\s*页)|$)\s*", re.IGNORECASE)
"""Lead words at the beginning of a line or within it, the blanks behind them included; a day may stand before them."""
LEAD_HINT = re.compile(r"位置|方位|栏目(?=[提导是:：>＞»】\]首主\s]|$)|现在|您在|你在|ocation|osition|are here|am I|[Yy]ou are|"
                        "r place|ent page")
"""Of which each `LEAD` has one, and few other lines do."""
_LEADS = re.compile(LEAD_HINT.pattern, re.IGNORECASE)
LEADS_ON = re.compile(r"[:：是>＞»】\]首主\s]|[位置目示航在里eEnN]$")
"""What stands behind such words; or how they end at the end of a line."""
LEAD_SIGNS = signs_of("位置", "方位", "栏目", "现在", "您在", "你在", "ocation", "osition", "are here", "am i", "you are", "your place",
                       "current page")
"""The same for many lines at once, in small letters."""

NO_SECTION = re.compile(
    r"\bRSS\b|^订阅|^breadcrumbs?(?: navigation| trail)?$|^you are here$|^navigate$|^面包屑|^sie (?:sind|befinden sich) hier$|"
    r"^(?:navigations|brotkrumen)pfad$|^pfadnavigation$|^vous [êe]tes ici$|^fil d['’]ariane$|^(?:usted )?est[áa]s? (?:usted )?aqu[íi]$|"
    r"^ruta de navegaci[óo]n$|^voc[êe] est[áa] aqui$|^ti trovi in$|^je bent hier$", re.IGNORECASE)
"""What leads to a trail and has a box of its own, in the languages that were seen."""


def may_lead(text: str) -> bool:
    """Whether a text has words as lead words have them."""
    if not text.isascii():
        return _LEADS.search(text) is not None
    low = text.lower()
    return "ocation" in low or "osition" in low or "am i" in low or "you are" in low or "your " in low or "current page" in low


def without_lead(text: str) -> str:
    """A text without the lead words in it."""
    if not may_lead(text):
        return text
    lead = LEAD.match(text)
    return text[lead.end():] if lead is not None and _LEADS.search(text, lead.end()) is None else LEAD.sub("", text)
