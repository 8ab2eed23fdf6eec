"""Options that several commands share. Values are checked here and handed on as text, as settings are text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from archive.layout import Collection

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[str]):
    """A day; gives `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fails with what was expected."""
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r}: expected a day as 2024-03-05", param, ctx)


class Pin(click.ParamType[str]):
    """What `crawler.client.resolve.Resolve.parse` reads; gives the text."""

    name = "host:port:address[:port]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fails with what was expected."""
        from crawler.client.resolve import Resolve

        try:
            Resolve.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return str(value)


class Setting(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE`; gives the pair. Whether there is such a setting is for `crawler.overrides` to say."""

    name = "name=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Fails with what was expected."""
        if isinstance(value, tuple):
            return value
        name, equals, given = value.partition("=")
        if not equals or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name.strip()):
            self.fail(f"{value!r}: expected NAME=VALUE, NAME in capitals, as DOWNLOAD_TIMEOUT=60", param, ctx)
        return name.strip(), given.strip()


def archive_option(command: Command) -> Command:
    """`archive: Path`, which need not be there yet."""
    return click.option("--archive", type=click.Path(file_okay=False, path_type=Path), envvar="FANGZHI_ARCHIVE",
                        default=Path("data"), metavar="DIR", help="Root of the archive; FANGZHI_ARCHIVE or ./data.")(command)


def portals_option(command: Command) -> Command:
    """`portals: tuple[Path, ...]`, each there."""
    return click.option("--portals", type=click.Path(exists=True, file_okay=False, path_type=Path), multiple=True, metavar="DIR",
                        help="Folder of portal files beside the bundled ones; equal names win over them. Repeatable.")(command)


def resolve_option(command: Command) -> Command:
    """`resolve: tuple[str, ...]`, each as `crawler.client.resolve.Resolve.parse` reads it."""
    return click.option("--resolve", type=Pin(), multiple=True, metavar="HOST:PORT:ADDRESS[:PORT]",
                        help="Ask this address whenever HOST and PORT are meant, as curl does. Repeatable.")(command)


def set_option(command: Command) -> Command:
    """`settings: tuple[tuple[str, str], ...]`; `crawler.overrides.overridden` turns them into values."""
    return click.option("--set", "settings", type=Setting(), multiple=True, metavar="NAME=VALUE",
                        help="Override a setting for this run, as PAGES_PER_HOST=500. Repeatable.")(command)


def since_option(command: Command) -> Command:
    """`since: str | None`, `YYYY-MM-DD`."""
    return click.option("--since", type=Day(), metavar="DATE",
                        help="Pass over what listings date before this day, as 2024-03-05.")(command)


def until_option(command: Command) -> Command:
    """`until: str | None`, `YYYY-MM-DD`."""
    return click.option("--until", type=Day(), metavar="DATE",
                        help="Pass over what listings date after this day, as 2024-03-05.")(command)


def limit_option(command: Command) -> Command:
    """`limit: int | None`, at least 1."""
    return click.option("--limit", type=click.IntRange(min=1), metavar="N", help="End after this many articles.")(command)


class ServerAddress(click.ParamType[str]):
    """An address that `crawler.cluster.address` reads; gives the text. What is wrong is said without it, for it may hold a password."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fails with what was expected."""
        if value and not str(value).startswith(("postgresql://", "postgres://")):
            self.fail("expected postgresql://USER@HOST:PORT/DATABASE", param, ctx)
        return str(value)


def frontier_option(command: Command) -> Command:
    """`frontier: str`, empty where there is none; `crawler.cluster.required` says whether it can be used."""
    return click.option("--frontier", type=ServerAddress(), envvar="FANGZHI_FRONTIER", default="", metavar="postgresql://…",
                        help="Share the work with other workers over this PostgreSQL server; FANGZHI_FRONTIER.")(command)


def json_option(command: Command) -> Command:
    """`as_json: bool`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")(command)


def address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """For an option that is an address: anything that can be taken apart."""
    try:
        urlsplit(value or "")
    except ValueError as error:
        raise click.BadParameter(f"{value!r}: no address ({error})") from None
    return value


def captured_option(command: Command) -> Command:
    """`captured: str | None`, for `noon`."""
    return click.option("--captured", type=Day(), metavar="DATE",
                        help="Day on which a saved FILE was captured, as 2012-05-06: layouts with `until` are chosen by it.")(command)


def noon(day: str | None) -> datetime | None:
    """The instant at which it is noon in China on a day."""
    return None if day is None else datetime.combine(date.fromisoformat(day), time(4), UTC)


def directory_argument(command: Command) -> Command:
    """`directory: Path`, for `archive.layout.opened`, which says what is wrong with it."""
    return click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))(command)


MOST_JOBS = 512
"""Processes of this machine that may be asked for; all are begun at once."""


def jobs_option(command: Command) -> Command:
    """`jobs: int | None`, from 1 to `MOST_JOBS`; None: as many as the machine has processors."""
    return click.option("--jobs", type=click.IntRange(1, MOST_JOBS), metavar="N",
                        help="Processors of this machine to use: so many processes read at once; all of them if left out.")(command)


def dask_option(command: Command) -> Command:
    """`dask: str | None`, for `crawler.mapping.cluster`."""
    return click.option("--dask", metavar="ADDRESS",
                        help="Leave the work to the workers of this Dask scheduler, as tcp://10.0.0.5:8786.")(command)


def workers_options(command: Command) -> Command:
    """`jobs` and `dask`, for `crawler.mapping.workers.chosen`."""
    return jobs_option(dask_option(command))


def collection_option(command: Command) -> Command:
    """`collection: tuple[str, ...]`, for `chosen_collections`."""
    return click.option("--collection", metavar="NAME", multiple=True,
                        help="Only this collection of the archive. Repeatable.")(command)


def chosen_collections(collections: list[Collection], names: tuple[str, ...]) -> list[Collection]:
    """The collections of these names, in the order of the archive; all without names. Fails for a name that is none of them."""
    unknown = sorted(set(names) - {one.name for one in collections})
    if unknown:
        known = ", ".join(one.name for one in collections)
        raise click.BadParameter(f"{unknown[0]!r}: no such collection; there are {known}", param_hint="--collection")
    return [one for one in collections if not names or one.name in names]


def portal_option(command: Command) -> Command:
    """`portals: tuple[str, ...]`, names of collections; empty: all."""
    return click.option("--portal", "portals", multiple=True, metavar="NAME", help="Only this portal. Repeatable.")(command)
