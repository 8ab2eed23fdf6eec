"""`fangzhi sign`: manifests signed with Ed25519, and RFC 3161 time stamps put beside them."""

from __future__ import annotations

from pathlib import Path

import click

from archive.errors import ArchiveError, NotFound
from archive.layout import opened
from crawler.commands.options import chosen_collections, collection_option, directory_argument
from crawler.health import WHOLE
from crawler.oneline import one_line


@click.command("sign")
@directory_argument
@collection_option
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Private Ed25519 key, PEM.")
@click.option("--new-key", is_flag=True, help="Make the key at FILE first, and its public key in FILE.pub.")
@click.option("--timestamp", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="Put this time stamp (RFC 3161, of manifest.json) beside the manifest.")
def sign(directory: Path, collection: tuple[str, ...], key: Path | None, new_key: bool, timestamp: Path | None) -> int:
    """Sign manifest.json of each collection with --key, or attach a --timestamp to that of one.

    `fangzhi verify` checks both: --public-key demands a signature by that key.
    """
    from archive.lock import locked
    from archive.sealed.signature import make_key, private_key
    from archive.sealed.signature import sign as sign_manifest

    if (key is None) == (timestamp is None):
        raise click.UsageError("expected either --key FILE or --timestamp FILE")
    _, all_of_it = opened(directory)
    chosen = chosen_collections(all_of_it, collection)
    if timestamp is not None:
        if len(chosen) != 1:
            raise click.UsageError("a time stamp is of one manifest: say which with --collection NAME")
        with locked(chosen[0].lock):
            click.echo(one_line(_stamp(chosen[0].manifest, timestamp)))
        return WHOLE
    assert key is not None
    if new_key:
        click.echo(f"{key}: a new key; its public key is {make_key(key)}")
    own = private_key(key)
    for one in chosen:
        with locked(one.lock):
            click.echo(one_line(f"{one.name}: signed: {sign_manifest(one.manifest, own)}"))
    return WHOLE


def _stamp(manifest: Path, file: Path) -> str:
    """Put a stamp beside a manifest; a line that says so. Raises `NotFound` for a file that is no stamp of it."""
    from archive.durable import replacing
    from archive.sealed.timestamp import ENDING, BadStamp, stamp_in

    octets = file.read_bytes()
    try:
        stamp = stamp_in(octets)
        is_of = stamp.is_of(manifest.read_bytes())
    except BadStamp as error:
        raise NotFound(f"{file}: no time stamp: {error}") from None
    except OSError as error:
        raise NotFound(f"{manifest}: cannot be read: {error.strerror or error}") from None
    if not is_of:
        raise NotStamped(f"{file}: a time stamp of something else than {manifest}")
    with replacing(manifest.with_name(manifest.name + ENDING)) as beside:
        beside.write(octets)
    return f"{manifest}: stamped at {stamp.at:%Y-%m-%dT%H:%M:%SZ}"


class NotStamped(ArchiveError):
    """A time stamp of other bytes."""
