"""Exports of press databases: the articles of one text, with what the lines around each say about it."""
