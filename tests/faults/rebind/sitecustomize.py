"""On PYTHONPATH this makes Python's name service lie as a rebinding DNS server does.

`rebind.example` is the public 93.184.216.34 when first asked for and 127.0.0.1 from then on; `rebind-late.example` is
public twice.
Whoever checks one answer and connects by another ends up at 127.0.0.1; who connects to the address that was checked never does.
"""

from __future__ import annotations

import socket
from typing import Any

PUBLIC_ANSWERS = {"rebind.example": 1, "rebind-late.example": 2}
asked: dict[str, int] = {}
_real = socket.getaddrinfo


def lying(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
    """`socket.getaddrinfo` that rebinds the names above."""
    name = host.decode("latin-1") if isinstance(host, bytes) else str(host)
    name = name.rstrip(".").lower()
    if name not in PUBLIC_ANSWERS:
        return _real(host, port, *rest, **named)
    asked[name] = asked.get(name, 0) + 1
    address = "93.184.216.34" if asked[name] <= PUBLIC_ANSWERS[name] else "127.0.0.1"
    return _real(address, port, *rest, **named)


socket.getaddrinfo = lying
