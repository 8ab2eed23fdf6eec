"""What listings named, against what is held: read from the archived listings, so that every number can be derived again."""
