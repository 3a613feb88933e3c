"""Bytes to articles: file formats, encodings, web pages, boilerplate, dates."""
