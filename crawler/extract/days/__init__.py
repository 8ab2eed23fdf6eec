"""The day of publication: days stated for machines, shown to readers, and the choice among them."""
