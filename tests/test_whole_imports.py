"""Articles on several pages and notices with files, out of WARC files of programs that do not say what belongs together."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler import cli
from crawler.demo.documents import docx
from tests.crawling import lines, portal_file
from tests.test_whole_articles import LAW, WORDS, line_at, name, notice, page

BASE = "http://tea.example"
NOTICE, LETTER = "/art/2024/3/5/art_1_1001.html", "/f/law.docx"
PAGES = {name(1): page(1), name(2): page(2), name(3): page(3), NOTICE: notice((LETTER, "办法.docx")), LETTER: docx(LAW)}


def written(path: Path, *urls: str, day: int = 6) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url in urls:
            fields = [("Content-Type", "text/html"), ("Content-Length", str(len(PAGES[url])))]
            head = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
            dated = {"WARC-Date": f"2024-03-{day:02d}T00:00:00Z"}
            writer.write_record(writer.create_warc_record(BASE + url, "response", payload=io.BytesIO(PAGES[url]), http_headers=head,
                                                          warc_headers_dict=dated))
    return path


@pytest.fixture
def portals(tmp_path: Path) -> Path:
    return portal_file(tmp_path / "portals", "tea", [("site", f"{BASE}/")], ["tea.example"])


def test_parts_are_found_wherever_they_lie_and_lines_are_made_again_and_verified(
        tmp_path: Path, portals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = written(tmp_path / "1.warc.gz", name(3), LETTER, NOTICE, name(1))
    second = written(tmp_path / "2.warc.gz", name(2))
    archive = tmp_path / "a"
    assert cli.run(["import", str(archive), str(first), str(second), "--portal", "tea", "--portals", str(portals)]) == 0
    whole = line_at(archive, name(1))
    assert all(words in whole["body"] for words in WORDS.values()) and len(lines(archive, "tea")) == 2
    assert [part["warc"]["file"] for part in whole["parts"]] == ["archive/2.warc.gz", "archive/1.warc.gz"]
    assert line_at(archive, NOTICE)["attachments"][0]["text"] == "\n\n".join(LAW)
    capsys.readouterr()
    assert cli.run(["rebuild", str(archive)]) == 0 and "equal to the byte" in capsys.readouterr().out
    assert cli.run(["verify", str(archive)]) == 0
    assert cli.run(["import", str(archive), str(first), "--portal", "tea", "--portals", str(portals)]) == 0
    assert len(lines(archive, "tea")) == 2


def test_what_is_not_among_the_files_is_a_problem(tmp_path: Path, portals: Path) -> None:
    file = written(tmp_path / "1.warc.gz", name(1), name(3))
    assert cli.run(["import", str(tmp_path / "a"), str(file), "--portal", "tea", "--portals", str(portals)]) == 0
    whole = line_at(tmp_path / "a", name(1))
    assert WORDS[3] in whole["body"] and WORDS[2] not in whole["body"] and len(whole["parts"]) == 1
    (problem,) = lines(tmp_path / "a", "tea", "problems")
    assert (problem["kind"], problem["url"]) == ("missing-part", BASE + name(2)) and "not among the files" in problem["reason"]
