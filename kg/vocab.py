"""Namespaces, and the few IRIs that code must name. Classes and roles come from the ontology, not from here."""

from __future__ import annotations

# The default base of the data: the address of `kg serve`, so every IRI opens in the browser.
BASE = "http://127.0.0.1:8000/"

# The vocabulary has one namespace, whatever the base of the data: queries work on every graph.
KG = "https://w3id.org/kg-news/ns#"

DCTERMS = "http://purl.org/dc/terms/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
GEONAMES = "https://sws.geonames.org/"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
WIKIDATA = "http://www.wikidata.org/entity/"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "dcterms": DCTERMS,
    "geo": GEO,
    "itsrdf": ITSRDF,
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
SUBCLASS = RDFS + "subClassOf"
SUBPROPERTY = RDFS + "subPropertyOf"
LABEL = RDFS + "label"
ALT_LABEL = SKOS + "altLabel"
NOTATION = SKOS + "notation"  # of a class: its name in files and exports, "holdsPosition" of kg:HoldsPosition
DERIVED_FROM = PROV + "wasDerivedFrom"

ARTICLE = SCHEMA + "NewsArticle"
SENTENCE = NIF + "Sentence"
BEGIN = NIF + "beginIndex"
END = NIF + "endIndex"
ANCHOR = NIF + "anchorOf"
CONTEXT = NIF + "Context"

CLAIM = KG + "Claim"
EVENT = SEM + "Event"
STATE = KG + "State"
ENTITY = KG + "Entity"
EDGE = KG + "Edge"
IMPLIED_FILLER = KG + "ImpliedFiller"
JUDGEMENTS = "judgements"  # name, below the base, of the graph of judgements
CUT = KG + "Cut"

FACTUALITY = {
    "actual": KG + "Actual",
    "planned": KG + "Planned",
    "possible": KG + "Possible",
    "negated": KG + "Negated",
}

# Properties of articles
SOURCE = DCTERMS + "source"
HEADLINE = SCHEMA + "headline"
PUBLISHER = SCHEMA + "publisher"
PUBLISHED = SCHEMA + "datePublished"
LANGUAGE = SCHEMA + "inLanguage"
URL = SCHEMA + "url"
DATED_BY = KG + "datedBy"
SHA256 = KG + "sha256"
HAS_CUT = KG + "cut"
SECTION = KG + "section"
REASON = KG + "reason"

# Properties of claims and events
REFERS_TO = KG + "refersTo"
ABOUT_EVENT = KG + "event"
ATTRIBUTED_TO = KG + "attributedTo"
HAS_FACTUALITY = KG + "factuality"
TRIGGER = KG + "trigger"
PREDICATE = KG + "predicate"
EVIDENCE = KG + "evidence"
CONFIDENCE = KG + "confidence"
UNCERTAIN = KG + "uncertain"  # true, or absent
IMPLIED = {"derived": KG + "derived", "inferred": KG + "inferred"}
RULE = KG + "rule"
BEGINS = KG + "begins"
ENDS = KG + "ends"
GRANULARITY = KG + "granularity"
WHEN = KG + "when"

# Properties of entities, and counts
IS_NAMED = KG + "isNamed"
SIZE = KG + "size"
MENTIONS = KG + "mentions"
CLAIMS = KG + "claims"
ARTICLES = KG + "articles"
SOURCES = KG + "sources"
SAME_AS = OWL + "sameAs"
IDENTIFIER = SCHEMA + "identifier"  # of a list, where it is no IRI: a company number
CLOSE_MATCH = SKOS + "closeMatch"
COUNTRY = SCHEMA + "addressCountry"
