"""The classes and properties as a page to read; `/ontology#Meeting` is an anchor in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from fastapi.responses import HTMLResponse
from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.api.http.plain_page import plain_page
from kg.query.facts import facts_by_subject, local_name
from kg.query.sparql_answers import readable, short
from kg.vocab import KG

LINKS = '<a href="/ontology">Ontology</a><a href="/sparql">SPARQL</a><a href="/docs">REST interface</a>'
COMMENT = vocab.RDFS + "comment"
ABOVE_TABLE = {vocab.LABEL, COMMENT}


def ontology_page(title: str, quads: Iterable[Quad]) -> HTMLResponse:
    """A section for each term, sorted by name."""
    terms = sorted(facts_by_subject(quads).items())
    sections = (line for iri, properties in terms for line in _section(iri, properties))
    return plain_page(escape(title), LINKS, "".join(sections))


def term_path(iri: str) -> str:
    """The server's own address of a term of the vocabulary."""
    return f"/ontology/{local_name(iri)}"


def _section(iri: str, properties: dict[str, list[NamedNode | Literal]]) -> Iterator[str]:
    name = escape(local_name(iri))
    yield f'<section class="route" id="{name}"><h2>{_link(iri)}</h2>'
    yield f"<p>{_words(properties, vocab.LABEL)}: {_words(properties, COMMENT)}</p><table>"
    yield f"<tr><th>IRI</th><td>{escape(iri)}</td></tr>"
    for key, values in sorted(properties.items()):
        if key not in ABOVE_TABLE:
            separator = "<br>" if any(isinstance(value, Literal) for value in values) else ", "  # sentences
            cells = separator.join(_value(value) for value in values)
            yield f"<tr><th>{escape(short(key))}</th><td>{cells}</td></tr>"
    yield "</table></section>"


def _words(properties: dict[str, list[NamedNode | Literal]], key: str) -> str:
    return escape("; ".join(value.value for value in properties.get(key, ())))


def _value(value: NamedNode | Literal) -> str:
    return _link(value.value) if isinstance(value, NamedNode) else escape(value.value)


def _link(iri: str) -> str:
    """A link that stays on this server for our own terms."""
    if iri.startswith(KG):
        return f'<a href="{escape(term_path(iri))}">{escape(short(iri))}</a>'
    return escape(readable(NamedNode(iri)))
