"""`fangzhi timemap`: when an address was captured, as Memento clients read it."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.commands.options import directory_argument
from crawler.health import WHOLE


@click.command()
@directory_argument
@click.argument("url", metavar="URL")
@click.option("--base", default="http://localhost:8080/", metavar="URL", show_default=True, help="Where pywb replays the archive.")
def timemap(directory: Path, url: str, base: str) -> int:
    """Print the Memento TimeMap (RFC 7089, link format) of an address: every capture of it in DIR.

    Read from the index for replay; `fangzhi index DIR` brings that in step with the WARC files.
    """
    from archive.history.timemap import mementos, time_map
    from archive.layout import opened

    if not base.startswith(("http://", "https://")):
        raise click.BadParameter(f"{base}: expected an http address, as http://localhost:8080/", param_hint="--base")
    click.echo(time_map(url, mementos(opened(directory)[1], url), base), nl=False)
    return WHOLE
