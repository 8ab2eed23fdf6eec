"""Modules are loaded faster while nothing looks for circles among what they leave: nearly all of it stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """No look for circles until the block is left, and none at what was loaded ever after: a tenth of the time that Scrapy takes to
    load."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()
