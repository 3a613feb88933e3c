"""What happened between two entities in a few words: "met", "to meet", "was arrested in", "planned talks about"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.classes.inflection import Irregular, past_forms, verb_forms
from kg.ontology.classes.lexicon import Trigger
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import ontology_file
from kg.ontology.nouns import read_table
from kg.query.phrases.title_words import title_words

ACTS = "acts on"  # the relation of who does something to whom it is done
ALONGSIDE = "alongside"  # that of two who do it, or to whom it is done, together
# An edge begins at the filler whose role comes first in this list
ROLES = ("agent", "instrument", "topic", "patient", "recipient", "destination", "origin", "place")
UNDERGOING = frozenset({"patient", "recipient"})
# The preposition before what fills a role, if the sentence has none.
PREPOSITIONS = {
    "place": "in", "topic": "regarding", "destination": "to", "origin": "from", "instrument": "with",
    "recipient": "to",
}  # fmt: skip
_BEFORE_POSTS = {"position": "as", "title": "as"}
CONNECTED = {"topic": "linked to"}
CIRCUMSTANCES = frozenset({"topic", "destination", "origin", "place"})  # who fills these does nothing
FEW_WORDS = 3  # of what a verb has as its object before a preposition
ACTIVE = {
    "actual": "{past}",
    "planned": "to {lemma}",
    "possible": "may {lemma}",
    "alleged": "may have {participle}",
    "negated": "did not {lemma}",
}
PASSIVE = {
    "actual": "was {participle}", "planned": "to be {participle}", "possible": "may be {participle}",
    "alleged": "may have been {participle}", "negated": "was not {participle}",
}  # fmt: skip
NOUN = {"actual": "{}", "planned": "planned {}", "possible": "possible {}", "negated": "no {}"}
STATE = {"actual": "{}", "planned": "expected: {}", "possible": "possibly {}", "negated": "not {}"}


class Verb(NamedTuple):
    """A verb with its past and its past participle."""

    lemma: str
    past: str
    participle: str


def read_verb(event_class: str, predicate: str, triggers: frozenset[str]) -> Verb | None:
    """The verb of a predicate of a class; None for a noun.

    It is irregular, or a claim uses a past form of it, a form with "-ing" of a shorter predicate, or, if the class is
    not one of ours, another form: most of these are verbs. `triggers` are its forms in all claims of the class, in
    lower case. A predicate of two words is a verb with its particle ("set up", "come ashore"), or a noun with its verb
    ("hold talks").
    """
    if not predicate or (" " in predicate and not _is_phrasal(predicate, triggers)):
        return None
    past, participle = past_forms(predicate, _irregular())
    if " " in predicate:
        return Verb(predicate, past, participle)
    if past == participle and past not in triggers:  # "transferred" and "transfered": as the articles have it
        regular = (form for form in verb_forms(predicate, {}) if form.endswith("ed") and form in triggers)
        past = participle = next(regular, past)
    is_ours = event_class in load_lexicon().classes  # and not "Event", or of a user's ontology
    is_verb = bool(triggers & {past, participle}) or (not is_ours and triggers != {predicate})
    is_verb = is_verb or _is_only_verb(predicate)
    is_verb = is_verb or any(form.endswith("ing") for form in triggers & set(verb_forms(predicate, {})))
    is_verb = is_verb or (predicate in _irregular() and predicate in triggers)
    return Verb(predicate, past, participle) if is_verb else None


def _is_only_verb(predicate: str) -> bool:
    lexicon = load_lexicon()
    is_noun = bool(lexicon.triggers(predicate, "noun")) or predicate in _noun_types()
    return (
        bool(lexicon.triggers(predicate, "verb"))
        and not is_noun
        and not lexicon.triggers(predicate, "adjective")
    )


def _is_phrasal(predicate: str, triggers: frozenset[str]) -> bool:
    verb, _, particle = predicate.partition(" ")
    if triggers & set(past_forms(verb, _irregular())):
        return True
    lexicon = load_lexicon()
    is_known = bool(lexicon.triggers(predicate, "verb")) or particle in title_words().particles
    return is_known and not lexicon.triggers(particle, "noun") and bool(verb)


def role_rank(role: str) -> int:
    """The place of a role in `ROLES`; of other roles, behind all of them."""
    return ROLES.index(role) if role in ROLES else len(ROLES)


def is_of_undergoers(event_class: str, lemma: str) -> bool:
    """Whether a verb of a class says in the active voice what happens to its patient: "drowned", not "killed".

    What "killed himself" says does not count.
    """
    triggers = load_lexicon().triggers(lemma, "verb")
    own = [each for each in triggers if each.event_class == event_class and not _is_reflexive(each)]
    roles = [role for each in own if (role := each.role("patient"))]
    return bool(roles) and all(role.slots == ("subject",) for role in roles)


def _is_reflexive(trigger: Trigger) -> bool:
    return any(
        each.slot == "object" and each.words and each.words <= title_words().reflexives
        for each in trigger.needs
    )


def names_event(trigger: str) -> bool:
    """False for an adjective, and for a noun of people: "dead", "supporters"."""
    word = trigger.lower().rpartition(" ")[2]
    lexicon, kind = load_lexicon(), _noun_types().get(word) or _noun_types().get(word.removesuffix("s"))
    lemma = lexicon.lemma(word, word, "noun")
    if not lexicon.triggers(lemma, "noun"):
        return kind == "Event" or not lexicon.triggers(word, "adjective")
    return kind not in ("Person", "Group")


@cache
def _noun_types() -> Mapping[str, str]:
    return read_table(ontology_file("nouns.tsv"))[0]


@cache
def _irregular() -> Irregular:
    verbs = read_yaml(ontology_file("irregular.yaml"), sections=("verbs", "nouns")).data["verbs"]
    return {lemma: tuple(forms) for lemma, forms in verbs.items()}


@cache
def _intransitive() -> frozenset[str]:
    words = read_yaml(ontology_file("labels.yaml"), sections=("words",)).data["words"]
    return frozenset(words["intransitive_verbs"])


@cache
def pronouns() -> frozenset[str]:
    """Words that name nobody: pronouns, words such as "many" that mean people, "those", "what"."""
    words = _mention_words()
    return (
        frozenset(words["pronouns"]) | frozenset(words["people"]) | _determiners() | title_words().relatives
    )


@cache
def opening_words() -> frozenset[str]:
    """Words that have a capital only where they open a sentence: "Several", "The", "We"."""
    words = _mention_words()
    return pronouns() | frozenset(words["partitives"]) | title_words().openers


def _determiners() -> frozenset[str]:
    return frozenset(word for words in _mention_words()["determiners"].values() for word in words)


@cache
def _mention_words() -> Mapping[str, Any]:
    return read_yaml(ontology_file("mentions.yaml"), sections=("pronouns", "people", "partitives")).data


def verb_words(verb: Verb, source_role: str, factuality: str) -> str:
    """What the first of two did, or what was done to it: "met", "to meet", "was arrested".

    The factuality may also be "alleged": something possible that has happened, if at all.
    """
    forms = PASSIVE if source_role in UNDERGOING and verb.lemma not in _intransitive() else ACTIVE
    return forms[factuality].format(lemma=verb.lemma, past=verb.past, participle=verb.participle)


def were(words: str) -> str:
    """The words of a verb after a plural: "were arrested"."""
    return f"were {words[4:]}" if words.startswith("was ") else words


def with_preposition(words: str, relation: str, target_role: str, gap: str | None = None) -> str:
    """Words with what leads to the second of two; `gap` is the text from the verb to it, None if it comes first."""
    if relation == ALONGSIDE:
        return f"{words} alongside"
    before = _before(gap, relation) if gap is not None else None
    if before is None:
        is_object = relation == ACTS or (relation == "recipient" and gap is None)
        before = "" if is_object else {**PREPOSITIONS, **_BEFORE_POSTS}.get(target_role, "")
    return f"{words} {before}".strip()


def preposition_in(gap: str) -> str | None:
    """The preposition that ends a gap, "" if only a few words before a name are between; None after others.

    "of" after another one is that of a noun: "charged with two counts of".
    """
    words = title_words()
    match = words.leading.fullmatch(_to_list(gap))
    if match is None or (match["words"].strip() and not match["preposition"]):
        return None
    if match["preposition"] == "of" and words.preposition.search(match["words"]):
        return None
    return match["preposition"] or ""


def circumstance_words(role: str, act: str, factuality: str, target_role: str) -> str:
    """What one is to an act in which the other has a role: "place of the talks with", "linked to the departure of"."""
    noun = NOUN[factuality].format(act)
    before = {**PREPOSITIONS, **_BEFORE_POSTS}.get(target_role, "of")
    return f"{CONNECTED.get(role, f'{role} of')} {'' if factuality == 'negated' else 'the '}{noun} {before}"


def noun_beside(noun: str, factuality: str) -> str:
    """What two have in common who both do something, or to whom it is done: "in the same outage as"."""
    same = NOUN[factuality].format(noun)
    return f"in {same}, as" if factuality == "negated" else f"in the same {same} as"


def class_words(event_class: str, source_role: str, target_role: str, factuality: str) -> str:
    """A class as the label of an edge, with what leads from one role to the other: "Arrest", "planned Movement to".

    A class alone is what the agent does to the patient; "Arrest (patient) in" leads from the patient to the place.
    """
    words = NOUN[factuality].format(event_class)
    if source_role == target_role:
        return f"{words} {ALONGSIDE}"
    if source_role != "agent":
        words = f"{words} ({source_role})"
    return f"{words} {'' if target_role == 'patient' else PREPOSITIONS.get(target_role, target_role)}".strip()


def _to_list(gap: str) -> str:
    """A gap that ends in a list up to its first item: " at him" of " at him and "."""
    match = title_words().in_list.match(gap)
    return match[0] if match else gap


def _before(gap: str, relation: str) -> str | None:
    """The preposition that ends a gap: "on", "… to" after other words, "" of an object; None if there is none."""
    match = title_words().leading.fullmatch(_to_list(gap))
    if match is None:
        return None
    words, preposition = match["words"].strip(), match["preposition"]
    if relation == ACTS and not words:
        return preposition or ""
    if relation == ACTS:  # "dismissed … against", not "dismissed" who is not dismissed
        is_near = preposition not in (None, "of", "by") and len(words.split()) <= FEW_WORDS
        return f"… {preposition}" if is_near else None
    if preposition is None:
        return "" if relation == "recipient" and not words else None
    if words and preposition == "of":  # "the head of": leads to the head
        return None
    return f"… {preposition}" if words else preposition
