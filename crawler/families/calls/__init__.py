"""Calls that scripts of a page make for a list, and the call behind one."""
