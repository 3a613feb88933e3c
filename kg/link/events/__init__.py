"""Event coreference: one event of the graph for what several claims describe, and disputes between its claims."""
