"""Tables that are derived from a build when it is opened."""
