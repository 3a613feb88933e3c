"""Claims, edges and states in words; prepositions, number."""
