"""The door `fangzhi`: what it prints, where, and with which exit code it ends."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from scrapy.settings import Settings

from archive.errors import ArchiveError, BadRecord, Locked, NotFound, NotWritable
from crawler import VERSION, cli
from crawler.commands.crawl import settings_of
from crawler.loading import loading
from crawler.overrides import BadSetting, overridden
from crawler.portal_files.loader import PortalError
from crawler.settings import USER_AGENT, user_agent
from crawler.spider import PortalSpider
from tests.crawling import command, environment

ROOT = Path(__file__).parents[1]
Fail = Callable[[BaseException], int]


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Runs a command that ends with this error; gives the exit code."""

    def fail(error: BaseException, *options: str) -> int:
        @click.command()
        def failing() -> None:
            raise error

        monkeypatch.setattr(cli.Commands, "get_command", lambda self, ctx, name: failing)
        return cli.run([*options, "failing"])

    return fail


def _fangzhi(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "crawler", *args], capture_output=True, text=True, check=False,
                          env={**os.environ, **env}, cwd=ROOT)


ENDS = [
    (RuntimeError("boom\x1b[2J"), 1, "fangzhi: a bug: RuntimeError: boom\\x1b[2J ("),
    (OSError(5, "Input/output error"), 1, "fangzhi: a bug: OSError: [Errno 5] Input/output error ("),
    (OSError(28, "No space left on device", "/tmp/x"), 3, "fangzhi: /tmp/x: No space left on device; make room"),
    (OSError(28, "No space left on device"), 3, "fangzhi: what this command writes: No space left on device; make room"),
    (PortalError(["a: expected b"]), 2, "fangzhi: a: expected b"),
    (click.UsageError("no such thing"), 2, "fangzhi: no such thing (see fangzhi failing --help)"),
    (BadSetting("--set X: there is no such setting"), 2, "fangzhi: --set X: there is no such setting"),
    (NotFound("data/x: no such collection"), 2, "fangzhi: data/x: no such collection"),
    (BadRecord("x.warc.gz at 7: no record"), 2, "fangzhi: x.warc.gz at 7: no record"),
    (ArchiveError("odd"), 2, "fangzhi: odd"),
    (NotWritable("data/x: disk full"), 3, "fangzhi: data/x: disk full"),
    (Locked("data/x: process 7 writes"), 3, "fangzhi: data/x: process 7 writes"),
    (KeyboardInterrupt(), 5, "fangzhi: interrupted"),
]


@pytest.mark.parametrize(("error", "code", "line"), ENDS, ids=lambda value: type(value).__name__)
def test_every_error_is_one_line_on_stderr_and_has_its_exit_code(
        fail: Fail, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str) -> None:
    assert fail(error) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(line)
    assert err.count("\n") == 1


def test_sigterm_ends_a_command_as_ctrl_c_does(tmp_path: Path) -> None:
    os.mkfifo(page := tmp_path / "page.html")
    process = subprocess.Popen(command("extract", page), stderr=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)
    with page.open("wb"):  # it is there to read it, and waits for more
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (5, "fangzhi: interrupted\n")


def test_every_fault_of_a_portal_file_is_a_line(fail: Fail, capsys: pytest.CaptureFixture[str]) -> None:
    assert fail(PortalError(["a: expected b", "c: expected d"])) == 2
    assert capsys.readouterr().err == "fangzhi: a: expected b\nfangzhi: c: expected d\n"


def test_a_bug_shows_its_traceback_on_demand(
        fail: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    fail(RuntimeError("boom"), "--debug")
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("FANGZHI_DEBUG", "1")
    fail(RuntimeError("boom"))
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("FANGZHI_DEBUG", "0")
    fail(RuntimeError("boom"))
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(("returned", "code"), [(None, 0), (0, 0), (4, 4)])
def test_a_command_returns_its_exit_code(monkeypatch: pytest.MonkeyPatch, returned: int | None, code: int) -> None:
    monkeypatch.setattr(cli.Commands, "get_command", lambda self, ctx, name: click.command()(lambda: returned))
    assert cli.run(["anything"]) == code


@pytest.mark.parametrize("args", [["nonsense"], ["--nonsense"], ["portals", "--json", "nonsense"], ["portals", "show"],
                                  ["portals", "show", "no-such-portal"], ["portals", "--portals", "no/such/folder"]])
def test_wrong_arguments_end_with_2_and_one_line(capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert cli.run(args) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("fangzhi: ")


def test_without_a_command_the_help_is_shown_and_the_exit_code_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 2
    assert "Usage: fangzhi" in capsys.readouterr().err


def test_help_and_version_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if f"\n  {name} " not in shown] == []
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"fangzhi {VERSION}\n"


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_of_the_help_is_there_and_says_the_same(name: str) -> None:
    command = cli.Commands().get_command(click.Context(click.Command("x")), name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_help_imports_nothing_heavy() -> None:
    assert _imports("--help") & {"scrapy", "lxml", "twisted", "asyncio", "rich"} == set()


@pytest.mark.parametrize("name", ["portals", "extract"])
def test_only_crawl_imports_scrapy(name: str) -> None:
    assert _imports(name, "--help") & {"scrapy", "twisted"} == set()


@pytest.mark.parametrize("on", [True, False])
def test_whether_circles_are_looked_for_is_as_before_when_modules_are_loaded_or_fail_to(on: bool) -> None:
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        with pytest.raises(ImportError), loading():
            assert not gc.isenabled()
            raise ImportError
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def _imports(*args: str) -> set[str]:
    """What a command has imported at its end."""
    code = f"import sys; from crawler import cli; cli.run({args!r}); print(*sys.modules, file=sys.stderr)"
    return set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stderr.split())


def test_what_reads_pages_loads_before_scrapy_does() -> None:
    assert not {name for name in _imports("crawl", "--help") if name.partition(".")[0] in ("scrapy", "twisted")}


def test_python_m_crawler_is_the_same_door() -> None:
    done = _fangzhi("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"fangzhi {VERSION}\n", "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "portals", "--json"], stdout=writer, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("much", [True, False])
def test_output_that_finds_no_room_is_told_in_one_line(tmp_path: Path, much: bool) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>题目</h1>" + "<p>这是一段正文，说的是一件事情。</p>" * (9000 if much else 0))
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "crawler", "extract", str(page)], stdout=full, stderr=subprocess.PIPE, text=True,
                              check=False, cwd=ROOT)
    assert done.returncode == 3
    assert done.stderr == "fangzhi: what this command writes: No space left on device; make room and run the same command again\n"


def test_output_is_utf_8_in_any_locale() -> None:
    done = subprocess.run([sys.executable, "-m", "crawler", "portals"], capture_output=True, check=False, cwd=ROOT,
                          env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert done.returncode == 0
    assert "浙江省人民政府" in done.stdout.decode("utf-8")


DEFAULTS = {"OBEY": True, "TRIES": 2, "PAUSE": 1.5, "AGENT": "x", "NAMES": ["a"], "TABLE": {}, "NONE": None, "ARTICLE_AGES": [1, 24],
            "ARTICLE_PERIOD": 8760, "CONCURRENT_REQUESTS": 32, "LEASE_SECONDS": 60.0}


@pytest.mark.parametrize(("name", "text", "value"), [
    ("OBEY", "false", False), ("OBEY", "1", True), ("OBEY", "No", False), ("TRIES", "5", 5), ("TRIES", "2.5", 2.5),
    ("TRIES", "-1", -1), ("PAUSE", "3", 3.0), ("AGENT", "a=b, c", "a=b, c"), ("AGENT", "", ""), ("NAMES", "a, b,", ["a", "b"]),
    ("NAMES", '["a,b"]', ["a,b"]), ("NAMES", "", []), ("TABLE", '{"a": 1}', {"a": 1}), ("NONE", "x", "x"),
    ("ARTICLE_AGES", "1, 2.5", [1, 2.5]), ("ARTICLE_AGES", "[0]", [0]), ("ARTICLE_AGES", "", []), ("ARTICLE_PERIOD", "0", 0)])
def test_a_set_value_is_of_the_kind_of_the_default(name: str, text: str, value: object) -> None:
    assert overridden([(name, "7"), (name, text)] if name == "TRIES" else [(name, text)], DEFAULTS) == {name: value}


def test_a_contact_given_for_one_run_is_what_servers_see() -> None:
    options = {"archive": "data", "portals": (), "resolve": (), "limit": None, "since": None}
    told = settings_of({**options, "settings": (("CONTACT", "https://library.example/"),)})
    assert told["USER_AGENT"].endswith("(archival crawler; https://library.example/)")
    told = settings_of({**options, "settings": (("CONTACT", "https://library.example/"), ("USER_AGENT", "ours"))})
    assert told["USER_AGENT"] == "ours"


@pytest.mark.parametrize(("said", "agent"), [
    ({"CONTACT": "https://library.example/"}, user_agent("https://library.example/")), ({}, USER_AGENT),
    ({"CONTACT": "https://library.example/", "USER_AGENT": "ours"}, "ours"), ({"USER_AGENT": "ours"}, "ours")])
def test_scrapy_crawl_takes_the_contact_it_is_given_too(said: dict[str, str], agent: str) -> None:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(said, priority="cmdline")
    PortalSpider.update_settings(settings)
    assert settings["USER_AGENT"] == agent


@pytest.mark.parametrize(("words", "env"), [(["--set", "USER_AGENT=a\r\nX: y"], {}), (["--set", "CONTACT=a\nb"], {}),
                                            ([], {"FANGZHI_CONTACT": "a\r"}), ([], {"FANGZHI_OPERATOR": "a\x1b[2J"})])
def test_what_can_be_sent_in_no_header_is_refused_before_anything_is_asked(tmp_path: Path, words: list[str], env: dict[str, str]) -> None:
    ended = subprocess.run(command("crawl", "demo", "--archive", tmp_path / "a", *words), capture_output=True, text=True, timeout=60,
                           check=False, env=environment(**env))
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1), ended.stderr
    assert "expected one line of text" in ended.stderr and not (tmp_path / "a").exists()


@pytest.mark.parametrize(("name", "text", "words"), [
    ("OBEY", "maybe", "--set OBEY=maybe: expected true or false"), ("TRIES", "many", "expected a number"),
    ("PAUSE", "inf", "expected a number"), ("PAUSE", "nan", "expected a number"), ("NAMES", "[1", "expected a list"),
    ("ARTICLE_AGES", "1,x", "expected numbers with commas"), ("ARTICLE_AGES", "-1,5", "expected numbers with commas of at least 0"),
    ("ARTICLE_PERIOD", "-5", "expected a number of at least 0"), ("CONCURRENT_REQUESTS", "0", "expected a number of at least 1"),
    ("LEASE_SECONDS", "1e300", "expected a number of at most 31622400"),
    ("TABLE", "[]", "expected a table"), ("TRIE", "1", "--set TRIE: there is no such setting; did you mean TRIES?")])
def test_a_set_value_of_another_kind_is_refused_in_one_line(name: str, text: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words.replace("?", r"\?")):
        overridden([(name, text)], DEFAULTS)
