"""Entity linking: one entity of the graph for what several articles name."""
