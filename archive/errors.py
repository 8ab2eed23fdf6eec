"""Every error of the archive, and what each asks of the caller."""


class ArchiveError(Exception):
    """Base of all errors here; its text is one line that names the file and what to do."""


class NotWritable(ArchiveError):
    """A file of the archive could not be written (disk full, read-only, I/O error).

    The caller ends its work at once: nothing may be fetched that cannot be kept. Files were cut back to their last good size.
    """


class Locked(ArchiveError):
    """Another process writes to this collection; the text names it. The caller waits or gives up."""


class BadRecord(ArchiveError):
    """Bytes that are no WARC record, line or index entry; the text names file and offset. The caller goes on with the next."""


class NotFound(ArchiveError):
    """No such collection, file or record; the text names what was looked for."""
