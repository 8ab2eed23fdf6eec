"""Without Chromium there is nothing to draw with."""

from __future__ import annotations

from crawler.browser.chromium import executable

collect_ignore = [] if executable("") is not None else ["test_browser_crawl.py", "test_browser_tools.py"]
