"""Answers from a build: facts, rows, networks, search, checks."""
