"""Addresses: made whole, told apart, in scope or not, found on pages."""
