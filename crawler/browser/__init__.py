"""Draws pages that only a browser can build: Chromium, all of whose requests go over our own wire."""
