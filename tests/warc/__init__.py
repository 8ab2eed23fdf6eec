"""Exchanges of every kind, and WARC files that other programs or accidents made."""
