"""Reads a parsed doc into tree, frames, noun phrases and quotations. Only this package knows dependency labels."""
