"""Files and archives put in place: made beside and compared, brought by other programs, gathered of several workers."""
