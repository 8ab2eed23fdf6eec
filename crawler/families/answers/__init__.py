"""What calls are answered with, and how a page's scripts make addresses of it."""
