"""A parsed doc to its tree, frames, noun phrases and quotations. The only room that knows dependency labels."""
