"""Semantic roles by rules over a UD parse: the baseline for the trained head.

The roles are PropBank's where syntax determines them: `agent` (ARG0), `patient` (ARG1), `recipient` (ARG2 after "to" or
"for", and indirect objects), `time`, `place`, `negation`, `modality`. `rules_srl.yaml` has the words of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from spacy.tokens import Doc, Token

RoleName = Literal["agent", "patient", "recipient", "time", "place", "negation", "modality"]


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """One filler of a predicate, both by their (head) token's index in the doc."""

    predicate: int
    filler: int
    name: RoleName


LISTS: dict[str, str | dict[str, str]] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)


def _list(name: str) -> frozenset[str]:
    words = LISTS[name]
    return frozenset(words.split() if isinstance(words, str) else words)


def _table(name: str) -> dict[str, frozenset[str]]:
    rows = LISTS[name]
    return {key: frozenset(words.split()) for key, words in rows.items()} if isinstance(rows, dict) else {}


CHANGES = _list("changes")
BECOMING = _list("becoming")
HEARING = _list("hearing")
LIGHTEST = _list("lightest")
LIGHT_VERBS = LIGHTEST | _list("light_verbs")
TO_PATIENT = _list("to_patient")
TO_PLACE = _list("to_place")
FOR_PATIENT = _list("for_patient")
FOR_RECIPIENT = _list("for_recipient")
PATIENT_PREPOSITIONS = _table("patient_prepositions")
TIME_WORDS = _list("time_words")
TIME_ADVERBS = _list("time_adverbs")
TIME_CONJUNCTIONS = _list("time_conjunctions")
TIME_PREPOSITIONS = _list("time_prepositions")
PLACE_ADVERBS = _list("place_adverbs")
PLACE_PREPOSITIONS = _list("place_prepositions")
PLACE_ONLY = _list("place_only")
PLACE_ENTITIES = frozenset(("GPE", "LOC", "FAC"))
PLACE_WORDS = _list("place_words")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s|'s)?$|\d?\d:\d\d$|'?\d0s$")
EVENT_NOUNS = _list("event_nouns")
EVENT_ENDINGS = re.compile(r"\w\w\w(?:tion|sion|ment|ance|ence|ing|ure|al|age|sis)$")
NOT_EVENTS = _list("not_events")
RELATIVE_TAGS = frozenset(("WDT", "WP", "WRB", "WP$"))


def find_roles(doc: Doc) -> Iterator[Role]:
    """Yield the roles of every verb, copula and event noun, in text order of the predicates; none twice."""
    for token in doc:
        yield from sorted({role for role in _roles(token) if role.filler != token.i})


def _roles(token: Token) -> Iterator[Role]:
    if is_verb(token) or token.dep_ == "cop":
        yield from _verb_roles(token)
    elif token.pos_ == "ADJ" and token.dep_ != "amod":
        yield from _adjective_roles(token)
    elif is_event_noun(token):
        yield from _noun_roles(token)


def is_verb(token: Token) -> bool:
    """A verb with arguments: no auxiliary, no participle that is a mere preposition ("according to")."""
    return token.pos_ == "VERB" and token.dep_ not in {"aux", "aux:pass", "cop", "case", "mark", "fixed"}


def is_event_noun(token: Token) -> bool:
    word = token.lemma_.lower()
    if token.pos_ != "NOUN" or word in NOT_EVENTS:
        return False
    return word in EVENT_NOUNS or EVENT_ENDINGS.match(word) is not None


def child(token: Token, *labels: str) -> Token | None:
    """The first dependant with one of the labels, the labels tried in order."""
    found = (c for label in labels for c in token.children if c.dep_ == label)
    return next(found, None)


def _verb_roles(verb: Token) -> Iterator[Role]:
    clause = verb.head if verb.dep_ == "cop" else verb  # a copula's arguments hang on its complement
    if _is_helper(verb) or _is_light(verb):
        return
    yield from _subject_roles(verb, clause)
    if clause == verb:
        yield from _complement_roles(verb)
        yield from _gap_roles(verb)
    yield from _adjunct_roles(verb, clause)


def _is_helper(verb: Token) -> bool:
    """Whether it is the "have", "going", "used" of "have to leave", "is going to leave", "used to leave"."""
    clause = child(verb, "xcomp")
    forms = {"have": True, "go": verb.tag_ == "VBG", "use": verb.tag_ != "VBG"}
    bare = child(verb, "obj", "aux:pass", "nsubj:pass") is None
    return clause is not None and forms.get(verb.lemma_, False) and bare and child(clause, "mark") is not None


def _is_light(verb: Token) -> bool:
    """Whether its object denotes the action: "made a promise"."""
    direct = child(verb, "obj")
    light = verb.lemma_ in LIGHTEST and direct is not None and is_event_noun(direct)
    return light and child(verb, "xcomp") is None


# Subjects, also those that grammar leaves unsaid


def _subject_roles(verb: Token, clause: Token) -> Iterator[Role]:
    agent = child(clause, "obl:agent")
    if agent is not None:
        yield Role(verb.i, agent.i, "agent")
    subject = child(clause, "nsubj:outer") if verb.dep_ == "cop" else None
    subject = subject or find_subject(clause)
    if subject is not None and not (verb.lemma_ in HEARING and is_passive(clause)):
        name: RoleName = "patient" if _undergoes(verb, clause) else "agent"
        yield Role(verb.i, resolve(subject).i, name)


def _undergoes(verb: Token, clause: Token) -> bool:
    if verb.dep_ == "cop" or is_passive(clause) or verb.lemma_ in BECOMING:
        return True
    has_object = child(verb, "obj", "ccomp", "iobj") is not None
    return verb.lemma_ in CHANGES and not has_object


def is_passive(verb: Token) -> bool:
    if child(verb, "nsubj:pass", "csubj:pass", "aux:pass", "obl:agent") is not None:
        return True
    bare = child(verb, "aux", "nsubj", "cop") is None
    if verb.dep_ == "conj" and bare and verb.tag_ == "VBN":
        return verb.head.tag_ == "VBN" and is_passive(verb.head)
    return verb.dep_ in {"acl", "amod", "advcl", "xcomp"} and verb.tag_ == "VBN" and bare


def find_subject(clause: Token, steps: int = 0) -> Token | None:
    """The subject of a verb, or of the clause that controls it or shares its subject."""
    own = child(clause, "nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl")
    if own is not None:
        return None if own.dep_ == "expl" else own
    if steps > 4 or clause.head == clause:
        return None
    if clause.dep_ in {"acl", "amod"}:
        return _modified_noun(clause)
    if clause.dep_ == "xcomp":
        return _controller(clause, steps)
    if clause.dep_ == "advcl" and child(clause, "aux") is None and clause.tag_ not in {"VBD", "VBZ", "VBP"}:
        return find_subject(clause.head, steps + 1)
    return find_subject(clause.head, steps + 1) if clause.dep_ == "conj" else None


def _controller(clause: Token, steps: int) -> Token | None:
    matrix = clause.head
    if matrix.lemma_ != "promise":
        held = child(matrix, "obj", "iobj")
        if held is not None:
            return held
    return find_subject(matrix, steps + 1)


def _modified_noun(clause: Token) -> Token | None:
    """What a participle describes; for an infinitive ("a plan to leave"), who is behind the noun."""
    noun = clause.head
    if noun.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "SYM"}:
        return None
    if clause.tag_ in {"VBG", "VBN", "VBD"}:
        return noun
    owner = child(noun, "nmod:poss")
    if owner is None and noun.dep_ == "obj":
        owner = find_subject(noun.head, 3)
    return owner


def resolve(word: Token) -> Token:
    """The antecedent of a relative pronoun; any other word itself."""
    if word.tag_ not in RELATIVE_TAGS and word.lower_ != "that":
        return word
    relative = next((a for a in [word, *word.ancestors] if a.dep_ == "acl:relcl"), None)
    same_clause = relative is not None and word.i < relative.i and word.head in {relative, *relative.subtree}
    if relative is None or not same_clause or relative.head.i > word.i:
        return word
    return relative.head


# Objects and complements


def _complement_roles(verb: Token) -> Iterator[Role]:
    direct, indirect = child(verb, "obj"), child(verb, "iobj")
    if direct is not None:
        yield Role(verb.i, resolve(direct).i, "patient")
    if indirect is not None:
        yield Role(verb.i, resolve(indirect).i, "recipient")
    clause = child(verb, "ccomp", "xcomp")
    if clause is not None and _takes_clause(verb, clause, direct):
        yield Role(verb.i, clause.i, "patient")
    for phrase in verb.children:
        if phrase.dep_ == "obl":
            yield from _oblique_argument(verb, phrase)


def _takes_clause(verb: Token, clause: Token, direct: Token | None) -> bool:
    if clause.dep_ == "ccomp":
        return True
    if direct is not None or is_passive(verb):
        return False
    bare = (
        verb.lemma_ in {"have", "go", "use", "let", "cause", "allow", "begin", "get"}
        or verb.lemma_ in BECOMING
    )
    return not bare and verb.lemma_ not in {"keep", "call", "suppose", "name", "end"}


def prepositions(phrase: Token) -> str:
    return " ".join(c.lower_ for c in phrase.children if c.dep_ in {"case", "mark"} and c.i < phrase.i)


def _oblique_argument(verb: Token, phrase: Token) -> Iterator[Role]:
    preposition, verb_lemma = prepositions(phrase), verb.lemma_.lower()
    if is_time(phrase):
        return
    name: RoleName | None = None
    if preposition == "to":
        name = "patient" if verb_lemma in TO_PATIENT else "recipient"
        name = None if verb_lemma in TO_PLACE else name
    elif preposition == "for":
        name = "patient" if verb_lemma in FOR_PATIENT else None
        name = "recipient" if verb_lemma in FOR_RECIPIENT else name
    elif verb_lemma in PATIENT_PREPOSITIONS.get(preposition, ()) and child(verb, "obj") is None:
        name = "patient"
    if name is not None:
        yield Role(verb.i, resolve(phrase).i, name)


def _gap_roles(verb: Token) -> Iterator[Role]:
    """The noun before a relative clause without a pronoun, or before an infinitive, as its missing object."""
    noun = verb.head
    if child(verb, "obj", "ccomp", "nsubj:pass", "aux:pass") is not None:
        return
    if verb.dep_ == "acl:relcl":
        subject = find_subject(verb)
        if subject is not None and resolve(subject) != noun and not _has_relative(verb):
            yield Role(verb.i, noun.i, _gap_name(noun))
    elif (
        verb.dep_ == "acl"
        and verb.tag_ == "VB"
        and noun.lemma_ in {"thing", "something", "anything", "nothing", "lot"}
    ):
        yield Role(verb.i, noun.i, "patient")


def _gap_name(noun: Token) -> RoleName:
    if noun.lemma_.lower() in {"day", "time", "year", "moment", "week", "month", "night"}:
        return "time"
    return "place" if noun.lemma_.lower() in {"place", "area", "spot"} else "patient"


def _has_relative(verb: Token) -> bool:
    return any(resolve(word) == verb.head for word in verb.subtree if word.i < verb.i and word != verb.head)


# Time, place, negation, modality


def _adjunct_roles(verb: Token, clause: Token) -> Iterator[Role]:
    for word in clause.children:
        name = _adjunct_name(word)
        if name is not None:
            yield Role(verb.i, resolve(word).i, name)
    if clause.dep_ == "conj" and child(clause, "aux", "nsubj", "nsubj:pass") is None:
        shared = (c for c in clause.head.children if c.tag_ == "MD" and c.i < clause.head.i)
        yield from (Role(verb.i, modal.i, "modality") for modal in shared)


def _adjunct_name(word: Token) -> RoleName | None:
    if word.dep_ in {"obl", "obl:unmarked", "obl:tmod", "obl:npmod", "nmod", "nmod:unmarked"}:
        return _oblique_adjunct(word)
    if word.dep_ == "advmod":
        return _adverb_name(word)
    if word.dep_ in {"advcl", "advcl:relcl"}:
        marks = {c.lower_ for c in word.children if c.dep_ in {"mark", "advmod"} and c.i < word.i}
        return "time" if marks & TIME_CONJUNCTIONS else None
    return "modality" if word.tag_ == "MD" and word.dep_ == "aux" else None


def _adverb_name(word: Token) -> RoleName | None:
    lemma = word.lemma_.lower()
    if lemma in {"not", "never"} or word.lower_ in {"n't", "n\u2019t"}:
        return "negation"
    if lemma in TIME_ADVERBS or word.lower_ in TIME_ADVERBS:
        return "time"
    return "place" if lemma in PLACE_ADVERBS else None


def _oblique_adjunct(phrase: Token) -> RoleName | None:
    preposition = prepositions(phrase)
    if preposition in TIME_PREPOSITIONS or is_time(phrase):
        return "time"
    first = preposition.partition(" ")[0]
    if first in PLACE_ONLY or (first in PLACE_PREPOSITIONS and is_place(phrase)):
        return "place"
    return None


def is_time(phrase: Token) -> bool:
    word = phrase.lemma_.lower()
    if phrase.ent_type_ in {"DATE", "TIME"} or word in TIME_WORDS or phrase.lower_ in TIME_WORDS:
        return True
    return YEAR.match(phrase.text) is not None


def is_place(phrase: Token) -> bool:
    if phrase.ent_type_ in PLACE_ENTITIES or phrase.lemma_.lower() in PLACE_WORDS:
        return True
    return phrase.pos_ == "PROPN" and not phrase.ent_type_ and prepositions(phrase) in {"in", "at", "near"}


# Adjectives and event nouns


def _adjective_roles(adjective: Token) -> Iterator[Role]:
    """The subject of a predicative adjective, its time, place, negation and modality."""
    subject = find_subject(adjective)
    if subject is not None and (child(adjective, "cop") is not None or adjective.dep_ in {"xcomp", "conj"}):
        yield Role(adjective.i, resolve(subject).i, "patient")
        yield from _adjunct_roles(adjective, adjective)


def _noun_roles(noun: Token) -> Iterator[Role]:
    """The arguments of an event noun: its possessor is the agent, its "of" phrase the patient, if it has both."""
    owner, of = child(noun, "nmod:poss"), _phrase(noun, "of")
    if owner is not None:
        yield Role(noun.i, owner.i, "time" if is_time(owner) else "agent")
    if of is not None:
        yield Role(noun.i, of.i, "patient")
    for preposition in ("for", "with", "to", "on", "about", "against"):
        phrase = _phrase(noun, preposition)
        if of is None and phrase is not None and not is_time(phrase):
            yield Role(noun.i, phrase.i, "patient")
    yield from _noun_neighbours(noun)
    yield from _light_verb_roles(noun)


def _phrase(noun: Token, preposition: str) -> Token | None:
    found = (c for c in noun.children if c.dep_ == "nmod" and prepositions(c) == preposition)
    return next(found, None)


def _noun_neighbours(noun: Token) -> Iterator[Role]:
    for word in noun.children:
        if word.dep_ in {"nmod", "nmod:unmarked"}:
            name = "agent" if prepositions(word) in {"by", "from"} else _oblique_adjunct(word)
            if name is not None:
                yield Role(noun.i, word.i, name)
        elif word.dep_ == "compound":
            yield Role(noun.i, word.i, "time" if is_time(word) else "patient")
        elif word.dep_ == "acl" and word.tag_ == "VB":
            yield Role(noun.i, word.i, "patient")
        elif word.dep_ == "amod" and word.ent_type_ == "NORP":
            yield Role(noun.i, word.i, "agent")


def _light_verb_roles(noun: Token) -> Iterator[Role]:
    """In "she made a promise to him" the verb's subject, recipient and adjuncts are the noun's."""
    verb = noun.head
    if noun.dep_ not in {"obj", "nsubj:pass"} or verb.lemma_ not in LIGHT_VERBS:
        return
    actor = child(verb, "obl:agent") if is_passive(verb) else find_subject(verb)
    if actor is not None and child(noun, "nmod:poss") is None:
        yield Role(noun.i, resolve(actor).i, "agent")
    yield from (Role(noun.i, role.filler, role.name) for role in _adjunct_roles(verb, verb))


def roles_of(predicates: Iterable[int], roles: Iterable[Role]) -> list[Role]:
    """The roles of the given predicates only."""
    wanted = set(predicates)
    return [role for role in roles if role.predicate in wanted]
