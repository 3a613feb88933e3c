"""Phrases of titles: states as sentences, prepositions, number."""
