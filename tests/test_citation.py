"""Citations say what was published where and when, and what proves it; TimeMaps are those of RFC 7089."""

from __future__ import annotations

import json
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from archive.cdxj import NAME
from archive.dedup import article_id
from archive.history.citation import cited, csl
from archive.history.timemap import mementos, time_map
from archive.index.surt import surt
from archive.layout import opened
from crawler import cli
from tests.lines_kit import Lines

ID = article_id("zhejiang", "a")
# Variables of CSL 1.0.2 that stand in an item, by the schema csl-data.json.
CSL = {"id", "type", "title", "container-title", "author", "publisher", "language", "issued", "accessed", "URL", "version", "archive",
       "archive_collection", "archive_location", "note", "custom"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lines = Lines(tmp_path / "root")
    lines.article("a", title="全省会议\n召开", author="王小明")
    lines.article("a", version=2, title="全省会议在杭召开", author=None)
    lines.article("en", language="en", title="Province meets", author="Li Hua", source="Zhejiang Daily")
    lines.article("bare", language="en", title=None, date=None, source=None)
    return tmp_path / "root"


def run(*arguments: object) -> int:
    return cli.run([str(one) for one in arguments])


def test_a_chinese_article_is_cited_by_its_standard(tmp_path: Path) -> None:
    line = Lines(tmp_path).article("a", title="全省会议\n召开", author="王小明")
    assert cited(line, "浙江省人民政府") == (
        "王小明. 全省会议 召开[EB/OL]. (2026-10-05)[2026-11-01]. https://www.zhejiang.gov.cn/a. 来源: 新华社. 存档: 浙江省人民政府, 第1版, "
        "采集于 2026-11-01T09:00:00.000000Z, WARC 记录 urn:uuid:00000000-0000-4000-8000-000000000001, "
        "载荷摘要 sha256:0000000000000000000000000000000000000000000000000000000000000001.")


def test_an_english_article_is_cited_in_english(tmp_path: Path) -> None:
    line = Lines(tmp_path).article("en", language="en", title="Province meets", author="Li Hua", source="Zhejiang Daily")
    assert cited(line, "Zhejiang").startswith(
        "Li Hua. “Province meets.” Zhejiang, 5 October 2026. https://www.zhejiang.gov.cn/en. Source: Zhejiang Daily. Version 1, captured "
        "2026-11-01T09:00:00.000000Z, WARC record urn:uuid:")


def test_what_a_page_does_not_say_is_not_made_up(tmp_path: Path) -> None:
    bare = Lines(tmp_path).article("bare", language="en", title=None, date=None, source=None)
    assert cited(bare, "Zhejiang").startswith("“[no title].” Zhejiang, n.d. https://")
    assert not {"author", "publisher", "issued"} & csl(bare, "Zhejiang").keys()


def test_csl_json_is_what_citeproc_reads(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cite", root, ID, "--format", "csl") == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert set(item) <= CSL
    assert (item["type"], item["title"], item["issued"], item["accessed"]) == (
        "webpage", "全省会议在杭召开", {"date-parts": [[2026, 10, 5]]}, {"date-parts": [[2026, 11, 1]]})
    assert item["custom"]["record_id"] in item["note"] and item["custom"]["payload_digest"] in item["note"]


def test_both_forms_are_printed_unless_one_is_asked_for(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cite", root, "https://www.zhejiang.gov.cn/a") == 0
    text, _, items = capsys.readouterr().out.partition("\n\n")
    assert "第2版" in text and json.loads(items)[0]["version"] == "2"
    assert run("cite", root, ID, "--format", "text") == 0
    assert capsys.readouterr().out == f"{text}\n"
    assert run("cite", root, ID, "--json") == 0
    assert capsys.readouterr().out == items


def test_an_older_version_can_be_cited(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cite", root, ID, "--version", "1", "--format", "text") == 0
    assert capsys.readouterr().out.startswith("王小明. 全省会议 召开[EB/OL]")
    assert run("cite", root, ID, "--version", "3") == 2
    assert capsys.readouterr().err == f"fangzhi: {ID}: no version 3; there are: 1, 2\n"


def test_a_version_can_be_named_as_its_citation_names_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for version in (1, 2):
        assert run("cite", root, f"{ID}@{version}", "--json") == 0
        assert json.loads(capsys.readouterr().out)[0]["id"] == f"{ID}@{version}"
    assert run("cite", root, f"{ID}@9") == 2
    assert capsys.readouterr().err == f"fangzhi: {ID}: no version 9; there are: 1, 2\n"
    assert run("cite", root, f"{ID}@1", "--version", "2") == 2
    assert "names another version than --version 2" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["zhejiang:aaaaaaaaaaaaaaaa", "https://nowhere.cn/"])
def test_an_unknown_article_is_one_clear_line(root: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    assert run("cite", root, what) == 2
    assert capsys.readouterr().err.startswith(f"fangzhi: {what}: no article with this")


def indexed(root: Path, name: str, captures: list[tuple[str, str]]) -> None:
    lines = Lines(root, name)
    rows = sorted(f'{surt(url)} {stamp} {{"url": "{url}", "mime": "text/html"}}\n' for url, stamp in captures)
    (lines.collection.indexes / NAME).write_text("".join(rows))


URL = "https://www.zj.gov.cn/art/1.html?b=2&a=1"
OTHERS = [(f"https://www.zj.gov.cn/art/{number}.html", "20250101000000") for number in range(300)]


def test_a_time_map_is_that_of_rfc_7089(tmp_path: Path) -> None:
    indexed(tmp_path, "zhejiang", [*OTHERS, (URL, "20260101120000"), ("http://zj.gov.cn/art/1.html?a=1&b=2", "20250101120000"),
                                   (URL, "20270101120000")])
    found = mementos(opened(tmp_path)[1], URL)
    text = time_map(URL, found, "http://localhost:8080/")
    links = re.findall(r'<([^>]*)>((?:; *[a-z]+="[^"]*")+)(?:,\n|\n$)', text)
    assert "".join(f"<{uri}>{rest}" for uri, rest in links) == text.replace(",\n<", "<").removesuffix("\n")
    by_relation = [(dict(re.findall(r'([a-z]+)="([^"]*)"', rest)), uri) for uri, rest in links]
    assert [told["rel"] for told, _ in by_relation] == ["original", "self", "timegate", "first memento", "memento", "last memento"]
    assert by_relation[0][1] == URL
    assert by_relation[1][0]["type"] == "application/link-format"
    assert by_relation[3][1] == "http://localhost:8080/zhejiang/20250101120000/http://zj.gov.cn/art/1.html?a=1&b=2"
    for told, uri in by_relation[3:]:
        at = parsedate_to_datetime(told["datetime"])
        assert at.tzinfo == UTC and f"/{at:%Y%m%d%H%M%S}/" in uri


def test_a_single_capture_is_first_and_last(tmp_path: Path) -> None:
    indexed(tmp_path, "a", [(URL, "20260101120000")])
    assert 'rel="first last memento"' in time_map(URL, mementos(opened(tmp_path)[1], URL), "https://x.org")


def test_every_key_of_an_index_is_found(tmp_path: Path) -> None:
    indexed(tmp_path, "a", OTHERS)
    collections = opened(tmp_path)[1]
    assert [mementos(collections, url)[0].url for url, _ in OTHERS] == [url for url, _ in OTHERS]


def test_captures_of_all_collections_are_told(tmp_path: Path) -> None:
    indexed(tmp_path, "a", [(URL, "20260101120000")])
    indexed(tmp_path, "浙江 b", [(URL, "20250101120000")])
    text = time_map(URL, mementos(opened(tmp_path)[1], URL), "http://h/")
    assert text.count('rel="timegate"') == text.count('rel="timemap"') == 2
    assert text.index("/%E6%B5%99%E6%B1%9F%20b/20250101120000/") < text.index("/a/20260101120000/")


def test_the_address_cannot_break_out_of_its_brackets(tmp_path: Path) -> None:
    url = 'https://x.cn/a>; rel="original", <https://y.cn/\n'
    indexed(tmp_path, "a", [("https://x.cn/", "20260101120000")])
    found = mementos(opened(tmp_path)[1], "https://x.cn/")
    assert time_map(url, found, "http://h/").startswith("<https://x.cn/a%3E;%20rel=%22original%22,%20%3Chttps://y.cn/%0A>; rel=")


def test_the_command_prints_it_or_says_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    indexed(tmp_path, "a", [(URL, "20260101120000")])
    assert run("timemap", tmp_path, URL, "--base", "https://replay.example.org/") == 0
    assert "https://replay.example.org/a/20260101120000/" in capsys.readouterr().out
    assert run("timemap", tmp_path, "https://never.cn/") == 2
    assert run("timemap", tmp_path, URL, "--base", "ftp://x") == 2
    Lines(tmp_path, "b")
    assert run("timemap", tmp_path, URL) == 2
    assert "there is no index; make it with `fangzhi index`" in capsys.readouterr().err
