"""What is kept, and how it is read again: WARC files, lines, indexes, checks. No HTML, no Scrapy, no network."""
