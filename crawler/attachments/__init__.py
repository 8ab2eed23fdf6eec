"""The text of attached files: PDF, DOCX, OFD and DOC."""
