"""What a page gives, whole: article, rows, links, what it needs to be shown."""
