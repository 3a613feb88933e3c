"""Events and edges of the network in words."""
