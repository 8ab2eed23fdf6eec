"""Cheap looks that rule labels, stamps and site feet out never change what the patterns behind them find."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.extract.body import threads
from crawler.extract.body.unfurnished import STOPS
from crawler.extract.days import shown_days
from crawler.extract.facts import index_table, labelled_names
from crawler.extract.kind import leading_on
from crawler.extract.markup import captions, ground
from crawler.extract.trail import trail_names
from crawler.extract.words import colophon, dates, edition_words
from tests.wording_kit import lines, often, page_of

_FEET = lines("ICP备", "ICP证", "icp备", " 1", "９", "京公网安备", "All rights reserved", "ALL RIGHTS RESERVED", "©",
              "网站标识码", "违法和不良信息举报", "互联网新闻信息服务许可证", "it’s ", "text ", "é", "。")


@often(500)
@given(_FEET)
def test_a_line_without_the_signs_of_a_foot_ends_no_page(line: str) -> None:
    assert not colophon.ends_page(line) or page_of(line).wording.holding(colophon.FEET)


_LABELS = lines("Quelle", "FONTE", "Bron", "theo", "Source ", "sources", "Datum", "fecha", "actual", "Publicado el",
                "data", "Stand", "Vues", "lectures", "Visitas", "mis en ligne",
                "veröffentlicht", "дата", "日付", ":", " ", "|", "x", "May ", "By John")


@often(500)
@given(_LABELS)
def test_a_text_has_the_letters_of_a_label_however_they_are_written(words: str) -> None:
    letters = re.compile(edition_words._LATIN.pattern, re.IGNORECASE) if words.isascii() else edition_words._SIGNS
    assert edition_words.may_have_label(words) == (letters.search(words) is not None)


_STAMPS = lines("Sun ", "Oct", "Jan ", " 8", " 18", " 21:33:08",
                " 9:05", " 09:05", " CST", " CEST", " 2009", " 1999", "2024-05-06", "T10:30")


@often(1500)
@given(_STAMPS)
@example("Sun Oct 18 21:33:08 CST 2009")
def test_a_year_behind_the_clock_is_seen_by_the_end_of_the_clock(text: str) -> None:
    assert dates._YEAR_LAST.search(text) is None or dates._CLOCK_FIRST.search(text) is not None


@often(500)
@given(lines("发布时间", "日期", "Published", " on", "：", ":", " ", "[", "（", "x"))
def test_the_words_before_a_day_are_its_label_where_they_end_with_a_colon(before: str) -> None:
    moment = dates.Moment("2024-05-06", None, None, 0, 10)
    lead = shown_days._RAW_LABEL.search(before)
    assert shown_days._raw(before, "2024-05-06", moment) == f"{lead[0] if lead is not None else ''}2024-05-06".strip()


@often(500)
@given(lines("答复", "回复", "办理", "单位", "部门", "时间", "Replied", " by", "Reply ", "date", "Answering office", " :", "we ", "’"))
def test_a_line_without_the_words_of_an_answer_says_nobody_answered(line: str) -> None:
    assert ground.says_who_answered(line) == (ground._ANSWERED.search(line) is not None)


@often(500)
@given(lines(*"源處处自者文撰人主编編稿", "Source", "AUTHOR", "by", "Editor", "editors", ":", "：", " ", "Jane Doe", "林一"))
def test_a_line_without_the_signs_of_a_label_has_no_name_behind_it(line: str) -> None:
    for label in (labelled_names.SOURCE, labelled_names.AUTHOR, labelled_names.EDITOR):
        assert label.signs.search(line.lower()) is not None or label.pattern.search(line) is None


_SAID = st.sampled_from(("Lin Yi 2024-05-06 10:30", "3 hours ago", "3天前", "1999-05-06 10:30", "In 2019", "What 3 of us said.", "Jane",
                         "It was 2019-05-06 10:30."))


@settings(max_examples=200, deadline=None)
@given(st.lists(_SAID, min_size=1))
def test_lines_that_may_be_stamped_are_all_that_are(texts: list[str]) -> None:
    for block in page_of(*texts).blocks:
        assert threads._is_stamped(block) == (threads._STAMP.search(block.text) is not None and block.text[-1] not in STOPS)


@often(500)
@given(lines("Document", "File", "ISSUE", "Index", "reference", " number", " No.", "Issued by", "Issuer", "Issuing ", "Publishing ",
             "body", "authority", "Date of ", "completion", "Written", " date", "Effective",
             " since", "Implementation", "Key ", "words", "Subject ",
             "Keywords", "entry into force", " ", ":", "text", "\u017f"))
def test_a_line_without_the_words_of_labels_names_no_fact(line: str) -> None:
    assert index_table._may_name_fact(line) or index_table._ANY_LABEL.search(line) is None


@often(500)
@given(lines("Note", "Editor\u2019s ", "\u017fee", ": ", "the ", "video", "Watch", "VIEW", " more", " in the", " player", " above",
             " below", " shows the lake.", "(", "x"))
def test_a_line_that_begins_as_no_note_of_a_film_is_none(line: str) -> None:
    found = captions.notes_of_films(page_of(line).blocks)
    assert bool(found) == ((" above" in line or " below" in line) and captions._FILM.fullmatch(line) is not None)


@often(500)
@given(lines("Times", " of", " News", "\xa0", "  ", " - ", " | ", " / ", "::", "->", ">", "=>", "»", "·", " 新闻", "/", "-",
             "You are here: "))
def test_a_run_without_a_sign_between_names_has_one_at_most(line: str) -> None:
    block = page_of(line).blocks[0]
    assert trail_names._may_be_parted(block) or len(list(trail_names._names(block))) < 2


@often(500)
@given(lines("/", "//", "a", "index.html", "?", "#", ":", ";", "[", "]", "@", " ", "\\", "é", ".com", "\n", "%20"))
def test_the_path_of_an_address_is_that_which_the_library_gives(rest: str) -> None:
    for url in (f"http://{rest}", f"https://www.example.com{rest}", rest):
        try:
            path = urlsplit(url).path
        except ValueError:
            path = ""
        assert leading_on._path_of(url) == path


@given(st.lists(st.sampled_from((b"<a ", b"<A ", b"<abbr ", b"<a\n", b"a ")), max_size=30).map(b"".join))
def test_a_page_has_anchors_enough_where_all_of_them_are(octets: bytes) -> None:
    assert leading_on._has_anchors(octets) == (octets.count(b"<a ") + octets.count(b"<A ") >= leading_on._LEADS)
