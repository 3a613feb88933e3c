"""What linking entities and linking events share: weights, candidate pairs, clusters, kept results, wire copies."""
