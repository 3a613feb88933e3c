"""Reads and checks the files of `ontology/` into tables."""
