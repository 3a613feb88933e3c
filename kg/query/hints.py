"""Hints on a SPARQL query: names that the graph does not have, prefixes that are not declared, other faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from pyoxigraph import NamedNode, QuerySolutions

from kg import vocab
from kg.store.read_build import Store

# Texts, IRIs, comments and variables, in which a colon makes no name; then a name with a prefix.
TOKEN = re.compile(
    r"""\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|\#[^\n]*|[?$]\w+|_:\w+"""
    r"""|(?P<declared>\bprefix\s+(?P<new>[\w-]*):\s*<(?P<iri>[^<>\s]*)>)|(?P<prefix>\b[a-z][\w-]*|\B):(?P<name>[a-z]\w*)""",
    re.DOTALL | re.IGNORECASE,
)
# The prologue of a query or update, and its first keyword; the operations of SPARQL 1.1 Update, section 3.
FIRST = re.compile(
    r"(?:\s|\#[^\n]*\n|(?:prefix\s+[\w.-]*:|base)\s*<[^<>]*>)*(?P<keyword>[a-z]+)", re.IGNORECASE
)
UPDATES = set("insert delete load clear create drop copy move add with".split())
FORMS = "SELECT, ASK, CONSTRUCT or DESCRIBE"
QUERIES = set("select ask construct describe prefix base".split())
PLACE = re.compile(r"error at (\d+):(\d+)")  # how the parser's errors begin
NEAR = 0.6  # the least likeness of a name that is suggested
MOST = 3
KINDS = "owl:Class rdf:Property owl:ObjectProperty owl:DatatypeProperty kg:Factuality"  # of terms of the vocabulary
TERMS = f"""SELECT DISTINCT ?term {{ VALUES ?kind {{ {KINDS} }} ?term a ?kind
  FILTER(STRSTARTS(STR(?term), '{vocab.KG}')) }}"""


def unknown_names(store: Store, sparql: str) -> Iterator[str]:
    """Yield a line for each name with a usual prefix that is nowhere in the graph: a misspelt property, say."""
    prefixes, names = _read(sparql)
    for prefix, name in dict.fromkeys(names):
        usual = vocab.PREFIXES.get(prefix)
        is_usual = usual is not None and prefixes.get(prefix, usual) == usual
        if not is_usual or prefix == "xsd" or _is_in(store, f"{usual}{name}"):
            continue
        near = [f"{prefix}:{each}" for each in _near(name, _names(store, prefix))]
        yield f"the graph has no {prefix}:{name}" + (f"; did you mean {_listed(near)}?" if near else "")


def syntax_fault(error: str, sparql: str) -> str:
    """The place and the words of an error of the parser; the list of what it expected would fill a screen."""
    if wrong := _undeclared_prefix(sparql):
        return wrong
    if _is_update(sparql):
        return f"is an update, and the graph is only read: write {FORMS}"
    if not is_query(sparql):
        return f"is not valid SPARQL: a query begins with {FORMS}"
    found = PLACE.match(error)
    if found is None:
        return f"is not valid SPARQL: {' '.join(error.split())}"
    line, column = int(found[1]), int(found[2])
    rest = sparql.splitlines()[line - 1][column - 1 :].strip() if sparql.strip() else ""
    unexpected = repr(rest[:40]) if rest else f"end of query{_unclosed(sparql)}"
    return f"is not valid SPARQL: line {line}, column {column}: unexpected {unexpected}"


def _unclosed(sparql: str) -> str:
    missing = sparql.count("{") - sparql.count("}")
    return f", {'a } is' if missing == 1 else f'{missing} }} are'} missing" if missing > 0 else ""


def _undeclared_prefix(sparql: str) -> str | None:
    """What is wrong with the first prefix that is neither usual nor declared in the query."""
    prefixes, names = _read(sparql)
    for prefix, name in names:
        if prefix not in prefixes and prefix not in vocab.PREFIXES:
            usual = ", ".join(vocab.PREFIXES)
            return f"'{prefix}:{name}' has a prefix that is not declared: add PREFIX {prefix}: <...>, or use {usual}"
    return None


def _is_update(sparql: str) -> bool:
    """Whether a text begins as a SPARQL update does."""
    first = FIRST.match(sparql)
    return first is not None and first["keyword"].lower() in UPDATES


def is_query(sparql: str) -> bool:
    """Whether a text begins as a SPARQL query does, or is too short to tell."""
    first = FIRST.match(sparql)
    return first is None or first["keyword"].lower() in QUERIES


def _read(sparql: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The IRIs of the prefixes that a query declares, and its names with their prefixes."""
    tokens = list(TOKEN.finditer(sparql))
    declared = {token["new"]: token["iri"] for token in tokens if token["declared"]}
    return declared, [(token["prefix"], token["name"]) for token in tokens if token["name"]]


def _is_in(store: Store, iri: str) -> bool:
    """Whether any quad has the IRI."""
    node, quads = NamedNode(iri), store.graph.quads_for_pattern
    places = (
        partial(quads, node, None, None),
        partial(quads, None, node, None),
        partial(quads, None, None, node),
    )
    return any(next(find(), None) is not None for find in places)


def _names(store: Store, prefix: str) -> list[str]:
    """The names with a prefix: the vocabulary of the build, or the terms of others that kg uses."""
    namespace = vocab.PREFIXES[prefix]
    terms = {value for value in vars(vocab).values() if isinstance(value, str)}
    if namespace == vocab.KG:
        answer = store.trusted_query(TERMS)
        assert isinstance(answer, QuerySolutions)
        terms |= {row["term"].value for row in answer}
    return sorted(
        term.removeprefix(namespace) for term in terms if term.startswith(namespace) and term != namespace
    )


def _near(name: str, names: list[str]) -> list[str]:
    """The names most like one, whatever their capitals."""
    folded = {each.casefold(): each for each in names if each != name}
    return [folded[each] for each in get_close_matches(name.casefold(), folded, MOST, NEAR)]


def _listed(names: list[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
