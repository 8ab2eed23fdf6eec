"""A portal file that is being made or looked after: tried on pages, kept as cases, held against the portal."""
