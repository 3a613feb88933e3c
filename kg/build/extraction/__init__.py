"""Articles to extractions: on one process, on several, on a cluster, or a shard at a time."""
