"""What is told by the words of a line alone: signs, days, names of languages, the furniture of pages."""
