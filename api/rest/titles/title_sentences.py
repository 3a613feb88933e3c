"""Sentences of titles: "Orla Venn met Tom Arley", and where and about what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.api.rest.titles.title_fillers import THAT, Filler, listed
from kg.api.rest.titles.title_parts import CLAUSE, Title, is_speech
from kg.query.edge_words import PREPOSITIONS, is_of_undergoers, verb_words
from kg.query.phrases.prepositions import verb_preposition

SUBJECT = re.compile(r"(?:he|she|it|they|we|i|you|there)\b ", re.IGNORECASE)  # what a clause may begin with
GERUND = re.compile(r"(?:\w+ly )?\w+ing\b ")
LOCATING = {  # prepositions that the sentence may have before what fills a role
    "place": {"in", "at", "on", "near", "inside", "outside", "around", "across", "off", "over", "under", "through"},
    "destination": {"to", "into", "toward", "towards", "onto", "for"},
    "origin": {"from", "of"},
    "instrument": {"with", "by"},
    "topic": {"about", "on", "over", "for", "of", "against", "after", "in", "with", "from", "to", "at"},
}  # fmt: skip


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
        return bool(topics) and bool(THAT.match(topics[0].text))
    if title.patient and _is_oblique(title):
        return False
    return bool(title.patient or _counted(title))


def _is_oblique(title: Title) -> bool:
    """Whether the sentence reaches the patient by a preposition, which the passive would strand: "was called for"."""
    assert title.verb is not None
    is_active = is_of_undergoers(title.info.name, title.verb.lemma)
    return not is_active and bool(title.object_preposition)


def sentence(title: Title) -> Iterator[str]:
    assert title.verb is not None
    counted = _counted(title)
    direct = _direct(title)
    if title.agent:
        yield from (listed(title.agent), verb_words(title.verb, "agent", title.factuality_of_verb))
        yield from _object(title, direct) if title.patient else (direct, counted)
        return
    if not (title.patient or counted):
        yield from ("it", verb_words(title.verb, "patient", title.factuality))  # "it was said that"
        return
    is_active = is_of_undergoers(title.info.name, title.verb.lemma)
    words = verb_words(title.verb, "agent" if is_active else "patient", title.factuality_of_verb)
    is_counted = bool(counted) and not (title.patient and title.patient[0].is_named)
    if is_counted or len(title.patient) > 1 or title.patient[0].is_plural:
        words = words.replace("was ", "were ", 1)
    yield from (counted if is_counted else listed(title.patient), words, direct)


def _object(title: Title, direct: str) -> Iterator[str]:
    """Whom the verb is about, with its preposition in the sentence, or else the verb's own: "worked *with*"."""
    assert title.verb is not None
    words, before = listed(title.patient), title.object_preposition
    if before is None:
        before = verb_preposition(title.info.name, title.verb.lemma, title.patient_role)
    if direct and words in direct:
        yield direct
    else:
        yield from (direct, before, words) if before else (words, direct)


def _direct(title: Title) -> str:
    """What follows the verb at once without being its patient: "granted *a concession* to", "threw *stones*"."""
    said = {each.text for each in (*title.agent, *title.patient)}
    for role in ("topic", "instrument"):
        for filler in title.fillers.get(role, [])[:1]:
            if filler.text in said:
                continue
            is_clause = filler.is_text and (is_speech(title) or CLAUSE.match(filler.text))
            if title.verb and not is_clause and title.preposition(filler) == "":
                return filler.text
    return ""


def circumstances(title: Title, *, is_sentence: bool) -> Iterator[str]:
    """Where it happened, and about what; after a sentence or a noun."""
    said = [
        filler.text for role in ("agent", "patient", "recipient") for filler in title.fillers.get(role, ())
    ]
    said += [direct] if (direct := _direct(title) if is_sentence else "") else []
    topics = title.fillers.get("topic", [])
    is_quoting = is_sentence and is_speech(title) and bool(topics) and topics[0].is_text
    for role, default in PREPOSITIONS.items():
        if is_quoting and role != "topic":
            continue  # "said in Quito rain would fall"
        texts = [
            each for each in title.fillers.get(role, []) if not any(each.text in other for other in said)
        ]
        if not texts or role == "recipient":
            continue
        said.append(texts[0].text)
        is_clause = role == "topic" and (is_speech(title) or CLAUSE.match(texts[0].text))
        if texts[0].is_text and is_clause:
            yield _clause(texts[0].text, is_sentence=is_sentence)
        else:
            yield f"{_leading(title, role, texts[0], default)} {texts[0].text}".strip()


def _clause(text: str, *, is_sentence: bool) -> str:
    """A clause after a verb, or after a noun: "said that", "said: “…”", "statement: they"."""
    is_apart = text.startswith("“") or not (is_sentence or CLAUSE.match(text))
    return f": {text}" if is_apart else text


def _leading(title: Title, role: str, filler: Filler, default: str) -> str:
    """The preposition of the sentence before what fills a role, if it is one of the role's."""
    if filler.is_text and SUBJECT.match(filler.text):
        return ":"
    found = title.preposition(filler)
    if found in LOCATING[role]:
        return found or default
    if role != "topic":
        return "" if found == "" and title.verb and not title.patient else default  # "left office"
    if filler.is_text and GERUND.match(filler.text):
        return ","
    known = verb_preposition(title.info.name, title.verb.lemma, role) if title.verb else None
    return known or default
