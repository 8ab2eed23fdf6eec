"""The words that lead to a breadcrumb: 当前位置：, You are here."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.words.han_forms import compiled
from crawler.extract.words.wording import signs_of

LEAD: Final = compiled(
    r"(?:(?:今天是|今日)?[:：]?\s*(?:19|20)\d\d\s*[-/年][^您你当目现所]{3,20}?\s)?[\W_]{0,6}(?:(?:[您你]\s)?(?:当\s前|现\s在|目\s前|所\s在)\s(?:所\s在\s)?(?:的\s)?位\s置|[您你]?(?:当前|目前|现在)?(?:的)?(?:所在|所处|所属)?(?:的)?(?:当前|现在|网站|网页|页面|本[页文]|站内|浏览)?(?:的)?(?:位置|方位|"
    r"栏目(?!导航))(?:提示|导航|是)?|[您你]?(?:当前|所在|浏览|访问|网站)的?(?:频道|路径)|"
    r"[您你](?:现在)?正?在(?:浏览|访问|查看)(?:的?(?:是|页面|栏目|位置))?|您现在|您在|当前所在|所在位置|现在位置|位置提示|"
    r"當前位置|[您你]在这里|您的位置|目前位置|所在位置|"
    r"(?:You are(?: (?:now|currently|here|in|at|the|position|location)){1,4}|(?:Now )?(?:The |Your )?(?:(?:current|present) )?"
    r"(?:location|position)(?: of you| is)?|Your (?:current )?place|Current page|Where (?:are you|you are) now|You['’]re here|"
    r"(?:In the current|Site|Page|Column) (?:location|position)|The location of your current page)(?=\s*[:：])|"
    r"You are here|(?:Your )?(?:current )?(?:location|position)|Where am I|Where you are)"
    r"\s*[】\]]?\s*(?:[:：是]|(?=[>＞»\s])|(?<=[】\]])|(?=首\s*页|主\s*页)|$)\s*", re.IGNORECASE)
"""Lead words at the beginning of a line or within it, the blanks behind them included; a day may stand before them."""
_LEAD_HINT: Final = compiled(r"位\s?置|当前所在|.路径|(?:所在|当前|浏览|访问|网站).?频道|正在[浏访查]|"
    r"方位|栏目(?=[提导是:：>＞»】\]首主\s]|$)|现在|您在|你在|ocation|osition|are here|am I|[Yy]ou are|"
                        "are you now|re here|"
                        "r place|ent page")
"""Of which each `LEAD` has one, and few other lines do."""
_LEADS: Final = re.compile(_LEAD_HINT.pattern, re.IGNORECASE)
_LEADS_ON: Final = compiled(r"[:：是>＞»】\]首主\s]|[位置目示航在里径道eEnN]$")
"""What stands behind such words; or how they end at the end of a line."""
_IN_EUROPE: Final = (
    r"sie (?:sind|befinden sich) hier|(?:navigations|brotkrumen)pfad|hier sind sie|"
    "(?:ihre? )?(?:aktuelle )?(?:position|standort)",
    r"vous [êe]tes ici|fil d['’]ariane|(?:votre )?(?:position|emplacement)(?: actuelle?)?",
    r"(?:usted )?est[áa]s? (?:usted )?aqu[íi]|ruta de navegaci[óo]n|(?:su )?(?:ubicaci[óo]n|posici[óo]n)(?: actual)?",
    r"voc[êe] est[áa] aqui|(?:sua )?(?:localiza[çc][ãa]o|posi(?:ç[ãa]|ca)o)(?: atual)?|"
    "sei qui|(?:la tua )?posizione(?: attuale)?|jeste[śs] tutaj",
    "вы (?:находитесь )?здесь|(?:ваше |текущее )?(?:местоположение|положение|местонахождение)|текущая (?:позиция|страница)|"
    "ви (?:знаходитесь )?тут")
_IN_ASIA: Final = (
    "таны байршил|та энд байна|сіз(?:дің)? (?:осындасыз|орныңыз)|(?:ھازىرقى )?ئورنىڭىز|سىز بۇ يەردە",
    "現在地|現在位置|現在の(?:位置|場所|ページ)|今いる場所|あなたの現在地|현재 ?위치|지금 ?위치|내 위치",
    "الموقع الحالي|موقعك(?: الحالي)?|[أا]نت هنا|مكانك الحالي|bạn đang ở(?: đây)?|vị trí(?: hiện tại)?",
    "ตำแหน่ง(?:ปัจจุบัน|ของคุณ)?|คุณอยู่ที่นี่|(?:ທີ່ຕັ້ງ|ຕຳແໜ່ງ)ປັດຈຸບັນ")
_ABROAD: Final = "|".join((*_IN_EUROPE, *_IN_ASIA))
_IN_A_BOX: Final = r"pfadnavigation|ti trovi in|je bent hier|nach[áa]z[íi]te se zde|[öo]n itt [áa]ll|buradas[ıi]n[ıi]z|anda di sini"
HOME_ABROAD: Final = (
    r"главная(?: страница)?|головна|начало|нүүр(?: хуудас)?|басты бет|ホーム|トップ(?:ページ)?|홈|메인|(?:الصفحة )?الرئيسية|باش بەت|"
    r"accueil|inicio|in[íi]cio|p[áa]gina (?:inicial|principal)|startseite|pagina iniziale|strona g[łl][óo]wna|anasayfa|"
    r"trang chủ|หน้า(?:แรก|หลัก)|ໜ້າຫຼັກ")
"""What the first page is called."""
HOME: Final = re.compile(rf"首\s*页|主页|網站首頁|^home(?:\s?page)?$|^main$|^(?:{HOME_ABROAD})$", re.IGNORECASE)
"""The name of the first page in a trail."""
HOME_END: Final = re.compile(r"(?:首\s*页|主页|\bHome(?: ?page)?)\s*$", re.IGNORECASE)
"""How the text of a link ends that leads there."""
NO_SECTION: Final = re.compile(
    rf"\bRSS\b|^订阅|^[您你]?(?:的|当前|现在|目前)?(?:的|所在)?位置$|^(?:网站|页面)?导航$|^路径$|^path$|"
    rf"^breadcrumbs?(?: navigation| trail)?$|^you are here$|^navigate$|^(?:web)?site$|^面包屑|^(?:{_ABROAD}|{_IN_A_BOX})$",
    re.IGNORECASE)
"""What leads to a trail and has a box of its own, in the languages that were seen or that editions of portals are in."""
_HEAD: Final = 24
"""Characters of a line among which its lead word begins."""
_HEAVIEST: Final = 1200
_HEAVIEST_ABROAD: Final = 400
"""Weight of such a line: less than the first, or at most the second."""
_LEAD_ABROAD: Final = re.compile(rf"\W{{0,4}}(?:{_ABROAD})\s*(?:[:：>＞»]|$)", re.IGNORECASE)
"""The same at the beginning of a line."""
LEAD_SIGNS: Final = signs_of(
    "位置", "位 置", "当前所在", "are you now", "re here",
    "方位", "路径", "频道", "正在", "栏目", "现在", "您在", "你在", "ocation", "osition", "are here", "am i", "you are",
    "your place", "current page",
    "sich hier", "sind hier", "sind sie", "npfad", "nspfad", "e navegaci", "standort", "tes ici", "fil d'", "fil d’", "emplacement", "aquí",
    "aqui", "osicao", "osici", "osiç", "osizion", "ubicaci", "localiza", "sei qui", "tutaj", "десь", "положение", "местонахо", "текущая",
    "тут", "байршил", "энд байна", "осындасыз", "орныңыз", "ئورنىڭىز", "يەردە", "現在", "いる場所", "위치", "الحالي", "موقعك", "هنا",
    "ang ở", "trí", "ตำแหน่ง", "คุณอยู่", "ປັດຈຸບັນ")
"""Of which each of all these has one, in small letters: for many lines at once."""

HOME_SIGNS: Final = signs_of(
    "页", "頁", "home", "main", "лавная", "оловна", "ачало", "үүр", "асты бет", "ホーム", "トップ", "홈", "메인",
    "الرئيسية", "باش بەت", "accueil", "inicio", "início", "inicial", "gina principal", "startseite",
    "pagina iniziale", "strona g", "anasayfa", "trang chủ", "หน้า", "ໜ້າຫຼັກ")
"""Of which each name of the first page has one, in small letters."""


def may_lead(text: str) -> bool:
    """Whether a text has words as lead words have them."""
    if not text.isascii():
        return _LEADS.search(text) is not None
    low = text.lower()
    return "ocation" in low or "osition" in low or "am i" in low or "you are" in low or "are you now" in low or "re here" in low \
        or "your " in low or "current page" in low


def is_led(text: str, size: int) -> bool:
    """Whether a line begins with lead words. `size`: its weight."""
    led = size < _HEAVIEST and _LEAD_HINT.search(text, 0, _HEAD) and _LEADS_ON.search(text) and LEAD.match(text)
    return bool(led or (size <= _HEAVIEST_ABROAD and _LEAD_ABROAD.match(text)))


def without_lead(text: str) -> str:
    """A text without the lead words in it."""
    if not may_lead(text):
        return text
    lead = LEAD.match(text)
    return text[lead.end():] if lead is not None and _LEADS.search(text, lead.end()) is None else LEAD.sub("", text)


def without_first_lead(text: str) -> str:
    """A line without the lead word with which it begins, in any language, or that it has."""
    if _LEAD_ABROAD.match(text) is not None:
        return _LEAD_ABROAD.sub("", text, count=1)
    return LEAD.sub("", text, count=1) if may_lead(text) else text
