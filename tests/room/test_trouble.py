"""What goes wrong under an open room: an index that is deleted or damaged, lines that are none, many readers at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest

from archive.finding import intake
from tests.finding.test_search import ARTICLES, line_of, write
from tests.room.conftest import Room

ASKED = "/search?words=会议"


def answered(room: Room, path: str, seconds: float = 20.0) -> Any:
    """The first answer from a whole index."""
    end = time.monotonic() + seconds
    while (answer := room.get(path)).status_code == 503 or not room.reading.in_step:
        if time.monotonic() > end:
            break
        time.sleep(0.02)
    return room.get(path) if answer.status_code == 200 else answer


def test_an_index_that_is_deleted_is_made_again(own_hall: Room) -> None:
    assert own_hall.get(ASKED).status_code == 200
    for ending in ("", "-wal", "-shm"):
        own_hall.reading.index.with_name(own_hall.reading.index.name + ending).unlink(missing_ok=True)
    assert "1</strong> hits" in answered(own_hall, ASKED).text


@pytest.mark.parametrize("path", [ASKED, "/", "/changes", "/api/coverage"])
def test_an_index_that_is_damaged_is_said_so_and_made_again(own_hall: Room, path: str) -> None:
    assert own_hall.get(path).status_code == 200
    size = own_hall.reading.index.stat().st_size
    for ending in ("-wal", "-shm"):
        own_hall.reading.index.with_name(own_hall.reading.index.name + ending).unlink(missing_ok=True)
    own_hall.reading.index.write_bytes(b"\x00 no database \xff" * (size // 14))
    first = own_hall.get(path)
    assert first.status_code in (200, 503) and "Traceback" not in first.text
    assert answered(own_hall, path).status_code == 200


WRONG: tuple[dict[str, Any], ...] = (
    {"title": {"a": 1}}, {"version": "1"}, {"version": 10**18}, {"version": True}, {"date": "2024-13-45"}, {"date": 7}, {"body": []},
    {"captured_at": "yesterday"}, {"captured_at": "2024-01-01T00:00:00"}, {"breadcrumb": "首页"}, {"attachments": None}, {"url": None},
    {"source": {}})


@pytest.mark.parametrize("line", [
    b"{", b"[]", b"null", b'"text"', b"{}", b'{"id": 1}', b"\xff\xfe", b'{"captured_at": "x"}',
    *(orjson.dumps(line_of(*ARTICLES[0]) | {"id": "zhejiang:other"} | wrong) for wrong in WRONG)])
@pytest.mark.parametrize("folder", ["articles", "events", "problems"])
def test_lines_that_are_none_are_passed_over(own_hall: Room, folder: str, line: bytes) -> None:
    archive = own_hall.reading.archive
    with archive.collection("zhejiang").line_files(folder)[0].open("ab") as file:
        file.write(line + b"\n")
    write(archive, line_of("zhejiang", 9, "其后一行", "正文。", "2024-04-01", "zh-Hans", None))
    intake.update(archive, own_hall.reading.index, zone_of=own_hall.reading.zone_of)
    assert "1</strong> hits" in own_hall.get("/search?words=其后一行").text
    assert own_hall.get("/api/articles/zhejiang:other").status_code == 404


def test_twenty_readers_are_answered_while_lines_are_taken_in(own_hall: Room) -> None:
    archive = own_hall.reading.archive
    for number in range(10, 24):
        write(archive, line_of("zhejiang", number, "并发检索", "正文。" * 200, "2024-04-01", "zh-Hans", None))
    paths = ("/", ASKED, "/changes", "/portals/zhejiang", "/api/articles") * 8
    with ThreadPoolExecutor(21) as readers:
        taken = readers.submit(intake.update, archive, own_hall.reading.index, zone_of=own_hall.reading.zone_of)
        assert {answer.status_code for answer in readers.map(own_hall.get, paths)} == {200}
        taken.result()
    assert "14</strong> hits" in own_hall.get("/search?words=并发检索").text


def test_a_line_that_is_cut_from_its_file_leaves_a_page_that_says_so(own_hall: Room) -> None:
    path = own_hall.reading.archive.collection("zhejiang").line_files("articles")[0]
    path.write_bytes(path.read_bytes()[:40])
    assert own_hall.get("/articles/zhejiang:aaaaaaaaaaaaaaac").status_code == 410
    assert own_hall.get(ASKED).status_code == 200


def test_files_that_were_replaced_are_answered_from_the_old_index_until_the_new_one_is_whole(own_hall: Room) -> None:
    archive, answers = own_hall.reading.archive, []
    path = archive.collection("zhejiang").line_files("articles")[0]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if "亚运会".encode() not in line))
    with ThreadPoolExecutor(1) as keeper:
        taken = keeper.submit(intake.update, archive, own_hall.reading.index, zone_of=own_hall.reading.zone_of)
        while not taken.done():
            answers.append(own_hall.get("/search?words=亚运会"))
    assert taken.result().anew and answers
    assert all(answer.status_code == 200 for answer in answers) and "1</strong> hits" in answers[0].text
    assert "1</strong> hits" not in own_hall.get("/search?words=亚运会").text


@pytest.mark.parametrize("path", ["/changes/99999999999999999999", "/clusters/99999999999999999999", "/crawls/99999999999999999999",
                                  "/portals/zhejiang/days/0001-01-01", "/portals/zhejiang/days/9999-12-31", f"/portals/{'a' * 5000}",
                                  f"/articles/{'a' * 9000}", "/portals/a%00b", "/search?words=%ff%fe%ed%a0%80", "/search?offset=999999999",
                                  f"/at?url={'a' * 9000}", "/archived?url=http://x/%00", "/timegate/nothing", "/timemap/link/http://x.cn/",
                                  "/changes?before=2024-01-01T00:00:00Z!999999999999999999", "/search?since=0001-01-01&until=9999-12-31"])
def test_whatever_is_asked_is_no_error_of_the_room(hall: Room, path: str) -> None:
    assert hall.get(path).status_code < 500


def test_an_article_without_a_portal_file_and_with_a_name_in_chinese_is_shown(opening: Callable[..., Room], archive: Any) -> None:
    write(archive, line_of("浙江 省", 1, "标题", "正文。", "2024-04-01", "zh-Hans", None))
    room = opening()
    for path in ("/", "/portals/浙江 省", "/articles/浙江 省:aaaaaaaaaaaaaaab", "/search?portal=浙江 省", "/portals/浙江 省/problems",
                 "/portals/浙江 省/days/2026-03-02", "/api/coverage/浙江 省", "/api/articles/浙江 省:aaaaaaaaaaaaaaab/versions"):
        answer = room.get(path)
        assert answer.status_code == 200, path
        assert "标题" in answer.text or "浙江" in answer.text or answer.json()["items"]
