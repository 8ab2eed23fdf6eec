"""`fangzhi serve`: the reading room over an archive."""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import click

from archive.errors import NotFound, NotWritable
from archive.layout import Archive, opened
from crawler.commands.options import portals_option
from crawler.health import BAD_INPUT, WHOLE

FIRST = ("catalog.sqlite", "clusters.sqlite", "collections", "coverage.sqlite", "finding.sqlite", "frontier.sqlite", "schedule", ".")
"""What names in an archive's root begin with: a folder with nothing else is one in which nothing was captured yet."""


@click.command()
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen. Past loopback a token is asked.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Where to listen; 0: any that is free.")
@click.option("--replay-port", default=0, type=click.IntRange(0, 65535), metavar="PORT",
              help="Where archived pages are played, an origin of their own; any that is free if left out.")
@click.option("--wayback", type=click.Path(path_type=Path), envvar="FANGZHI_WAYBACK", metavar="FILE",
              help="pywb's program, where it is not found.")
@click.option("--read-only", is_flag=True, help="Write nothing, start no crawls.")
@click.option("--token", envvar="FANGZHI_TOKEN", metavar="TEXT", help="Ask everybody for this token; made up where one is needed.")
@click.option("--name", "names", multiple=True, metavar="HOST[:PORT]", help="Answer under this name too, as behind a proxy. Repeatable.")
@portals_option
def serve(directory: Path | None, host: str, port: int, replay_port: int, wayback: Path | None, read_only: bool, token: str | None,
          names: tuple[str, ...], portals: tuple[Path, ...]) -> int:
    """Look at the archive in DIR (FANGZHI_ARCHIVE or ./data) in a browser: search, articles, changes, crawls.

    The room listens on this machine only unless --host says otherwise; then it asks for a token.
    """
    root = directory or Path(os.environ.get("FANGZHI_ARCHIVE") or "data")
    try:
        import uvicorn

        from crawler.room.app import room
        from crawler.room.holdings import Reading
        from crawler.room.safety import Rules, is_loopback, names_of
        from crawler.room.stage import Stage
        from crawler.room.views.crawls import Crawls
    except ImportError as error:
        raise click.ClickException(f"the reading room needs {error.name}: pip install 'fangzhi[room]'") from None
    archive = _archive(root)
    if token is not None and not token.strip():
        raise click.BadParameter("is empty; leave it out, or say one", param_hint="--token")
    doors = [_listening(host, port), _listening(host, replay_port)]
    port, stage_port = (door.getsockname()[1] for door in doors)
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(18)
    reading = Reading(archive, read_only=read_only, portals=portals)
    _ = reading.portals  # now, so that a fault in a portal file is told here
    try:
        reading.make()
    except NotWritable as error:
        raise NotWritable(f"{error}; --read-only looks at the archive without writing anything") from None
    known = names_of(host, port, names) | names_of(host, stage_port, [name.partition(":")[0] for name in names])
    everywhere = host in ("0.0.0.0", "::")
    rules = Rules(names=known, token=token, stage=stage_port, addresses=frozenset({port, stage_port} if everywhere else ()))
    stage = Stage(archive, stage_port, room=port, program=wayback, read_only=read_only)
    under_way = Crawls(archive, [word for folder in portals for word in ("--portals", str(folder.absolute()))])
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    click.echo(f"http://{shown}:{port}/{f'?token={quote(token)}' if token else ''}")
    app = room(reading, rules, under_way, stage)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, access_log=False, timeout_graceful_shutdown=5,
                                           lifespan="on"))
    with suppress(KeyboardInterrupt):  # how one ends it
        server.run(sockets=doors)
    return WHOLE if server.started else BAD_INPUT


def _archive(root: Path) -> Archive:
    """The archive at or around a folder, or the one that an empty folder may become."""
    try:
        return opened(root)[0]
    except NotFound as error:
        if root.is_dir() and all(path.name.startswith(FIRST) for path in root.iterdir()):
            return Archive(root.absolute())
        raise click.ClickException(str(error)) from None


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # from now on who opens the address that is printed waits, and is not refused
    except OSError as error:
        listening.close()
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror or error}") from None
    return listening
