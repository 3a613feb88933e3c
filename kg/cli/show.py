"""The card of an entity: type, names, place, and every claim about it with its sentence and sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions

from kg.cli.output.terminal import counted, faint, strong, warning, wrapped
from kg.errors import ReadError
from kg.query.rows import PLAIN
from kg.query.search import open_search
from kg.query.sparql_answers import ask, readable
from kg.store.read_build import Store
from kg.vocab import FACTUALITY, KG

GENERAL = ("Entity", "Actor")  # types above those that a reader wants to know
LONGEST = 60  # characters of the name of another participant
OTHERS = 5  # entities of a similar name that are listed
MARKED = re.compile("PLANNED|POSSIBLE|NEGATED|uncertain")
MARKS = {iri: name for name, iri in FACTUALITY.items()}
MATCHES = """
SELECT ?entity ?label (MIN(?how) AS ?rank) WHERE {{
  ?entity kg:mentions ?mentions ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name .
  FILTER(CONTAINS(LCASE(?name), {wanted}))
  BIND(IF(LCASE(?label) = {wanted}, 0, IF(LCASE(?name) = {wanted}, 1, 2)) AS ?how)
}} GROUP BY ?entity ?label ?mentions ORDER BY ?rank DESC(?mentions) ?label ?entity
"""
FACTS = "SELECT ?property ?value WHERE {{ {entity} ?property ?value }} ORDER BY ?property ?value"
# the labels are optional so that they are joined last: otherwise the engine begins with those of the whole graph
CLAIMS = """
SELECT ?claim ?class ?label ?trigger ?role ?factuality ?source ?published ?when ?day ?sentence ?begin ?uncertain {{
  GRAPH ?article {{
    ?claim ?role {entity} ; a kg:Claim, ?class ; kg:factuality ?factuality ; prov:wasDerivedFrom ?where .
    ?where nif:anchorOf ?sentence ; nif:beginIndex ?begin .
    ?article dcterms:source ?source .
    OPTIONAL {{ ?article schema:datePublished ?published }}
    OPTIONAL {{ ?claim kg:trigger ?trigger }}
    OPTIONAL {{ ?claim kg:when ?when }}
    OPTIONAL {{ ?claim kg:begins ?day ; kg:ends ?day }}
    OPTIONAL {{ ?claim kg:uncertain ?uncertain }}
    FILTER(?class != kg:Claim)
  }}
  OPTIONAL {{ ?class rdfs:label ?label }}
}} ORDER BY ?published ?source ?begin ?claim ?role
"""
SPEAKERS = """
SELECT DISTINCT ?claim ?name WHERE {{
  GRAPH ?article {{ ?claim ?role {entity} ; kg:attributedTo ?speaker OPTIONAL {{ ?speaker rdfs:label ?local }} }}
  OPTIONAL {{ ?speaker rdfs:label ?label }}
  BIND(COALESCE(?label, ?local, ?speaker) AS ?name)
}} ORDER BY ?claim ?name
"""

PARTICIPANTS = """
SELECT DISTINCT ?claim ?part ?name WHERE {{
  ?part rdfs:subPropertyOf kg:role .
  GRAPH ?article {{ ?claim ?role {entity} ; ?part ?other . OPTIONAL {{ ?other rdfs:label ?local }} }}
  FILTER(?part != kg:attributedTo && ?part != kg:topic && ?other != {entity})
  OPTIONAL {{ ?other rdfs:label ?label }}
  BIND(COALESCE(?label, ?local, ?other) AS ?name)
  FILTER(!isIRI(?name))
}} ORDER BY ?claim ?part ?name
"""


def show(name: str, graph: Store) -> Iterator[str]:
    """Yield the lines of the card of the entity that best matches a name: by its label, another name, or part of one.

    If no name has the text, the card is that of the best hit of a search, and its first line says so.
    Raises ReadError if no entity matches.
    """
    if not name.strip():
        raise ReadError("show: the name is empty: give a name, or a part of it")
    matches = list(_matches(name, graph))
    if not matches:
        matches = _searched(name, graph)
        yield from [f"No name matches '{name}' exactly. The nearest one is:"] if matches else []
    if not matches:
        raise ReadError(f"show: no name matches '{name}': try a part of it, or kg find '{name}'")
    entity, label = matches[0]
    yield from _head(label, graph, entity)
    claims = list(_claims(graph, entity, label))
    yield from claims or _sentences(graph, label)
    others = [other for _, other in matches[1 : OTHERS + 1]]
    if others:
        more = f" and {len(matches) - 1 - OTHERS} more" if len(matches) > OTHERS + 1 else ""
        yield ""
        yield from wrapped(f"Similar names: {', '.join(others)}{more}", hanging=4)


def _matches(name: str, graph: Store) -> Iterator[tuple[NamedNode, str]]:
    quoted = name.lower().replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    for row in _rows(graph, MATCHES.format(wanted=f'"{quoted}"')):
        yield row["entity"], row["label"].value


def _searched(name: str, graph: Store) -> list[tuple[NamedNode, str]]:
    with open_search(graph.path) as search:
        return [(NamedNode(hit.entity), hit.label) for hit in search.nearest_names(name)]


def _head(label: str, graph: Store, entity: NamedNode) -> Iterator[str]:
    """Yield label, types, other names, coordinates and counts."""
    facts: Mapping[str, list[str]] = defaultdict(list)
    for row in _rows(graph, FACTS.format(entity=entity)):
        facts[readable(row["property"])].append(readable(row["value"]))
    types = [name.removeprefix("kg:") for name in facts["rdf:type"]]
    specific = [name for name in types if name not in GENERAL] or types[-1:]
    yield f"{strong(label)}  ({', '.join(specific)})"
    if facts["skos:altLabel"]:
        yield from wrapped(f"also: {'; '.join(facts['skos:altLabel'])}", hanging=6)
    if facts["geo:lat"]:
        yield f"at {facts['geo:lat'][0]}, {facts['geo:long'][0]}"
    if known_as := [*facts["owl:sameAs"], *facts["schema:identifier"]]:
        yield f"same as {' '.join(known_as)}"
    counts = (counted(int(facts[f"kg:{name}s"][0]), name) for name in ("mention", "article", "source"))
    yield f"{', '.join(counts)}  {faint(entity.value)}"


def _claims(graph: Store, entity: NamedNode, label: str) -> Iterator[str]:
    """Yield each sentence with its claims about the entity, by date of publication."""
    speakers: Mapping[str, list[str]] = defaultdict(list)
    for row in _rows(graph, SPEAKERS.format(entity=entity)):
        speakers[row["claim"].value].append(row["name"].value)
    parts: Mapping[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(graph, PARTICIPANTS.format(entity=entity)):
        parts[row["claim"].value][row["part"].value.removeprefix(KG)].append(_short(row["name"].value))
    rows = _rows(graph, CLAIMS.format(entity=entity))
    for (published, source, _, sentence), group in groupby(rows, key=_sentence):
        yield from _quotation(published, source, sentence)
        for claim_iri, rows_of_claim in groupby(group, key=lambda row: row["claim"].value):
            others = [name for name in speakers[claim_iri] if name != label]
            claim, *rest = wrapped(_claim(list(rows_of_claim), parts[claim_iri], others), hanging=6)
            yield "\n".join([f"  - {_marked(claim)}", *rest])


def _sentences(graph: Store, label: str) -> Iterator[str]:
    """Yield the sentences that have the name of an entity about which there is no claim."""
    with open_search(graph.path) as search:
        hits = search.sentences(f'"{label}"')
    yield ""
    yield "No claim names it. Sentences with the name:"
    for hit in hits:
        yield from _quotation(hit.published, hit.source, hit.text)


def _quotation(published: str | None, source: str, sentence: str) -> Iterator[str]:
    """Yield a sentence below its article and the day of that."""
    yield ""
    yield faint(f"{published or 'no date'}  {source}")
    yield from wrapped(sentence, indent=4)


def _sentence(row: QuerySolution) -> tuple[str, str, int, str]:
    published = row["published"].value if row["published"] else ""
    return published, row["source"].value, int(row["begin"].value), " ".join(row["sentence"].value.split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _claim(rows: Sequence[QuerySolution], parts: Mapping[str, list[str]], speakers: list[str]) -> str:
    """ "Meeting, PLANNED, as agent (patient: Orla Venn), Friday (2024-03-08); according to X"; a row for each role."""
    row = rows[0]
    roles = dict.fromkeys(each["role"].value.removeprefix(KG) for each in rows)
    role = " and ".join("speaker" if name == "attributedTo" else name for name in roles)
    is_plain = row["class"].value == f"{KG}{PLAIN}" and row["trigger"]
    kind = f"Event «{row['trigger'].value}»" if is_plain else row["label"].value
    factuality = MARKS[row["factuality"].value]
    mark = "" if factuality == "actual" else f", {factuality.upper()}"
    mark += ", uncertain" if row["uncertain"] else ""
    day = f" ({row['day'].value})" if row["day"] else ""
    when = f", {row['when'].value}{day}" if row["when"] else ""
    source = f"; according to {', '.join(speakers)}" if speakers else ""
    others = "; ".join(f"{name}: {', '.join(fillers)}" for name, fillers in parts.items())
    return f"{kind}{mark}, as {role}{f' ({others})' if others else ''}{when}{source}"


def _marked(line: str) -> str:
    """The line with colour for what is no fact."""
    return MARKED.sub(lambda match: warning(match[0]), line)


def _rows(graph: Store, query: str) -> Iterator[QuerySolution]:
    answer = ask(graph, query)
    assert isinstance(answer, QuerySolutions)
    yield from answer
