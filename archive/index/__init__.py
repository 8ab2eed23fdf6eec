"""What is derived of WARC files and lines so that both are found: tables and filters, all of which can be deleted."""
