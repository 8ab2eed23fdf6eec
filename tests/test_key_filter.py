"""What the filter rules out is not there, whoever wrote when; and of what is not there it rules out nearly all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalog import Catalog, Holdings, Told
from archive.dedup import Keys, article_id
from archive.digest import text_digest
from archive.index.article_index import Sighting, Version
from archive.index.bloom import Bloom
from archive.index.capture_index import Seen
from archive.index.database import Database
from archive.index.key_filter import MOST
from archive.layout import Archive
from archive.model import WarcRef
from archive.near import Text, compared
from archive.records.originals import Answered, Original

PORTAL = "zhejiang"
AT = datetime(2026, 3, 5, tzinfo=UTC)


@given(st.lists(st.integers(min_value=-2**63, max_value=2**160)), st.integers(min_value=0, max_value=50))
def test_a_number_that_was_put_in_is_never_denied(numbers: list[int], room: int) -> None:
    bloom = Bloom.sized(room)
    bloom.put(numbers)
    copy = Bloom(bytearray(bloom.bits), bloom.held)
    assert all(number in bloom for number in numbers)
    assert all(number in copy for number in numbers)


def test_what_is_in_is_not_taken_in_again() -> None:
    dice, bloom, other = Random(5), Bloom.sized(1000), Bloom.sized(1000)
    for _ in range(20):
        numbers = [dice.getrandbits(63) for _ in range(20)]
        other.put(other.lacking(numbers))
        bloom.take_in([*numbers, *numbers])
        assert bytes(bloom.bits) == bytes(other.bits)
    assert 0.97 * other.held < bloom.held <= other.held and bloom.lacking(numbers) == []


@pytest.mark.parametrize(("share", "most"), [(1.0, 0.03), (1.5, 0.06)])
def test_of_others_nearly_all_are_denied_until_it_is_full(share: float, most: float) -> None:
    dice, bloom = Random(3), Bloom.sized(10_000)
    bloom.put(dice.getrandbits(128) for _ in range(int(10_000 * share)))
    assert not bloom.full
    assert sum(dice.getrandbits(64) in bloom for _ in range(20_000)) / 20_000 < most
    bloom.put(dice.getrandbits(128) for _ in range(100))
    assert bloom.full is (share == 1.5)


def url(number: int) -> str:
    return f"https://www.zj.example/art_{number}.html"


def digest(number: int) -> str:
    """A payload's; each fifth as other software spells them."""
    return f"sha256:{sha256(str(number).encode()).hexdigest()}" if number % 5 else f"sha1:{number:032}"


def told(*numbers: int) -> Told:
    """An article at each address, which has a CMS key, another address and a text of its own."""
    refs = {number: WarcRef(file="archive/a.warc.gz", offset=number, length=9, record_id=f"urn:uuid:{number}",
                            payload_digest=digest(number)) for number in numbers}
    return Told(
        held=[(url(number), digest(number)) for number in numbers],
        originals=[Original(ref=refs[number], url=url(number), date=AT, signature="") for number in numbers],
        seen=[Seen(url=url(number), at=AT, status=200, etag=None, last_modified=None, payload_digest=digest(number)) for number in numbers],
        versions=[Version(id=article_id(PORTAL, f"zj/{number}"), version=1, text=text(number)) for number in numbers],
        sightings=[Sighting(id=article_id(PORTAL, f"zj/{number}"), event="first-seen", version=1, address=f"zj/other/{number}",
                            cms=f"zj {number}", canonical=f"zj/{number}/", by_text=False) for number in numbers],
        sizes={"archive/a.warc.gz": 1000})


def text(number: int) -> Text:
    body = f"第{number}件事情。" * 40
    return compared(text_digest("标题", body), "标题", body, [])


def answers(holdings: Holdings, number: int) -> list[bool]:
    """What the collection says to each question that a crawl asks, once alone and once after `about`."""
    captures, articles, copy = holdings.captures, holdings.articles, text(number).copy or b""
    keys = Keys(address=f"zj/{number}", cms=f"zj {number}", canonical=f"zj/other/{number}")

    def judged() -> list[object]:
        cms, canonical = articles.keyed("cms", f"zj {number}"), articles.keyed("canonical", f"zj/{number}/")
        return [articles.article(article_id(PORTAL, f"zj/{number}")), articles.alias(f"zj/other/{number}"), cms or None,
                canonical or None, articles.owner(copy)]

    alone = judged()
    articles.about(keys, copy)
    return [one is not None for one in (captures.find(digest(number)), captures.find_by_url(url(number)), captures.remembered(url(number)),
                                        *alone, *judged())]


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalog]:
    monkeypatch.setattr("archive.index.key_filter.LARGE", 1)
    monkeypatch.setattr("archive.index.key_filter.STEP", 3)
    catalog = Catalog(Archive(tmp_path))
    yield catalog
    catalog.close()


def opened(catalog: Catalog, root: Path, name: str = PORTAL) -> Holdings:
    collection = Archive(root).collection(name)
    collection.create()
    return catalog.holdings(collection)


def test_articles_that_are_surely_new_get_the_rows_that_all_others_get(tmp_path: Path) -> None:
    dice = Random(11)
    catalogs = [Catalog(Archive(tmp_path / name)) for name in ("sure", "unsure")]
    sure, unsure = (opened(each, tmp_path / name) for each, name in zip(catalogs, ("sure", "unsure"), strict=True))
    sure.alone()
    for _ in range(40):
        group, known = Told(), [article_id(PORTAL, f"zj/{number}") for number in range(12)]
        for id in dice.choices(known, k=dice.randrange(6)):
            group.versions.append(Version(id=id, version=dice.randrange(1, 4), text=text(dice.randrange(9)), place=("a", 9)))
        for id in dice.choices([*known, "elsewhere:aaaaaaaaaaaaaaaa"], k=dice.randrange(6)):
            group.sightings.append(Sighting(
                id=id, event=dice.choice(("first-seen", "edited", "duplicate")), version=dice.randrange(1, 4), by_text=False,
                address=dice.choice((None, "zj/1", "zj/other")), cms=None, canonical=None, facts=dice.choice((None, b"facts"))))
        for each in (sure, unsure):
            each.put(group)
    rows = [[each._database.rows(f"SELECT * FROM {table} ORDER BY place") for table in ("articles", "texts", "aliases")]
            for each in (sure, unsure)]
    assert rows[0] == rows[1]
    assert len(rows[0][0]) == 12
    for catalog in catalogs:
        catalog.close()


def filled(catalog: Catalog, root: Path) -> Holdings:
    """A collection of 40 articles beside another one, at the end of its crawl."""
    opened(catalog, root, "other").put(told(*range(100, 130)))
    opened(catalog, root).put(told(*range(20)))
    holdings = opened(catalog, root)
    holdings.alone()
    holdings.put(told(*range(20, 40)))
    holdings.filter.renew()
    holdings.filter.keep()
    return holdings


def ruled_out(holdings: Holdings) -> int:
    return sum(holdings.filter.rules_out(holdings.captures.place(bytes([number]) * 32)) for number in range(200))


def test_every_question_is_answered_as_by_the_file(catalog: Catalog, tmp_path: Path) -> None:
    holdings, plain = filled(catalog, tmp_path), opened(catalog, tmp_path)
    assert ruled_out(plain) == 0 < 150 < ruled_out(holdings)
    for number in (*range(40), *range(90, 140)):
        assert answers(holdings, number) == answers(plain, number) == [number < 40] * 13, number


def test_of_a_new_article_the_file_is_not_asked(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holdings, asked, rows = filled(catalog, tmp_path), list[str](), Database.rows

    def counted(self: Database, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        asked.append(sql)
        return rows(self, sql, values)

    monkeypatch.setattr(Database, "rows", counted)
    for number in range(1000, 1050):
        assert answers(holdings, number) == [False] * 13
    assert len(asked) < 50 * 13 / 4


def test_what_is_put_after_the_filter_was_made_is_found(catalog: Catalog, tmp_path: Path) -> None:
    filled(catalog, tmp_path)
    holdings = opened(catalog, tmp_path)
    holdings.alone()
    for number in range(40, 60):
        holdings.put(told(number))
        holdings.captures.add([Answered(url=url(number + 500), original=told(number + 500).originals[0])])
        holdings.put(Told())
    assert ruled_out(holdings) > 100
    assert all(all(answers(holdings, number)) for number in range(60))
    for number in range(540, 560):
        assert holdings.captures.find(digest(number)) and holdings.captures.find_by_url(url(number))


def test_a_full_filter_is_followed_by_larger_ones_and_many_become_one(catalog: Catalog, tmp_path: Path) -> None:
    holdings, counts = filled(catalog, tmp_path), []
    for first in range(200, 1400, 100):
        for number in range(first, first + 100):
            holdings.put(told(number))
        holdings.filter.renew()
        holdings.filter.keep()
        again = opened(catalog, tmp_path)
        again.alone()
        counts.append(len(again.filter._blooms))
        for one in (holdings, again):
            assert ruled_out(one) > 120
            assert all(all(answers(one, number)) for number in (*range(0, 40, 7), *range(200, first + 100, 50)))
    assert counts[0] > 1 and max(counts) == MOST


def test_what_is_put_again_and_again_fills_nothing(catalog: Catalog, tmp_path: Path) -> None:
    holdings = filled(catalog, tmp_path)
    [before] = [bloom.held for bloom in holdings.filter._blooms]
    for _ in range(30):
        holdings.put(told(*range(40)))
    assert [bloom.held for bloom in holdings.filter._blooms] == [before]


def test_a_collection_that_begins_empty_has_a_filter_that_grows(
        catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.key_filter.FIRST", 64)
    holdings = opened(catalog, tmp_path)
    holdings.alone()
    for number in range(100):
        assert answers(holdings, number) == [False] * 13
        holdings.put(told(number))
        assert answers(holdings, number) == [True] * 13
    assert ruled_out(holdings) > 120


def by_the_owner(holdings: Holdings) -> None:
    holdings.put(told(50))


def by_another(holdings: Holdings) -> None:
    opened(Catalog(Archive(holdings.collection.root)), holdings.collection.root).put(told(50))


def by_a_writer(holdings: Holdings) -> None:
    other = opened(Catalog(Archive(holdings.collection.root)), holdings.collection.root)
    other.captures.add([Answered(url=url(50), original=told(50).originals[0])])


@pytest.mark.parametrize("write", [by_the_owner, by_another, by_a_writer])
def test_a_kept_filter_counts_until_somebody_writes(catalog: Catalog, tmp_path: Path, write: Callable[[Holdings], None]) -> None:
    holdings = filled(catalog, tmp_path)
    again = opened(catalog, tmp_path)
    again.alone()
    assert ruled_out(again) == ruled_out(holdings)
    write(holdings)  # and is killed
    after = opened(catalog, tmp_path)
    after.alone()
    assert ruled_out(after) == 0
    assert after.captures.find(digest(50)) is not None


def test_a_small_catalog_has_none(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.key_filter.LARGE", 1000)
    holdings = filled(catalog, tmp_path)
    assert ruled_out(holdings) == 0
    assert catalog._database.rows("SELECT * FROM filters") == []


def test_what_a_failed_transaction_put_is_not_held_and_what_it_kept_stays_sound(catalog: Catalog, tmp_path: Path) -> None:
    holdings = filled(catalog, tmp_path)
    with pytest.raises(ZeroDivisionError), catalog._database.writing() as connection:
        holdings.filter.putting(connection)
        holdings.captures.put_held(connection, [(url(50), digest(50))])
        raise ZeroDivisionError
    again = opened(catalog, tmp_path)
    again.alone()
    assert ruled_out(again) > 150
    assert holdings.captures.remembered(url(50)) is again.captures.remembered(url(50)) is None
