"""What an answer means, and what is kept of it."""
