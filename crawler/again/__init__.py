"""What is made again from WARC files alone, compared with what is held, and taken in from other archives."""
