"""The frontier on a PostgreSQL server that workers on many machines share; the extra `cluster`."""
