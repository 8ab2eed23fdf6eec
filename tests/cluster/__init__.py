"""Workers that share a frontier on a real PostgreSQL server."""
