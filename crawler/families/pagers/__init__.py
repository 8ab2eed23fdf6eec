"""The page behind a page: by anchors, counts, forms and functions."""
