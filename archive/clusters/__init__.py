"""One story in many places: articles whose texts are nearly equal, across portals. Derived from the lines; may be deleted."""
