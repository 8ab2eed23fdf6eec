"""`fangzhi portals try` and `fangzhi portals keep`, against the demonstration portal and what a crawl of it archived."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.errors import NotWritable
from archive.reader import captures
from crawler import cli
from crawler.commands.portals_tools import write_case
from crawler.demo import DemoServer
from crawler.portal_files.loader import load_portal
from crawler.trying.case import found_in, loaded
from tests.crawling import crawl, lines, recorded
from tests.families.serving import FamilyServer
from tests.families.test_called_with_headers import site
from tests.families.test_own_scripts import is_held_whole

HOST = "http://demo.fangzhi.example"
ARTICLE = f"{HOST}/zcwj/202603/t20260306_30001.shtml"
TITLE = "白鹭市人民政府办公室关于做好云栖乡4个事项可以跨区域通办有关工作的通知"
LISTING = f"{HOST}/zcwj/index.shtml"

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def pin() -> Iterator[str]:
    with DemoServer() as server:
        yield f"--resolve=demo.fangzhi.example:80:127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, pin: str) -> Path:
    root = tmp_path_factory.mktemp("archive")
    assert crawl("demo", root, pin, "--limit", "12").code == 0
    return root


def fangzhi(capsys: Captured, *words: str | Path) -> tuple[int, str, str]:
    code = cli.run(["portals", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out, told.err


def as_json(capsys: Captured, *words: str | Path) -> Any:
    code, out, err = fangzhi(capsys, *words, "--json")
    assert code == 0, err
    return json.loads(out)


def test_a_listing_is_tried(capsys: Captured, tmp_path: Path, pin: str) -> None:
    (trial,) = as_json(capsys, "try", "demo", LISTING, "--archive", tmp_path, pin)
    assert (trial["kind"], trial["asked_as"], trial["why"]) == ("listing", "listing", "a seed of the portal")
    assert (trial["family"], trial["evidence"]) == ("trs", "the page has 'CurrChnlCls'")
    assert trial["rows"][0]["title"] == TITLE and trial["rows"][0]["date"] == "2026-03-06"
    assert [link["url"] for link in trial["next"]] == [f"{HOST}/zcwj/index_1.shtml"]


def test_an_article_is_tried(capsys: Captured, tmp_path: Path, pin: str) -> None:
    (trial,) = as_json(capsys, "try", "demo", ARTICLE, "--archive", tmp_path, pin)
    assert (trial["kind"], trial["asked_as"], trial["family"], trial["problem"]) == ("article", "article", "trs", None)
    assert (trial["article"]["title"], trial["article"]["found"]["title"]) == (TITLE, "h1 in meta articletitle")
    code, out, _ = fangzhi(capsys, "try", "demo", ARTICLE, LISTING, "--archive", tmp_path, pin)
    assert code == 0 and f"title: {TITLE}  [h1 in meta articletitle]" in out and "next: " in out and "5 rows" in out


def test_nothing_is_left_behind_by_a_trial(capsys: Captured, tmp_path: Path, pin: str) -> None:
    as_json(capsys, "try", "demo", ARTICLE, "--archive", tmp_path / "none", pin)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", ["demo", "FILE"])
def test_a_saved_page_is_tried_by_a_portal_or_a_portal_file(capsys: Captured, tmp_path: Path, named: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('title = "x"\nlanguage = "zh-Hans"\nhosts = ["demo.fangzhi.example"]\nfamily = "hanweb"\n[[seeds]]\n'
                    f'url = "{HOST}/"\n[[layouts]]\ntitle = [\'//h2\']\n', encoding="utf-8")
    page = tmp_path / "page.html"
    words = "本市今天召开会议，研究部署有关工作，会议指出这件事情十分重要，各地各部门要抓好落实。" * 4
    page.write_text(f"<html><title>标题一</title><h1>标题一</h1><h2>另一个标题</h2><p>发布时间：2026-03-05</p><div><p>{words}</p></div></html>",
                    encoding="utf-8")
    (trial,) = as_json(capsys, "try", named.replace("FILE", str(file)), page, "--url", f"{HOST}/a/1.html")
    assert trial["url"] == f"{HOST}/a/1.html" and trial["article"]["date"] == "2026-03-05"
    if named == "FILE":
        assert (trial["family"], trial["evidence"], trial["article"]["title"]) == ("hanweb", "the portal's file says so", "另一个标题")


def test_a_record_is_read_by_the_layout_of_its_day(capsys: Captured, tmp_path: Path, archive: Path) -> None:
    record = Path(__file__).parent / "pages" / "kept-article.warc.gz"
    day = next(captures(record)).instant.date()
    for until, title in ((day, "政策文件"), (day - timedelta(days=2), TITLE)):
        file = tmp_path / "mine.toml"
        file.write_text('title = "x"\nlanguage = "zh-Hans"\nhosts = ["demo.fangzhi.example"]\n[[seeds]]\n'
                        f'url = "{HOST}/"\n[[layouts]]\ntitle = [\'//h1\']\n[[layouts]]\nuntil = {until}\n'
                        'title = [\'//a[@class="CurrChnlCls"][last()]\']\n', encoding="utf-8")
        (trial,) = as_json(capsys, "try", file, record)
        assert trial["article"]["title"] == title


def test_a_record_is_tried_as_what_the_crawl_asked_for_it_as(capsys: Captured, tmp_path: Path, archive: Path) -> None:
    collection = archive / "collections" / "demo"
    held = [one for path in sorted(collection.glob("archive/*.warc.gz")) for one in captures(path)]
    by_kind = {one.capture.kind: one.ref for one in held if one.status == 200}
    for kind in ("listing", "article"):
        ref = by_kind[kind]
        for name in (ref.record_id, f"{ref.file}:{ref.offset}"):
            trial = as_json(capsys, "try", "demo", name, "--archive", archive)[0]
            assert (trial["asked_as"], trial["why"]) == (kind, "as its record says"), name
    trial = as_json(capsys, "try", "demo", by_kind["article"].record_id, "--kind", "page", "--archive", archive)[0]
    assert (trial["asked_as"], trial["why"]) == ("page", "as you said")


def test_a_revisit_is_tried_with_the_body_that_it_refers_to(capsys: Captured, tmp_path: Path) -> None:
    portal = site("laravel")
    for _ in range(2):
        is_held_whole(portal, tmp_path)
    revisits = [one for one in recorded(tmp_path / "archive", portal.name) if one.revisit is not None and one.capture.kind == "listing"]
    assert revisits
    for one in revisits:
        name = f"{one.ref.file}:{one.ref.offset}"
        words = (tmp_path / f"{portal.name}.toml", name, "--archive", tmp_path / "archive")
        (trial,) = as_json(capsys, "try", *words)
        assert (trial["url"], trial["status"], trial["asked_as"]) == (one.url, 200, "listing") and (trial["rows"] or trial["next"])
        code, out, err = fangzhi(capsys, "keep", *words, "--into", tmp_path)
        assert code == 2 and out == "" and f"name the record it refers to: {one.refers.record_id if one.refers else ''}" in err


def test_a_page_that_gives_nothing_ends_with_four(capsys: Captured, tmp_path: Path, pin: str) -> None:
    code, out, _ = fangzhi(capsys, "try", "demo", f"{HOST}/nothing.html", "--archive", tmp_path, pin)
    assert code == 4 and "a crawl would report: http: HTTP 404" in out


@pytest.mark.parametrize(("status", "headers", "told"), [
    (500, "", "http: HTTP 500"), (521, "Set-Cookie: __jsluid_s=1\r\n", "blocked: Jiasule"), (412, "", "blocked: Ruishu"),
    (204, "", "http: HTTP 204"), (403, "", "http: HTTP 403")])
def test_an_answer_without_a_page_is_reported_as_a_crawl_would(
        capsys: Captured, tmp_path: Path, status: int, headers: str, told: str) -> None:
    record = tmp_path / "r.warc"
    answer = f"HTTP/1.1 {status} x\r\n{headers}Content-Length: 0\r\n\r\n"
    record.write_bytes((
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"WARC-Target-URI: {ARTICLE}\r\nWARC-Date: 2026-03-06T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n{answer}\r\n\r\n").encode())
    code, out, _ = fangzhi(capsys, "try", "demo", f"{record}:0", "--archive", tmp_path)
    assert code == 4 and f"a crawl would report: {told}\n" in f"{out}\n"
    code, _, err = fangzhi(capsys, "keep", "demo", f"{record}:0", "--into", tmp_path / "cases", "--archive", tmp_path)
    assert code == 0 and f"is this the page you meant? A crawl would report of it: {told}" in err


def test_a_saved_page_of_no_known_address_is_said_to_be_one(capsys: Captured, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><ul><li><a href='/a.html'>x</a> 2024-01-02</li><li><a href='/b.html'>y</a> 2024-01-01</li></ul></html>")
    code, out, _ = fangzhi(capsys, "try", "demo", page, "--archive", tmp_path)
    assert code == 4 and "--url says where it was captured" in out and "a crawl would not ask for it" not in out
    code, out, _ = fangzhi(capsys, "try", "demo", page, "--url", f"{HOST}/x/", "--archive", tmp_path)
    assert code == 0 and "2 rows" in out


def test_robots_and_guard_are_obeyed(capsys: Captured, tmp_path: Path, pin: str) -> None:
    code, _, err = fangzhi(capsys, "try", "demo", f"{HOST}/neibu/t20260301_39999.shtml", "--archive", tmp_path, pin)
    assert code == 2 and "robots.txt" in err and err.count("\n") == 1
    code, _, err = fangzhi(capsys, "keep", "demo", "http://127.0.0.1:9/x", "--into", tmp_path, "--archive", tmp_path)
    assert code == 2 and "not asked" in err


def test_a_page_is_kept_from_the_server_with_its_record(capsys: Captured, tmp_path: Path, pin: str) -> None:
    made = as_json(capsys, "keep", "demo", ARTICLE, "--into", tmp_path / "cases", "--archive", tmp_path / "none", pin)
    record, case = Path(made["warc"]), Path(made["case"])
    assert {path.name for path in (tmp_path / "cases").iterdir()} == {record.name, case.name}
    assert case.name == "demo-zcwj-202603-t20260306_30001.json" and record.name == "demo-zcwj-202603-t20260306_30001.warc.gz"
    (stored,) = captures(record)
    assert stored.url == ARTICLE and stored.ref.record_id == json.loads(case.read_text(encoding="utf-8"))["record"]
    kept = loaded(case)
    assert kept.about is None and kept.expect["title"] == TITLE and kept.kind == "article"
    assert found_in(kept, lambda name: load_portal(Path(f"crawler/portals/{name}.toml"))) == kept.expect


def test_what_the_archive_holds_is_not_asked_for(capsys: Captured, tmp_path: Path, archive: Path) -> None:
    line = lines(archive, "demo")[0]
    made = as_json(capsys, "keep", "demo", line["url"], "--into", tmp_path, "--archive", archive)
    file, offset = line["warc"]["file"].rpartition("/")[2], line["warc"]["offset"]
    assert made["warc"].endswith(".warc.gz") and made["from"].endswith(f"{file}:{offset}")
    assert loaded(Path(made["case"])).expect["title"] == line["title"]


@pytest.mark.parametrize("form", ["FILE:OFFSET", "COLLECTION FILE:OFFSET", "urn:uuid"])
def test_a_record_is_kept_by_its_place_or_its_id(capsys: Captured, tmp_path: Path, archive: Path, form: str) -> None:
    line = lines(archive, "demo")[0]
    pointer = line["warc"]
    name = {"FILE:OFFSET": f"{archive}/collections/demo/{pointer['file']}:{pointer['offset']}",
            "COLLECTION FILE:OFFSET": f"{pointer['file']}:{pointer['offset']}", "urn:uuid": pointer["record_id"]}[form]
    made = as_json(capsys, "keep", "demo", name, "--into", tmp_path, "--archive", archive, "--as", "case")
    source = (archive / "collections" / "demo" / pointer["file"]).read_bytes()
    assert (tmp_path / "case.warc.gz").read_bytes().startswith(source[pointer["offset"]:pointer["offset"] + pointer["length"]])
    assert made["expect"]["title"] == line["title"]


@pytest.mark.parametrize(("words", "told"), [
    (("try", "demo"), "Missing argument"), (("try", "nowhere", "x"), "no portal is called"), (("try", "none.toml", "x"), "none.toml"),
    (("try", "demo", "none.html"), "expected a file, FILE:OFFSET, urn:uuid:… or an address"), (("try", "demo", "http://"), "no address"),
    (("try", "demo", "http://else.example"), "not on the hosts of demo (demo.fangzhi.example)"),
    (("keep", "demo", "PAGE"), "a saved page has no record"),
    (("keep", "demo", "urn:uuid:00000000-0000-0000-0000-000000000000"), "no capture"),
    (("keep", "demo", "RECORD:7"), "RECORD"),
    *((("keep", "demo", "RECORD:0", "--as", name), "--as") for name in ("a/b", "", ".a", "-a", "a\nb", "x" * 151, "题" * 51)),
    (("probe", "http://[x"), "expected a portal's name or an address"), (("probe", "http://a.example:99999/"), "expected a portal's name"),
    (("try", "demo", "PAGE", "--captured", "2024-02-30"), "expected a day"),
    (("try", "demo", "PAGE", "--kind", "song"), "song"), (("try", "demo", "PAGE", "--url", "http://[x"), "no address"),
])
def test_bad_input_is_one_clear_line(capsys: Captured, tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    page, record = tmp_path / "page.html", tmp_path / "r.warc.gz"
    page.write_text("<html><p>x</p></html>")
    record.write_bytes((Path(__file__).parent / "pages" / "kept-article.warc.gz").read_bytes())
    given = [word.replace("PAGE", str(page)).replace("RECORD", str(record)) for word in words]
    code, out, err = fangzhi(capsys, *given, *(("--archive", tmp_path / "a") if words[0] != "probe" else ()))
    assert code == 2 and out == "" and err.count("\n") == 1 and "Traceback" not in err
    assert told.replace("RECORD", str(record)) in err


@pytest.mark.parametrize(("days", "tried"), [(-1, 12), (2, 0)])
def test_a_layout_is_not_held_against_pages_that_an_older_one_reads(
        capsys: Captured, tmp_path: Path, archive: Path, days: int, tried: int) -> None:
    captured = datetime.fromisoformat(lines(archive, "demo")[0]["captured_at"]).date()
    text = Path("crawler/portals/demo.toml").read_text(encoding="utf-8")
    (tmp_path / "demo.toml").write_text(f"{text}\n[[layouts]]\ntitle = ['//h9']\n[[layouts]]\nuntil = {captured + timedelta(days=days)}\n"
                                        "title = ['//h1']\n", encoding="utf-8")
    _, out, _ = fangzhi(capsys, "doctor", "demo", "--archive", archive, "--portals", tmp_path, "--json")
    (hits,) = json.loads(out)["layouts"]
    assert (hits["expression"], hits["hits"], hits["of"]) == ("//h9", 0, tried)


@pytest.mark.parametrize("name", ["laravel", "beside"])
def test_a_list_whose_rows_are_behind_a_call_is_tried_to_its_rows(capsys: Captured, tmp_path: Path, name: str) -> None:
    portal = site(name)
    file = tmp_path / "mine.toml"
    file.write_text(portal.portal_file(), encoding="utf-8")
    with FamilyServer([portal]) as server:
        first, *between, last = as_json(capsys, "try", file, f"{portal.address}/list/", "--archive", tmp_path, *server.pins())
    assert (first["why"], first["rows"], len(between)) == ("a seed of the portal", [], ["laravel", "beside"].index(name))
    assert [row["title"] for row in last["rows"]] == [story.title for story in portal.holds[:3]]
    assert last["why"] == "the page before has its rows behind this call" and last["next"]


def test_a_case_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match=r"none/case\.json: No such file"):
        write_case(tmp_path / "case.warc.gz", b"record", tmp_path / "none" / "case.json", "{}")
    assert list(tmp_path.iterdir()) == []


def test_a_saved_page_is_read_by_the_layout_of_the_day_on_which_it_was_captured(capsys: Captured, tmp_path: Path) -> None:
    file, page = tmp_path / "mine.toml", tmp_path / "page.html"
    file.write_text(f'title = "x"\nlanguage = "zh-Hans"\nhosts = ["demo.fangzhi.example"]\n[[seeds]]\nurl = "{HOST}/"\n'
                    "[[layouts]]\ntitle = ['//h1']\n[[layouts]]\nuntil = 2015-12-31\ntitle = ['//h2']\n", encoding="utf-8")
    words = "会议今天召开，研究部署有关工作，会议指出这件事情十分重要，各地要抓好落实。" * 4
    page.write_text(f"<html><h1>本省新版网站上线</h1><h2>本省召开春耕工作会议</h2><div><p>{words}</p></div></html>", encoding="utf-8")
    for day, title in (("2015-12-31", "本省召开春耕工作会议"), ("2016-01-01", "本省新版网站上线")):
        (trial,) = as_json(capsys, "try", file, page, "--url", ARTICLE, "--captured", day, "--kind", "article")
        assert (trial["article"]["title"], trial["article"]["found"]["title"][:6]) == (title, "layout")


def test_a_case_is_never_written_over(capsys: Captured, tmp_path: Path) -> None:
    record = Path(__file__).parent / "pages" / "kept-article.warc.gz"
    (tmp_path / "mine.json").write_text("judged")
    code, _, err = fangzhi(capsys, "keep", "demo", f"{record}:0", "--into", tmp_path, "--as", "mine", "--archive", tmp_path)
    assert code == 2 and "is there already" in err
    assert (tmp_path / "mine.json").read_text() == "judged" and not (tmp_path / "mine.warc.gz").exists()
