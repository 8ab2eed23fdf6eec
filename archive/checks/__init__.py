"""The rules by which an archive is whole and true. Read with means of their own: strict members and plain parsing, not the readers."""
