"""The knowledge of English that reading needs: one record, loaded from the files of `ontology/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.ontology.files import OntologyFiles
from kg.ontology.label_schemes import Scheme, Words, read_schemes, read_words
from kg.ontology.listed.entity_list import EntityList
from kg.ontology.listed.read_entity_list import load_entity_list
from kg.ontology.name_rules import LISTS, NameRules, read_name_rules
from kg.ontology.nouns import Nouns, read_nouns
from kg.ontology.places import Atlas, read_atlas
from kg.ontology.reference_rules import References, read_references
from kg.ontology.words.calendar_words import Calendar, read_calendar
from kg.ontology.words.claim_words import ClaimWords, read_claim_words
from kg.ontology.words.event_words import EventWords, read_event_words
from kg.ontology.words.implied_words import ImpliedWords, read_implied_words
from kg.ontology.words.number_words import NumberWords, read_number_words
from kg.ontology.words.time_patterns import TimePatterns, read_time_patterns
from kg.ontology.words.time_words import TimeWords, read_time_words


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The word lists and rules of one ontology. Stages reach it as `parsed.language`, the linking gets it passed."""

    schemes: Mapping[str, Scheme]  # label schemes of parsers, by name
    words: Words  # closed word classes that grammar needs
    calendar: Calendar  # months, weekdays ..., and which event a time belongs to
    times: TimeWords  # what words in and around those phrases mean
    time_patterns: TimePatterns  # phrases that name days
    numbers: NumberWords  # numerals, codes of money, "at least"
    names: NameRules  # forms and lists of names, places, amounts
    nouns: Nouns  # types of common nouns, pronouns
    atlas: Atlas  # countries, demonyms, capitals
    references: References  # which mentions may refer to one entity
    events: EventWords  # what a phrase is, which events are reported
    claims: ClaimWords  # what says whether something is so, and who says it
    implied: ImpliedWords  # what implies a filler that a claim leaves out


def load_language(*folders: Path, entities: tuple[Path, ...] = ()) -> Language:
    """The language of the shipped ontology, with the files that these folders replace, and the user's own entities.

    Raises OntologyError: file, where in it, and what would be right.
    """
    path = OntologyFiles(folders)
    language = _read(path, load_entity_list(entities))
    path.check_lists({*LISTS, *language.references.lists})
    return language


def _read(path: OntologyFiles, entity_list: EntityList) -> Language:
    atlas, calendar = read_atlas(path), read_calendar(path("times.yaml"))
    numbers = read_number_words(path("numbers.yaml"))
    nouns = read_nouns(path("nouns.tsv"), path("mentions.yaml"), atlas)
    return Language(
        schemes=read_schemes(path("labels.yaml")),
        words=read_words(path("labels.yaml")),
        calendar=calendar,
        times=read_time_words(path("time_words.yaml")),
        time_patterns=read_time_patterns(path("time_phrases.yaml"), calendar, numbers.numerals),
        numbers=numbers,
        names=read_name_rules(path, list(entity_list.entries(nouns.types))),
        nouns=nouns,
        atlas=atlas,
        references=read_references(path, atlas, entity_list),
        events=read_event_words(path("event_words.yaml")),
        claims=read_claim_words(path("claims.yaml")),
        implied=read_implied_words(path("implied.yaml")),
    )
