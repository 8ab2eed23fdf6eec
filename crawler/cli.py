"""The one door: `fangzhi COMMAND`. Finds the command, and turns whatever ends it into one clear line and an honest exit code."""

from __future__ import annotations

import errno
import os
import select
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from archive.errors import ArchiveError, Locked, NotWritable
from crawler import VERSION
from crawler.health import BAD_INPUT, BUG, INTERRUPTED, NOT_WRITTEN, WHOLE
from crawler.loading import loading
from crawler.oneline import one_line

COMMANDS = {
    "crawl": "Archive portals: WARC files and JSON Lines.",
    "portals": "List, check and show portal files.",
    "extract": "Read articles out of saved pages.",
    "verify": "Prove that an archive is whole and that its lines follow from its records.",
    "import": "Take WARC files of other programs into an archive.",
    "work": "Take part in crawls that others began, on any machine.",
    "frontier": "How a frontier stands that many workers share.",
    "merge": "Bring archives of several workers together.",
    "why": "How an address was found, what was captured of it, what became of it.",
    "sign": "Sign manifests, or put time stamps beside them.",
    "rebuild": "Make lines and index again from the WARC files alone.",
    "reextract": "Read archived pages again by the rules of today.",
    "serve": "The reading room: look at an archive in a browser.",
    "schedule": "Crawl portals when they are due: a service, its status, timers.",
    "coverage": "What listings named against what is held, by section and day.",
    "offload": "Put finished WARC files on S3-compatible storage, or bring them back.",
    "index": "Bring the index for replay in step with the WARC files.",
    "replay": "Show an archive with pywb, or check in a browser that it can be shown.",
    "wacz": "Pack an archive into one WACZ file.",
    "export": "Write the articles as Parquet, JSON Lines or CSV, with a data package.",
    "cite": "Cite a version of an article, as text and as CSL JSON.",
    "history": "Show an article's life, with what each edit changed.",
    "changes": "List what was edited, moved, taken down or came back, across portals.",
    "clusters": "List the stories that stand in several portals.",
    "twins": "List the articles that are there in two languages.",
    "timemap": "Print the Memento TimeMap of an address.",
}
"""Name and short help of each command; the module is `crawler.commands.NAME`, and the command in it has the same name (a word of
Python's gets a `_` behind it).

A command is imported when it is called: Scrapy takes a second to load, and only `crawl` needs it. It returns its exit code, or
None for 0.
"""


_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        with loading():
            command: click.Command = getattr(import_module(f"crawler.commands.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="fangzhi", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, envvar="FANGZHI_DEBUG", help="Show the traceback of an unexpected error.")
def cli(debug: bool) -> None:
    """Archive provincial news portals: wire-true WARC and JSON Lines, with proof.

    Exit codes: 0 whole, 1 a bug, 2 bad input, 3 archive not written, 4 portal changed or silent, 5 interrupted.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its exit code. `args` without the program's name; None: those of the process.

    SIGTERM ends it as Ctrl-C does, but for commands that have an order of their own for it: what is half made is taken away, and a line
    says so.
    """
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run(sys.argv[1:] if args is None else args))


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def run(args: Sequence[str]) -> int:
    """Run a command; its exit code. Prints at most one line of its own, to standard error."""
    try:
        code = _invoked(list(args))
        sys.stdout.flush()
    except BrokenPipeError as error:
        return WHOLE if _is_stdout_gone() else _told(error, args)
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 (the last line of defence)
        return _told(error, args)
    return code


def _invoked(args: list[str]) -> int:
    with suppress(AttributeError, ValueError):  # a stream that was replaced, in tests
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        with cli.make_context("fangzhi", args) as context:
            result: Any = cli.invoke(context)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return BAD_INPUT
    except click.exceptions.Exit as end:
        return end.exit_code
    return result if isinstance(result, int) else WHOLE


def _told(error: Exception, args: Sequence[str]) -> int:
    """Says what went wrong; the exit code for it."""
    from crawler.portal_files.loader import PortalError

    if isinstance(error, click.ClickException):
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "fangzhi"
        _say(f"{error.format_message()} (see {command} --help)")
        return BAD_INPUT
    if isinstance(error, PortalError):
        for line in error.lines:
            _say(line)
        return BAD_INPUT
    if isinstance(error, ArchiveError):
        _say(str(error))
        return NOT_WRITTEN if isinstance(error, NotWritable | Locked) else BAD_INPUT
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        _say(f"{error.filename or 'what this command writes'}: {error.strerror}; make room and run the same command again")
        _let_go_of_stdout()
        return NOT_WRITTEN
    if isinstance(error, PermissionError) and error.filename is not None:
        _say(f"{error.filename}: {error.strerror}")
        return BAD_INPUT
    if "--debug" in args or os.environ.get("FANGZHI_DEBUG", "").lower() not in ("", "0", "false", "no"):
        traceback.print_exception(error)
    else:
        last = traceback.extract_tb(error.__traceback__)[-1]
        _say(f"a bug: {type(error).__name__}: {error} ({last.filename}:{last.lineno}; `fangzhi --debug …` shows more)")
    return BUG


def _say(line: str) -> None:
    with suppress(OSError, ValueError):
        print(f"fangzhi: {one_line(line)}", file=sys.stderr)


def _is_stdout_gone() -> bool:
    """Whether nobody reads our output any more (`| head`). If so it goes nowhere now, and the interpreter ends quietly."""
    poll = select.poll()
    poll.register(sys.stdout, 0)
    if not poll.poll(0):
        return False
    _let_go_of_stdout()
    return True


def _let_go_of_stdout() -> None:
    """What is still to be printed goes nowhere, so that the interpreter ends without another word."""
    with suppress(AttributeError, OSError, ValueError):  # a stream that was replaced, in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
