"""Who wrote, edited and published, and the facts of documents, by their labels."""
