"""Days whose month has its name in another language, and short lines with a day below a standfirst."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.days.named_days import named
from crawler.page import Page

LEAD = "<p>Die Arbeiten an den Landstraßen des Kreises begannen im März, das letzte der elf Dörfer wurde am Freitag erreicht.</p>"
TEXT = LEAD.replace("Die Arbeiten", "Die ersten Arbeiten") + LEAD.replace("begannen", "enden wohl") + LEAD.replace("Dörfer", "Orte")


def read(below: str, lead: str = "") -> tuple[str | None, str | None]:
    """Day and time of an article with a line below its headline, and its standfirst above that."""
    article = extract(Page(url="http://www.example.de/1.html", body=(
        "<html><head><meta charset='utf-8'><title>Straßen bis ins letzte Dorf</title></head><body><h2>Straßen bis ins letzte Dorf</h2>"
        f"<div>{lead}{below}{TEXT}</div></body></html>").encode()))
    return article.date, article.date_time


@pytest.mark.parametrize(("line", "day", "clock"), [
    ("15. Dezember 2017 · Petra", "2017-12-15", None), ("Veröffentlicht am 5. März 2018, 9:05 Uhr", "2018-03-05", "09:05"),
    ("Le 1er février 2020 à 11h13", "2020-02-01", "11:13"), ("Publié le 5 mai 2019 à 12h00, mis à jour le 6 mai", "2019-05-05", "12:00"),
    ("Viernes, 30 de abril de 2021", "2021-04-30", None), ("3 de mayo del 2019 a las 12:30", "2019-05-03", "12:30"),
    ("7 de outubro de 2016 às 8:01", "2016-10-07", "08:01"), ("4 luglio 2014", "2014-07-04", None), ("12 mei 2012 om", "2012-05-12", None),
    ("12 января 2020 г., 14:05", "2020-01-12", "14:05"), ("15 август 2015 13:28", "2015-08-15", "13:28"),
    ("3 sierpnia 2015 09:05", "2015-08-03", "09:05"), ("2015. augusztus 20., 11:16 forrás: MTI", "2015-08-20", "11:16"),
    ("10 Mart 2020", "2020-03-10", None), ("24. září 2013", "2013-09-24", None), ("12 يناير 2020", "2020-01-12", None)])
def test_the_month_by_its_name_in_the_language_of_the_edition(line: str, day: str, clock: str | None) -> None:
    assert [(moment.day, moment.clock) for moment in named(line)] == [(day, clock)]


@pytest.mark.parametrize("line", [
    "Am 3. Mai 2019 hat der Minister den Bericht vorgestellt.", "Beginn: 13. Mai 2012 11:00", "Bis zum 13. Mai 2012", "31 февраля 2020",
    "Обновлено: 12 января 2020 г., 14:05", "Mis à jour le mardi, 5 mai 2019", "Heute ist Montag, 4. Mai 2020", "12 Anträge 2019",
    "Der Rat hat seit " + "langer Zeit " * 9 + "und bis 3. Mai 2019 beraten"])
def test_what_is_told_or_of_something_else_is_no_day_of_publication(line: str) -> None:
    assert not list(named(line))


def test_the_label_of_another_day_may_stand_in_the_cell_before() -> None:
    assert not list(named("13. Mai 2012 11:00", "Beginn:"))


@pytest.mark.parametrize("line", ["<p>15. Mai 2019</p>", "<p>Text: Petra Sommer | 15. Mai 2019</p>"])
def test_such_a_day_below_the_headline_is_that_of_the_article(line: str) -> None:
    assert read(line)[0] == "2019-05-15"


def test_a_short_line_with_a_day_right_below_the_standfirst_is_the_head_line() -> None:
    assert read("<div>2015.08.15 10:28<a href='/dpa'>dpa</a></div>", LEAD) == ("2015-08-15", "2015-08-15T10:28+08:00")


def test_a_day_with_its_time_right_below_the_headline_may_be_a_link_to_what_else_came_then() -> None:
    assert read("<div class='d'><a href='/archiv.php?n=7'>2015-08-03 09:05</a></div>")[0] == "2015-08-03"
    assert read("<div class='d'><a href='/archiv.php?n=7'>2015-08-03</a></div>")[0] is None


@pytest.mark.parametrize(("window", "day"), [
    ("Straßen bis ins letzte Dorf | 10.06.2013", "2013-06-10"), ("Straßen bis ins letzte Dorf - May. 12, 2017", "2017-05-12"),
    ("Straßen bis ins letzte Dorf | Der Bote | 3. Mai 2019", "2019-05-03"), ("Straßen bis ins Dorf - 26 Sep 2011 - Bote", "2011-09-26"),
    ("Straßen bis ins letzte Dorf 26 Sep 2011", None), ("Council meeting | 10.06.2013", None), ("10.06.2013 | Straßen", None)])
def test_a_day_that_is_a_part_of_the_windows_title_counts_where_there_is_none_else(window: str, day: str | None) -> None:
    page = (f"<html><head><meta charset='utf-8'><title>{window}</title></head><body><h1>Straßen bis ins letzte Dorf</h1><div>{TEXT}</div>"
            "</body></html>")
    assert extract(Page(url="http://www.example.de/1.html", body=page.encode())).date == day
    shown = page.replace("</h1>", "</h1><p>4. April 2015</p>")
    assert extract(Page(url="http://www.example.de/1.html", body=shown.encode())).date == "2015-04-04"
