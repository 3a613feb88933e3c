"""Event coreference within an article: which claims report the same event, by a trained scorer of pairs."""
