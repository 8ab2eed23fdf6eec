"""Nearest the network: a capture goes in, the place of its record comes out, when it is on disk."""

from __future__ import annotations

import asyncio

from archive.model import Capture, WarcRef
from archive.warc import WarcWriter


class Recorder:
    """Waits for the writer without holding up the event loop."""

    def __init__(self, writer: WarcWriter) -> None:
        self.writer = writer

    async def record(self, capture: Capture) -> WarcRef:
        """Where the capture lies, once it is durable. Raises `archive.errors.NotWritable`: then nothing more may be fetched."""
        return await asyncio.wrap_future(self.writer.submit(capture))
