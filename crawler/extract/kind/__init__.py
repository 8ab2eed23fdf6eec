"""The sort of page: article, listing, home, error and so on."""
