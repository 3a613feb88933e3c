"""Text to a parsed spaCy doc: the trained pipeline and the names that it finds."""
