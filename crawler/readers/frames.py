"""How objects go between the crawl and its readers. A frame is four bytes of length (big-endian) and what is sent, as a rule a pickle; both
ends are this program, over a socket pair that nobody else holds."""

from __future__ import annotations

import marshal
import pickle
import struct
from collections.abc import Iterator
from typing import Any

PLAIN = 2
"""Version of marshal's format: the later ones look for objects that come twice, which costs more than it saves."""
LENGTH = struct.Struct(">I")
READY = "ready"
"""What a worker says when it has begun: on a busy machine it takes longer to start than any page takes to read."""
RETIRED = "retired"
"""What it says before it ends by itself, for want of memory; whoever ends without that was ended by the page it was at."""


def frame(value: object) -> bytes:
    """An object as it goes from process to process: a pickle."""
    return b"".join(framed(b"", pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)))


def frame_of_plain(value: Any) -> bytes:
    """The same, sooner, of what is as a rule made of nothing but plain values: then as `marshal` writes it."""
    try:
        return b"".join(framed(b"", marshal.dumps(value, PLAIN)))
    except ValueError:
        return frame(value)


def unframed(data: bytes) -> Any:
    """The object that is in a frame."""
    return pickle.loads(data) if data.startswith(pickle.PROTO) else marshal.loads(data)


def framed(head: bytes, body: bytes) -> tuple[bytes, bytes]:
    """A frame around what is sent in two pieces; the second one is left as it is."""
    return LENGTH.pack(len(head) + len(body)) + head, body


def frames(held: bytearray) -> Iterator[bytes]:
    """What the whole frames that are held hold, each taken out as it is given."""
    while len(held) >= LENGTH.size:
        end = LENGTH.size + LENGTH.unpack_from(held)[0]
        if len(held) < end:
            return
        data = bytes(memoryview(held)[LENGTH.size:end])
        del held[:end]
        yield data
