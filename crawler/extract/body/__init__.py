"""The text: readers that look for it, the choice among them, and what is taken off and kept."""
