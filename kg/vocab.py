"""Namespaces, and the few IRIs that code must name. Classes and roles come from the ontology, not from here."""

from __future__ import annotations

BASE = "http://127.0.0.1:8000/"  # of the data, by default: with `kg serve` every IRI opens in the browser

# Our terms keep their IRIs when the base of the data is set to something else: queries stay the same.
KG = BASE + "ontology#"

DCTERMS = "http://purl.org/dc/terms/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
GEONAMES = "https://sws.geonames.org/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "dcterms": DCTERMS,
    "geo": GEO,
    "kg": KG,
    "nif": NIF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}

TYPE = RDF + "type"
LABEL = RDFS + "label"
ALT_LABEL = SKOS + "altLabel"
DERIVED_FROM = PROV + "wasDerivedFrom"

ARTICLE = SCHEMA + "NewsArticle"
SENTENCE = NIF + "Sentence"
PHRASE = NIF + "Phrase"
BEGIN = NIF + "beginIndex"
END = NIF + "endIndex"
ANCHOR = NIF + "anchorOf"

CLAIM = KG + "Claim"
EVENT = SEM + "Event"
ENTITY = KG + "Entity"

FACTUALITY = {
    "actual": KG + "Actual",
    "planned": KG + "Planned",
    "possible": KG + "Possible",
    "negated": KG + "Negated",
}
