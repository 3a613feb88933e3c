"""Lists of entities with identifiers: a user's own ones, and the territories of the world."""
