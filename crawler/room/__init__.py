"""The reading room: pages over an archive, served to a browser. It reads the finding aid and the archive's own files."""
