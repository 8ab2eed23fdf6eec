"""Chromium: where it is, and how it is started so that nothing leaves it but through us."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable

from crawler.portal import Portal
from crawler.portal_files.loader import PortalError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
"""Programs that are looked for, in this order; Debian's is the first."""
FLAGS = (
    # No way out: every request is answered by us; what slips past would find a proxy that is not there, and no name resolves.
    "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-domain-reliability", "--no-pings", "--no-first-run",
    # Answers are ours to give: the crawl sends no Origin, so servers do not allow one.
    "--disable-web-security",
    "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio", "--js-flags=--max-old-space-size=512", "--renderer-process-limit=2")
_LIBRARY = "playwright"


class BrowserMissing(PortalError):
    """Portals ask for a browser that is not there; the text says what to do."""


def is_drawn(portal: Portal) -> bool:
    """Whether the portal's file asks for a browser."""
    return portal.browser is not None and portal.browser.render


def require(portals: Iterable[Portal], path: str) -> None:
    """Raises `BrowserMissing` when one of the portals asks for a browser and there is none. `path`: as for `executable`."""
    asking = [portal.name for portal in portals if is_drawn(portal)]
    if not asking:
        return
    told = f"{', '.join(asking)}: the portal file asks for a browser ([browser] render = true)"
    if importlib.util.find_spec(_LIBRARY) is None:
        raise BrowserMissing([f"{told}, and {_LIBRARY} is not installed: pip install 'fangzhi[browser]'"])
    if executable(path) is None:
        wanted = f"{path} is no program" if path else "no Chromium is on the PATH"
        raise BrowserMissing([f"{told}, and {wanted}: install the package chromium, or name the program by FANGZHI_BROWSER "
                              "or --set BROWSER_PATH=FILE"])


def executable(path: str) -> str | None:
    """The program to start: `path` where one is given, else the first of `NAMES` on the PATH. None when it is not there."""
    if path:
        return shutil.which(path)
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


def has_sandbox() -> bool:
    """Whether Chromium's own sandbox can be used: not by root."""
    return os.geteuid() != 0
