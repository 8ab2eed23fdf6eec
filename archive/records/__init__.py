"""The records of WARC files: made, written, found and mended."""
