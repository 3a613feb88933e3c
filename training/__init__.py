"""Makes and evaluates the language pipeline `en_news`; README.md shows the steps."""
