"""Workers in this process: calls are made in a thread, what is given and what comes back pickled as between processes."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from crawler.mapping.workers import Workers


def pickled(function: Callable[[Any], Any], given: Any) -> bytes:
    """The result as a process hands it over; what is given goes the same way."""
    return pickle.dumps(function(pickle.loads(pickle.dumps(given))))


def inline() -> Workers:
    """Workers for tests."""
    return Workers(executor=ThreadPoolExecutor(1), call=pickled, width=2, here=True)
