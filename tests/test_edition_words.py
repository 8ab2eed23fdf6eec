"""Head lines, trails and languages of editions in other languages than Chinese and English."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.extract.words import language
from crawler.extract.words.edition_words import is_foot, is_head_line, labels_day, labels_other_day
from crawler.page import Page

TEXT = ("<p>Les travaux ont commencé au mois de mars et le dernier des onze villages a été relié vendredi à la route du chef-lieu.</p>"
        "<p>Les habitants peuvent désormais vendre leurs fruits au marché de la ville, qui est ouvert tous les jours de la semaine.</p>")


def read(above: str, text: str = TEXT) -> Article:
    """An article with lines between its headline and its text."""
    return extract(Page(url="http://fr.example.gov.cn/1.html", body=(
        "<html lang='zh-CN'><head><meta charset='utf-8'><title>Une route pour onze villages</title></head><body>"
        f"<h1>Une route pour onze villages</h1>{above}<div class='con'>{text}</div></body></html>").encode()))


@pytest.mark.parametrize(("line", "name"), [
    ("<div>Source : Quotidien de Lanxi Lectures : 88</div>", "Quotidien de Lanxi"),
    ("<div><b>Источник:</b> <a href='/x'>Газета «Хайлань»</a> <span>Просмотры: 3</span></div>", "Газета «Хайлань»"),
    ("<div>Fuente: Diario de Nanyuan &nbsp; Visitas: 45</div>", "Diario de Nanyuan"),
    ("<div>출처 : 백송일보 | 조회수 : 5</div>", "백송일보"),
    ("<dl><dt>出典</dt><dd>東海新聞網</dd></dl>", "東海新聞網"), ("<p>Quelle:</p><p>Tageblatt Shimen</p>", "Tageblatt Shimen"),
    ("<div>المصدر: صحيفة شاهه</div>", "صحيفة شاهه"), ("<div>Nguồn: Báo Nam Quan (ngày 5)</div>", "Báo Nam Quan"),
    ("<div>Fonte: Jornal de Haibei</div>", "Jornal de Haibei"), ("<div>ที่มา: หนังสือพิมพ์หนานเจียง</div>", "หนังสือพิมพ์หนานเจียง"),
    ("<div>Tamanho da fonte: A+ A-</div>", None), ("<div>Fuente: 45</div>", None), ("<div>Источник: </div>", None),
    ("<div>Источник: Просмотры: 18</div>", None)])
def test_a_source_behind_its_label_in_the_language_of_the_edition(line: str, name: str | None) -> None:
    assert read(line).source == name


@pytest.mark.parametrize("line", [
    "Дата: 6 мая Просмотры: 318", "Fecha: 6/5 Fuente: Diario Visitas: 45", "Aufrufe: 12", "조회수 : 5 작성자 : 김", "閲覧数：5　印刷："])
def test_a_line_of_such_labels_is_a_head_line(line: str) -> None:
    assert is_head_line(line)


@pytest.mark.parametrize("line", [
    "Le maire a été clair : la route sera ouverte.",
    "Es gibt drei Fragen: Wann beginnt der Bau, wer zahlt ihn und wo endet die neue Straße?",
    "Он сказал: «Дата будет объявлена позже»", "The source: a map", "数据来源：统计局"])
def test_a_sentence_with_a_colon_is_none(line: str) -> None:
    assert not is_head_line(line)


@pytest.mark.parametrize("line", [
    "Распечатать", "[인쇄] [닫기]", "Imprimir | Cerrar | Compartir", "طباعة | إغلاق", "（編集：田中）",
    "Источник: Хайлань жибао", "【印刷】【閉じる】"])
def test_switches_and_who_edited_it_end_no_text(line: str) -> None:
    assert is_foot(line)


@pytest.mark.parametrize("line", [
    "Imprimir no es obligatorio", "Печать книг началась в марте", "Quelle: Das Amt teilte es am Montag mit. Es geht weiter.",
    "Print", "来源：新华社"])
def test_words_of_a_text_are_none(line: str) -> None:
    assert not is_foot(line)


@pytest.mark.parametrize(("before", "published", "other"), [
    ("Дата публикации: ", True, False), ("작성일 : ", True, False), ("配信日時：", True, False), ("Publié le ", True, False),
    ("تاريخ النشر: ", True, False), ("Обновлено: ", False, True), ("최종 수정일 : ", False, True), ("最終更新日：", False, True),
    ("Mis à jour le ", False, True), ("Stand: ", False, True), ("Fecha límite: ", False, True), ("Published: ", False, False)])
def test_what_the_label_before_a_day_says(before: str, published: bool, other: bool) -> None:
    assert (labels_day(before), labels_other_day(before)) == (published, other)


@pytest.mark.parametrize("lead", [
    "Вы здесь:", "Текущее местоположение:", "現在地：", "현재 위치 :", "الموقع الحالي:", "Vị trí hiện tại:", "ตำแหน่งปัจจุบัน:",
    "Ubicación actual:", "Vous êtes ici :", "Position :", "Aktuelle Position:"])
@pytest.mark.parametrize("items", ["<a href='/f/'>Accueil</a> &gt; <a href='/f/a/'>Culture</a>", "Accueil &gt; Culture"])
def test_a_trail_behind_its_lead_word(lead: str, items: str) -> None:
    assert read(f"<div>{lead} {items}</div>").breadcrumb == ("Accueil", "Culture")


def test_a_day_with_points_has_its_month_in_the_middle_but_on_pages_whose_language_may_put_it_elsewhere() -> None:
    english = "<p>Work on the roads began in March, and the last of the eleven villages was reached on Friday, as the office said.</p>" * 2
    assert read("<div>10:15, 06.05.2024</div>").date_time == "2024-05-06T10:15+08:00"
    assert read("<div>06.05.2024</div>").date == "2024-05-06"
    assert read("<div>06.05.2024</div>", english).date is None
    assert read("<div>06/05/2024</div>").date is None


@pytest.mark.parametrize(("text", "tag"), [
    ("У порту відкрито новий термінал, повідомляє пресслужба, її роботу розширено.", "uk"),
    ("У порты адкрыты новы тэрмінал, паведаміў кіраўнік порта, якому ўжо сорак гадоў.", "be"),
    ("В пристанището беше открит нов терминал, съобщи ръководителят на пристанището.", "bg"),
    ("У луци је отворен нови терминал, саопштила је служба луке, која ће њих пратити.", "sr"),
    ("Портта жаңа астық терминалы ашылды, деп хабарлады порттың баспасөз қызметі.", "kk"),
    ("Портто жаңы дан терминалы ачылды, деп билдирди порттун маалымат кызматы.", "ky"),
    ("Дар бандар терминали нави ғалла кушода шуд, хабар дод хадамоти матбуоти, ки ӯ роҳбарӣ мекунад.", "tg"),
    ("Портта яңа ашлык терминалы ачылды, дип хәбәр итте җитәкче, хәзер өч ел эшләгән.", "tt"),
    ("Хошуунд малчдад зориулсан өвсний шинэ агуулах ашиглалтад орлоо.", "mn"),
    ("В порту введён в строй терминал, сообщает пресс-служба. Объезд закрыт.", "ru"),
    ("التاي ايماعىندا مال شارۋاشىلىعى كۋرسى اشىلدى، ٴبىر اپتا بويى جاڭا ٴادىس ۇيرەنەدى.", "kk-Arab"),
    ("نخستین مرکز بازرگانی خرما روز دوشنبه در این استان گشایش یافت و چند شهر دیگر نیز در پی آن هستند.", "fa"),
    ("ເມືອງເປີດເສັ້ນທາງລົດໄຟສາຍໃໝ່ໄປຍັງຊາຍແດນໃນວັນຈັນ", "lo"),
    ("Cửa khẩu Long Sơn đã mở thêm hai làn thông quan cho xe chở trái cây.", "vi"),
    ("De haven heeft een nieuwe terminal geopend, die grote schepen kan ontvangen en met het spoor wordt verbonden.", "nl"),
    ("W porcie otwarto nowy terminal, który może przyjmować statki, a na nabrzeżu jest sześć silosów oraz linia kolejowa.", "pl")])
@pytest.mark.parametrize("declared", ["zh-CN", "ru", "en", None])
def test_the_letters_tell_the_language_whatever_the_template_declares(text: str, tag: str, declared: str | None) -> None:
    told = language.of(text, declared)
    assert told is not None and told[0] == tag


def test_a_day_behind_the_german_for_published() -> None:
    assert labels_day("Erschienen am ") and not labels_day("Das Buch ist im Mai in Bonn herausgekommen ")
