"""The SHACL shapes of the shipped ontology: general ones, and one of each class."""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, Triple, parse

from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import ontology_file
from kg.rdf.owl import shapes_turtle


@cache
def shapes() -> tuple[Triple, ...]:
    """All shapes, in the order of the files; a class of a user's own ontology has none here."""
    turtle = (ontology_file("shapes.ttl").read_text(encoding="utf-8"), shapes_turtle(load_lexicon()))
    return tuple(quad.triple for text in turtle for quad in parse(text, format=RdfFormat.TURTLE))
