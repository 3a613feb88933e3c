"""Work in the browser, with `kg serve --edit`: judgements, a review queue, and articles to add."""
