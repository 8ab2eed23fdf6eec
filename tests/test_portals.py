"""`fangzhi portals`, and the options that it shares with other commands."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from crawler import cli
from crawler.commands.options import archive_option, limit_option, portals_option, resolve_option, set_option, since_option
from crawler.portal_files.loader import BUNDLED, load_portal
from crawler.tables import bytes_in_words, table

GOOD = 'title = "示例省"\nlanguage = "zh-Hans"\nhosts = ["www.example.cn"]\n[[seeds]]\nurl = "http://www.example.cn/"\n'
BUNDLED_COUNT = len([*BUNDLED.glob("*.toml")])

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "example.toml").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.toml"
    path.write_text('title = "x"\nlanguage = "zh"\nhosts = ["a.cn"]\n[[seeds]]\nurl = "http://a.cn/"\n[[seeds]]\nkind = "lst"\n'
                    'url = "http://a.cn/2"\n', encoding="utf-8")
    return path


def test_the_table_shows_every_portal_with_host_and_title(capsys: Captured, folder: Path) -> None:
    assert cli.run(["portals", "--portals", str(folder)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["name", "language", "family", "seeds", "verified", "hosts", "title"]
    assert len(rows) == BUNDLED_COUNT + 1
    assert next(row.split() for row in rows if row.startswith("example")) == [
        "example", "zh-Hans", "-", "1", "yes", "www.example.cn", "示例省"]


def test_the_list_as_json_is_one_document(capsys: Captured, folder: Path) -> None:
    assert cli.run(["portals", "--portals", str(folder), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"name": "example", "title": "示例省", "language": "zh-Hans", "hosts": ["www.example.cn"], "family": None, "seeds": 1,
            "unverified": False} in rows


def test_a_check_of_good_files_counts_them_and_ends_with_0(capsys: Captured, folder: Path) -> None:
    assert cli.run(["portals", "check"]) == 0
    assert capsys.readouterr().out == f"{BUNDLED_COUNT} portal files, no faults\n"
    assert cli.run(["portals", "check", str(folder / "example.toml")]) == 0
    assert capsys.readouterr().out == "1 portal file, no faults\n"


def test_a_check_prints_a_line_a_fault_and_ends_with_2(capsys: Captured, faulty: Path) -> None:
    assert cli.run(["portals", "check", str(faulty)]) == 2
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{faulty}:2: language: expected Chinese with its script: zh-Hans or zh-Hant, not 'zh'",
        f"{faulty}:7: seeds[1].kind: expected one of listing, sitemap, feed, page, site, not 'lst'"]
    assert err == "1 portal file, 2 faults\n"


@pytest.mark.parametrize("args", [["portals", "check", "--portals"], ["portals", "--portals"]])
def test_a_check_without_files_takes_the_added_folders_too(capsys: Captured, faulty: Path, args: list[str]) -> None:
    rest = ["check"] if "check" not in args else []
    assert cli.run([*args, str(faulty.parent), *rest]) == 2
    assert "faulty.toml:2: language" in capsys.readouterr().out


def test_a_check_as_json_holds_every_fault(capsys: Captured, faulty: Path) -> None:
    assert cli.run(["portals", "check", "--json", str(faulty)]) == 2
    assert json.loads(capsys.readouterr().out) == {"files": 1, "faults": [
        {"file": str(faulty), "line": 2, "key": "language", "expected": "Chinese with its script: zh-Hans or zh-Hant, not 'zh'"},
        {"file": str(faulty), "line": 7, "key": "seeds[1].kind",
         "expected": "one of listing, sitemap, feed, page, site, not 'lst'"}]}


def test_a_file_that_is_not_there_is_a_fault(capsys: Captured) -> None:
    assert cli.run(["portals", "check", "no/such.toml"]) == 2
    assert capsys.readouterr().out == "no/such.toml: expected a file that can be read (No such file or directory)\n"


def test_what_show_prints_can_be_saved_as_a_portal_file(capsys: Captured, folder: Path) -> None:
    assert cli.run(["portals", "show", "example", "--portals", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert 'timezone = "Asia/Shanghai"' in shown
    assert "delay = 2.0" in shown
    (folder / "again.toml").write_text(shown, encoding="utf-8")
    assert load_portal(folder / "again.toml").seeds == load_portal(folder / "example.toml").seeds


def test_show_as_json_holds_every_value(capsys: Captured, folder: Path) -> None:
    assert cli.run(["portals", "--portals", str(folder), "show", "--json", "example"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["politeness"]["delay"], shown["family"]) == ("example", 2.0, None)
    assert shown["digest"].startswith("sha256:")


def test_faulty_files_end_the_table_with_their_faults(capsys: Captured, faulty: Path) -> None:
    assert cli.run(["portals", "--portals", str(faulty.parent)]) == 2
    assert capsys.readouterr().err.count("faulty.toml") == 2


@click.command()
@archive_option
@portals_option
@resolve_option
@set_option
@since_option
@limit_option
def echo(**options: object) -> None:
    click.echo(json.dumps(options, default=str))


def test_options_have_defaults_and_the_archive_one_from_the_environment(tmp_path: Path) -> None:
    run = CliRunner().invoke(echo, [], env={"FANGZHI_ARCHIVE": None})
    assert json.loads(run.output) == {
        "archive": "data", "portals": [], "resolve": [], "settings": [], "since": None, "limit": None}
    run = CliRunner().invoke(echo, [], env={"FANGZHI_ARCHIVE": str(tmp_path)})
    assert json.loads(run.output)["archive"] == str(tmp_path)


def test_options_give_checked_text() -> None:
    run = CliRunner().invoke(echo, ["--resolve", "a.cn:80:127.0.0.1:8080", "--resolve", "b.cn:443:[::1]", "--set", "A_B=c=d",
                                    "--since", "2024-02-29", "--limit", "3"])
    got = json.loads(run.output)
    assert (got["resolve"], got["settings"], got["since"], got["limit"]) == (
        ["a.cn:80:127.0.0.1:8080", "b.cn:443:[::1]"], [["A_B", "c=d"]], "2024-02-29", 3)


@pytest.mark.parametrize(("args", "words"), [
    (["--since", "2023-02-29"], "expected a day as 2024-03-05"), (["--since", "20240101"], "expected a day"),
    (["--since", "２０２４-01-01"], "expected a day"), (["--limit", "0"], "0 is not in the range"),
    (["--set", "A"], "expected NAME=VALUE"), (["--set", "=1"], "expected NAME=VALUE"), (["--set", "a=1"], "NAME in capitals"),
    (["--resolve", "a.cn"], "expected HOST:PORT:ADDRESS"), (["--resolve", "a.cn:80:b.cn"], "is a name, not an address"),
    (["--resolve", "a.cn:99999:127.0.0.1"], "port 99999"),
    (["--portals", "/no/such"], "does not exist")])
def test_malformed_options_say_what_was_expected(args: list[str], words: str) -> None:
    run = CliRunner().invoke(echo, args)
    assert run.exit_code == 2
    assert words in run.output


def test_wide_characters_take_two_cells_of_a_table() -> None:
    assert table(("name", "n"), [("浙江", "1"), ("x\x1b[0m", "1000")], numbers=[1]) == (
        "name         n\n浙江         1\nx\\x1b[0m  1000")


@pytest.mark.parametrize(("number", "words"), [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1449, "1.4 kB"), (9_960, "10 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"),
    (23_400_000, "23 MB"), (5_000_000_000, "5.0 GB"), (10**18, "1000000 TB")])
def test_bytes_are_told_in_words(number: int, words: str) -> None:
    assert bytes_in_words(number) == words
