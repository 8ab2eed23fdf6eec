"""`fangzhi index` and `fangzhi wacz` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.layout import Archive, Collection
from archive.lock import locked
from crawler.cli import run
from crawler.tables import counted
from tests.packages.opened import opened
from tests.warc.exchanges import NOON, answer, captured, later
from tests.warc.keeping import kept


@pytest.fixture
def collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Collection]:
    monkeypatch.chdir(tmp_path)
    found = [Archive(tmp_path / "data").collection(name) for name in ("zj", "浙江 新闻")]
    for one in found:
        one.create()
        kept(one.path, captured(answer(one.name.encode()), url=f"http://{len(one.name)}.example/"))
    return found


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = run([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_index_says_what_it_did_and_does_it_once(collections: list[Collection], capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "index", "data") == (
        0, "zj: written, 1 WARC file, 1 record to show\n浙江 新闻: written, 1 WARC file, 1 record to show\n", "")
    code, out, _ = told(capsys, "index", "data", "--json", "--collection", "浙江 新闻")
    assert (code, json.loads(out)) == (0, {"collections": [{
        "collection": "浙江 新闻", "index": str(collections[1].indexes / "index.cdxj"), "written": False, "files": 1, "records": 1}]})


def test_index_passes_over_a_collection_that_is_written_to(collections: list[Collection], capsys: pytest.CaptureFixture[str]) -> None:
    with locked(collections[0].lock):
        code, out, err = told(capsys, "index", "data")
    assert (code, out) == (3, "浙江 新闻: written, 1 WARC file, 1 record to show\n")
    assert "is writing to this collection; wait until it ends" in err and err.count("\n") == 1
    assert not (collections[0].indexes / "index.cdxj").exists()


@pytest.mark.parametrize("given", ["data", "data/collections/zj"])
def test_a_package_lands_in_the_current_folder(collections: list[Collection], capsys: pytest.CaptureFixture[str], tmp_path: Path,
                                               given: str) -> None:
    name, files = ("data", 2) if given == "data" else ("zj", 1)
    with locked(collections[0].lock):  # a crawl may go on meanwhile
        code, out, err = told(capsys, "wacz", given)
    path = tmp_path / f"{name}.wacz"
    assert (code, err) == (0, "")
    assert out.startswith(f"{path}: {counted(files, 'WARC file')}, {counted(files, 'record')} to show, 0 pages, ")
    assert opened(path).package["title"] == ("zj, 浙江 新闻" if files == 2 else "zj")


def test_options_decide_title_file_and_time(collections: list[Collection], capsys: pytest.CaptureFixture[str], tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    kept(collections[0].path, captured(answer(b"new"), url="http://new.example/", started=later(86_400)))
    code, out, _ = told(capsys, "wacz", "data", "--collection", "zj", "--since", f"{NOON.date().replace(day=2)}", "-o", "out.wacz",
                        "--title", "标题", "--json")
    assert code == 0
    summary = json.loads(out)
    assert summary == {"file": str(tmp_path / "out.wacz"), "files": 1, "records": 1, "pages": 0, "bytes": summary["bytes"], "orphans": 0}
    package = opened(tmp_path / "out.wacz")
    assert (package.package["title"], package.package["created"]) == ("标题", "2027-01-15T08:00:00Z")
    assert [line["url"] for _, _, line in package.lines] == ["http://new.example/"]


@pytest.mark.parametrize(("words", "wanted"), [
    (["nowhere"], "nowhere: neither an archive (no collections/NAME/archive in it) nor a collection of one"),
    (["data", "--since", "yesterday"], "'yesterday': expected a day as 2024-03-05"),
    (["data", "--since", "2030-01-01"], "nothing was captured since 2030-01-01; no package was written"),
    (["data", "-o", "no/such/folder.wacz"], "no/such: no such folder"),
    (["data", "--collection", "hunan"], "'hunan': no such collection; there are zj, 浙江 新闻")])
def test_bad_input_is_one_line_and_leaves_nothing(collections: list[Collection], capsys: pytest.CaptureFixture[str], tmp_path: Path,
                                                  words: list[str], wanted: str) -> None:
    code, out, err = told(capsys, "wacz", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert wanted in err
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
