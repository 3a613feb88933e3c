"""Names and amounts in a doc: tags to spans, evidence for labels, one label per name in an article."""
