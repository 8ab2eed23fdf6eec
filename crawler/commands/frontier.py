"""`fangzhi frontier`: how a frontier stands that many workers share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.options import frontier_option, json_option
from crawler.health import WHOLE
from crawler.oneline import one_line
from crawler.tables import counted, table

if TYPE_CHECKING:
    from crawler.cluster.status import FrontierStatus, HostStatus, RunStatus, WorkerStatus

SHOWN = 20
"""Hosts in the table."""


@click.group()
def frontier() -> None:
    """Look at a frontier that many workers share."""


@frontier.command()
@click.argument("names", nargs=-1, metavar="[PORTAL]...")
@frontier_option
@click.option("--hosts", type=click.IntRange(min=0), default=SHOWN, metavar="N",
              help=f"Hosts in the table, blocked ones first, then the fullest; {SHOWN}.")
@json_option
def status(names: Sequence[str], frontier: str, hosts: int, as_json: bool) -> int:
    """Tell how the runs of PORTALs (none: of all) stand: the workers at them and their last heartbeats, what waits at which host and until
    when, what ended. Changes nothing."""
    from crawler.cluster.required import require_library

    if not frontier:
        raise click.UsageError("--frontier (or FANGZHI_FRONTIER) must say which server")
    require_library()
    told = _looked(frontier, names)
    known = {run.portal for run in told.runs}
    if missing := sorted(set(names) - known):
        raise click.UsageError(f"{missing[0]}: no run of this portal was ever begun there")
    if as_json:
        click.echo(json.dumps(_document(told), ensure_ascii=False, indent=2))
    else:
        click.echo(_tables(told, hosts))
    return WHOLE


def _looked(address: str, names: Sequence[str]) -> FrontierStatus:
    from crawler.cluster.address import BadAddress
    from crawler.cluster.server import Server
    from crawler.cluster.status import status_of

    try:
        server = Server(address, patience=0.0, looking=True)
    except BadAddress as error:
        raise click.UsageError(str(error)) from None
    try:
        return status_of(server, names)
    finally:
        server.close()


# --- for programs -----------------------------------------------------------------------------------------------------------------------


def _document(told: FrontierStatus) -> dict[str, Any]:
    return {"frontier": told.frontier, "at": _instant(told.at), "version": told.version, "portals": [_of_run(run) for run in told.runs],
            "workers": [_of_worker(worker) for worker in told.workers], "hosts": [_of_host(host, told.at) for host in told.hosts]}


def _of_run(run: RunStatus) -> dict[str, Any]:
    return {"portal": run.portal, "run": run.run, "state": run.state, "began": _instant(run.started), "end": run.ended,
            "ended": _instant(run.ended_at), "workers": run.workers, "queued": run.queued, "leased": run.leased, "waiting": run.waiting,
            "done": run.done, "failed": run.failed, "dropped": run.dropped, "owed": run.owed, "articles": run.articles,
            "limit": run.ceiling, "budget": run.budget or None, "counts": dict(sorted(run.counts.items()))}


def _of_worker(worker: WorkerStatus) -> dict[str, Any]:
    return {"worker": f"{worker.id:x}", "portal": worker.portal, "machine": worker.machine, "pid": worker.pid, "state": worker.life,
            "heartbeat": _instant(worker.heartbeat), "silent_seconds": round(worker.silent, 1), "leased": worker.leased,
            "articles": worker.articles}


def _of_host(host: HostStatus, now: float) -> dict[str, Any]:
    return {"portal": host.portal, "host": host.host, "queued": host.queued, "leased": host.leased, "waiting": host.waiting,
            "owed": host.owed, "pages": host.pages, "next_allowed": _instant(host.next_allowed) if host.next_allowed > now else None,
            "next_try": _instant(host.next_try), "delay_asked": host.delay_asked or None, "strikes": host.strikes,
            "blocked": host.blocked, "ended_badly": dict(host.ended_badly)}


def _instant(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# --- for people -------------------------------------------------------------------------------------------------------------------------


def _tables(told: FrontierStatus, most: int) -> str:
    head = one_line(f"{told.frontier} at {_instant(told.at)}: {counted(len(told.runs), 'portal')}, "
                    f"{counted(sum(worker.life != 'dead' for worker in told.workers), 'worker')}", 300)
    parts = [head, _runs_table(told)] if told.runs else [head]
    if told.workers:
        parts.append(_workers_table(told.workers))
    hosts = [host for host in told.hosts if _load(host)]
    if hosts and most:
        parts.append(_hosts_table(sorted(hosts, key=lambda host: (not host.blocked, -_load(host), host.portal, host.host))[:most], told.at))
        if len(hosts) > most:
            parts[-1] += f"\n… and {counted(len(hosts) - most, 'host')} more; --hosts N or --json tells them"
    return "\n\n".join(parts)


def _runs_table(told: FrontierStatus) -> str:
    def ended(run: RunStatus) -> str:
        return run.state if run.ended is None else f"{run.ended}, {_ago(told.at, run.ended_at)}"

    rows = [(run.portal, _ago(told.at, run.started), ended(run), *map(_number, (
        run.workers, run.queued, run.leased, run.waiting, run.done, run.failed, run.dropped, run.owed)),
        f"{run.articles:,}" if run.ceiling is None else f"{run.articles:,} of {run.ceiling:,}") for run in told.runs]
    return table(("portal", "began", "state", "workers", "queued", "leased", "waiting", "done", "failed", "dropped", "owed", "articles"),
                 rows, numbers=range(3, 12))


def _workers_table(workers: Sequence[WorkerStatus]) -> str:
    rows = [(f"{worker.machine}:{worker.pid}", worker.portal, f"{worker.silent:.0f} s ago", worker.life, _number(worker.leased),
             _number(worker.articles)) for worker in workers]
    return table(("worker", "portal", "heartbeat", "state", "leased", "articles"), rows, numbers=(4, 5))


def _hosts_table(hosts: Sequence[HostStatus], now: float) -> str:
    rows = [(host.host, host.portal, *map(_number, (host.queued, host.leased, host.waiting, host.owed, host.pages)), _next(host, now),
             _remarks(host)) for host in hosts]
    return table(("host", "portal", "queued", "leased", "waiting", "owed", "pages", "asked again", "remarks"), rows,
                 numbers=range(2, 7), widest=80)


def _load(host: HostStatus) -> int:
    """What is still to be done there; and whether it is worth a line at all."""
    return host.queued + host.leased + host.waiting + host.owed + host.strikes + host.blocked


def _next(host: HostStatus, now: float) -> str:
    if not host.queued:
        return "-" if host.next_try is None else f"in {_span(host.next_try - now)}"
    return "now" if host.next_allowed <= now else f"in {_span(host.next_allowed - now)}"


def _remarks(host: HostStatus) -> str:
    said = [f"BLOCKED: {counted(host.blocked, 'challenge page')}"] if host.blocked else []
    said += [f"asked to slow down {counted(host.strikes, 'time')}"] if host.strikes else []
    said += [f"robots.txt asks for {host.delay_asked:g} s"] if host.delay_asked else []
    said += [f"{n:,} {reason or 'without a reason'}" for reason, n in host.ended_badly.items() if reason != "blocked"]
    return "; ".join(said)


def _number(n: int) -> str:
    return f"{n:,}"


def _ago(now: float, then: float | None) -> str:
    return "-" if then is None else f"{_span(now - then)} ago"


def _span(seconds: float) -> str:
    """`14 s`, `3 min`, `5 h`, `2 d`."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"
