"""Crawls on schedule: when a portal is due, the service that runs what is, and timers of the system instead of it."""
