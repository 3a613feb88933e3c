"""Web pages to text: the article of a page, in whatever part of it the article is, and its metadata."""
