"""The headline, and what stands above and below it."""
