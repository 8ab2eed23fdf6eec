"""`fangzhi schedule`: the service that crawls what is due, its status, and timers of the system instead."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.options import archive_option, json_option, portals_option, resolve_option, set_option
from crawler.health import WHOLE
from crawler.oneline import one_line
from crawler.tables import table

if TYPE_CHECKING:
    from crawler.schedule.child import How
    from crawler.schedule.plan import Plan
    from crawler.schedule.status import Status

ENVIRONMENT = ("FANGZHI_CONTACT", "FANGZHI_OPERATOR", "FANGZHI_WEBHOOK", "FANGZHI_MAIL", "FANGZHI_SMTP")
"""Variables that installed timers take along."""


@click.group()
def schedule() -> None:
    """Crawl portals when their files say so."""


@schedule.command()
@click.argument("names", nargs=-1, metavar="[PORTAL]...")
@archive_option
@portals_option
@resolve_option
@set_option
@click.option("--once", is_flag=True, help="Run what is due now, wait for it, and end with the worst exit code.")
@click.option("--now", is_flag=True, help="Run the named portals at once, due or not; else as --once.")
@click.option("--at-once", type=click.IntRange(1, 64), default=4, metavar="N", help="Crawls side by side; 4.")
@click.option("--metrics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Keep metrics in this file, as the node exporter's textfile collector reads them (NAME.prom).")
@click.option("--metrics-port", type=click.IntRange(0, 65535), metavar="PORT",
              help="Serve /metrics and /status on this port of 127.0.0.1; 0: any that is free.")
@click.option("--webhook", envvar="FANGZHI_WEBHOOK", metavar="URL", help="POST a JSON document there when a run ends with 3 or 4.")
@click.option("--mail", envvar="FANGZHI_MAIL", metavar="ADDRESS", help="Send a mail there when a run ends with 3 or 4.")
@click.option("--smtp", envvar="FANGZHI_SMTP", default="smtp://localhost:25", metavar="URL",
              help="Where mails are handed in, smtp:// or smtps://, with USER:PASSWORD@ where needed.")
def run(names: Sequence[str], archive: Path, portals: Sequence[Path], resolve: Sequence[str], settings: Sequence[tuple[str, str]],
        once: bool, now: bool, **options: Any) -> int:
    """Run the embedded service: crawl PORTALs (none: all whose files have a schedule) when they are due, until SIGTERM.

    What was missed while it did not run is caught up by one run. SIGTERM lets crawls under way end cleanly; they go on next time.
    """
    from archive.lock import locked
    from crawler.commands.crawl import begin_logging

    if now and not names:
        raise click.UsageError("--now needs the names of portals")
    begin_logging("INFO")
    plans = plans_of(names, portals, needed=not now)
    root = archive.absolute()
    how = how_of(root, portals, resolve, settings)
    if now:
        return _served(root, plans, how, options, names)
    root.mkdir(parents=True, exist_ok=True)
    with locked(root / ".schedule.lock"):
        return _served(root, plans, how, options, None if once else ())


@schedule.command()
@click.argument("names", nargs=-1, metavar="[PORTAL]...")
@archive_option
@portals_option
@json_option
def status(names: Sequence[str], archive: Path, portals: Sequence[Path], as_json: bool) -> int:
    """Tell each scheduled portal's last and next run, how it ended, and what is late."""
    from crawler import clock
    from crawler.schedule.runs import Runs
    from crawler.schedule.status import statuses

    plans = plans_of(names, portals)
    if not archive.is_dir():
        raise click.UsageError(f"{one_line(str(archive))}: no such archive; --archive names its root")
    with Runs(archive.absolute(), read_only=True) as runs:
        states = statuses(plans, runs, clock.now())
    document = {"archive": str(archive), "portals": [state.as_dict() for state in states]}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2) if as_json else _table(states))
    return WHOLE


@schedule.command()
@click.argument("names", nargs=-1, metavar="[PORTAL]...")
@archive_option
@portals_option
@click.option("--systemd", "kind", flag_value="systemd", help="A service and a timer for each portal.")
@click.option("--cron", "kind", flag_value="cron", help="Lines for a crontab.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Write files there, as /etc/systemd/system; else print them.")
def install(names: Sequence[str], archive: Path, portals: Sequence[Path], kind: str | None, output: Path | None) -> int:
    """Write timers of the system for PORTALs (none: all whose files have a schedule), instead of running the service."""
    from crawler.schedule.install import cron_lines, systemd_units

    if kind is None:
        raise click.UsageError("one of --systemd and --cron says what to write")
    plans = plans_of(names, portals)
    root = archive.absolute()
    words = [word for folder in portals for word in ("--portals", str(folder.absolute()))]
    commands = [[sys.executable, "-m", "crawler", "schedule", "run", plan.name, "--now", "--archive", str(root), *words] for plan in plans]
    environment = [(name, os.environ[name]) for name in ENVIRONMENT if os.environ.get(name)]
    here = str(Path.cwd())
    if kind == "cron":
        files = {"fangzhi.crontab": cron_lines(plans, commands, environment, here)}
    else:
        files = {name: text for plan, command in zip(plans, commands, strict=True)
                 for name, text in systemd_units(plan, command, environment, here).items()}
    _put(files, output, kind)
    return WHOLE


def plans_of(names: Sequence[str], folders: Sequence[Path], *, needed: bool = True) -> list[Plan]:
    """The plans of these portals; without names, of all that have one: there a faulty file, which is told, keeps no other portal from
    being crawled. Raises UsageError, `crawler.portal_files.loader.PortalError`."""
    from crawler.portal import Schedule
    from crawler.portal_files.loader import choose_portals, sound_portals
    from crawler.schedule.plan import Plan

    chosen, faults = (choose_portals(names, folders), []) if names else sound_portals(folders)
    for fault in faults:
        click.echo(f"passed over: {fault}", err=True)
    plans = []
    for portal in chosen.values():
        if portal.schedule is None and names and needed:
            raise click.UsageError(f"{portal.name}: its file has no [schedule]; add one with `cron = \"15 2 * * *\"`")
        if portal.schedule is not None:
            plans.append(Plan(portal))
        elif names:
            from dataclasses import replace
            plans.append(Plan(replace(portal, schedule=Schedule(cron="0 0 * * *"))))
    if not plans:
        raise click.UsageError("no portal file has a [schedule]; --portals names a folder of yours")
    return plans


def how_of(root: Path, portals: Sequence[Path], resolve: Sequence[str], settings: Sequence[tuple[str, str]]) -> How:
    """How the crawls are begun."""
    from crawler.schedule.child import How

    words = [word for folder in portals for word in ("--portals", str(folder.absolute()))]
    words += [word for pin in resolve for word in ("--resolve", pin)]
    words += [word for name, value in settings for word in ("--set", f"{name}={value}")]
    return How(root=root, words=tuple(words))


def _served(root: Path, plans: Sequence[Plan], how: How, options: dict[str, Any], names: Sequence[str] | None) -> int:
    """`names`: those to run at once; None: what is due; empty: serve."""
    import asyncio
    from contextlib import ExitStack

    from crawler.schedule.page import MetricsPage
    from crawler.schedule.runs import Runs
    from crawler.schedule.service import Service

    async def work() -> int:
        service = Service(plans, runs, how, notify=_notify(options), metrics_file=options["metrics"], at_once=options["at_once"])
        if names is None or names:
            return await service.once(names)
        await service.serve()
        return WHOLE

    with ExitStack() as stack:
        runs = stack.enter_context(Runs(root))
        if options["metrics_port"] is not None:
            page = stack.enter_context(MetricsPage(options["metrics_port"], root, plans))
            click.echo(f"metrics: http://127.0.0.1:{page.port}/metrics", err=True)
        return asyncio.run(work())


def _notify(options: dict[str, Any]) -> Any:
    from urllib.parse import urlsplit

    from crawler.schedule.notify import Notify

    for name, schemes in (("webhook", ("http", "https")), ("smtp", ("smtp", "smtps"))):
        given = options[name]
        if given is not None and (urlsplit(given).scheme not in schemes or not urlsplit(given).hostname):
            raise click.UsageError(f"--{name}: expected an address with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return Notify(webhook=options["webhook"], mail=options["mail"], smtp=options["smtp"])


def _table(states: Sequence[Status]) -> str:
    from crawler.schedule.status import local

    def when(state: Status, instant: float | None) -> str:
        return "-" if instant is None else str(local(instant, state.timezone))[:16].replace("T", " ")

    rows = [(state.portal, state.cron, when(state, state.started), when(state, state.ended),
             "-" if state.code is None else str(state.code), when(state, state.next),
             "-" if state.late_since is None else f"since {when(state, state.late_since)}", state.end or "never run")
            for state in states]
    return table(("portal", "cron", "last run", "ended", "code", "next run", "late", "end"), rows, widest=80)


def _put(files: dict[str, str], output: Path | None, kind: str) -> None:
    if output is None:
        for name, text in files.items():
            click.echo(f"# --- {name}\n{text}" if kind == "systemd" else text, nl=kind == "systemd")
        return
    from archive.durable import not_writable, replacing

    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(output, error) from None
    for name, text in files.items():
        with replacing(output / name) as file:
            file.write(text.encode("utf-8"))
    then = "systemctl daemon-reload && systemctl enable --now 'fangzhi-*.timer'" if kind == "systemd" else "crontab fangzhi.crontab"
    click.echo(f"written: {len(files)} files in {one_line(str(output))}; next: {then}")
