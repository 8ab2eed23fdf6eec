"""What scripts of a page spell out, though none is run: values, names, functions."""
