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
from kg.ontology.name_rules import NameRules, read_name_rules
from kg.parse.names.brands import with_branches, with_brands
from kg.parse.names.capitals import is_shouted_word
from kg.parse.names.doc_words import DocWords
from kg.parse.names.evidence import LISTED, score_names
from kg.parse.names.hyphens import without_hyphened
from kg.parse.names.places import place_ids
from kg.parse.names.votes import find_missed, join_mentions, vote


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
    scored = [score_names(doc, words, rules) for doc, words in zip(docs, texts, strict=True)]
    names = without_hyphened(texts, scored, rules.prefixes)
    scores = [with_branches(words, spans) for words, spans in zip(texts, names, strict=True)]
    mentions = join_mentions(texts, with_brands(texts, scores, rules.head_prepositions), LISTED)
    mentions += list(find_missed(texts, mentions))
    mentions = [each for each in mentions if not is_shouted_word(docs[each.doc], each)]
    mentions.sort(key=lambda mention: (mention.doc, mention.start))
    labels = vote(mentions)
    places = place_ids(mentions, labels, texts, rules)
    spans: list[list[Span]] = [[] for _ in docs]
    for mention, label, place in zip(mentions, labels, places, strict=True):
        doc = docs[mention.doc]
        spans[mention.doc].append(Span(doc, mention.start, mention.end, label=label, kb_id=place))
    for doc, ents in zip(docs, spans, strict=True):
        doc.set_ents(ents)
