"""Servers that list as each CMS family does, small and strict, and crawls of them."""
