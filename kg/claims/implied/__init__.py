"""Fillers that a claim's own words leave out: derived from membership of a group, inferred from who speaks for whom."""
