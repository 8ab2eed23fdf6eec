"""What goes with the request of a page's script, and how it is recorded."""
