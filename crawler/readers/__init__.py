"""The processes that read pages: made, bounded, spoken to."""
