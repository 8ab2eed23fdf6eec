"""`python -m archive`: what can be done with an archive where nothing but its own libraries is installed."""

from __future__ import annotations

import argparse
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # nothing of it is needed to answer --help: what a command needs is imported when it runs
    from collections.abc import Callable, Sequence
    from pathlib import Path

WHOLE, BUG, BAD_INPUT, DAMAGED, INTERRUPTED = 0, 1, 2, 3, 5
"""Exit codes: whole (or done); a bug; bad arguments, no such archive, or one that is being written to; damaged, or not written;
interrupted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    from archive.errors import ArchiveError, NotWritable  # what `--help` does not need is imported when it is needed

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # names that the terminal's charset lacks must not end the check
    try:
        return command(asked)
    except KeyboardInterrupt:
        return INTERRUPTED
    except ArchiveError as error:
        print(f"archive: {error}", file=sys.stderr)
        return DAMAGED if isinstance(error, NotWritable) else BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads any more; the last flush must not fail either
        return BAD_INPUT
    except OSError as error:
        print(f"archive: {error.filename or asked.directory}: {error.strerror or error}", file=sys.stderr)
        return BAD_INPUT


class _Narrow(argparse.HelpFormatter):
    """Does not ask how wide the terminal is: that alone would load a dozen modules."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m archive", description=__doc__, formatter_class=_Narrow, epilog=(
        "exit codes: 0 whole or done, 1 a bug, 2 bad arguments or no such archive, 3 damaged or not written, 5 interrupted"))
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, command, told in (
        ("check", _check, "read all of it and say what is not whole and true"),
        ("index", _index, "bring indexes/index.cdxj (for pywb) in step with the WARC files"),
        ("manifest", _manifest, "bring manifest.json (sizes and SHA-256) in step with the files"),
        ("schema", _schema, "print the JSON Schema of the lines, or write it beside the data of DIR"),
    ):
        one = commands.add_parser(name, help=told, description=told, formatter_class=_Narrow)
        one.add_argument("directory", metavar="DIR", type=_path, nargs="?" if name == "schema" else None,
                         help="an archive, or one collection of it")
        one.set_defaults(command=command)
        if name == "check":
            one.add_argument("--json", action="store_true", help="a JSON object a departure, the summary last")
    return parser


def _check(asked: argparse.Namespace) -> int:
    import json

    from archive.check import check
    from archive.checks.departure import Departure

    def tell(departure: Departure) -> None:
        print(json.dumps(departure.as_dict(), ensure_ascii=False) if asked.json else departure)

    report = check(asked.directory, tell)
    print(json.dumps({"summary": report.as_dict()}) if asked.json else report)
    sys.stdout.flush()
    return WHOLE if report.whole else DAMAGED


def _index(asked: argparse.Namespace) -> int:
    from archive.cdxj import update_index

    return _each(asked.directory, update_index, "index")


def _manifest(asked: argparse.Namespace) -> int:
    from archive.manifest import write_manifest

    return _each(asked.directory, write_manifest, "manifest")


def _schema(asked: argparse.Namespace) -> int:
    import json

    from archive.schema import schema, write_schema

    if asked.directory is None:
        print(json.dumps(schema(), ensure_ascii=False, indent=2))
        return WHOLE

    return _each(asked.directory, write_schema, "schema")


def _each(directory: Path, work: Callable[..., bool], what: str) -> int:
    """Do it for each collection, under its lock."""
    from contextlib import ExitStack

    from archive.layout import opened
    from archive.lock import locked

    _, collections = opened(directory)
    for collection in collections:
        with ExitStack() as stack:
            stack.enter_context(locked(collection.lock))
            done = work(collection)
        print(f"{collection.name}: {what} {'written' if done else 'was in step'}")
    return WHOLE


if __name__ == "__main__":
    sys.exit(main())
