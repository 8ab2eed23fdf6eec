"""Articles on several pages, and articles that are files: one line with the whole text, and the record of every part."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.layout import Archive
from archive.model import WarcRef
from archive.reader import read_at
from crawler import cli
from crawler.demo.documents import docx, pdf
from tests.crawling import Crawled, checked, command, crawl, environment, lines, portal_file, recorded
from tests.page_server import Page, PageServer
from tests.pdfs import nested
from tests.word_kit import word

WORDS = {1: "The tea fields around West Lake were opened to visitors on Tuesday, the city's culture bureau said in a notice to the press.",
         2: "Visitors may pick leaves under the guidance of farmers, and roast them in an iron pan by hand as has been done for ages.",
         3: "Tickets are sold at the gate and on the portal of the city; children under twelve years of age enter without paying."}
NEXT_STORY = "Ningbo opened a new bridge across its harbour, which shortens the way between the two halves of the city by an hour."


def page(number: int, *, pages: int = 3, title: str = "Tea fields open to visitors", extra: str = "") -> bytes:
    pager = " ".join(f"<span>{one}</span>" if one == number else f'<a href="{name(one)}">{one}</a>' for one in range(1, pages + 1))
    onward = f'<a href="{name(number + 1)}">Next page</a>' if number < pages else ""
    return (f'<html><head><title>{title} - Zhejiang</title></head><body><div class="crumb"><a href="/">Home</a> &gt; '
            f'<a href="/list.html">News</a></div><h1>{title}</h1><p class="info">Updated: 2024-03-05 09:08</p><div class="content"><p>'
            f'{WORDS[number]}</p><p>{WORDS[number][::-1].replace(" ", " ")}</p><img src="/pic{number}.jpg" width="600" height="400">{extra}'
            f'</div><div class="pager">{pager} {onward}</div>'
            '<div>Next article: <a href="/2024-03/05/c_200.htm">A bridge across the harbour</a></div></body></html>').encode()


def name(number: int) -> str:
    return "/2024-03/05/c_100001.htm" if number == 1 else f"/2024-03/05/c_100001_{number}.htm"


def story(title: str, words: str, more: str = "") -> bytes:
    return (f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Updated: 2024-03-06 10:00</p><div class='content'>"
            f"<p>{words}</p>{more}</div></body></html>").encode()


def listing(*rows: tuple[str, str]) -> bytes:
    items = "".join(f'<li><a href="{path}">{title}</a><span>2024-03-05</span></li>' for path, title in rows)
    return f"<html><body><h2>News</h2><ul class='list'>{items}</ul></body></html>".encode()


PICTURE = Page(b"\xff\xd8\xff\xe0" + b"0" * 64, "image/jpeg")
ROWS = (("/2024-03/05/c_100001.htm", "Tea fields open to visitors"), ("/2024-03/05/c_200.htm", "A bridge across the harbour"))


def site(**changes: Page | list[Page]) -> dict[str, Page | list[Page]]:
    pages: dict[str, Page | list[Page]] = {
        "/list.html": Page(listing(*ROWS)),
        "/2024-03/05/c_200.htm": Page(story("A bridge across the harbour", NEXT_STORY, f"<p>{NEXT_STORY}!</p>")),
        **{name(number): Page(page(number), etag=True) for number in WORDS}, **{f"/pic{number}.jpg": PICTURE for number in WORDS}}
    return {**pages, **{f"/{path}": answer for path, answer in changes.items()}}


def run(server: PageServer, folder: Path, *options: str, kind: str = "listing", entry: str = "/list.html") -> Crawled:
    portals = portal_file(folder / "portals", "tea", [(kind, f"{server.base}{entry}")], [server.host], "allow_private = true")
    return crawl("tea", folder / "a", "--portals", portals, "--set", "RETRY_BACKOFF=0.05", *options)


def line_at(archive: Path, path: str) -> dict[str, Any]:
    (found,) = [line for line in lines(archive, "tea") if line["url"].endswith(path)]
    return found


def stored(archive: Path, pointer: dict[str, Any]) -> bytes:
    capture = read_at(Archive(archive).collection("tea").path, WarcRef(**pointer)).capture
    assert capture.response is not None
    return capture.response.read()


def made_again(done: Crawled, capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether lines, events and problems follow from the WARC files alone, and nothing in them is left over."""
    assert cli.run(["rebuild", str(done.archive)]) == 0
    said = capsys.readouterr().out
    return "equal to the byte" in said and "no run settled" not in said


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PageServer, Crawled]]:
    with PageServer(site()) as server:
        yield server, run(server, tmp_path_factory.mktemp("tea"))


def test_the_pages_of_an_article_are_one_line(tea: tuple[PageServer, Crawled]) -> None:
    server, done = tea
    assert done.code == 0, done.log
    assert {line["url"].removeprefix(server.base) for line in lines(done.archive, "tea")} == {path for path, _ in ROWS}
    whole = line_at(done.archive, name(1))
    assert [whole["body"].index(words) for words in WORDS.values()] == sorted(whole["body"].index(words) for words in WORDS.values())
    assert "Ningbo" not in whole["body"] and "Next page" not in whole["body"]
    assert (whole["title"], whole["date"]) == ("Tea fields open to visitors", "2024-03-05")
    assert whole["found"]["body"].endswith(", 3 pages")
    assert [image["url"].removeprefix(server.base) for image in whole["images"]] == ["/pic1.jpg", "/pic2.jpg", "/pic3.jpg"]
    assert not [link for link in whole["links"] if "c_100001" in link]


def test_every_further_page_is_named_with_its_record(tea: tuple[PageServer, Crawled]) -> None:
    server, done = tea
    whole = line_at(done.archive, name(1))
    assert [part["url"].removeprefix(server.base) for part in whole["parts"]] == [name(2), name(3)]
    for number, part in enumerate(whole["parts"], 2):
        assert WORDS[number].encode() in stored(done.archive, part["warc"])
    assert line_at(done.archive, "c_200.htm")["parts"] == []
    assert checked(done.archive).returncode == 0, checked(done.archive).stdout


def test_a_part_under_another_address_than_its_record_is_found(tea: tuple[PageServer, Crawled], tmp_path: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(tea[1].archive, tmp_path / "a")
    path = Archive(tmp_path / "a").collection("tea").line_files("articles")[0]
    path.write_bytes(path.read_bytes().replace(f'{name(3)}","warc"'.encode(), f'{name(4)}","warc"'.encode()))
    assert cli.run(["verify", str(tmp_path / "a")]) == 3
    assert f"parts.1.url: expected {tea[0].base}{name(3)}, found {tea[0].base}{name(4)}" in capsys.readouterr().out


def test_each_page_is_asked_once_and_replays(tea: tuple[PageServer, Crawled]) -> None:
    server, done = tea
    asked = server.paths()
    assert [asked.count(name(number)) for number in WORDS] == [1, 1, 1]
    assert {"/pic2.jpg", "/pic3.jpg"} <= set(asked)
    assert {one.url.removeprefix(server.base) for one in recorded(done.archive, "tea")} >= {name(2), name(3), "/pic3.jpg"}


def test_a_page_that_changed_behind_an_unchanged_first_one_is_a_new_version(tmp_path: Path) -> None:
    with PageServer(site()) as server:
        assert run(server, tmp_path).code == 0
        again = run(server, tmp_path)
        assert (again.summary["new"], again.summary["changed"]) == (0, 0), again.log
        corrected = page(3, extra="<p>Correction: the fields are closed on Mondays, the bureau said on Wednesday.</p>")
        server.pages[name(3)] = Page(corrected, etag=True)
        later = run(server, tmp_path)
    assert later.summary["changed"] == 1, later.log
    versions = [line for line in lines(tmp_path / "a", "tea") if line["url"].endswith(name(1))]
    assert [line["version"] for line in versions] == [1, 2]
    assert "closed on Mondays" in versions[1]["body"] and WORDS[2] in versions[1]["body"]
    assert versions[0]["parts"][0] == versions[1]["parts"][0] and versions[0]["parts"][1] != versions[1]["parts"][1]
    assert checked(tmp_path / "a").returncode == 0


def test_an_article_is_archived_without_a_page_that_is_not_to_be_had_and_the_problem_names_it(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = site()
    del pages[name(3)]
    with PageServer(pages) as server:
        done = run(server, tmp_path)
    assert done.code == 0, done.log
    whole = line_at(done.archive, name(1))
    assert WORDS[2] in whole["body"] and len(whole["parts"]) == 1
    (problem,) = [one for one in lines(done.archive, "tea", "problems") if one["kind"] == "missing-part"]
    assert problem["url"].endswith(name(3)) and problem["status"] == 404 and name(1) in problem["reason"] and "404" in problem["reason"]
    assert made_again(done, capsys)


def test_the_pages_behind_a_missing_one_are_taken_in(tmp_path: Path) -> None:
    pages = site()
    del pages[name(2)]
    with PageServer(pages) as server:
        done = run(server, tmp_path)
    whole = line_at(done.archive, name(1))
    assert WORDS[3] in whole["body"] and [part["url"].removeprefix(server.base) for part in whole["parts"]] == [name(3)]
    (problem,) = lines(done.archive, "tea", "problems")
    assert problem["kind"] == "missing-part" and problem["url"].endswith(name(2))


def test_a_part_that_fails_for_now_is_no_edit_of_an_article_that_is_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PageServer(site()) as server:
        assert run(server, tmp_path).code == 0
        server.pages[name(3)] = Page(b"out of order", status=503, headers=(("Retry-After", "100000"),))
        later = run(server, tmp_path)
    assert (later.summary["changed"], later.summary["new"]) == (0, 0), later.log
    (problem,) = lines(later.archive, "tea", "problems")
    assert problem["kind"] == "missing-part" and "HTTP 503" in problem["reason"] and name(3) in problem["reason"]
    assert made_again(later, capsys)


def test_a_page_that_fails_for_a_moment_is_waited_for_and_one_that_moved_is_followed(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = site()
    pages[name(2)] = [Page(b"busy", status=500), Page(page(2))]
    pages[name(3)] = Page(b"", status=302, headers=(("Location", "/moved_3.htm"),))
    pages["/moved_3.htm"] = Page(page(3))
    with PageServer(pages) as server:
        done = run(server, tmp_path)
    whole = line_at(done.archive, name(1))
    assert all(words in whole["body"] for words in WORDS.values()) and done.summary["new"] == 2
    assert not lines(done.archive, "tea", "problems")
    assert made_again(done, capsys)


@pytest.mark.parametrize("kind", ["site", "page"])
def test_pages_met_on_a_site_are_parts_too_and_no_articles_of_their_own(tmp_path: Path, kind: str) -> None:
    with PageServer(site()) as server:
        done = run(server, tmp_path, kind=kind, entry=name(2))
    urls = sorted(line["url"].removeprefix(server.base) for line in lines(done.archive, "tea"))
    assert urls[0] == name(1) and not [url for url in urls if url in (name(2), name(3))], done.log
    assert len(line_at(done.archive, name(1))["parts"]) == 2


def test_the_next_story_is_never_taken_in(tmp_path: Path) -> None:
    first = story("The first story of the day", WORDS[1], f'<p>{WORDS[2]}</p><a href="/b.html">下一页</a>')
    second = story("Another story altogether", NEXT_STORY, f"<p>{NEXT_STORY}!</p>")
    pages = {"/list.html": Page(listing(("/a.html", "The first story of the day"), ("/b.html", "Another story altogether"))),
             "/a.html": Page(first), "/b.html": Page(second)}
    with PageServer(pages) as server:
        done = run(server, tmp_path)
    assert len(lines(done.archive, "tea")) == 2 and "Ningbo" not in line_at(done.archive, "/a.html")["body"]
    assert line_at(done.archive, "/a.html")["parts"] == [] and not lines(done.archive, "tea", "problems")


def test_a_row_of_pages_without_end_ends(tmp_path: Path) -> None:
    class Endless(PageServer):
        def page(self, path: str) -> Page:
            stem = path.removesuffix(".htm").rpartition("c_100001")[2]
            if "c_100001" not in path:
                return super().page(path)
            number = int(stem.removeprefix("_") or 1)
            words = f"Sentence {number} of a text that has no end says that it goes on, and on, and on for as long as one reads it."
            return Page(story("Tea fields open to visitors", words, f'<p>{words * 2}</p><a href="c_100001_{number + 1}.htm">Next page</a>'))

    with Endless({"/list.html": Page(listing(ROWS[0]))}) as server:
        done = run(server, tmp_path)
    assert done.code == 0 and len(line_at(done.archive, name(1))["parts"]) == 99
    (problem,) = lines(done.archive, "tea", "problems")
    assert problem["kind"] == "missing-part" and "more than 100 pages" in problem["reason"]


def test_the_pace_of_a_host_holds_between_the_pages_of_an_article(tmp_path: Path) -> None:
    with PageServer(site()) as server:
        portals = portal_file(tmp_path / "portals", "tea", [("listing", f"{server.base}/list.html")], [server.host], "allow_private = true")
        file = portals / "tea.toml"
        file.write_text(file.read_text().replace("delay = 0\nconcurrency = 4", "delay = 0.15\nconcurrency = 1"))
        done = crawl("tea", tmp_path / "a", "--portals", portals)
    instants = [instant for instant, path in server.asked if path != "/robots.txt"]
    assert done.code == 0 and min(later - before for before, later in pairwise(instants)) > 0.13


def test_robots_txt_holds_for_further_pages(tmp_path: Path) -> None:
    with PageServer(site(**{"robots.txt": Page(f"User-agent: *\nDisallow: {name(3)}\n".encode(), "text/plain")})) as server:
        done = run(server, tmp_path)
    assert name(3) not in server.paths()
    (problem,) = lines(done.archive, "tea", "problems")
    assert problem["kind"] == "missing-part" and "robots" in problem["reason"] and problem["warc"] is None
    assert len(line_at(done.archive, name(1))["parts"]) == 1


class Killing(PageServer):
    """Kills a crawl, or tells it to end, while it waits for one page."""

    victim: subprocess.Popen[bytes] | None = None
    at = ""
    by = signal.SIGKILL

    def page(self, path: str) -> Page:
        if self.victim is not None and path == self.at:
            self.victim.send_signal(self.by)
            if self.by == signal.SIGKILL:
                self.victim.wait()
        return super().page(path)


def test_a_crawl_that_is_told_to_end_between_two_pages_ends_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with Killing(site()) as server:
        portals = portal_file(tmp_path / "portals", "tea", [("listing", f"{server.base}/list.html")], [server.host], "allow_private = true")
        file, server.at, server.by = portals / "tea.toml", name(2), signal.SIGTERM
        quick = file.read_text(encoding="utf-8")
        file.write_text(quick.replace("delay = 0\nconcurrency = 4", "delay = 1.5\nconcurrency = 1"), encoding="utf-8")
        words = command("crawl", "tea", "--archive", tmp_path / "a", "--portals", portals)
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as server.victim:
            assert server.victim.wait(timeout=60) == 5
        server.victim = None
        assert name(3) not in server.paths() and not list((tmp_path / "a").rglob("*.open"))
        file.write_text(quick, encoding="utf-8")
        done = crawl("tea", tmp_path / "a", "--portals", portals)
    assert done.code == 0 and len(line_at(done.archive, name(1))["parts"]) == 2, done.log
    assert checked(done.archive).returncode == 0


def test_a_kill_between_two_pages_loses_none_and_doubles_none(tmp_path: Path) -> None:
    with Killing(site()) as server:
        portals = portal_file(tmp_path / "portals", "tea", [("listing", f"{server.base}/list.html")], [server.host], "allow_private = true")
        words = command("crawl", "tea", "--archive", tmp_path / "a", "--portals", portals)
        for number in (2, 3):
            server.at = name(number)
            with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as server.victim:
                server.victim.wait(timeout=60)
            assert server.victim.returncode == -signal.SIGKILL
        server.victim = None
        done = crawl("tea", tmp_path / "a", "--portals", portals)
    assert done.code == 0, done.log
    assert sorted(line["url"].rpartition("/")[2] for line in lines(done.archive, "tea")) == ["c_100001.htm", "c_200.htm"]
    assert all(words in line_at(done.archive, name(1))["body"] for words in WORDS.values())
    assert checked(done.archive).returncode == 0


def notice(*files: tuple[str, str]) -> bytes:
    links = "".join(f'<p>附件：<a href="{path}">{words}</a></p>' for path, words in files)
    return ("<html><head><title>关于印发茶叶质量管理办法的通知</title></head><body><div class='position'>当前位置："
            "<a href='/'>首页</a> &gt; <a href='/tz/'>通知</a></div>"
            "<h1>关于印发茶叶质量管理办法的通知</h1><p>发布日期：2024-03-05 信息来源：省农业农村厅</p>"
            f"<div id='zoom'>{links}</div></body></html>").encode()


LAW = ["第一条 为了加强茶叶质量管理，制定本办法。", "第二条 本省行政区域内的茶叶生产适用本办法。"]


def notices(*files: tuple[str, str], **answers: Page) -> dict[str, Page | list[Page]]:
    return {"/list.html": Page(listing(("/art/2024/3/5/art_1_1001.html", "关于印发茶叶质量管理办法的通知"))),
            "/art/2024/3/5/art_1_1001.html": Page(notice(*files)), **{f"/{path}": page for path, page in answers.items()}}


def test_a_file_that_a_notice_shows_in_a_frame_is_its_text_too(tmp_path: Path) -> None:
    frame = b'<iframe src="/viewer.html?file=/f/law.pdf"></iframe></div></body>'
    shown = notice(("/f/law.doc", "茶叶质量管理办法.doc")).replace(b"</div></body>", frame)
    pages = notices(**{"f/law.doc": Page(word("\r".join(LAW)), "application/msword"),
                       "f/law.pdf": Page(pdf("Tea quality rules"), "application/pdf")})
    with PageServer({**pages, "/art/2024/3/5/art_1_1001.html": Page(shown)}) as server:
        done = run(server, tmp_path)
    assert done.code == 0, done.log
    line = line_at(done.archive, "art_1_1001.html")
    assert [(one["name"], one["text"], one["text_rule"]) for one in line["attachments"]] == [
        ("茶叶质量管理办法.doc", "\n\n".join(LAW), "word 97"), ("law.pdf", "Tea quality rules", "pypdf, 1 page")]


def test_the_file_of_a_notice_is_its_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = notices(("/f/law.docx", "茶叶质量管理办法.docx"), ("/f/law.pdf", "scan.pdf"), **{
        "f/law.docx": Page(docx(LAW), "application/octet-stream"), "f/law.pdf": Page(pdf("Tea quality rules"), "application/pdf")})
    with PageServer(pages) as server:
        done = run(server, tmp_path)
    assert done.code == 0, done.log
    line = line_at(done.archive, "art_1_1001.html")
    assert line["kind"] == "notice" and line["found"]["attachments"].endswith(", words read")
    word, portable = line["attachments"]
    assert (word["text"], word["text_rule"], word["text_missing"]) == ("\n\n".join(LAW), "python-docx", None)
    assert (portable["text"], portable["text_rule"]) == ("Tea quality rules", "pypdf, 1 page")
    assert stored(done.archive, word["warc"]).endswith(docx(LAW))
    assert server.paths().count("/f/law.docx") == 1
    assert made_again(done, capsys)
    assert checked(done.archive).returncode == 0


def test_a_file_that_changed_is_a_new_version_of_its_notice(tmp_path: Path) -> None:
    pages = notices(("/f/law.docx", "办法.docx"), **{"f/law.docx": Page(docx(LAW), etag=True)})
    pages["/art/2024/3/5/art_1_1001.html"] = Page(notice(("/f/law.docx", "办法.docx")), etag=True)
    with PageServer(pages) as server:
        assert run(server, tmp_path).code == 0
        server.pages["/f/law.docx"] = Page(docx([*LAW, "第三条 本办法自公布之日起施行。"]), etag=True)
        later = run(server, tmp_path)
    assert later.summary["changed"] == 1, later.log
    assert "第三条" in lines(tmp_path / "a", "tea")[-1]["attachments"][0]["text"]


@pytest.mark.parametrize(("body", "status", "words", "problem"), [
    (b"%PDF-1.4 broken", 200, "broken", None), (b"{\\rtf1 x}", 200, "no reader", None),
    (b"<html>gone</html>", 404, "HTTP 404", "missing-part"), (b"<!DOCTYPE html><html><p>log in", 200, "a page", None),
], ids=["a broken file", "a format without a reader", "a file that is gone", "a page instead of a file"])
def test_a_file_without_words_says_why(tmp_path: Path, body: bytes, status: int, words: str, problem: str | None) -> None:
    with PageServer(notices(("/f/law.doc", "办法.doc"), **{"f/law.doc": Page(body, "application/msword", status)})) as server:
        done = run(server, tmp_path)
    assert done.code == 0, done.log
    (file,) = line_at(done.archive, "art_1_1001.html")["attachments"]
    assert file["text"] is None and words in file["text_missing"]
    assert [one["kind"] for one in lines(done.archive, "tea", "problems")] == ([problem] if problem else [])
    assert (file["warc"] is None) is (status == 404)


def test_a_file_that_takes_for_ever_is_given_up_and_the_crawl_goes_on(tmp_path: Path) -> None:
    with PageServer(notices(("/f/law.pdf", "办法.pdf"), **{"f/law.pdf": Page(nested(40, pages=60), "application/pdf")})) as server:
        done = run(server, tmp_path, "--set", "READING_TIMEOUT=1.5")
    assert done.code == 0, done.log
    (file,) = line_at(done.archive, "art_1_1001.html")["attachments"]
    assert file["text"] is None and file["text_missing"].startswith("reading took longer than 1.5 s") and file["warc"] is not None
