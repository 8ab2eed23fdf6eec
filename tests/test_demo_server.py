"""The demonstration portal serves what its portal file names and what its own truth claims."""

from __future__ import annotations

import gzip
import http.client
import io
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

import crawler.portals
from crawler.demo import DemoServer, truth
from crawler.demo.documents import docx, pdf
from crawler.demo.pictures import ico, jpeg, png
from crawler.demo.prose import story
from crawler.demo.site import resources

Answer = tuple[int, dict[str, str], bytes]
PORTAL = tomllib.loads((Path(crawler.portals.__file__).parent / "demo.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def ask(server: DemoServer, target: str, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_every_seed_of_the_portal_file_is_served(server: DemoServer) -> None:
    seeds = [urlsplit(seed["url"]) for seed in PORTAL["seeds"]]
    assert {seed.netloc for seed in seeds} == set(PORTAL["hosts"]) == {"demo.fangzhi.example"}
    assert [ask(server, seed.path)[0] for seed in seeds] == [200] * len(seeds)


@pytest.mark.parametrize("revised", [False, True])
def test_every_article_is_served_with_all_that_its_truth_claims(revised: bool) -> None:
    with DemoServer(revised=revised) as server:
        for claimed in truth(revised):
            status, headers, body = ask(server, urlsplit(claimed.url).path)
            assert status == 200, claimed.url
            text = body.decode("gb18030" if "gb2312" in headers["content-type"] else "utf-8")
            parsed = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
            page = "".join(str(parsed.xpath("string()")).split())
            for words in (claimed.title, *claimed.body.split("\n\n"), *claimed.breadcrumb, claimed.source):
                assert "".join(words.split()) in page, (claimed.url, words)
            for address in (*claimed.images, *claimed.attachments):
                assert ask(server, urlsplit(address).path)[0] == 200, address
                assert urlsplit(address).path in text


def test_there_are_enough_sections_articles_and_languages() -> None:
    told = truth()
    assert len([claimed for claimed in told if claimed.duplicate_of is None]) >= 40
    assert len({claimed.section for claimed in told}) >= 4
    assert {claimed.language for claimed in told} == {"zh-Hans", "en"}
    assert len([claimed for claimed in told if claimed.duplicate_of]) == 2


def test_every_article_is_named_by_some_listing_feed_or_sitemap() -> None:
    table = resources()
    named = b"".join(gzip.decompress(one.body) if path.endswith(".gz") else one.body for path, one in table.items()
                     if "index" in path or "dataproxy" in path or "sitemap" in path or "rss" in path).decode("gb18030", "replace")
    for claimed in truth():
        assert urlsplit(claimed.url).path.rpartition("/")[2] in named, claimed.url


def test_texts_differ_between_articles_and_are_the_same_each_time() -> None:
    own = [claimed.body for claimed in truth() if claimed.duplicate_of is None]
    assert len(set(own)) == len(own)
    assert truth() == truth()
    assert story("a") == story("a") != story("b")


def test_a_duplicate_has_the_text_of_the_article_it_repeats() -> None:
    by_url = {claimed.url: claimed for claimed in truth()}
    for claimed in by_url.values():
        if claimed.duplicate_of is not None:
            assert claimed.body == by_url[claimed.duplicate_of].body


def test_the_correction_changes_one_article_and_its_place_on_the_listing(server: DemoServer) -> None:
    before, after = ({claimed.url: claimed.body for claimed in truth(state)} for state in (False, True))
    changed = [url for url in before if before[url] != after[url]]
    assert len(changed) == 1
    with DemoServer() as fresh:
        path = urlsplit(changed[0]).path
        first, listed = ask(fresh, path), ask(fresh, "/col/col1001/index.html")
        fresh.revise()
        assert ask(fresh, path, If_None_Match=first[1]["etag"])[0] == 200
        assert ask(fresh, path)[2] != first[2]
        assert ask(fresh, "/col/col1001/index.html")[2] != listed[2]


def test_the_english_seed_looks_as_its_readers_see_it(server: DemoServer) -> None:
    seed = next(claimed for claimed in truth() if claimed.title == "Zhejiang delegation made a study tour to Sichuan")
    _, headers, body = ask(server, urlsplit(seed.url).path)
    seen = " ".join(str(html.fromstring(body).xpath("string()")).split())
    assert seed.breadcrumb == ("Home", "Hot News")
    assert len(seed.body.split("\n\n")) == 5
    for words in ("Home>Hot News", "Eyesight Protection:", "print】 【close", seed.title):
        assert words in seen
    assert headers["transfer-encoding"] == "chunked"


def test_pages_come_gzipped_to_those_who_take_it_and_plain_to_others(server: DemoServer) -> None:
    plain, packed = ask(server, "/col/col1001/index.html"), ask(server, "/col/col1001/index.html", Accept_Encoding="gzip")
    assert packed[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain[1]
    assert gzip.decompress(packed[2]) == plain[2]
    style = ask(server, "/css/site.css", Accept_Encoding="gzip")
    assert b'@import url("base.css")' in gzip.decompress(style[2])


@pytest.mark.parametrize(("path", "validator", "condition"), [
    ("/css/base.css", "etag", "If_None_Match"),
    (next(urlsplit(claimed.url).path for claimed in truth() if claimed.section == "zhengce"), "last-modified", "If_Modified_Since")])
def test_what_has_not_changed_is_answered_by_304(server: DemoServer, path: str, validator: str, condition: str) -> None:
    known = ask(server, path)[1][validator]
    status, headers, body = ask(server, path, **{condition: known})
    assert (status, body, headers[validator]) == (304, b"", known)


def test_the_portal_has_a_redirect_a_dead_link_and_a_closed_folder(server: DemoServer) -> None:
    status, headers, _ = ask(server, "/go/20007")
    assert status == 302
    assert ask(server, headers["location"])[0] == 200
    assert ask(server, "/tzgg/content/post_49999.html")[0] == 404
    assert b"Disallow: /neibu/" in ask(server, "/robots.txt")[2]
    assert b"/neibu/" in resources()["/zcwj/index.shtml"].body


def test_gbk_pages_call_themselves_gb2312(server: DemoServer) -> None:
    _, headers, body = ask(server, "/tzgg/index.htm")
    assert b'charset="gb2312"' in body
    assert "通知公告" in body.decode("gbk")
    assert headers["content-type"] == "text/html"


def test_a_pdf_has_a_table_that_points_to_its_objects() -> None:
    data = pdf("Annex")
    table = int(data.rpartition(b"startxref\n")[2].split()[0])
    assert data[table : table + 4] == b"xref"
    for number, line in enumerate(data[table:].split(b"\n")[3:8], 1):
        assert data[int(line[:10]) :].startswith(b"%d 0 obj" % number)


def test_a_docx_is_a_package_of_well_formed_parts_and_always_the_same() -> None:
    data = docx(["招生计划", "a < b"])
    assert data == docx(["招生计划", "a < b"])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert set(package.namelist()) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
        assert etree.fromstring(package.read("word/document.xml")).xpath("string()") == "招生计划a < b"


def test_pictures_are_whole_and_each_is_another() -> None:
    image = png(5, 3, 1)
    assert struct.unpack(">II", image[16:24]) == (5, 3)
    length = struct.unpack(">I", image[33:37])[0]
    assert len(zlib.decompress(image[41 : 41 + length])) == 3 * (1 + 5 * 3)
    photo = jpeg(20, 9, 1)
    size = photo.index(b"\xff\xc0")
    assert struct.unpack(">HH", photo[size + 5 : size + 9]) == (16, 24)
    assert photo.startswith(b"\xff\xd8\xff\xe0")
    assert photo.endswith(b"\xff\xd9")
    assert ico()[22:30] == b"\x89PNG\r\n\x1a\n"
    assert len({jpeg(64, 48, number) for number in range(9)}) == 9
