"""The card of an entity: type, names, place, and every claim about it with its sentence and sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions

from kg.cli.output.terminal import counted, faint, strong, warning, wrapped
from kg.errors import ReadError
from kg.query.meant_entity import meant_entities
from kg.query.phrases.claim_words import role_words, state_words, verb_words
from kg.query.rows import PLAIN
from kg.query.search import NameHit, open_search
from kg.query.sparql_answers import ask, readable
from kg.store.read_build import Store
from kg.vocab import FACTUALITY, KG

GENERAL = ("Entity", "Actor")  # types above those that a reader wants to know
LONGEST = 60  # characters of the name of another participant
DETERMINERS = ("a ", "an ", "the ")
OTHERS = 5  # entities of a similar name that are listed
NOTES = {
    "part": "No name is exactly '{}'. It is part of {}; this one has the most mentions:",
    "near": "No name matches '{}' exactly. The nearest one is:",
}
MARKED = re.compile("PLANNED|POSSIBLE|NEGATED|uncertain")
MARKS = {iri: name for name, iri in FACTUALITY.items()}
FACTS = "SELECT ?property ?value WHERE {{ {entity} ?property ?value }} ORDER BY ?property ?value"
# the labels are optional so that they are joined last: otherwise the engine begins with those of the whole graph
CLAIMS = """
SELECT DISTINCT ?claim ?class ?label ?trigger ?factuality ?source ?published ?when ?day ?sentence ?begin ?uncertain {{
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
}} ORDER BY ?published ?source ?begin ?claim
"""
SPEAKERS = """
SELECT DISTINCT ?claim ?other ?name WHERE {{
  GRAPH ?article {{ ?claim ?role {entity} ; kg:attributedTo ?other OPTIONAL {{ ?other rdfs:label ?local }} }}
  OPTIONAL {{ ?other rdfs:label ?label }}
  BIND(COALESCE(?label, ?local, ?other) AS ?name)
}} ORDER BY ?claim ?name
"""

PARTICIPANTS = """
SELECT DISTINCT ?claim ?part ?other ?name WHERE {{
  ?part rdfs:subPropertyOf kg:role .
  GRAPH ?article {{ ?claim ?role {entity} ; ?part ?other . OPTIONAL {{ ?other rdfs:label ?local }} }}
  FILTER(?part != kg:attributedTo && (?part != kg:topic || ?other = {entity}))
  OPTIONAL {{ ?other rdfs:label ?label }}
  BIND(COALESCE(?label, ?local, ?other) AS ?name)
  FILTER(!isIRI(?name))
}} ORDER BY ?claim ?part ?name
"""
# What the sentence of a claim calls those who have no name, and so have a label in the graph of their article.
CALLED = """
SELECT DISTINCT ?claim ?other ?words WHERE {{
  GRAPH ?article {{
    ?claim ?role {entity} ; kg:evidence ?mention . ?mention kg:refersTo ?other ; nif:anchorOf ?words .
    ?other rdfs:label ?local
  }}
}} ORDER BY ?claim ?other ?words
"""


def show(name: str, graph: Store) -> Iterator[str]:
    """Yield the lines of the card of the entity that a name means most likely; the first says so if it is not its name.

    Raises ReadError if the name means nobody, with the names that are alike.
    """
    if not name.strip():
        raise ReadError("show: the name is empty: give a name, or a part of it")
    with open_search(graph.path) as search:
        how, matches = meant_entities(search, name)
    if how == "unclear":
        raise ReadError(f"show: no name matches '{name}': {_advice(name, matches)}")
    if how != "whole":
        yield NOTES[how].format(name, counted(len(matches), "name"))
    yield from _card(matches[0].label, graph, NamedNode(matches[0].entity))
    others = [other.label for other in matches[1 : OTHERS + 1]]
    if others:
        more = f" and {len(matches) - 1 - OTHERS} more" if len(matches) > OTHERS + 1 else ""
        yield ""
        yield from wrapped(f"Similar names: {', '.join(others)}{more}", hanging=4)


def _advice(name: str, alike: Sequence[NameHit]) -> str:
    if not alike:
        return f"try a part of it, or kg find '{name}'"
    labels = dict.fromkeys(f"'{hit.label}'" for hit in alike)
    return f"did you mean {' or '.join(labels)}? To search the sentences, too: kg find '{name}'"


def _card(label: str, graph: Store, entity: NamedNode) -> Iterator[str]:
    yield from _head(label, graph, entity)
    yield from list(_claims(graph, entity)) or _sentences(graph, label)


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


def _claims(graph: Store, entity: NamedNode) -> Iterator[str]:
    """Yield each sentence with its claims about the entity, by date of publication."""
    called = _called(graph, entity)
    speakers: Mapping[str, list[str]] = defaultdict(list)
    for row in _rows(graph, SPEAKERS.format(entity=entity)):
        speakers[row["claim"].value].append(_named(row, called))
    parts: Mapping[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(graph, PARTICIPANTS.format(entity=entity)):
        parts[row["claim"].value][row["part"].value.removeprefix(KG)].append(_short(_named(row, called)))
    rows = _rows(graph, CLAIMS.format(entity=entity))
    for (published, source, _, sentence), group in groupby(rows, key=_sentence):
        yield from _quotation(published, source, sentence)
        for row in group:
            iri = row["claim"].value
            claim, *rest = wrapped(_claim(row, parts[iri], speakers[iri]), hanging=6)
            yield "\n".join([f"  - {_marked(claim)}", *rest])


def _called(graph: Store, entity: NamedNode) -> Mapping[tuple[str, str], list[str]]:
    """The words for each other participant and speaker without a name, by claim and participant."""
    called: Mapping[tuple[str, str], list[str]] = defaultdict(list)
    for row in _rows(graph, CALLED.format(entity=entity)):
        called[row["claim"].value, row["other"].value].append(" ".join(row["words"].value.split()))
    return called


def _named(row: QuerySolution, called: Mapping[tuple[str, str], list[str]]) -> str:
    """The name of a participant, or else its words with their article: "the board of Vessa Bank", not "board"."""
    name = str(row["name"].value)
    for words in called.get((row["claim"].value, row["other"].value), ()):
        before, is_part, after = words.partition(name)
        if is_part and (not before or before.endswith(" ")):
            whole = after.startswith(" of ") and "," not in after
            return f"{before[:1].lower()}{before[1:]}{name}{after if whole else ''}"
    return name


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


def _claim(row: QuerySolution, parts: Mapping[str, list[str]], speakers: list[str]) -> str:
    """ "Meeting, PLANNED: by Ilsa Marn, with Orla Venn, Friday (2024-03-08); according to X"."""
    name, factuality = row["class"].value.removeprefix(KG), MARKS[row["factuality"].value]
    marks = [factuality.upper()] if factuality != "actual" else []
    marks += ["uncertain"] if row["uncertain"] else []
    day = f" ({row['day'].value})" if row["day"] else ""
    when = [f"{row['when'].value}{day}"] if row["when"] else []
    source = f"; according to {', '.join(speakers)}" if speakers else ""
    if state := state_words(name, factuality, parts):
        start = state[:1].upper() if state.startswith(DETERMINERS) else state[:1]
        return f"{', '.join([start + state[1:], *marks, *when])}{source}"
    told, kind = [], row["label"].value
    kind = kind[:1].upper() + kind[1:]
    if name == PLAIN and row["trigger"]:
        told.append(verb_words(row["trigger"].value, parts))
        parts = {role: names for role, names in parts.items() if role not in ("agent", "patient")}
    told += [*role_words(name, kind, parts), *when]
    words = f": {', '.join(told)}" if told else ""
    return f"{', '.join([kind, *marks])}{words}{source}"


def _marked(line: str) -> str:
    """The line with colour for what is no fact."""
    return MARKED.sub(lambda match: warning(match[0]), line)


def _rows(graph: Store, query: str) -> Iterator[QuerySolution]:
    answer = ask(graph, query)
    assert isinstance(answer, QuerySolutions)
    yield from answer
