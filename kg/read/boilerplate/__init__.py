"""Recognizes the lines that a page puts around an article: cut by their words and by their position."""
