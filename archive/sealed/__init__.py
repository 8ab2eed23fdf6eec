"""What others can check: signatures, time stamps, the seal of a catalog."""
