"""The mentions of one article, and the entities that they refer to."""
