"""Numbers on the benchmarks' command lines."""

from __future__ import annotations

import argparse


def many(text: str) -> int:
    """A number of things to measure, as `type` of an argument. Raises `argparse.ArgumentTypeError`, in one line, for less than one."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: a whole number is expected") from None
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number}: at least 1")
    return number
