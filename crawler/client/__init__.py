"""The HTTP client: one exchange, its bytes as they pass, and bounds for all that a server does."""
