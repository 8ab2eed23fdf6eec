"""The demonstration portal: a small provincial portal in two languages, made in code and served on 127.0.0.1."""

from crawler.demo.server import DemoServer
from crawler.demo.truth import Truth, truth

__all__ = ["DemoServer", "Truth", "truth"]
