"""Trained choice of antecedents: whom a pronoun or a description refers to, or nobody known."""
