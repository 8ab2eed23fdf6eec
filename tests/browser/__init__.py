"""Portals that only a browser can build, drawn by Chromium."""
