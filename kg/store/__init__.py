"""A store directory on disk: extractions, builds, the ledger."""
