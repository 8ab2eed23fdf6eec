"""Rows of lists: an anchor, its whole title, its day; which of a page's anchors are rows."""
