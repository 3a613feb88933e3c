"""Articles or judgements to the next build of a store."""
