"""Looks at an archive with programs that others wrote: pywb, which replays it, and Chromium, which shows what pywb serves."""
