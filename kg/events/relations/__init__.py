"""Trained relations over the rules' states: who holds which post, who belongs to what, what lies where."""
