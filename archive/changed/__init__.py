"""What changed in a text: between two lines, and as an event says it."""
