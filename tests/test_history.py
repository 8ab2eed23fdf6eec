"""An article's life: every version and observation in the order of time, found by id and by any spelling of its addresses."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from archive.changed.altered import altered
from archive.changed.diff import after, before
from archive.dedup import article_id
from archive.errors import NotFound
from archive.history.changes import Span, changes
from archive.history.life import lives
from archive.layout import opened
from crawler import cli
from tests.lines_kit import Lines

OLD = "第一段。\n\n会议十分重要，增长12.5%。\n\n末段。"
NEW = "第一段。\n\n会议非常重要，增长13.5%。\n\n末段。"
HOSTILE = "<script>alert(1)</script>\"'&\x1b[31m\u202e</dd>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    lines = Lines(root)
    lines.article("art/1.html", body=OLD, hours=1)
    lines.event("first-seen", "art/1.html", hours=1, version=1, status=200, reason="address")
    lines.article("art/2.html", title="另一篇", hours=2)
    lines.event("gone", "art/1.html", hours=30, status=404)
    lines.event("back", "art/1.html", hours=50, status=200)
    lines.article("art/1.html", version=2, body=NEW, title="新标题", hours=60)
    lines.event("edited", "art/1.html", hours=60, version=2, status=200, reason="address")
    lines.event("duplicate", "copy/9.html", of="art/1.html", hours=70, version=2)
    lines.event("duplicate", "art/99.html", of="art/2.html", hours=71, version=1)
    Lines(root, "henan").article("art/1.html", hours=3)
    return root


def life(root: Path, what: str) -> Any:
    (found,) = lives(opened(root)[1], what)
    return found


ID = article_id("zhejiang", "art/1.html")


@pytest.mark.parametrize("what", [
    ID, "https://www.zhejiang.gov.cn/art/1.html", "http://zhejiang.gov.cn/art/1.html", "https://www.zhejiang.gov.cn/copy/9.html",
])
def test_a_life_is_told_in_order(root: Path, what: str) -> None:
    found = life(root, what)
    assert found.id == ID
    assert [(one.event, one.line and one.line["version"]) for one in found.moments] == [
        ("first-seen", 1), ("gone", None), ("back", None), ("edited", 2), ("duplicate", None)]
    assert all(one.warc["record_id"] for one in found.moments)


def test_a_version_whose_event_a_kill_kept_from_disk_is_told(root: Path) -> None:
    found = life(root, article_id("zhejiang", "art/2.html"))
    assert [(one.event, one.line and one.line["version"]) for one in found.moments] == [("first-seen", 1), ("duplicate", None)]


def test_an_address_that_never_was_an_article_has_its_observations(tmp_path: Path) -> None:
    lines = Lines(tmp_path)
    lines.event("blocked", "art/7.html", status=521)
    path = next(lines.collection.path.glob("events/*.jsonl"))
    path.write_text(path.read_text().replace(f'"{article_id("zhejiang", "art/7.html")}"', "null"))
    found = life(tmp_path, "https://www.zhejiang.gov.cn/art/7.html")
    assert (found.id, [one.event for one in found.moments]) == (None, ["blocked"])


@pytest.mark.parametrize("what", ["zhejiang:aaaaaaaaaaaaaaaa", "https://www.zhejiang.gov.cn/art/3.html", "nothing", "", "昆明:", "http://["])
def test_what_is_not_there_is_said(root: Path, what: str) -> None:
    with pytest.raises(NotFound, match="no article with this"):
        lives(opened(root)[1], what)


def test_damaged_lines_do_not_hinder(root: Path) -> None:
    lines = Lines(root)
    lines.raw("events", f'{{"id": "{ID}", no json\n'.encode())
    lines.raw("articles", f'"{ID}"\n'.encode())
    assert len(life(root, ID).moments) == 5


def test_what_was_altered_is_told_field_by_field(root: Path) -> None:
    old, new = life(root, ID).versions
    changed = altered(old, new)
    assert [one.field for one in changed] == ["title", "body"]
    assert (before(changed[1].pieces), after(changed[1].pieces)) == (OLD, NEW)
    assert altered(old, old | {"images": [{"url": "https://x.cn/1.jpg"}], "breadcrumb": ["a"]})[0].field == "breadcrumb"
    assert altered(old | {"author": None}, old | {"author": ""}) == []


def run(*arguments: object) -> int:
    return cli.run([str(one) for one in arguments])


def test_history_in_the_terminal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", root, ID) == 0
    shown = capsys.readouterr().out
    assert "[-十分-]{+非常+}" in shown and "[-12.5%-]{+13.5%+}" in shown
    assert re.search(r"gone  status 404\n  https://www.zhejiang.gov.cn/art/1.html\n  archive/\S+ byte \d+  urn:uuid:", shown)


def test_history_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", root, "https://www.zhejiang.gov.cn/art/1.html", "--json") == 0
    (article,) = json.loads(capsys.readouterr().out)["articles"]
    assert [one["event"] for one in article["moments"]] == ["first-seen", "gone", "back", "edited", "duplicate"]
    assert article["moments"][3]["changes"][0] == {"field": "title", "diff": [["insert", "新"], ["equal", "标题"]]}
    assert [one["version"] for one in article["versions"]] == [1, 2]


class Tags(HTMLParser):
    """Names of the tags, and whatever could load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.active += [name for name, value in attrs if name.startswith("on") or name == "src"
                        or (name == "href" and not (value or "").startswith(("http://", "https://")))]


def test_history_as_a_page_escapes_everything_and_loads_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(tmp_path / "a")
    lines.article("x", title=HOSTILE, body="旧" + HOSTILE)
    lines.article("x", version=2, title=HOSTILE, body="新" + HOSTILE)
    lines.event("gone", "x", reason=HOSTILE)
    assert run("history", tmp_path / "a", article_id("zhejiang", "x"), "--html", tmp_path / "life.html") == 0
    page = (tmp_path / "life.html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.names and tags.active == []
    assert "<del>旧</del><ins>新</ins>" in page
    assert run("history", tmp_path / "a", article_id("zhejiang", "x"), "--html") == 0
    assert capsys.readouterr().out == page
    assert run("history", tmp_path / "a", article_id("zhejiang", "x")) == 0
    assert not set("\x1b\u202e") & set(capsys.readouterr().out)


def test_history_of_nothing_ends_with_2(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", root, "https://nowhere.cn/") == 2
    assert run("history", root, ID, "--json", "--html") == 2
    assert run("history", tmp_path / "none", ID) == 2
    assert capsys.readouterr().err.count("\n") == 3


@pytest.mark.parametrize(("options", "expected"), [
    ([], ["first-seen", "gone", "back", "edited", "duplicate", "duplicate"]),
    (["--kind", "edited,gone"], ["gone", "edited"]),
    (["--kind", "edited", "--kind", "back"], ["back", "edited"]),
    (["--since", "2026-11-03"], ["back", "edited", "duplicate", "duplicate"]),
    (["--until", "2026-11-02"], ["first-seen", "gone"]),
    (["--portal", "henan"], []),
])
def test_changes_across_portals(root: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: list[str]) -> None:
    assert run("changes", root, *options) == 0
    assert [line.split("  ")[2].strip() for line in capsys.readouterr().out.splitlines()] == expected
    assert run("changes", root, *options, "--json") == 0
    assert [one["event"] for one in json.loads(capsys.readouterr().out)] == expected


def test_changes_of_several_portals_are_in_the_order_of_time(tmp_path: Path) -> None:
    for name, hours in (("a", (5, 1, 9)), ("b", (2, 8, 3))):
        lines = Lines(tmp_path, name)
        for hour in hours:
            lines.event("gone", f"{hour}", hours=hour)
    found = [one["url"][-1] for one in changes(opened(tmp_path)[1], Span(), print)]
    assert found == ["1", "2", "3", "5", "8", "9"]


def test_changes_have_the_titles_of_their_articles(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changes", root, "--kind", "gone", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["title"] == "新标题"


def test_changes_tell_how_much_an_edit_changed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changes", root, "--kind", "edited") == 0
    assert capsys.readouterr().out.rstrip().endswith("art/1.html  status 200  title -0 +1  body -3 +3")
    assert run("changes", root, "--kind", "edited,back", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["changes"] for one in told] == [
        None, [{"field": "title", "deleted": 0, "inserted": 1}, {"field": "body", "deleted": 3, "inserted": 3}]]


def test_what_an_edit_says_of_itself_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(tmp_path)
    lines.article("x", body=OLD)
    lines.event("first-seen", "x", version=1)
    lines.event("edited", "x", version=1, changed="date", cosmetic=False, deleted=1, inserted=1, diff="date: [-5-]{+6+}", facts="ab")
    lines.article("x", version=2, body=OLD.replace("，", ","))
    lines.event("edited", "x", version=2, changed="title,body", cosmetic=True, deleted=0, inserted=0, diff="[-，-]{+,+}", facts="cd")
    assert run("changes", tmp_path, "--kind", "edited") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("/x  date -1 +1  date: [-5-]{+6+}") and second.endswith("/x  cosmetic: title, body  [-，-]{+,+}")
    assert run("history", tmp_path, article_id("zhejiang", "x")) == 0
    shown = capsys.readouterr().out
    assert "edited  date -1 +1\n" in shown and "  date: [-5-]{+6+}\n" in shown and "  body: 第一段。" in shown
    assert run("history", tmp_path, article_id("zhejiang", "x"), "--html") == 0
    assert "<p>date: [-5-]{+6+}</p>" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "expected"), [
    (["--kind", "vanished"], "expected some of first-seen,edited"), (["--since", "gestern"], "expected a day"),
    (["--portal", "x"], "no such portal"),
])
def test_changes_asked_wrongly(root: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: str) -> None:
    assert run("changes", root, *options) == 2
    assert expected in capsys.readouterr().err


def test_an_event_line_that_cannot_be_read_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Lines(root).raw("events", b"{}\n")
    assert run("changes", root) == 3
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 6
    assert re.search(r"\.jsonl: byte \d+: not a line of the form fangzhi/event/1; left out", told.err)
