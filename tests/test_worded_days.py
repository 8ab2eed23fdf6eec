"""Days in figures with words or in other digits, by other counts of years, and clock times before a day."""

from __future__ import annotations

import pytest

from crawler.extract.days.named_days import named
from crawler.extract.words.dates import may_have_day, moments


@pytest.mark.parametrize(("line", "day", "clock"), [
    ("등록일 2024년 5월 6일 오후 2시 30분", "2024-05-06", "14:30"), ("2024년 5월 6일 10시 15분", "2024-05-06", "10:15"),
    ("2024.05.06. 오전 10:15", "2024-05-06", "10:15"), ("2024-05-06 오전 12:10", "2024-05-06", "00:10"),
    ("令和6年5月6日", "2024-05-06", None), ("令和元年5月6日 午後2時30分", "2019-05-06", "14:30"),
    ("平成３１年４月３０日", "2019-04-30", None),
    ("2024年（令和6年）5月6日", "2024-05-06", None), ("2024年05月06日 10時15分20秒", "2024-05-06", "10:15:20"),
    ("ngày 6 tháng 5 năm 2024", "2024-05-06", None), ("6 tháng 5, 2024 10:15", "2024-05-06", "10:15"),
    ("2024 оны 5 дугаар сарын 6", "2024-05-06", None), ("2024 оны 5 сарын 6-ны өдөр", "2024-05-06", None),
    ("2024-يىلى 5-ئاينىڭ 6-كۈنى", "2024-05-06", None), ("2024ལོའི་ཟླ་5པའི་ཚེས་6", "2024-05-06", None),
    ("༢༠༢༤ལོའི་ཟླ་༥ཚེས་༦", "2024-05-06", None), ("ວັນທີ 6 ເດືອນ 5 ປີ 2024", "2024-05-06", None),
    ("٢٠٢٤-٠٥-٠٦ ١٠:١٥", "2024-05-06", "10:15"), ("۲۰۲۴/۰۵/۱۶", "2024-05-16", None)])
def test_a_day_with_words_between_its_figures_or_in_other_digits(line: str, day: str, clock: str | None) -> None:
    assert may_have_day(line) or "20" in line
    assert [(moment.day, moment.clock) for moment in moments(line)] == [(day, clock)]


@pytest.mark.parametrize("line", [
    "令和6年", "令和の6年5月6日", "3-6 tháng 5 năm 2024", "31 tháng 2 năm 2024", "năm 2024", "2024 оны 13 сарын 6", "昭和 2024",
    "2567年5月6日", "明治6年5月6日", "6. 5. 67"])
def test_what_is_no_such_day_is_none(line: str) -> None:
    assert not list(moments(line))


@pytest.mark.parametrize(("line", "day", "clock"), [
    ("٦ مايو ٢٠٢٤ ١٠:١٥", "2024-05-06", "10:15"), ("6 أيار/مايو 2024 2:30 مساء", "2024-05-06", "14:30"),
    ("6 تشرين الثاني 2024", "2024-11-06", None), ("6 พฤษภาคม พ.ศ. 2567", "2024-05-06", None), ("๖ พฤษภาคม ๒๕๖๗", "2024-05-06", None),
    ("6 พ.ค. 2567 เวลา 10.15 น.", "2024-05-06", "10:15"), ("6 พฤษภาคม 2024", "2024-05-06", None), ("6 ພຶດສະພາ 2024", "2024-05-06", None),
    ("៦ ឧសភា ២០២៤", "2024-05-06", None), ("2024-يىل 6-ماي 10:15", "2024-05-06", "10:15"), ("2024 жылғы 6 мамыр", "2024-05-06", None),
    ("2024 m. gegužės 6 d. 10:15", "2024-05-06", "10:15"), ("2024. gada 6. maijs", "2024-05-06", None),
    ("6 Mayıs 2024", "2024-05-06", None), ("mayo 6, 2024 2:30 p. m.", "2024-05-06", "14:30"), ("6 במאי 2024", "2024-05-06", None),
    ("6 मई 2024", "2024-05-06", None),
    ("14:30 6 de maio de 2024", "2024-05-06", "14:30"), ("10:15, 6 мая 2024", "2024-05-06", "10:15")])
def test_the_month_by_its_name_in_other_scripts_and_orders(line: str, day: str, clock: str | None) -> None:
    assert [(moment.day, moment.clock) for moment in named(line)] == [(day, clock)]


@pytest.mark.parametrize("line", ["3-6 мая 2024", "6 พฤษภาคม 2467 3", "6 мая 2567", "6 ramadan 1445", "maio de 2024", "6 2024"])
def test_a_span_or_a_year_of_another_count_is_no_day(line: str) -> None:
    assert not list(named(line))


@pytest.mark.parametrize(("line", "clock"), [
    ("10:15, 13.05.2024", "10:15"), ("14:30 13 May 2024", "14:30"), ("上午10:15 2024-05-13", "10:15"), ("下午2:30 2024年5月13日", "14:30"),
    ("2:30 PM, Monday, 13 May 2024", "14:30"), ("10:15 | 2024-05-13", "10:15"), ("10:15:20 2024-05-13", "10:15:20"),
    ("Source: The Paper 10:15 2024-05-13", "10:15"), ("10:15, ngày 13 tháng 5 năm 2024", "10:15")])
def test_a_clock_time_right_before_a_day_is_its_own(line: str, clock: str) -> None:
    assert [(moment.day, moment.clock) for moment in moments(line)] == [("2024-05-13", clock)]


@pytest.mark.parametrize("line", [
    "9:00-17:00 13 May 2024", "9:00 to 17:00, 13 May 2024", "Duration: 03:45 13 May 2024", "时长：03:45 2024-05-13", "3:45 May 13, 2024",
    "10:15 in Halle 3, 13 May 2024", "10:15 Uhr im Rathaus, 13.05.2024", "No. 310:15 2024-05-13", "25:15 2024-05-13"])
def test_a_clock_time_elsewhere_in_the_line_or_of_a_span_is_not(line: str) -> None:
    assert [(moment.day, moment.clock) for moment in moments(line)] == [("2024-05-13", None)]


@pytest.mark.parametrize(("line", "clock", "zone", "end"), [
    ("11:49 UTC+8, 2024-05-13", "11:49", "+08:00", ""), ("11:49 (GMT+8), May 13, 2024", "11:49", "+08:00", ""),
    ("09:12 EST, May 13, 2024", "09:12", "-05:00", ""), ("2024-05-13 09:12 (UTC+8)", "09:12", "+08:00", ")"),
    ("2024-05-13 09:12 (Beijing time)", "09:12", None, "(Beijing time)"), ("2024-05-13 09:12（北京时间）", "09:12", None, "（北京时间）")])
def test_a_zone_beside_the_clock_is_read_and_a_bracket_without_one_is_none_of_the_day(
        line: str, clock: str, zone: str | None, end: str) -> None:
    assert [(moment.clock, moment.zone, line[moment.end:].strip()) for moment in moments(line)] == [(clock, zone, end)]


def test_a_clock_time_behind_one_day_is_not_the_next_ones() -> None:
    assert [moment.clock for moment in moments("2024-05-12 10:15 2024-05-13")] == ["10:15", None]
