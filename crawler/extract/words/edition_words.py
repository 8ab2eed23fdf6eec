"""Labels of a head line in other languages than Chinese and English: who published first, when, how often it was read, the size of type.
Templates of Chinese systems have them in editions of portals, and systems of such countries have them themselves."""

from __future__ import annotations

import re
from typing import Final

_SOURCES: Final = (
    r"источник(?:\sинформации)?|первоисточник|джерело|крыніца|извор(?:ник)?|дереккөз[іи]?|қайнар\s?көз|булагы|манба|сарчашма|эх\s?сурвалж",
    "出典|出所|発信元|配信元|情報元|提供元|引用元|転載元|情報源|ソース|출처|(?:자료|기사|사진)?\\s?제공|(?:자료|기사)\\s?출처",
    r"quelle|(?<!da\s)(?<!de\s)(?<!di\s)(?<!della\s)fonte|fuente|bron|kilde|källa|lähde|źródło|zdroj|forrás|sursa|sursă|πηγή|kaynak|manba|mənbə|"
    r"burimi|izvor|allikas|avots|šaltinis|nguồn(?:\stin)?|theo|sumber",
    r"sources?(?=\s[:：])",
    "(?:ال)?مصدر(?:\\sالخبر)?|مەنبە(?:سى|ئى)?|قاينار\\s?كوز|منبع|ماخذ|מקור",
    "(?:แหล่ง)?ที่มา|แหล่งข่าว|แหล่งข้อมูล|ແຫຼ່ງຂໍ້ມູນ|ແຫຼ່ງຂ່າວ|ທີ່ມາ|ប្រភព|स्रोत|འབྱུང་ཁུངས།?|ཡོང་ཁུངས།?|ᠡᠬᠢ\\sᠰᠤᠷᠪᠤᠯᠵᠢ")
_DAYS: Final = (
    r"дата(?:\s(?:публикации|размещения))?|время(?:\sпубликации)?|опубликовано|размещено|огноо|нийтэлсэн|дата\sпублікації|опубліковано|күні|жарияланған|"
    "дата\\sна\\sпубликуване|публикувано",
    "日付|日時|配信日時?|公開日時?|掲載日時?|発表日時?|発信日時?|投稿日時?|作成日|작성일시?|등록일시?|게시일시?|입력일?|발행일|게재일|날짜|일시",
    r"datum|veröffentlicht|erschienen|fecha(?:\sde\spublicación)?|publicado(?:\s(?:el|em))?|data(?:\s(?:de|di)\spub[bl]+ica(?:ção|zione))?|pubblicato|"
    r"publié(?:\sle)?|date\sde\s(?:publication|parution)|mis\sen\sligne(?:\sle)?|gepubliceerd|datum\spublicatie|data\spublikacji|opublikowano|"
    r"publikováno|dátum|közzétéve|tarih|yayın\starihi|tanggal|ngày(?:\s(?:đăng|xuất\sbản|phát\shành))?|thời\sgian",
    "(?:ال)?تاريخ(?:\\sالنشر)?|نشر(?:\\sفي)?|ۋاقتى?|ئېلان\\sقىلىنغان\\sۋاقتى?|تاریخ|תאריך",
    "วันที่|วันที่เผยแพร่|เผยแพร่(?:เมื่อ)?|ວັນທີ|ថ្ងៃ|दिनांक|དུས་ཚོད།?|ཟླ་ཚེས།?|ᠴᠠᠭ")
_COUNTS: Final = (
    r"просмотр(?:ы|ов)|количество\sпросмотров|переглядів|перегляди|прегледи|көрілді|қаралды|үзсэн|үзэлт",
    "閲覧(?:数|回数)?|アクセス数?|ビュー|조회수?|조회|읽음",
    r"aufrufe|zugriffe|gelesen|lectures?|vues?|consultations?|visitas?|lecturas?|vistas?|acessos?|visualiza(?:ções|zioni)|visite|letture|weergaven|"
    r"odsłony|wyświetle(?:ń|nia)|zobrazení|megtekintés|görüntülenme|okunma|lượt\s(?:xem|đọc|truy\scập)|số\slần\sxem|dilihat|dibaca",
    "(?:عدد\\s)?(?:ال)?(?:مشاهدات|زيارات|قراءات)|كۆرۈل(?:ۈشى|گەن)|زىيارەت",
    "จำนวนผู้(?:เข้าชม|ชม|อ่าน)|เข้าชม|ยอดวิว|ผู้เข้าชม|ຈຳນວນຜູ້ເຂົ້າຊົມ|ຍອດວິວ")
_OTHERS: Final = (
    r"автор|текст|редактор|ответственный\sредактор|редакция|размер(?:\sшрифта)?|шрифт|просмотр|поделиться|печать|рубрика|раздел|фото|"
    "зохиогч|редакцлагч|хуваалцах",
    "著者|筆者|作者|記者|編集者?|責任編集|文字(?:サイズ|の大きさ)?|フォント|印刷|シェア|共有|작성자|글쓴이|기자|편집자?|책임편집|글자\\s?크기|글꼴|인쇄|공유|담당부서",
    r"autor(?:in|e)?|auteurs?|redakt(?:ion|eur|ør|ör|or)|verfasser|schriftgröße|schrift|rédaction|rédacteurs?|éditeurs?|taille(?:\sdu\stexte|\sde\spolice)?|"
    r"partager|imprimer|editora?(?:es)?|redactora?(?:es)?|redacción|tamaño(?:\sde\s(?:letra|fuente|texto))?|letra|compartir|imprimir|"
    r"autora?|redação|tamanho(?:\sda\s(?:letra|fonte))?|partilhar|compartilhar|redattore|dimensione(?:\scarattere)?|condividi|tác\sgiả|biên\stập(?:\sviên)?|"
    r"cỡ\schữ|chia\ssẻ|in\strang|teilen|drucken|szerző|autoři?|yazar|editör|penulis",
    "(?:ال)?كاتب|(?:ال)?محرر|تحرير|حجم\\sالخط|مشاركة|طباعة|تەھرىر(?:ى)?|مۇھەررىر(?:ى)?|ئاپتور(?:ى)?|خەت",
    "ผู้เขียน|บรรณาธิการ|ขนาดตัวอักษร|แชร์|พิมพ์|ຜູ້ຂຽນ|ບັນນາທິການ")
_ALL: Final = "|".join((*_SOURCES, *_DAYS, *_COUNTS, *_OTHERS))
_COLON: Final = r"\s?[:：﹕∶]"
SOURCE: Final = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_SOURCES)})(?:{_COLON}\s*|$)(?P<value>[^\n]{{0,80}})", re.IGNORECASE)
"""The label of a source and what stands behind it on its line: nothing where it is all of it, which then has no colon either. In French,
which has a blank before its colons, the label is the English one."""
LABEL: Final = re.compile(rf"(?<![^\W\d_])(?:{_ALL}|source){_COLON}|"
                   r"(?<![^\W\d_])(?:publicado\s(?:el|em)|a[ct]{1,2}ualizado\s(?:el|em)|publié\sle|mis\sà\sjour\sle|veröffentlicht\sam|"
                   r"aktualisiert\sam|pubblicato\sil|опубликовано|обновлено)(?=\s\d)", re.IGNORECASE)
"""Any label of a head line."""
_DAY_LABEL: Final = re.compile(rf"(?:(?<![^\W\d_])(?:{'|'.join(_DAYS)}){_COLON}|(?:^|[|·•\s(])(?:publié\sle|publicado\s(?:el|em)|"
                        rf"veröffentlicht\sam|erschienen\sam|pubblicato\sil|опубликовано|เผยแพร่เมื่อ))\s*[\[【(（]?\s*$", re.IGNORECASE)
"""The label of a day of publication, at the end of what stands before it."""
_OTHER_LABEL: Final = re.compile(
    r"(?<![^\W\d_])(?:обновлен[оа]?|изменен[оа]|последнее\s(?:обновление|изменение)|дата\s(?:обновления|изменения|начала|окончания|принятия)|"
    r"срок(?:\sподачи)?|оновлено|начало|окончание|шинэчилсэн|更新日時?|最終更新(?:日時?)?|締切日?|開催日時?|수정일시?|최종\s?수정일?|마감일|행사일|"
    r"aktualisiert(?:\sam)?|stand|zuletzt\s(?:geändert|aktualisiert)(?:\sam)?|mise?\sà\sjour(?:\sle)?|modifié(?:\sle)?|date\slimite|"
    r"actualizad[oa](?:\sel)?|última\s(?:actualización|atualização)|fecha\s(?:límite|de\s(?:actualización|inicio|cierre))|atualizad[oa](?:\sem)?|"
    r"data\sde\s(?:atualização|início|encerramento)|aggiornat[oa](?:\sil)?|cập\snhật(?:\slần\scuối)?|ngày\scập\snhật|hạn\s(?:chót|nộp)|"
    r"(?:آخر\s)?تحديث|تاريخ\s(?:التحديث|الانتهاء|البدء)|يېڭىلانغان(?:\sۋاقتى)?|อัปเดต(?:ล่าสุด)?|ปรับปรุงล่าสุด)"
    r"\s?[:：]?\s*[\[【(（]?\s*$", re.IGNORECASE)
"""The label of an update, or of a day on which something else is."""
_SWITCHES: Final = (
    "распечатать|печать|версия для печати|закрыть|поделиться|назад|наверх|вернуться|друкувати|хэвлэх|хаах|буцах|"
    "(?:このページを)?印刷(?:する)?|閉じる|シェア|共有|戻る|一覧(?:へ)?|トップへ|인쇄(?:하기)?|프린트|닫기|공유(?:하기)?|목록(?:으로)?|스크랩|"
    "imprimir|cerrar|compartir|volver|fechar|partilhar|compartilhar|voltar|imprimer|fermer|partager|retour|drucken|schließen|teilen|zurück|"
    "stampa|chiudi|condividi|indietro|afdrukken|sluiten|delen|drukuj|zamknij|yazdır|kapat|paylaş|in trang|đóng(?: lại)?|chia sẻ|quay lại|"
    "طباعة|إغلاق|اغلاق|مشاركة|شارك|رجوع|عودة|بېسىش|تاقاش|พิมพ์|ปิด(?:หน้าต่าง)?|แชร์|กลับ|ພິມ|ປິດ|ແບ່ງປັນ")
_FOOT: Final = re.compile(
    rf"[\s\[\]【】（）()|｜/,、·•-]*(?:(?:{_SWITCHES})[\s\[\]【】（）()|｜/,、·•-]*)+"
    rf"|[\[【（(]?\s*(?:{'|'.join((*_SOURCES, *_OTHERS))}){_COLON}[^。.!?！？]{{0,40}}", re.IGNORECASE)
_SHORT: Final = 60
_BARE: Final = 24
"""Characters of a line of one such fact, and of a label that stands without colon in a cell of its own, at most."""
_SIGNS = re.compile(r"[^\x00-\x7f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2000-\u206f\xa0-\xbf]|典|出所|信元|情報|日付|日時|信日|閲覧|"
                    r"更新日|公開日|掲載日|最終")
_LATIN: Final = re.compile(r"quelle|fonte|fuente|bron|kilde|zdroj|sursa|kaynak|manba|burimi|izvor|allikas|avots|theo|sumber|source\s|"
                    r"datum|fecha|actual|atual|aktual|mis|stand|hoch|erschien|"
                    r"public|data|tarih|tanggal|aufrufe|zugriffe|vue|lecture|visita|acessos")
"""Of which each label in ASCII has one, in small letters."""
_ASCII_SOURCES = ("quelle", "fonte", "fuente", "bron", "kilde", "zdroj", "sursa", "kaynak", "manba", "burimi", "izvor", "allikas", "avots",
                  "theo", "sumber", "source ", "sources ")
"""How what stands before the colon ends in a text of ASCII that has the label of a source."""
_ISSUED: Final = re.compile(r"\bdate of issue\b", re.IGNORECASE)
_HEAD_WORDS: Final = re.compile(r"\b(?:views|font|hits|clicks|share)\b", re.IGNORECASE)


def may_name_source(text: str) -> bool:
    """Whether a text may have the label of a source: most have no colon, or none behind such a word."""
    if text.isascii():
        if ":" not in text:
            return len(text) <= _BARE and text.lower() in _ASCII_SOURCES
        return any(part.endswith(_ASCII_SOURCES) or part.rstrip().endswith(_ASCII_SOURCES) for part in text.lower().split(":")[:-1])
    return (len(text) <= _BARE or ":" in text or "：" in text) and _SIGNS.search(text) is not None


def may_have_label(text: str) -> bool:
    """Whether a text has letters that no Chinese or English one has, or begins one of the labels without any."""
    return (_LATIN.search(text.lower()) if text.isascii() else _SIGNS.search(text)) is not None


def is_head_line(text: str) -> bool:
    """Whether a line that is no sentence has two such labels, or begins with one and is short."""
    if (":" not in text and "：" not in text) or not may_have_label(text):
        return False
    labels = [match.start() for match in LABEL.finditer(text)]
    return len(labels) > 1 or (labels == [0] and len(text) <= _SHORT)


def is_foot(text: str) -> bool:
    """Whether a line is nothing but switches such as print and close, or names source or editor: no part of a text at whose end it is."""
    return len(text) <= _SHORT and _FOOT.fullmatch(text) is not None


def labels_day(before: str) -> bool:
    """Whether the words before a day say that it is the day of publication."""
    return may_have_label(before) and _DAY_LABEL.search(before) is not None and _OTHER_LABEL.search(before) is None


def labels_other_day(before: str) -> bool:
    """Whether they say that it is that of an update or of something else."""
    return may_have_label(before) and _OTHER_LABEL.search(before) is not None


def put_up(line: str, before: str) -> str:
    """The words before a day, of which `Date of issue` is that of publication in a line that also counts views or sets the type: so
    translators render 发布日期 there, and 发文日期 in the tables of documents."""
    return _ISSUED.sub("Date of release", before) if _HEAD_WORDS.search(line) is not None else before
