"""One article in Chinese and English: what portals link is a link, what only agrees is marked as a candidate, the rest is left alone."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest

from archive.clusters.update import update, updated
from archive.layout import Archive
from archive.twins.facts import facts, likeness
from archive.twins.listing import Wanted, twins
from crawler import cli
from tests.lines_kit import Lines

PLACES = (("杭州", "Hangzhou"), ("宁波", "Ningbo"), ("温州", "Wenzhou"), ("绍兴", "Shaoxing"), ("义乌", "Yiwu"))


def told(dice: Random) -> tuple[str, str]:
    """A report in Chinese and in English, with figures of its own in the units of each."""
    place, city = dice.choice(PLACES)
    trillion, rate = dice.randint(100, 999) / 100, dice.randint(11, 99) / 10
    wan, firms = dice.randint(1001, 9999) / 10, dice.randint(1000, 9999)
    chinese = (f"记者从{place}市统计局获悉，{dice.randint(2015, 2026)}年全市生产总值{trillion}万亿元，同比增长{rate}％。"
               f"新增就业{wan}万人，{firms}家企业参加了{dice.randint(2, 30)}场招聘会。")
    english = (f"The GDP of {city} reached {trillion} trillion yuan, up {rate} percent year on year, the city's statisticians said. "
               f"It added {wan * 10000:,.0f} jobs; {firms:,} companies came to job fairs on March {dice.randint(1, 30)}.")
    return chinese, english


@pytest.mark.parametrize(("one", "other", "shared"), [
    ("8.25万亿元", "8.25 trillion yuan", 1), ("300亿元", "30 billion yuan", 1), ("117.9万人", "1.179 million people", 1),
    ("1,234家", "1234 companies", 1), ("增长6.0％", "up 6 percent", 1), ("2023年3月5日", "March 5, 2023", 0), ("6%", "6", 0),
    ("３２％", "32%", 1), ("5G基站100座", "100 5G base stations", 1),
])
def test_figures_are_read_in_the_units_of_both_languages(one: str, other: str, shared: int) -> None:
    assert len(facts(one).figures & facts(other).figures) == shared


@pytest.mark.parametrize(("one", "other"), [("浙江杭州", "Hangzhou, Zhejiang"), ("在西安", "in Xi'an"), ("GDP和AI", "AI and GDP")])
def test_names_are_the_same_in_both_languages(one: str, other: str) -> None:
    assert facts(one).names == facts(other).names != frozenset()


def pairs(root: Path, **wanted: Any) -> list[tuple[str, str, str]]:
    with closing(updated(Archive(root))) as connection:
        found = list(twins(connection, Wanted(**wanted)))
    return [(one.by, one.first.url.rpartition("/")[2], one.second.url.rpartition("/")[2]) for one in found]


def test_candidates_are_right_and_nearly_all_are_found(tmp_path: Path) -> None:
    dice = Random(3)
    chinese, english = Lines(tmp_path, "zhejiang"), Lines(tmp_path, "zhejiang-en")
    for number in range(120):
        one, other = told(dice)
        day = dice.randint(2, 27)
        chinese.article(f"{number}", body=one, date=f"2026-10-{day:02}")
        if number % 2 == 0:
            english.article(f"{number}", body=other, language="en", date=f"2026-10-{day + dice.randint(-1, 2):02}")
        else:
            english.article(f"alone{number}", body=told(dice)[1], language="en", date=f"2026-10-{day:02}")
    found = pairs(tmp_path)
    assert {by for by, _, _ in found} == {"candidate"}
    right = [(one, other) for _, one, other in found if one == other]
    assert len(right) >= 0.98 * len(found)
    assert len(right) >= 0.95 * 60


def test_what_a_portal_links_is_a_link_whatever_agrees(tmp_path: Path) -> None:
    one, other = told(Random(1))
    chinese, english = Lines(tmp_path, "zhejiang"), Lines(tmp_path, "zhejiang-en")
    chinese.article("a", body=one)
    english.article("b", body=other, language="en")
    assert pairs(tmp_path) == [("candidate", "a", "b")]
    english.article("c", body="Nothing alike.", language="en", fields={"language_twin": "http://zhejiang.gov.cn/a"})
    assert pairs(tmp_path) == [("link", "a", "c")]


@pytest.mark.parametrize("change", [{"date": "2026-10-20"}, {"date": None}, {"language": "zh-Hans"}])
def test_other_days_and_the_same_language_are_no_candidates(tmp_path: Path, change: dict[str, Any]) -> None:
    one, other = told(Random(1))
    Lines(tmp_path, "zhejiang").article("a", body=one)
    Lines(tmp_path, "zhejiang-en").article("b", body=other, **({"language": "en"} | change))
    assert pairs(tmp_path) == []


def test_of_equal_candidates_the_portal_of_the_same_province_wins(tmp_path: Path) -> None:
    one, other = told(Random(1))
    for name in ("anhui", "zhejiang", "henan"):
        Lines(tmp_path, name).article(name, body=one)
    Lines(tmp_path, "zhejiang-en").article("b", body=other, language="en")
    assert pairs(tmp_path) == [("candidate", "zhejiang", "b")]


def test_an_edit_can_end_and_begin_a_candidate(tmp_path: Path) -> None:
    one, other = told(Random(1))
    chinese = Lines(tmp_path, "zhejiang")
    chinese.article("a", body=one)
    Lines(tmp_path, "zhejiang-en").article("b", body=other, language="en")
    assert len(pairs(tmp_path)) == 1
    chinese.article("a", version=2, body="撤下。")
    assert pairs(tmp_path) == []
    chinese.article("a", version=3, body=one, date="2026-10-06")
    assert len(pairs(tmp_path)) == 1


def test_what_is_added_later_gives_what_all_at_once_gives(tmp_path: Path) -> None:
    dice = Random(9)
    chinese, english = Lines(tmp_path, "zhejiang"), Lines(tmp_path, "zhejiang-en")
    for number in range(40):
        one, other = told(dice)
        english.article(f"{number}", body=other, language="en", date=f"2026-10-{number % 9 + 1:02}")
        chinese.article(f"{number}", body=one, date=f"2026-10-{number % 9 + 2:02}")
        if number % 7 == 0:
            update(Archive(tmp_path))
    grown = pairs(tmp_path)
    (tmp_path / "clusters.sqlite").unlink()
    assert pairs(tmp_path) == grown != []


def test_the_command_and_the_export_tell_twins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = told(Random(1))
    Lines(tmp_path / "a", "zhejiang").article("a", body=one)
    Lines(tmp_path / "a", "zhejiang-en").article("b", body=other, language="en")
    assert cli.run(["twins", str(tmp_path / "a")]) == 0
    assert capsys.readouterr().out.startswith("candidate  1.00  2026-10-05  zhejiang:")
    assert cli.run(["twins", str(tmp_path / "a"), "--json", "--by", "link"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert cli.run(["twins", str(tmp_path / "a"), "--json", "--portal", "zhejiang-en", "--since", "2026-10-05"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert cli.run(["export", str(tmp_path / "a"), "-o", str(tmp_path / "out")]) == 0
    rows = pq.read_table(tmp_path / "out" / "articles.parquet").to_pylist()
    assert [(row["twin"], row["twin_by"], row["twin_score"]) for row in rows] == [
        (pair["second"]["id"], "candidate", 1.0), (pair["first"]["id"], "candidate", 1.0)]


def test_texts_without_figures_are_like_nothing() -> None:
    assert not likeness(facts("没有数字"), facts("no figures")).enough
