"""New, changed, unchanged, or a copy: each rule of identity, and that being asked twice changes nothing."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from hashlib import sha256
from unicodedata import normalize
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dedup import Judgement, Keys, article_id, judge
from archive.digest import text_digest
from archive.index.article_index import Sighting, Version
from archive.near import NEAR, SHORT_SENTENCE, SKETCH_SIZE, Text, compared, near
from archive.pending import Nothing, Pending

PORTAL = "zhejiang"
SENTENCES = [f"第{number}句话说的是浙江省第{number}件不同的事情。" for number in range(12)]
LONG = "".join(SENTENCES)
EDITED = LONG.replace("第3句话说的是", "第3句话改成了")
OTHER = "".join(f"Sentence {number} of a wholly different article. " for number in range(12))


@dataclass
class Shelf:
    """What a collection would hold after the judgements so far were written."""

    view: Pending = field(default_factory=lambda: Pending(Nothing(), PORTAL))
    lines: list[tuple[str, int]] = field(default_factory=list)
    events: list[tuple[str, str]] = field(default_factory=list)

    def see(self, address: str, body: str | None, *, title: str | None = "标题", cms: str | None = None, canonical: str | None = None,
            urls: tuple[str, ...] = ()) -> Judgement:
        keys, text = Keys(address=address, cms=cms, canonical=canonical), text_of(title, body, urls)
        judgement = judge(PORTAL, keys, text, self.view)
        if judgement.line:
            self.lines.append((judgement.id, judgement.version))
            self.view.put([Version(id=judgement.id, version=judgement.version, text=text)], [])
        if judgement.event is not None:
            self.events.append((judgement.event, address))
            self.view.put([], [Sighting(id=judgement.id, event=judgement.event, version=judgement.version, address=address, cms=cms,
                                        canonical=canonical, by_text=judgement.by == "text")])
        return judgement


def text_of(title: str | None, body: str | None, urls: tuple[str, ...] = ()) -> Text:
    return compared(text_digest(title, body), title, body, list(urls))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_the_first_sight_of_an_article_is_new(shelf: Shelf) -> None:
    judged = shelf.see("zj/a", LONG)
    assert (judged.verdict, judged.version, judged.event) == ("new", 1, "first-seen")
    assert judged.id == article_id(PORTAL, "zj/a")


def test_an_id_is_the_portal_and_sixteen_letters_made_from_the_address() -> None:
    assert article_id("浙江", "zj/a").startswith("浙江:") and len(article_id("浙江", "zj/a")) == 3 + 16
    assert article_id(PORTAL, "zj/a") == article_id(PORTAL, "zj/a") != article_id(PORTAL, "zj/b")


def test_the_same_text_at_the_same_address_is_unchanged_and_nothing_is_written(shelf: Shelf) -> None:
    shelf.see("zj/a", LONG)
    judged = shelf.see("zj/a", LONG)
    assert (judged.verdict, judged.version, judged.event) == ("unchanged", 1, None)


def test_another_text_at_the_same_address_is_a_further_version(shelf: Shelf) -> None:
    shelf.see("zj/a", LONG)
    judged = shelf.see("zj/a", OTHER, title="其他")
    assert (judged.verdict, judged.version, judged.event) == ("changed", 2, "edited")
    assert shelf.see("zj/a", OTHER, title="其他").verdict == "unchanged"


def test_an_edit_that_is_taken_back_is_a_third_version(shelf: Shelf) -> None:
    for body in (LONG, EDITED, LONG):
        shelf.see("zj/a", body)
    assert [version for _, version in shelf.lines] == [1, 2, 3]


SAME_NUMBER = [
    ("the same text", "标题", LONG, "duplicate"),
    ("the same title, written otherwise, and another text", "【标题】 ", OTHER, "changed"),
    ("another title and a text that is near", "新标题", EDITED, "changed"),
    ("another title and text", "其他", OTHER, "new"),
    ("no title and another text", None, OTHER, "new"),
]


@pytest.mark.parametrize(("why", "title", "body", "verdict"), SAME_NUMBER, ids=[case[0] for case in SAME_NUMBER])
def test_an_equal_cms_number_needs_evidence(shelf: Shelf, why: str, title: str | None, body: str, verdict: str) -> None:
    first = shelf.see("zj/art_1_7", LONG, cms="zj 7")
    judged = shelf.see("zj/art_2_7", body, title=title, cms="zj 7")
    assert judged.verdict == verdict
    assert (judged.id == first.id) is (verdict != "new")


def test_several_articles_may_share_a_cms_number(shelf: Shelf) -> None:
    first = shelf.see("zj/1", LONG, cms="zj 7")
    second = shelf.see("zj/2", OTHER, title="其他", cms="zj 7")
    assert first.id != second.id
    assert shelf.see("zj/3", OTHER, title="其他", cms="zj 7").id == second.id


@pytest.mark.parametrize("order", ["the named page first", "the naming page first"])
def test_a_canonical_address_leads_to_the_article_it_names(shelf: Shelf, order: str) -> None:
    visits = [("zj/a", None, LONG), ("zj/b", "zj/a", EDITED)]
    first, second = [shelf.see(address, body, canonical=canonical)
                     for address, canonical, body in (visits if order == "the named page first" else reversed(visits))]
    assert second.id == first.id and second.verdict == "changed" and second.by == "canonical"


def test_a_canonical_address_without_evidence_leads_nowhere(shelf: Shelf) -> None:
    shelf.see("zj/a", LONG)
    assert shelf.see("zj/b", OTHER, title="其他", canonical="zj/a").verdict == "new"


def test_equal_text_under_another_address_is_a_duplicate_said_once(shelf: Shelf) -> None:
    first = shelf.see("zj/a", LONG)
    judged = shelf.see("zj/b", LONG)
    assert (judged.verdict, judged.id, judged.event, judged.by) == ("duplicate", first.id, "duplicate", "text")
    for _ in range(3):
        assert shelf.see("zj/b", LONG).event is None
    assert shelf.lines == [(first.id, 1)] and shelf.events == [("first-seen", "zj/a"), ("duplicate", "zj/b")]


SHORT = [
    ("short texts are alike by chance", "附件见下", (), (), "new"),
    ("a short text with the same attachment is a copy", "附件见下", ("zj/1.pdf",), ("zj/1.pdf",), "duplicate"),
    ("a short text with another attachment is none", "附件见下", ("zj/1.pdf",), ("zj/2.pdf",), "new"),
    ("no text at all", None, (), (), "new"),
    ("no text and the same picture", None, ("zj/1.jpg",), ("zj/1.jpg",), "duplicate"),
    ("a long text is a copy whatever is attached", LONG, ("zj/1.pdf",), (), "duplicate"),
]


@pytest.mark.parametrize(("why", "body", "urls", "others", "verdict"), SHORT, ids=[case[0] for case in SHORT])
def test_short_texts_are_copies_only_by_what_hangs_on_them(shelf: Shelf, why: str, body: str | None, urls: tuple[str, ...],
                                                           others: tuple[str, ...], verdict: str) -> None:
    shelf.see("zj/a", body, urls=urls)
    assert shelf.see("zj/b", body, urls=others).verdict == verdict


def test_a_copy_that_goes_its_own_way_becomes_an_article(shelf: Shelf) -> None:
    first = shelf.see("zj/a", LONG)
    shelf.see("zj/b", LONG)
    judged = shelf.see("zj/b", OTHER)
    assert (judged.verdict, judged.version, judged.id) == ("new", 1, article_id(PORTAL, "zj/b"))
    assert shelf.see("zj/a", LONG).id == first.id


def test_a_copy_that_is_edited_is_an_edit_of_the_article(shelf: Shelf) -> None:
    first = shelf.see("zj/a", LONG)
    shelf.see("zj/b", LONG)
    judged = shelf.see("zj/b", EDITED)
    assert (judged.verdict, judged.id, judged.version) == ("changed", first.id, 2)


def test_a_copy_left_behind_does_not_swing_the_article_back_and_forth(shelf: Shelf) -> None:
    shelf.see("zj/a", LONG, cms="zj 7")
    shelf.see("zj/b", EDITED, cms="zj 7")
    for _ in range(3):
        assert shelf.see("zj/a", LONG, cms="zj 7").verdict == "unchanged"
        assert shelf.see("zj/b", EDITED, cms="zj 7").verdict == "unchanged"
    assert [version for _, version in shelf.lines] == [1, 2]


def test_an_address_that_comes_to_show_another_article_is_a_copy_of_that(shelf: Shelf) -> None:
    shelf.see("zj/a", LONG)
    other = shelf.see("zj/b", OTHER, title="其他")
    judged = [shelf.see("zj/a", OTHER, title="其他") for _ in range(2)]
    assert [(one.verdict, one.id, one.event) for one in judged] == [("duplicate", other.id, "duplicate"), ("duplicate", other.id, None)]
    assert shelf.see("zj/a", LONG).verdict == "unchanged"


def test_an_event_that_a_kill_kept_from_disk_is_made_up_for(shelf: Shelf) -> None:
    text = text_of("标题", LONG)
    shelf.view.put([Version(id=article_id(PORTAL, "zj/a"), version=1, text=text)], [])
    assert [shelf.see("zj/a", LONG).event for _ in range(2)] == ["first-seen", None]
    shelf.view.put([Version(id=article_id(PORTAL, "zj/a"), version=2, text=text_of("标题", EDITED))], [])
    assert [shelf.see("zj/a", EDITED).event for _ in range(2)] == ["edited", None]
    assert shelf.lines == []


def test_a_line_that_was_lost_is_written_again_without_a_second_event(shelf: Shelf) -> None:
    shelf.view.put([], [Sighting(id=article_id(PORTAL, "zj/a"), event="first-seen", version=1, address="zj/a", cms=None, canonical=None,
                                 by_text=False)])
    judged = shelf.see("zj/a", LONG)
    assert (judged.verdict, judged.version, judged.event) == ("new", 1, None)


visits = st.lists(st.tuples(
    st.sampled_from(["zj/a", "zj/b", "zj/c", "zj/d"]), st.sampled_from([LONG, EDITED, OTHER, "短", None]),
    st.sampled_from([None, "zj 7", "zj 8"]), st.sampled_from([None, "zj/a", "zj/b"]), st.sampled_from(["标题", "其他", None])), max_size=14)


@settings(deadline=None)
@given(visits)
def test_whatever_comes_the_same_page_twice_in_a_row_writes_nothing_the_second_time(
        pages: list[tuple[str, str | None, str | None, str | None, str | None]]) -> None:
    shelf = Shelf()
    for address, body, cms, canonical, title in pages:
        shelf.see(address, body, cms=cms, canonical=canonical, title=title)
        written = len(shelf.lines), len(shelf.events)
        assert not shelf.see(address, body, cms=cms, canonical=canonical, title=title).line
        assert (len(shelf.lines), len(shelf.events)) == written


@settings(deadline=None)
@given(visits)
def test_whatever_comes_versions_count_up_from_one_and_a_long_text_has_one_owner(
        pages: list[tuple[str, str | None, str | None, str | None, str | None]]) -> None:
    shelf, owners = Shelf(), dict[bytes, set[str]]()
    for address, body, cms, canonical, title in pages:
        judged = shelf.see(address, body, cms=cms, canonical=canonical, title=title)
        if judged.line and (copy := text_of(title, body).copy) is not None:
            owners.setdefault(copy, set()).add(judged.id)
    for id in {id for id, _ in shelf.lines}:
        versions = [version for one, version in shelf.lines if one == id]
        assert versions == list(range(1, len(versions) + 1))
    assert all(len(ids) == 1 for ids in owners.values())


@pytest.mark.parametrize("changed", range(0, 13, 2))
def test_nearness_is_the_share_of_sentences_in_common(changed: int) -> None:
    body = "".join(SENTENCES[changed:]) + "".join(f"换上的第{number}句话。" for number in range(changed))
    shared = (12 - changed) / (12 + changed)
    assert near(text_of(None, LONG).sketch, text_of(None, body).sketch) is (shared >= NEAR)


def test_titles_are_compared_without_blanks_punctuation_case_and_width() -> None:
    assert text_of("《ＡＢc》 要闻!", None).title == text_of("abC要闻", None).title != text_of("abd要闻", None).title
    assert text_of("—— 。", None).title is None


def test_a_text_of_megabytes_costs_no_more_than_another() -> None:
    huge = text_of("标题" * 1000, "浙江。" * 5_000_000)
    began = time.process_time()
    assert huge.sketch is not None and huge.title is not None and huge.copy is not None
    assert time.process_time() - began < 0.1


def test_texts_without_sentences_are_near_nothing() -> None:
    assert not near(b"", b"") and not near(text_of(None, LONG).sketch, b"")


WORDS = st.text(st.sampled_from("省a\u0301\u0323\u00e1\uac00\u1100\u1161\u212b \n\u3000\u00a0。"), max_size=60)


@given(WORDS, WORDS)
def test_the_digest_of_a_text_is_that_of_its_words_each_in_its_normal_form(title: str, body: str) -> None:
    plain = "".join(" ".join(normalize("NFC", word) for word in text.split()) + "\n" for text in (title, body))
    assert text_digest(title, body) == f"sha256:{sha256(plain.encode()).hexdigest()}"


@given(st.text(st.sampled_from("省长一二三四五六。！\n \u3000"), max_size=200))
def test_a_sketch_is_made_of_sentences_without_the_blanks_around_them(body: str) -> None:
    sentences = {part.strip() for part in re.split("[。！\n]", body)}
    hashes = sorted({crc32(one.encode()) for one in sentences if len(one) >= SHORT_SENTENCE})[:SKETCH_SIZE]
    assert text_of(None, body).sketch == b"".join(one.to_bytes(4, "big") for one in hashes)
