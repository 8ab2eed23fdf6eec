"""Who may ask, and what a page may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from archive.layout import Archive
from crawler.commands.serve import serve
from crawler.room.safety import Rules, is_loopback, names_of
from tests.room.conftest import Room


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8081", "localhost.evil:8080", "", "[::1]:80"])
def test_other_names_get_no_answer(hall: Room, host: str) -> None:
    assert hall.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"])
def test_own_names_do(hall: Room, host: str) -> None:
    assert hall.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", "/search?words=-a", "/static/room.css", "/api/articles"])
def test_every_answer_says_what_a_page_may_do(hall: Room, path: str) -> None:
    headers = hall.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"] and "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_a_room_past_loopback_asks_for_its_token(opening: Callable[..., Room]) -> None:
    room = opening(token="geheim")
    assert room.get("/").status_code == 401
    assert room.get("/?token=falsch").status_code == 401
    assert room.get("/", headers={"Authorization": "Bearer falsch"}).status_code == 401
    assert room.get("/", headers={"Authorization": "Bearer geheim"}).status_code == 200
    shown = room.get("/search?token=geheim")
    assert (shown.status_code, shown.headers["location"]) == (303, "/search")
    assert "HttpOnly" in shown.headers["set-cookie"] and "SameSite=strict" in shown.headers["set-cookie"]
    assert room.get("/search").status_code == 200


@pytest.mark.parametrize("form", [{}, {"portal": "demo"}, {"portal": "demo", "csrf": "guessed"}])
def test_nothing_is_started_without_the_token_of_our_own_pages(hall: Room, form: dict[str, str]) -> None:
    assert hall.client.post("/crawls", data=form).status_code == 403


def test_nothing_is_started_from_another_site(hall: Room) -> None:
    form = {"portal": "demo", "csrf": hall.rules.csrf}
    assert hall.client.post("/crawls", data=form, headers={"Origin": "http://evil.example"}).status_code == 403


def test_a_portal_that_no_file_describes_is_not_started(hall: Room) -> None:
    form = {"portal": "../../etc", "csrf": hall.rules.csrf}
    assert hall.client.post("/crawls", data=form, headers={"Origin": "http://127.0.0.1:8080"}).status_code == 404


def test_a_read_only_room_writes_nothing_and_starts_nothing(opening: Callable[..., Room]) -> None:
    room = opening(read_only=True)
    root = room.reading.archive.root
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert room.get("/search?words=会议").status_code == 200
    assert room.client.post("/crawls", data={"portal": "demo", "csrf": room.rules.csrf}).status_code == 403
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize("file", ["../notes.txt", "notes.txt/../../x", "/etc/passwd", "archive/../../../x"])
def test_a_line_cannot_name_a_file_outside_its_collection(hall: Room, file: str) -> None:
    from archive.errors import ArchiveError

    with pytest.raises(ArchiveError):
        hall.reading.line("zhejiang", file, 0, 10)


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True),
                                                ("0.0.0.0", False), ("192.168.1.2", False), ("example.org", False), ("::", False)])
def test_what_only_this_machine_can_reach(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_names_of_a_room() -> None:
    assert names_of("0.0.0.0", 80, ["Archive.example"]) == {"localhost", "localhost:80", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:80",
                                                           "archive.example", "archive.example:80"}


def test_a_read_only_room_shows_the_index_that_lies_there(opening: Callable[..., Room]) -> None:
    opening().client.__exit__(None, None, None)
    room = opening(read_only=True)
    assert room.reading.index.parent == room.reading.archive.root
    before = room.reading.index.stat().st_mtime_ns
    assert "浙江省政府" in room.get("/search?words=会议").text
    assert room.reading.index.stat().st_mtime_ns == before


@pytest.mark.parametrize("origin", ["http://127.0.0.1:9999", "http://localhost:9999", "null", "", "http://evil.example"])
def test_played_pages_and_other_sites_start_nothing_even_with_the_form_s_token(opening: Callable[..., Room], origin: str) -> None:
    room = opening(stage=9999)
    form = {"portal": "nowhere", "csrf": room.rules.csrf}
    assert room.client.post("/crawls", data=form, headers={"Origin": origin}).status_code == 403


def test_what_the_address_asks_besides_the_token_is_kept_and_leads_to_no_other_site(opening: Callable[..., Room]) -> None:
    room = opening(token="中 文;=")
    shown = {"token": "中 文;="}
    assert room.get("/search", params={"words": "会议", **shown}).headers["location"] == "/search?words=%E4%BC%9A%E8%AE%AE"
    found = room.client.get("http://127.0.0.1:8080//evil.example/", params=shown, follow_redirects=False)
    assert found.headers["location"] == "/evil.example/"
    assert "中" not in found.headers["set-cookie"] and room.get("/").status_code == 200


def test_a_room_that_listens_everywhere_has_the_names_of_addresses_in_figures() -> None:
    rules = Rules(names=names_of("0.0.0.0", 8080), addresses=frozenset({8080, 8081}))
    told = {host: rules.knows(host) for host in ("192.168.1.5:8080", "[fe80::1]:8081", "192.168.1.5:80", "evil.example:8080", "1.2.3.4")}
    assert list(told.values()) == [True, True, False, False, False]


def test_an_empty_token_is_refused(archive: Archive) -> None:
    answer = CliRunner().invoke(serve, [str(archive.root), "--port", "0", "--token", " "])
    assert answer.exit_code == 2 and "--token" in answer.output
