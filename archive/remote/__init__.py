"""WARC files wherever they lie: read by ranges, kept on object storage and brought back."""
