"""Words over links to other articles, over advertisements and to share an article, in languages that are neither Chinese nor English."""

from __future__ import annotations

import re
from typing import Final

READ_ALSO: Final = (
    r"(?:baca|simak) juga|berita terkait|(?:à )?lire (?:aussi|également)|à lire|voir aussi|sur le même (?:sujet|thème)|"
    r"lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu|lesen)|auch interessant|das könnte (?:sie|dich) (?:auch )?interessieren|"
    r"le[ea] (?:también|además|más)|(?:te|le) puede interesar|noticias? relacionadas?|leia (?:também|mais)|veja também|saiba mais|"
    r"leggi anche|potrebbe interessarti(?: anche)?|lees ook|læs (?:også|mere)|les også|läs (?:också|även|mer)|lue myös|"
    r"(?:prze)?czytaj (?:też|także|również|więcej)|zobacz (?:też|także|również)|čtěte (?:také|též|dále)|přečtěte si(?: také| i)?|"
    r"читайте (?:также|ещё|еще|далее)|читать также|смотрите также|по теме|bunları da oku\w*|ilgili haberler?|xem thêm|đọc thêm|"
    r"kapcsolódó (?:írások|cikke(?:k|ink)|anyagok|hírek)|ezt (?:is )?olvas(?:ta|sa)(?: már| el)?|"
    r"cite[sșş]te (?:[sșş]i|mai mult)|vezi [sșş]i|(?:prečítajte|čítajte) (?:si )?(?:tiež|aj)|"
    r"(?:preberite|pročitajte) (?:še|još|i)|povezan[ei] (?:vijesti|vesti|novice|članki)|още по темата|"
    r"(?:вижте|прочетете|четете) (?:още|също)|(?:читайте|дивіться) також|за темою|διαβάστε (?:επίσης|ακόμ[αη]|και)|"
    r"δείτε (?:επίσης|ακόμ[αη]|και)|σχετικά (?:άρθρα|θέματα)|похожие (?:статьи|новости|материалы)|articoli correlati|"
    r"articles (?:liés|similaires|associés)|art[ií](?:culos|gos) relacionados|verwandte (?:artikel|themen|beiträge)|"
    r"ähnliche (?:artikel|beiträge)|gerelateerde (?:artikelen|berichten)|relaterade artiklar|relaterte saker|"
    r"powiązane (?:artykuły|wiadomości)|"
    r"(?:関連|あわせて読みたい)(?:記事|ニュース|リンク)?|관련 ?(?:기사|뉴스)|(?:เรื่อง|ข่าว)ที่เกี่ยวข้อง|อ่านเพิ่มเติม")
"""The words themselves."""
_HEAD: Final = re.compile(rf"\W*(?:{READ_ALSO})(?: (?:zum thema|à ce sujet|sobre el tema))?\W*", re.IGNORECASE)
_LONGEST: Final = 30
_ADVERTS: Final = frozenset((
    "reklama", "реклама", "hirdetés", "werbung", "anzeige", "anzeigen", "publicité", "publicidad", "publicidade", "pubblicità",
    "advertentie", "annons", "annonse", "annonce", "mainos", "oglas", "publicitate", "διαφήμιση", "reklam", "iklan"))
LONGEST_ADVERT: Final = 20
"""Weight of a line that is such a word at most."""


_SHARES: Final = re.compile(
    r"(?:compartilhe|partilhe|comparti[rl]|comparte|partage[rz]|condividi|share|teilen|deel|delen|udostępnij|поделиться) "
    r"(?:[\w'’]+ ){0,4}(?:via |on |no |na |en |sur |su |auf |op |na |в )?(?:whatsapp|telegram|facebook|twitter|x|linkedin|e-?mail)",
    re.IGNORECASE)
LONGEST_SHARE: Final = 60
"""Weight of a line that is where to share an article at most."""


def shares(text: str) -> bool:
    """Whether a line is nothing but where to share an article."""
    return _SHARES.fullmatch(text) is not None


def heads_others(text: str) -> bool:
    """Whether a line is nothing but such words."""
    return len(text) <= _LONGEST and _HEAD.fullmatch(text) is not None


def heads_advert(text: str) -> bool:
    """Whether a line is nothing but the word that stands over an advertisement."""
    return text.strip(" -\u2013\u2014:.*()[]").lower() in _ADVERTS
