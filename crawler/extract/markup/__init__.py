"""From bytes to blocks and boxes, and what a page states for machines."""
