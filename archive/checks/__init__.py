"""The rules by which an archive is whole and true. Read with means of their own: zlib and plain parsing, not the reader's."""
