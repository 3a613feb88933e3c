"""Corrections of states: posts, memberships, relatives and where things are."""
