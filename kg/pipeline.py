"""Joins the stages: one article in, all that it yields out. The page to read first.

    read -> clean -> parse -> mentions -> resolve -> events -> times -> claims

`extract` is the road of one article; `kg/build/extraction/` runs it on many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import spacy.language
from spacy.tokens import Doc

from kg.claims.claims import read_claims
from kg.claims.confidence import with_confidence
from kg.claims.implied.implied import with_implied
from kg.claims.same_event.groups import group_claims
from kg.claims.same_event.scorer import FILES as SAME_EVENT_FILES
from kg.claims.same_event.scorer import SameEventScorer
from kg.entities.learned.antecedents import FILE as ANTECEDENTS
from kg.entities.learned.antecedents import AntecedentScorer
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.errors import ReadError
from kg.events.find import find_events
from kg.events.learned.heads import FILES, EventHeads
from kg.events.relations.relation_head import FILES as RELATION_FILES
from kg.events.relations.relation_head import RelationHead
from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.language import Language, load_language
from kg.parse.finish_names import finish_names
from kg.parse.load_pipeline import load_pipeline, network_folder
from kg.parse.title_case import with_small_letters
from kg.read.boilerplate.rules import BoilerplateRules, load_boilerplate
from kg.read.clean import prose
from kg.records import Article, Claim, Entity, Event, Extraction, Resolution, Section
from kg.times.attach import time_of
from kg.times.expressions import find_times


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge that extraction needs: trained pipeline, event classes, language, boilerplate."""

    nlp: spacy.language.Language
    lexicon: Lexicon
    language: Language
    boilerplate: BoilerplateRules
    heads: EventHeads | None = None  # of our own pipeline; with another the rules decide alone
    same_event: SameEventScorer | None = None  # the same; without it linking decides alone
    antecedents: AntecedentScorer | None = None  # the same
    relations: RelationHead | None = None  # the same; without it the rules decide alone

    def is_common(self, word: str) -> bool:
        """True for a word in small letters that is no name by itself."""
        return (
            word in self.lexicon.verb_forms
            or word in self.lexicon.noun_forms
            or word in self.language.nouns.types
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where that knowledge is read from: a pipeline by name or path (ours if None), folders over our ontology.

    `entities` are the user's own lists of entities.
    """

    model: str | None = None
    ontology: tuple[Path, ...] = ()
    entities: tuple[Path, ...] = ()


def load(source: Source = Source()) -> Knowledge:
    """Raises ModelError or OntologyError, where either cannot be used."""
    return knowledge(load_pipeline(source.model), source)


def knowledge(nlp: spacy.language.Language, source: Source = Source()) -> Knowledge:
    """The knowledge that goes with a loaded pipeline, whatever the model of the source. Raises OntologyError."""
    folders = source.ontology
    return Knowledge(
        nlp=nlp,
        lexicon=load_lexicon(*folders),
        language=load_language(*folders, entities=source.entities),
        boilerplate=load_boilerplate(*folders),
        heads=EventHeads(folder) if (folder := _folder_with(FILES[0], nlp)) else None,
        same_event=SameEventScorer(folder) if (folder := _folder_with(SAME_EVENT_FILES[0], nlp)) else None,
        antecedents=AntecedentScorer(folder) if (folder := _folder_with(ANTECEDENTS, nlp)) else None,
        relations=RelationHead(folder) if (folder := _folder_with(RELATION_FILES[0], nlp)) else None,
    )


def _folder_with(name: str, nlp: spacy.language.Language) -> Path | None:
    """The folder of a pipeline's network if it has a file of trained weights."""
    folder = network_folder(nlp)
    return folder if folder and (folder / name).exists() else None


def extract(article: Article, known: Knowledge) -> Extraction:
    """The extraction of one article. It depends only on the article and the knowledge."""
    parsed = parse(article, known)
    if parsed is None:
        return Extraction(article=article, sentences=(), entities=(), claims=())
    return extract_parsed(parsed, known)


def extract_parsed(parsed: Parsed, known: Knowledge) -> Extraction:
    """The extraction of an article that is parsed already."""
    resolution, pairs = claims_with_events(parsed, known)
    weights = known.heads.confidence if known.heads else {}
    sure = with_confidence(pairs, parsed, resolution, weights)
    claims = with_implied(sure, parsed, resolution, known.lexicon)
    return Extraction(
        article=parsed.article,
        sentences=tuple(parsed.sentences),
        entities=tuple(_needed(resolution.entities, claims)),
        claims=claims,
        event_groups=group_claims(claims, parsed, resolution, known.same_event) if known.same_event else None,
    )


def claims_with_events(parsed: Parsed, known: Knowledge) -> tuple[Resolution, list[tuple[Claim, Event]]]:
    """The entities of an article, and its claims, whose confidence is still open, with the event of each."""
    resolution = resolve(parsed, find_mentions(parsed), known.antecedents)
    events = find_events(parsed, resolution, known.lexicon, known.heads, known.relations)
    times = find_times(parsed)
    when = {event.trigger: time_of(event, parsed, times) for event in events}
    return resolution, list(read_claims(events, parsed, resolution, when, known.lexicon))


def parse(article: Article, known: Knowledge) -> Parsed | None:
    """The article with the doc of its headline and body; None if it has neither."""
    nlp, sections = known.nlp, list(prose(article))
    longest = max((section.end - section.begin for section in sections), default=0)
    if longest > nlp.max_length:
        raise ReadError(f"has a paragraph of {longest:,} characters; the limit is {nlp.max_length:,}")
    docs: dict[Section, Doc] = {}
    # the body first: its names decide which capitals of the headline are kept
    for section in sorted(sections, key=lambda section: section.kind == "headline"):
        text = article.text[section.begin : section.end]
        if section.kind == "headline":
            text = with_small_letters(text, docs.values(), known.is_common)
        docs[section] = nlp(text, disable=["news_names"])
    # over the whole article: a name has one label in it
    finish_names([docs[section] for section in sections], known.language.names)
    return join(article, ((section, docs[section]) for section in sections), known.language)


def _needed(entities: Mapping[str, Entity], claims: Iterable[Claim]) -> Iterator[Entity]:
    """The entities that have a name, and those without that a claim speaks of."""
    fillers = (
        filler
        for claim in claims
        for filler in (*claim.fillers, *claim.attributed_to, *(each.filler for each in claim.implied))
    )
    used = {filler.entity for filler in fillers}
    return (entity for key, entity in entities.items() if entity.is_named or key in used)
