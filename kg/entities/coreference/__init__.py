"""Coreference: puts each mention of an article into the cluster of its entity."""
