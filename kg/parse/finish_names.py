"""The final names and amounts of an article: the pipeline's entities, corrected by patterns, lists and a vote.

Labels: PERSON ORG GPE LOC FAC NORP EVENT PRODUCT WEAPON WORK DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL, and
MISC for laws, awards, languages and other names. "the", titles ("President") and directions ("northern") do not
belong to a name; modifiers ("more than") do belong to an amount.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.ontology.files import OntologyFiles
from kg.ontology.geonames import City
from kg.ontology.name_rules import NameRules, read_name_rules
from kg.parse.names.brands import with_brands
from kg.parse.names.capitals import is_shouted_word
from kg.parse.names.doc_words import DocWords
from kg.parse.names.evidence import LISTED, score_names
from kg.parse.names.votes import NameMention, find_missed, join_mentions, vote


class NewsNames:
    """The pipeline component `news_names`, for an article that is one doc, with the rules of the shipped ontology."""

    def __call__(self, doc: Doc) -> Doc:
        finish_names([doc], self._rules)
        return doc

    @cached_property
    def _rules(self) -> NameRules:
        return read_name_rules(OntologyFiles())

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None: ...

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "NewsNames":
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "NewsNames":
        return self


@Language.factory("news_names")
def make_names(nlp: Language, name: str) -> NewsNames:
    """The component; its rules are read when it is first called, as `kg.pipeline` calls `finish_names` itself."""
    return NewsNames()


def finish_names(docs: Sequence[Doc], rules: NameRules) -> None:
    """Rewrite `doc.ents` of the docs of one article: corrected, completed, voted on, places with GeoNames ids."""
    texts = [DocWords.of(doc) for doc in docs]
    scores = [score_names(doc, words, rules) for doc, words in zip(docs, texts, strict=True)]
    mentions = join_mentions(texts, with_brands(texts, scores, rules.head_prepositions), LISTED)
    mentions += list(find_missed(texts, mentions))
    mentions = [each for each in mentions if not is_shouted_word(docs[each.doc], each)]
    mentions.sort(key=lambda mention: (mention.doc, mention.start))
    labels = vote(mentions)
    places = _places(mentions, labels, texts, rules)
    spans: list[list[Span]] = [[] for _ in docs]
    for mention, label, place in zip(mentions, labels, places, strict=True):
        doc = docs[mention.doc]
        spans[mention.doc].append(Span(doc, mention.start, mention.end, label=label, kb_id=place))
    for doc, ents in zip(docs, spans, strict=True):
        doc.set_ents(ents)


def _places(
    mentions: Sequence[NameMention], labels: Sequence[str], texts: Sequence[DocWords], rules: NameRules
) -> list[str]:
    """The GeoNames id of each place; "" for other names and unknown places."""
    names = [" ".join(texts[m.doc].words[m.start : m.end]) for m in mentions]
    places = rules.places
    near = {places.countries.get(name, "") for name in names}
    after = [_after_comma(i, mentions, names, texts[m.doc].words) for i, m in enumerate(mentions)]
    is_place = [label in ("GPE", "LOC") for label in labels]
    cities = [
        places.city(name, region=region, near=near) if place else None
        for name, region, place in zip(names, after, is_place, strict=True)
    ]
    regions = {f"US-{city.region}" if city.country == "US" else city.country for city in cities if city}
    ids = []
    for i, name in enumerate(names):
        city = cities[i - 1] if i and after[i - 1] == name else None
        state = city and _state_of(city, name, rules)
        found = state or places.iri(name, region=after[i], near=near, regions=regions)
        ids.append(found if is_place[i] else "")
    return ids


def _state_of(city: City, name: str, rules: NameRules) -> str | None:
    """The GeoNames id of the state that follows its city and a comma: "CA" after "Fresno,"."""
    places = rules.places
    code = places.states.get(name, name if name in places.postal else "")
    return places.state_iri(code) if city.country == "US" and city.region == code else None


def _after_comma(i: int, mentions: Sequence[NameMention], names: Sequence[str], words: Sequence[str]) -> str:
    """The name or word after a place and a comma: "Texas" in "Paris, Texas"."""
    here, at = mentions[i], mentions[i].end + 1
    if at >= len(words) or words[at - 1] != ",":
        return ""
    is_name = i + 1 < len(mentions) and (mentions[i + 1].doc, mentions[i + 1].start) == (here.doc, at)
    return names[i + 1] if is_name else words[at]
