"""The finding aid: what is in the lines is found, whatever its script, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.finding import intake, tables
from archive.finding.search import Query, Results, every, of_id, of_url, search
from archive.finding.tokens import BadQuery, expression, tokens, words_of
from archive.jsonl import encode
from archive.layout import Archive
from archive.lines import line
from archive.lock import locked
from archive.model import Article, WarcRef

AT = datetime(2026, 3, 1, tzinfo=UTC)
REF = WarcRef(file="archive/a.warc.gz", offset=0, length=9, record_id="urn:uuid:1", payload_digest="sha256:" + "0f" * 32)
ARTICLES = (
    ("zhejiang", 1, "浙江省政府召开会议", "会议强调，要推进高质量发展。2024年GDP增长5.5%。", "2024-03-05", "zh-Hans", "浙江日报"),
    ("zhejiang", 2, "杭州亚运会闭幕", "第19届亚运会在杭州闭幕。", "2023-10-08", "zh-Hans", "新华社"),
    ("zhejiang-en", 3, "Zhejiang holds meeting", "The provincial government held a meeting on high-quality development at a café.",
     "2024-03-06", "en", "China Daily"),
    ("zhejiang", 4, "浙江省政府辟谣", "网传消息不实。", None, "zh-Hans", None))


def line_of(portal: str, number: int, title: str, body: str, day: str | None, language: str, source: str | None, version: int = 1
            ) -> dict[str, Any]:
    article = Article(kind="article", url=f"http://{portal}.cn/{number}", title=title, body=body, date=day, language=language,
                      source=source, breadcrumb=("首页", "要闻"), breadcrumb_urls=(None, None))
    return dict(line(article, portal=portal, id=f"{portal}:{chr(97 + number):a>16}", version=version,
                     verdict="new" if version == 1 else "changed",
                     captured_at=AT + timedelta(days=number, hours=version), status=200, text_digest=f"sha256:{number:064x}", ref=REF,
                     extractor="fangzhi/0 extract/1"))


def write(archive: Archive, made: dict[str, Any], folder: str = "articles") -> None:
    collection = archive.collection(made["portal"])
    collection.create()
    with (collection.path / folder / f"{made['portal']}-20260301000000.jsonl").open("ab") as file:
        file.write(encode(made))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    held = Archive(tmp_path)
    for facts in ARTICLES:
        write(held, line_of(*facts))
    return held


@pytest.fixture
def index(archive: Archive) -> Iterator[Path]:
    path = archive.root / "finding.sqlite"
    intake.update(archive, path)
    yield path


def find(index: Path, query: Query | str, offset: int = 0) -> Results:
    with closing(tables.read_only(index)) as connection:
        return search(connection, Query(words=query) if isinstance(query, str) else query, offset)


def numbers(results: Results) -> list[int]:
    return [int(hit.url.rpartition("/")[2]) for hit in results.hits]


@pytest.mark.parametrize(("words", "expected"), [
    pytest.param("浙江省政府", [4, 1], id="a long Chinese word"),
    pytest.param("会议", [1], id="two signs"),
    pytest.param("议", [1], id="one sign in the middle of a run"),
    pytest.param("府", [4, 1], id="one sign at the end of a word"),
    pytest.param("幕", [2], id="one sign at the end of a text's run"),
    pytest.param("江政", [], id="signs that stand apart"),
    pytest.param("meeting", [3], id="an English word"),
    pytest.param("cafe", [3], id="without its accent"),
    pytest.param("MEETING government", [3], id="words in any case and order"),
    pytest.param('"held a meeting"', [3], id="a phrase"),
    pytest.param('"meeting held"', [], id="a phrase in the wrong order"),
    pytest.param("浙江 -会议", [4], id="one word without another"),
    pytest.param("title:会议", [1], id="headlines only"),
    pytest.param("title:强调", [], id="what stands in the body only"),
    pytest.param("２０２４", [1], id="full-width digits"),
    pytest.param('"2024年GDP增长"', [1], id="a phrase over digits, signs and letters"),
    pytest.param("", [4, 3, 2, 1], id="nothing asked: all of it"),
    pytest.param("()*^:{}", [4, 3, 2, 1], id="signs of the query language mean nothing"),
    pytest.param('AND OR NOT NEAR("', [], id="nor do its words")])
def test_words_are_found(index: Path, words: str, expected: list[int]) -> None:
    assert numbers(find(index, words)) == expected


@pytest.mark.parametrize(("query", "expected"), [
    (Query(portal="zhejiang"), [4, 2, 1]), (Query(language="en"), [3]), (Query(source="新华社"), [2]), (Query(kind="video"), []),
    (Query(section="要闻", words="浙江"), [4, 1]), (Query(since="2024-01-01"), [3, 1]), (Query(until="2024-03-05"), [2, 1]),
    (Query(since="2024-03-05", until="2024-03-05"), [1]), (Query(since="1990-01-01", until="2030-01-01"), [3, 2, 1]),
    (Query(words="会议", portal="zhejiang-en"), []), (Query(order="date"), [3, 1, 2, 4])])
def test_facets_and_days_narrow_the_search(index: Path, query: Query, expected: list[int]) -> None:
    assert numbers(find(index, query)) == expected


@pytest.mark.parametrize("query", [Query(words="-会议"), Query(since="gestern"), Query(until="2024-13-01")])
def test_what_cannot_be_looked_for_is_said(index: Path, query: Query) -> None:
    with pytest.raises(BadQuery):
        find(index, query)


def test_counts_say_how_many_of_each_there_are(index: Path) -> None:
    found = find(index, "")
    assert (found.total, found.more) == (4, False)
    assert found.facets["portal"] == [("zhejiang", 3), ("zhejiang-en", 1)]
    assert found.facets["language"] == [("zh-Hans", 3), ("en", 1)]


def test_pages_follow_each_other(index: Path) -> None:
    with closing(tables.read_only(index)) as connection:
        pages = [numbers(search(connection, Query(), offset, 3)) for offset in (0, 3, 6)]
        assert [int(one.url.rpartition("/")[2]) for one in every(connection, Query(), 2)] == [4, 3]
    assert pages == [[4, 3, 2], [1], []]


def test_of_an_edited_article_the_newest_version_is_found_unless_all_are_asked_for(archive: Archive, index: Path) -> None:
    write(archive, line_of("zhejiang", 1, "浙江省政府召开座谈", "改过的正文。", "2024-03-05", "zh-Hans", "浙江日报", version=2))
    assert intake.update(archive, index).lines == 1
    assert numbers(find(index, "高质量")) == []
    assert numbers(find(index, Query(words="高质量", versions="all"))) == [1]
    with closing(tables.read_only(index)) as connection:
        assert [(one.version, one.latest) for one in of_id(connection, "zhejiang:aaaaaaaaaaaaaaab")] == [(1, False), (2, True)]
        assert len(of_url(connection, "http://zhejiang.cn/1")) == 2


def test_what_was_taken_in_is_not_taken_in_again(archive: Archive, index: Path) -> None:
    assert intake.update(archive, index) == intake.Taken(lines=0, anew=False)
    write(archive, line_of("zhejiang", 9, "新稿", "新的正文", None, "zh-Hans", None))
    assert intake.update(archive, index) == intake.Taken(lines=1, anew=False)
    assert numbers(find(index, "新稿")) == [9]


def test_a_deleted_index_and_a_broken_one_are_made_again(archive: Archive, index: Path) -> None:
    before = find(index, "")
    tables.remove(index)
    intake.update(archive, index)
    assert find(index, "") == before
    tables.remove(index)
    index.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    intake.update(archive, index)
    assert find(index, "") == before


def test_files_that_were_replaced_are_read_anew(archive: Archive, index: Path) -> None:
    path = archive.collection("zhejiang-en").line_files("articles")[0]
    path.write_bytes(encode(line_of("zhejiang-en", 7, "Another line", "Another text altogether, longer than the first one was. " * 9,
                                    None, "en", None)))
    assert intake.update(archive, index) == intake.Taken(lines=4, anew=True)
    assert numbers(find(index, "meeting -浙江")) == []
    assert numbers(find(index, "altogether")) == [7]


def cut(archive: Archive) -> None:
    """Of one portal an article is taken out, so that no line lies where it lay."""
    path = archive.collection("zhejiang").line_files("articles")[0]
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


def test_until_the_new_index_is_whole_the_old_one_answers(archive: Archive, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[int]] = []
    taken = intake._TAKE["articles"]
    reader = tables.read_only(index)
    reader.execute("BEGIN")
    assert numbers(search(reader, Query(), 0, 10)) == [4, 3, 2, 1]

    def watched(*given: Any) -> None:
        seen.append(numbers(find(index, "")))
        taken(*given)

    monkeypatch.setitem(intake._TAKE, "articles", watched)
    cut(archive)
    assert intake.update(archive, index) == intake.Taken(lines=3, anew=True)
    assert seen == [[4, 3, 2, 1]] * 3
    assert numbers(find(index, "")) == [4, 3, 2]
    assert numbers(search(reader, Query(), 0, 10)) == [4, 3, 2, 1], "who has begun to read goes on"
    reader.close()
    with closing(tables.read_only(index)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [path.name for path in index.parent.glob(".*anew*")] == [f".{index.name}.anew.lock"]


def test_a_new_index_that_was_stopped_is_gone_on_with(archive: Archive, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 1)
    cut(archive)
    asked = iter([False, False, True])
    assert intake.update(archive, index, lambda: next(asked, True)) == intake.Taken(lines=2, anew=True)
    assert numbers(find(index, "")) == [4, 3, 2, 1]
    assert intake.update(archive, index) == intake.Taken(lines=1, anew=True)
    assert numbers(find(index, "")) == [4, 3, 2]


def test_another_zone_is_taken_in_beside_the_old_one(archive: Archive, index: Path) -> None:
    assert intake.update(archive, index, zone_of=lambda portal: "Asia/Shanghai") == intake.Taken(lines=4, anew=True)
    assert intake.update(archive, index, zone_of=lambda portal: "Asia/Shanghai") == intake.Taken(lines=0, anew=False)


def test_one_that_was_left_damaged_does_not_touch_the_old_one(archive: Archive, index: Path) -> None:
    cut(archive)
    aside = index.with_name(f".{index.name}.anew")
    aside.write_bytes(b"SQLite format 3\0" + b"no database" * 500)
    before = index.stat().st_ino
    assert intake.update(archive, index).anew
    assert index.stat().st_ino != before and numbers(find(index, "")) == [4, 3, 2]


def test_while_another_process_makes_it_the_old_one_stays(archive: Archive, index: Path) -> None:
    cut(archive)
    with locked(index.with_name(f".{index.name}.anew.lock")):
        assert intake.update(archive, index) == intake.Taken()
        assert numbers(find(index, "")) == [4, 3, 2, 1]


def test_damaged_lines_are_passed_over(archive: Archive, tmp_path: Path) -> None:
    path = archive.collection("zhejiang").line_files("articles")[0]
    path.write_bytes(b'{"id": 1}\n[]\nnot json\n' + path.read_bytes() + b'{"half')
    intake.update(archive, tmp_path / "other.sqlite")
    assert numbers(find(tmp_path / "other.sqlite", Query(portal="zhejiang"))) == [4, 2, 1]


@given(st.text(max_size=60))
def test_any_text_has_tokens_that_the_index_splits_alike(text: str) -> None:
    made = tokens(text)
    assert all(sign == " " or not sign.isascii() or sign.isalnum() for sign in made)
    with closing(tables.opened(Path(":memory:"))) as connection:
        connection.execute("INSERT INTO texts (rowid, title, body) VALUES (1, ?, '')", (made,))
        words = [word for word in made.split() if len(word) > 1]
        assert all(connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (f'"{word}"',)).fetchall() for word in words)
    words_of(text)


@given(text=st.text(alphabet="浙江省府会AB1 ,。", min_size=1, max_size=12), size=st.integers(1, 4), at=st.integers(0, 11))
def test_every_piece_of_a_run_is_found(text: str, size: int, at: int) -> None:
    piece = text[at:at + size]
    if not expression(piece) or not all(sign in "浙江省府会" for sign in piece):
        return
    with closing(tables.opened(Path(":memory:"))) as connection:
        connection.execute("INSERT INTO texts (rowid, title, body) VALUES (1, ?, '')", (tokens(text),))
        found = connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (expression(piece),)).fetchall()
    assert found == [(1,)]


def test_parameters_of_a_query_are_what_was_asked() -> None:
    query = Query(words="会议", versions="all")
    assert query.parameters() == {"words": "会议", "versions": "all"}
    assert replace(Query(), **query.parameters()) == query
