"""The whole way of a page, by the command line, against the demonstration portal."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo import DemoServer, truth
from crawler.demo.truth import Truth
from tests.crawling import REPOSITORY, Crawled, checked, command, crawl, environment, fangzhi, lines, portal_file, recorded, started


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def pinned(server: DemoServer) -> str:
    return f"--resolve=demo.fangzhi.example:80:127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The demonstration as `make crawl` runs it: before and after the correction."""
    return crawl("demo", tmp_path_factory.mktemp("demonstration"), by=started)


ARTICLES = [one for one in truth() if one.duplicate_of is None]


def test_the_demonstration_ends_whole(crawled: Crawled) -> None:
    assert crawled.code == 0, crawled.log
    assert crawled.summary["new"] == len(ARTICLES)
    assert crawled.summary["changed"] == 1
    assert crawled.summary["duplicate"] >= 1


def test_every_article_is_one_line_as_the_page_states_it(crawled: Crawled) -> None:
    first = {line["url"]: line for line in lines(crawled.archive, "demo") if line["version"] == 1}
    assert set(first) == {one.url for one in ARTICLES}
    for one in ARTICLES:
        line = first[one.url]
        assert (line["title"], line["body"], line["date"], line["date_time"]) == (one.title, one.body, one.date, one.date_time)
        assert (tuple(line["breadcrumb"]), line["source"]) == (one.breadcrumb, one.source)
        assert [entry["url"] for entry in line["images"]] == list(one.images)
        assert [entry["url"] for entry in line["attachments"]] == list(one.attachments)
        assert (line["fields"]["document_number"], line["fields"]["editor"]) == (one.document_number, one.editor)


def test_the_corrected_article_has_a_second_version(crawled: Crawled) -> None:
    before = {one.url: one.body for one in truth()}
    corrected = {one.url: one.body for one in truth(revised=True) if one.body != before[one.url] and one.duplicate_of is None}
    changed = {line["url"]: line["body"] for line in lines(crawled.archive, "demo") if line["version"] == 2}
    assert changed == corrected


def test_a_copy_is_an_event_and_no_line(crawled: Crawled) -> None:
    copies = {one.url: one for one in truth() if one.duplicate_of is not None}
    events = [line for line in lines(crawled.archive, "demo", "events") if line["event"] == "duplicate"]
    assert {event["url"] for event in events} == set(copies)
    ids = {line["url"]: line["id"] for line in lines(crawled.archive, "demo")}
    for event in events:
        assert event["id"] == ids[str(copies[event["url"]].duplicate_of)]


def test_every_line_points_at_the_record_with_its_payload(crawled: Crawled) -> None:
    by_id = {one.ref.record_id: one for one in recorded(crawled.archive, "demo")}
    for line in lines(crawled.archive, "demo"):
        stored = by_id[line["warc"]["record_id"]]
        assert (stored.url, stored.ref.offset, stored.ref.payload_digest) == (line["url"], line["warc"]["offset"], line["payload_digest"])


def test_what_an_article_needs_to_replay_is_recorded(crawled: Crawled) -> None:
    stored = {one.url for one in recorded(crawled.archive, "demo") if one.status == 200 or one.revisit}
    wanted = {url for one in ARTICLES for url in (*one.images, *one.attachments)}
    assert wanted <= stored
    assert {url.rpartition(".")[2] for url in stored} >= {"css", "js", "png", "pdf", "docx"}


def test_robots_is_asked_first_and_obeyed(crawled: Crawled) -> None:
    asked = [one.url for one in recorded(crawled.archive, "demo")]
    assert asked[0] == "http://demo.fangzhi.example/robots.txt"
    assert not [url for url in asked if "/neibu/" in url]


def test_equal_payloads_and_unchanged_pages_are_revisits(crawled: Crawled) -> None:
    kinds = Counter(one.revisit for one in recorded(crawled.archive, "demo"))
    assert kinds["identical-payload-digest"] and kinds["server-not-modified"]


def test_the_archive_is_whole_and_true(crawled: Crawled) -> None:
    done = checked(crawled.archive)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = crawled.archive / "collections" / "demo"
    assert not list(folder.rglob("*.open")) and not list(folder.rglob("*.torn-*"))
    assert (folder / "manifest.json").exists() and (folder / "schema.json").exists() and list((folder / "indexes").glob("*.cdxj"))


def test_a_crawl_of_an_unchanged_portal_adds_no_line(tmp_path: Path, demo: DemoServer) -> None:
    crawl("demo", tmp_path, pinned(demo))
    before = lines(tmp_path, "demo"), lines(tmp_path, "demo", "events")
    again = crawl("demo", tmp_path, pinned(demo))
    assert again.code == 0 and again.summary["new"] == again.summary["changed"] == 0, again.log
    assert again.summary["unchanged"] > 0
    assert (lines(tmp_path, "demo"), lines(tmp_path, "demo", "events")) == before


def test_a_limit_is_kept_and_the_next_run_goes_on(tmp_path: Path, demo: DemoServer) -> None:
    first = crawl("demo", tmp_path, pinned(demo), "--limit", "5")
    assert first.code == 0 and len(lines(tmp_path, "demo")) <= 5 == first.summary["new"] + first.summary["duplicate"], first.log
    assert crawl("demo", tmp_path, pinned(demo)).code == 0
    assert urls(tmp_path) == Counter(one.url for one in ARTICLES)


def test_a_budget_is_kept_and_the_next_runs_take_up_what_is_left(tmp_path: Path, demo: DemoServer) -> None:
    first = crawl("demo", tmp_path, pinned(demo), "--set", "BUDGET=20")
    assert first.code == 0 and "left to the next run" in first.summary["end"], first.log
    assert first.summary["pages"] <= 20
    for _ in range(9):
        if "left to the next run" not in crawl("demo", tmp_path, pinned(demo), "--set", "BUDGET=40").summary["end"]:
            break
    assert urls(tmp_path) == Counter(one.url for one in ARTICLES)


def test_since_passes_over_older_rows(tmp_path: Path, demo: DemoServer) -> None:
    day = sorted(one.date for one in ARTICLES)[len(ARTICLES) // 2]
    assert crawl("demo", tmp_path, pinned(demo), "--since", day).code == 0
    got = urls(tmp_path)
    assert {one.url for one in ARTICLES if one.date >= day} <= set(got)
    assert len(got) < len(ARTICLES)


def test_a_signal_ends_it_cleanly_and_the_next_run_goes_on(tmp_path: Path, demo: DemoServer) -> None:
    words = command("crawl", "demo", "--archive", tmp_path, "--json", pinned(demo))
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        wait_for_lines(process, tmp_path)
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=60)
    assert process.returncode == 5, out + log
    assert not list(tmp_path.rglob("*.open"))
    assert crawl("demo", tmp_path, pinned(demo)).code == 0
    assert urls(tmp_path) == Counter(one.url for one in ARTICLES)


def test_a_second_signal_cuts_off_a_server_that_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        folder = portal_file(tmp_path / "portals", "mute", [("page", f"http://127.0.0.1:{port}/")], ["127.0.0.1"], "allow_private = true")
        words = command("crawl", "mute", "--archive", tmp_path / "a", "--portals", folder, "--json", "--set", "ROBOTSTXT_OBEY=false")
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as process:
            silent.accept()[0].recv(1)
            process.send_signal(signal.SIGINT)
            assert process.stderr is not None
            while "SIGINT" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGINT)
            out, log = process.communicate(timeout=30)
    assert process.returncode == 5, out + log


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path, demo: DemoServer) -> None:
    for count in (3, 15, 30):
        words = command("crawl", "demo", "--archive", tmp_path, pinned(demo))
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment()) as process:
            wait_for_lines(process, tmp_path, count)
            process.kill()
    assert crawl("demo", tmp_path, pinned(demo)).code == 0
    assert urls(tmp_path) == Counter(one.url for one in ARTICLES)
    assert checked(tmp_path).returncode == 0


def test_two_crawls_of_one_collection_are_one_too_many(tmp_path: Path, demo: DemoServer) -> None:
    words = command("crawl", "demo", "--archive", tmp_path, pinned(demo))
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        wait_for_lines(process, tmp_path)
        second = crawl("demo", tmp_path, pinned(demo))
        process.kill()
    assert second.code == 3 and str(process.pid) in second.summary["end"]


def urls(archive: Path) -> Counter[str]:
    return Counter(line["url"] for line in lines(archive, "demo"))


def wait_for_lines(process: subprocess.Popen[str], archive: Path, count: int = 1) -> None:
    """Until the crawl has written so many article lines, or ended."""
    while process.poll() is None:
        written = sum(file.read_bytes().count(b"\n") for file in archive.glob("collections/*/articles/*.jsonl"))
        if written >= count:
            return


BAD = [
    ("a portal that there is not", ("nowhere",), 2, "nowhere"),
    ("an option that there is not", ("demo", "--colour"), 2, "--colour"),
    ("a day that is none", ("demo", "--since", "yesterday"), 2, "yesterday"),
    ("days that hold none", ("demo", "--since", "2026-03-05", "--until", "2026-03-04"), 2, "--until 2026-03-04"),
    ("a pin that is none", ("demo", "--resolve", "nonsense"), 2, "nonsense"),
    ("a setting that there is not", ("demo", "--set", "SPEED=9"), 2, "SPEED"),
    ("a value that is none", ("demo", "--set", "DOWNLOAD_TIMEOUT=soon"), 2, "soon"),
    ("an archive that cannot be", ("demo", "--archive", "/dev/null/archive"), 3, "/dev/null/archive"),
]


@pytest.mark.parametrize(("words", "code", "named"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_is_one_clear_line(words: tuple[str, ...], code: int, named: str) -> None:
    done = fangzhi("crawl", *words, timeout=60)
    assert done.returncode == code, done.stderr
    assert named in done.stderr + done.stdout and "Traceback" not in done.stderr


def test_a_private_address_is_refused_unless_the_file_or_a_pin_says_otherwise(tmp_path: Path, demo: DemoServer) -> None:
    page = f"http://127.0.0.1:{demo.port}{truth()[0].url.removeprefix('http://demo.fangzhi.example')}"
    folder = portal_file(tmp_path / "portals", "closed", [("page", page)], [f"127.0.0.1:{demo.port}"])
    portal_file(folder, "open", [("page", page)], [f"127.0.0.1:{demo.port}"], more="allow_private = true")
    refused = crawl("closed", tmp_path / "a", "--portals", folder)
    assert refused.code == 4 and lines(tmp_path / "a", "closed", "problems")[0]["kind"] in ("refused", "robots")
    assert crawl("open", tmp_path / "b", "--portals", folder).code == 0
    assert [line["title"] for line in lines(tmp_path / "b", "open")] == [truth()[0].title]


def test_a_portal_without_an_answer_is_silent(tmp_path: Path) -> None:
    folder = portal_file(tmp_path / "portals", "gone", [("listing", "http://127.0.0.1:9/")], ["127.0.0.1"], more="allow_private = true")
    done = crawl("gone", tmp_path / "a", "--portals", folder, "--set", "RETRY_BACKOFF=0.01")
    assert done.code == 4 and "no seed" in done.summary["end"]


def test_the_demonstration_is_not_crawled_again_when_it_could_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "collections").write_bytes(b"")
    ended = fangzhi("crawl", "demo", "--archive", tmp_path / "data", timeout=60)
    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) == 1, ended.stderr


def test_scrapy_knows_the_portals(tmp_path: Path, demo: DemoServer) -> None:
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], capture_output=True, text=True, cwd=REPOSITORY, timeout=60, env=environment(), check=False)
    assert {"demo", "zhejiang", "zhejiang-en"} <= set(listed.stdout.split()), listed.stderr
    pins = f"RESOLVE=demo.fangzhi.example:80:127.0.0.1:{demo.port}"
    done = subprocess.run([*scrapy, "crawl", "demo", "-s", f"ARCHIVE_DIR={tmp_path}", "-s", pins], capture_output=True, text=True,
                          cwd=REPOSITORY, timeout=120, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert urls(tmp_path) == Counter(one.url for one in ARTICLES)


def test_the_truth_of_the_demonstration_is_worth_testing_by() -> None:
    assert len(ARTICLES) >= 40 and isinstance(ARTICLES[0], Truth)
