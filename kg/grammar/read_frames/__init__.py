"""Reads a frame for every predicate of a tree: subject, objects, obliques, clauses, negation."""
