"""What the linking of entities and of events shares: tables, blocks, scored pairs, clusters, wire copies, weights."""
