"""Sentences of titles: "Orla Venn met Tom Arley", and where and about what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.api.rest.titles.title_fillers import POSITION, Filler, listed, listed_objects
from kg.api.rest.titles.title_objects import complement, direct_object
from kg.api.rest.titles.title_parts import SPEECH, Title, is_speech
from kg.api.rest.titles.title_quotes import quoted_clause
from kg.query.phrases.edge_words import PREPOSITIONS, is_of_undergoers, verb_words, were
from kg.query.phrases.prepositions import is_intransitive, takes, topic_preposition, verb_preposition
from kg.query.phrases.title_words import title_words

GERUND = re.compile(r"(?:\w+ly )?\w+ing\b ")
PASSIVE = re.compile(
    r"\b(?:be|been|being|is|are|was|were|g[eo]t|gets|getting)(?:\s\w+)?\s$"
)  # what stands before a verb
SUBJECTIVE = {"us": "we", "me": "I"}  # the pronouns of fillers; others name nobody and are left out
SEVERAL = ("we", "us", "you", "they")  # "we were"
ONE = " person"  # what a number of one ends with
CIRCUMSTANCES = (POSITION, "place", "topic", "destination", "origin", "instrument")
BEFORE = {**PREPOSITIONS, POSITION: "as"}  # where the sentence has none


def _counted(title: Title) -> str:
    """The number of those whom the verb names: "12 people" of "killed"."""
    return next(
        (number for name, number in title.numbers if title.verb and name == title.verb.participle), ""
    )


def has_subject(title: Title) -> bool:
    """Whether a verb makes a sentence with what fills the roles; "X said" alone is none."""
    if title.agent:
        return not is_speech(title) or bool(title.patient or title.fillers.get("topic"))
    topics = title.fillers.get("topic", [])
    if is_speech(title) and not title.patient:
        return bool(topics) and bool(title_words().report.match(topics[0].text))
    if title.patient and _is_oblique(title):
        return False
    return bool(title.patient or _counted(title))


def _is_oblique(title: Title) -> bool:
    """Whether the sentence reaches the patient by a preposition, which the passive would strand: "was called for"."""
    assert title.verb is not None
    if is_of_undergoers(title.info.name, title.verb.lemma):
        return False
    found = title.object_preposition
    if found is None and title.patient_role == "recipient":
        found = verb_preposition(title.info.name, title.verb.lemma, "recipient")
    return bool(found)


def sentence(title: Title) -> Iterator[str]:
    assert title.verb is not None
    counted = _counted(title)
    direct = direct_object(title)
    if title.agent:
        yield from (listed(title.agent), verb_words(title.verb, "agent", title.factuality_of_verb))
        yield from (*_object(title, direct), complement(title)) if title.patient else (direct, counted)
        return
    if not (title.patient or counted):
        yield from ("it", verb_words(title.verb, "patient", title.factuality))  # "it was said that"
        return
    is_active = _undergoes(title, title.verb.lemma)
    words = verb_words(title.verb, "agent" if is_active else "patient", title.factuality_of_verb)
    is_one = counted.endswith(ONE)
    is_counted = bool(counted) and not (title.patient and (title.patient[0].is_named or is_one))
    if (
        (is_counted and not is_one)
        or len(title.patient) > 1
        or (title.patient and (title.patient[0].is_plural or title.patient[0].text.lower() in SEVERAL))
    ):
        words = were(words)
    undergoing = counted if is_counted else listed(title.patient)
    yield from (SUBJECTIVE.get(undergoing.lower(), undergoing), words, direct or complement(title))


def _undergoes(title: Title, lemma: str) -> bool:
    """Whether the verb says in the active voice what happens to its patient: "drowned", "set off"."""
    if is_of_undergoers(title.info.name, lemma):
        return True
    return is_intransitive(title.info.name, lemma) and not PASSIVE.search(title.texts.preceding(title.claim))


def _object(title: Title, direct: str) -> Iterator[str]:
    """Whom the verb is about, with its preposition in the sentence, or else the verb's own: "worked *with*"."""
    assert title.verb is not None
    words, before = listed_objects(title.patient), title.object_preposition
    if before is None and _is_beside_clause(title):
        return
    if before is None:
        before = verb_preposition(title.info.name, title.verb.lemma, title.patient_role)
    if direct and words in direct:
        yield direct
    else:
        yield from (direct, before, words) if before else (words, direct)


def _is_beside_clause(title: Title) -> bool:
    """Whether a verb of speech with a clause does not have its recipient as an object: "stated to us that"."""
    assert title.verb is not None
    topics = title.fillers.get("topic", [])
    is_clause = is_speech(title) and bool(topics) and topics[0].is_text and title.patient_role == "recipient"
    return is_clause and not takes(title.info.name, title.verb.lemma, "recipient", "object")


def circumstances(title: Title, *, is_sentence: bool) -> Iterator[str]:
    """As what, where and about what it happened; after a sentence or a noun."""
    said = [
        filler.text for role in ("agent", "patient", "recipient") for filler in title.fillers.get(role, ())
    ]
    direct = direct_object(title) if is_sentence else ""
    topics = title.fillers.get("topic", [])
    is_quoting = is_sentence and is_speech(title) and bool(topics) and topics[0].is_text
    coming = [filler.text for role in CIRCUMSTANCES for filler in title.fillers.get(role, ())]
    for role in CIRCUMSTANCES:
        if is_quoting and role != "topic":
            continue  # "said in Quito rain would fall"
        for filler in title.fillers.get(role, []):
            others = (*said, direct, *(each for each in coming if each != filler.text))
            is_said = any(_has(other, filler.text) for other in others) or (direct and direct in filler.text)
            words = None if is_said else _led(title, role, filler, is_sentence=is_sentence)
            if words:
                said.append(filler.text)
                yield words
                break


def _has(others: str, words: str) -> bool:
    """Whether other words have these, whatever their capitals and without "the"."""
    name = re.escape(words.removeprefix("the "))
    return bool(re.search(rf"(?<!\w){name}(?!\w)", others, re.IGNORECASE))


def _led(title: Title, role: str, filler: Filler, *, is_sentence: bool) -> str | None:
    """What fills a role with what leads to it; None where that is not known."""
    is_clause = role == "topic" and (is_speech(title) or title_words().clause.match(filler.text))
    if filler.is_text and is_clause:
        if filler.text.startswith("with ") and (title.gap(filler) or "").rstrip().endswith(","):
            return None  # "was charged, with lawyers calling it an outrage"
        text = quoted_clause(filler.text) if is_speech(title) else filler.text
        return _clause(text, is_sentence=is_sentence)
    before = _leading(title, role, filler, is_sentence=is_sentence)
    return None if before is None else f"{before} {filler.text}".strip()


def _clause(text: str, *, is_sentence: bool) -> str:
    """A clause after a verb, or after a noun: "said that", "said: “…”", "statement: they"."""
    is_apart = text.startswith("“") or not (is_sentence or title_words().clause.match(text))
    return f": {text}" if is_apart else text


def _leading(title: Title, role: str, filler: Filler, *, is_sentence: bool) -> str | None:
    """What leads to what fills a role: the preposition of the sentence, if the role may have it; None if unknown."""
    if filler.is_text and title_words().subject.match(filler.text):
        return ":"
    found = title.preposition(filler)
    is_of_noun = (
        is_sentence and title.may_be_noun and not takes(title.info.name, title.trigger, role, found or "")
    )
    if found in title_words().roles[role] and not (role == "topic" and is_of_noun):
        return found
    if role == "topic":
        known = _before_topic(title, filler, is_sentence=is_sentence)
        return found if known is None and is_of_noun else known
    if found == "":
        return "" if title.verb and not title.patient else BEFORE[role]
    if role == "place":
        return _before_place(title, filler, found)
    default = {POSITION: None, "instrument": found or _before_instrument(title, is_sentence=is_sentence)}
    return default.get(role, BEFORE[role])


def _before_instrument(title: Title, *, is_sentence: bool) -> str:
    """ "with" after who does it, "by" after whom it is done to."""
    return "by" if is_sentence and not title.agent else "with"


def _before_topic(title: Title, filler: Filler, *, is_sentence: bool) -> str | None:
    """The preposition of the verb or of its class; that of a noun stands in the sentence."""
    if is_sentence and (phrase := title_words().phrase.fullmatch(title.gap(filler) or "")):
        return phrase[1]
    if filler.is_text and GERUND.match(filler.text):
        return ","
    if title.verb is None or not is_sentence:
        is_noun = not filler.is_text or title_words().determiner.match(filler.text)
        return "on" if title.info.family == SPEECH and is_noun else None
    known = verb_preposition(title.info.name, title.verb.lemma, "topic") or topic_preposition(title.info.name)
    is_moved = not known and not title.patient and not title.is_behind(filler)
    return "" if is_moved else known or None  # "the cuts that they demanded"


def _before_place(title: Title, filler: Filler, found: str | None) -> str:
    if found is None and filler.entity:
        before = title.texts.leading(title.claim, filler.entity)
        return before if before in title_words().places else BEFORE["place"]
    if title.verb and title.may_be_noun and found == "to" and not title.patient:  # "a visit to Estria"
        known = verb_preposition(title.info.name, title.verb.lemma, "patient")
        return BEFORE["place"] if known is None else known
    return BEFORE["place"]
