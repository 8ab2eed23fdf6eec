"""What goes into the queue, and what does not."""
