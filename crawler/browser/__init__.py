"""Draws pages that only a browser can build: Chromium, all of whose requests go over our own wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.browser.renderer import Renderer
    from crawler.browser.traffic import Ask
    from crawler.fetching.recorder import Recorder
    from crawler.portal import Portal


def renderer_of(portal: Portal, settings: BaseSettings, *, ask: Ask, recorder: Recorder, limit: int) -> Renderer | None:
    """What draws the portal's pages; None where its file does not ask for it. `ask`, `limit`: see `crawler.browser.renderer.Renderer`."""
    rules = portal.browser
    if rules is None or not rules.render:
        return None
    from crawler.browser.renderer import Renderer  # for the portals that need it

    return Renderer(portal, rules, ask=ask, recorder=recorder, agent=settings["USER_AGENT"], path=settings["BROWSER_PATH"], limit=limit)
