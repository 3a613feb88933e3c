"""Whether an event happened, is planned, is possible, or did not happen, according to its article.

A predicate's own tense, modality and negation come first; then every word that governs it, from the outside in,
by its stance (`ontology/stance.yaml`). Of two readings negated rules possible, that planned, and that actual.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import inf, log

from kg.claims.clause_status import clause_status
from kg.claims.governing import Reading
from kg.claims.modality import is_unfinished, strongest
from kg.claims.noun_status import modified_status, noun_status
from kg.claims.speech_grammar import asides
from kg.claims.stances import Stances
from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import appositives
from kg.grammar.tree import Tree, is_set_apart, marker
from kg.records import Event, Factuality, Interval

# What the rules add to the log of a factuality's probability by the trained heads; what they call negated stays so. On
# 80 articles that the heads were not trained on, rules alone are right of .894 of the events, heads alone of .888, both
# together of .906; of 61 events that rules wrongly call actual 56 are left, the precision of "not actual" rises by .04.
# What only the heads call negated is not where no word of the sentence denies: of 260 articles that nobody annotated,
# they rightly called 14 events so with such a word ("zero homicides"), and 3 wrongly.
TRUST_IN_RULES: Mapping[Factuality, float] = {"actual": 2.0, "planned": 3.0, "possible": 3.0, "negated": inf}

AHEAD = frozenset({"plan", "think"})  # the kinds of "meant to happen" and "supposed to happen"
CLAIM = "claim"  # the kind of stance of what its speaker alone answers for

# Slots of words that describe the name after them
BEFORE_NAMES = frozenset({"title", "compound", "adjective", "flat"})


def factuality(event: Event, stances: Stances, when: Interval | None = None) -> Factuality:
    """The factuality of an event, by the rules and, where there are any, the trained heads.

    `when` is the event's time, if the article gives one.
    """
    ruled = by_rules(event, stances, when)
    if ruled in ("actual", "possible") and _is_unproved(event, stances):
        return "possible"
    is_open = ruled == "possible" and (_is_supposed(event, stances) or _is_denied_above(event, stances))
    is_open |= ruled in ("planned", "possible") and _is_to_happen(event, stances)
    if event.evidence is None or is_open:
        return ruled
    weights = {name: log(share + 1e-6) for name, share in event.evidence.factualities.items()}
    weights[ruled] += TRUST_IN_RULES[ruled]
    if ruled != "negated" and not _has_denial(event, stances):
        weights.pop("negated", None)
    if _is_ahead(event, stances, when) or _is_unfinished(event, stances) or _is_future(event, stances):
        weights.pop("actual", None)  # not before its day
    return max(weights, key=weights.__getitem__)


def _has_denial(event: Event, stances: Stances) -> bool:
    """Whether a word of the sentence denies something: "a week with *zero* homicides"."""
    parsed, words = stances.parsed, stances.parsed.language.words
    number = parsed.sentence_of[event.trigger]
    start, stop = bisect_left(parsed.sentence_of, number), bisect_right(parsed.sentence_of, number)
    negative = (words.negators, words.negative_determiners, words.negative_pronouns, words.negative_markers)
    return any(not each.isdisjoint(parsed.tree.words[start:stop]) for each in (*negative, words.denials))


def _is_unproved(event: Event, stances: Stances) -> bool:
    """True for what nobody named says: "he *stole* it, it is alleged", "the court heard that he *stole* it".

    Of what a court heard, only what somebody is to have done: that somebody died nobody disputes.
    """
    parsed = stances.parsed
    frame = parsed.frames.get(event.anchor)
    if frame is None:
        return False
    beside = [*frame.beside, *asides(stances, event.anchor)]
    said = [
        parsed.frames[verb]
        for verb in beside
        if not is_set_apart(parsed.tree, verb) and verb in parsed.frames
    ]
    bare = [each for each in said if not each.complements]
    if any(_is_alleged(each, stances) for each in bare):
        return True
    if frame.governor and frame.governor.marker in ("", "that"):
        if frame.form.mood == "finite" and _is_claimed(frame.governor.token, stances):
            return True
        bare += [parsed.frames[token] for token in [frame.governor.token] if token in parsed.frames]
    return bool(event.fillers_of("agent")) and any(_is_heard(each, stances) for each in bare)


def _is_claimed(noun: int, stances: Stances) -> bool:
    """ "*claims* that he left", of which it is not said who makes them."""
    kind = stances.kind(noun) if stances.pos(noun) == "noun" else None
    return kind is not None and kind.name == CLAIM and stances.is_unvoiced(noun)


def _is_alleged(frame: Frame, stances: Stances) -> bool:
    """ "it is *alleged*"."""
    is_passive = frame.kind == "verb" and stances.is_unvoiced(frame.predicate)
    kind = stances.kind(frame.predicate) if is_passive else None
    return kind is not None and kind.content == "possible"


def _is_heard(frame: Frame, stances: Stances) -> bool:
    """ "the court *heard*", "jurors were *told*"."""
    words = stances.parsed.language.claims
    verbs, hearers = (words.hearing, frame.subject)
    if frame.is_passive:
        verbs, hearers = words.informing, frame.undergoer
    is_said = stances.lemma(frame.predicate) in verbs and not frame.agent
    return is_said and any(stances.lemma(hearer).lower() in words.hearers for hearer in hearers)


def _is_supposed(event: Event, stances: Stances) -> bool:
    """True for "he is *presumed* dead", of which no annotated news says more; not for "is believed to have died"."""
    tree, token = stances.parsed.tree, event.trigger
    if tree.slots[token] != "open_complement" or marker(tree, token):
        return False
    kind = stances.kind(tree.heads[token])
    return kind is not None and kind.content == "possible"


def _is_to_happen(event: Event, stances: Stances) -> bool:
    """True for "the *raid* was supposed to take place at dawn": whether it did, no tense says."""
    tree, trigger = stances.parsed.tree, event.trigger
    for use in () if tree.is_verb(trigger) else stances.uses.get(trigger, ()):
        kind = stances.kind(use.predicate) if not use.link else None
        clauses = tree.get(use.predicate, "open_complement") if kind and kind.name in AHEAD else ()
        if any(_happens(stances, clause) for clause in clauses):
            return True
    return False


def _happens(stances: Stances, verb: int) -> bool:
    """True for *take* in "to take place", *happen* and *held* in "to be held"; not for "to have happened"."""
    tree = stances.parsed.tree
    light = stances.lexicon.light_verbs.get(tree.lemmas[verb], ())
    is_done = any(tree.lemmas[word] == "have" for word in tree.get(verb, "auxiliary"))
    is_passive = bool(tree.get(verb, "passive_auxiliary"))
    return marker(tree, verb) == "to" and not is_done and ("doer" if is_passive else "happens") in light


def _is_denied_above(event: Event, stances: Stances) -> bool:
    """True for "this does not mean that he *left*", "nothing suggests that he *left*"."""
    frames = stances.parsed.frames
    frame = frames.get(event.trigger)
    governor = frame.governor if frame else None
    above = frames.get(governor.token) if governor and governor.relation == "complement" else None
    return above is not None and (above.negated or above.subject_negated)


def by_rules(event: Event, stances: Stances, when: Interval | None) -> Factuality:
    """The factuality by grammar, words and time."""
    found = _standing(event, stances)
    if found == "actual" and _is_ahead(event, stances, when):
        return "planned"
    return found


def _standing(event: Event, stances: Stances) -> Factuality:
    """By grammar and words alone. A light verb that takes a stance ("*called off* the talks") is none here."""
    trigger, anchor = event.trigger, event.anchor
    reading = Reading(stances, frozenset(), _status)
    if is_presupposed(event, stances):
        return modified_status(reading, trigger)
    if trigger == anchor:
        found = reading.status(anchor)
        return strongest(found, "planned") if _is_vow(event, stances) else found
    kind = stances.kind(anchor)
    if kind and (kind.content not in ("own", "actual") or kind.name in reading.words.presupposing):
        return reading.status(trigger)
    above = reading.status(anchor)
    own = replace(reading, seen=frozenset({anchor})).status(trigger)
    frame = stances.parsed.frames.get(anchor)
    is_of_none = frame is not None and (frame.subject_negated or frame.object_negated)
    if is_of_none and own == "negated" and above == "possible":
        return above  # "if *no deal* is reached" denies none
    is_described = frame is not None and frame.kind == "copular" and not frame.existential
    # "the raid was not the first"
    return own if is_described and above == "negated" else strongest(above, own)


def is_presupposed(event: Event, stances: Stances) -> bool:
    """True for a state that the words beside a name give it: "she hopes to see her son, *Ole*", "sued *mayor* Lunt"."""
    tree = stances.parsed.tree
    is_noun = event.trigger == event.anchor and not tree.is_verb(event.trigger)
    if not is_noun or not stances.lexicon.is_state_name(event.event_class):
        return False
    return any(_is_beside(tree, event.trigger, each.token) for each in event.fillers_of("agent"))


def _is_beside(tree: Tree, noun: int, name: int) -> bool:
    """Whether a noun describes a name in its own phrase, or is whose relative itself: "*her* husband"."""
    if noun == name:
        return bool(tree.get(noun, "possessive"))
    is_before = tree.heads[noun] == name and tree.slots[noun] in BEFORE_NAMES
    is_before |= tree.heads[name] == noun and tree.slots[name] == "flat"
    return is_before or noun in appositives(tree, name)


def _is_vow(event: Event, stances: Stances) -> bool:
    """True where a word of promise evokes what is promised: "*pledged* a clinic" is no aid yet."""
    kind = stances.kind(event.trigger) if stances.parsed.tree.is_verb(event.trigger) else None
    is_promise = kind is not None and kind.attributed and kind.content == "planned"
    return is_promise and event.stance is None and event.event_class != "Event"


def _is_future(event: Event, stances: Stances) -> bool:
    """True for a verb with its own future: '"We won," she *will say*'."""
    frame = stances.parsed.frames.get(event.trigger)
    return frame is not None and frame.kind == "verb" and frame.form.tense == "future"


def _is_unfinished(event: Event, stances: Stances) -> bool:
    frame = stances.parsed.frames.get(event.trigger)
    return frame is not None and is_unfinished(frame, stances)


def _is_ahead(event: Event, stances: Stances, when: Interval | None) -> bool:
    """True for what is dated after publication and not in the past tense: "The court rules on Friday"."""
    published: date | None = stances.parsed.article.published
    frame = stances.parsed.frames.get(event.anchor)
    is_past = frame is not None and (frame.form.tense == "past" or frame.form.perfect)
    return bool(published and when and when.begin and when.begin > published and not is_past)


def _status(reading: Reading, token: int) -> Factuality:
    inside = replace(reading, seen=reading.seen | {token})
    frame = reading.stances.parsed.frames.get(token)
    if frame and (frame.kind == "verb" or frame.copula is not None):
        return clause_status(inside, frame)
    return noun_status(inside, token)


def alleged_acts(
    events: Sequence[Event], stances: Stances, statuses: Mapping[tuple[str, int], Factuality]
) -> dict[tuple[str, int], Factuality]:
    """The factuality of what people are accused of, by class and trigger: "Holm was charged with the *murder* of Lunt".

    It is not known to be theirs before a court says so. `statuses` has the factuality of each event in the same way.
    """
    acts = {
        (act.event_class, act.trigger)
        for accusation in events
        if _is_claim(accusation, stances)
        for act in _acts(accusation, events, stances)
    }
    return {key: "possible" for key in acts if statuses[key] == "actual"}


def _is_claim(event: Event, stances: Stances) -> bool:
    """True for "accused", "charged" and "arrested for", not for "convicted"."""
    lemma, pos = stances.lemma(event.trigger), stances.pos(event.trigger)
    kinds = (stances.lexicon.stance.kind(words, pos) for words in (lemma, f"{lemma} for"))
    return pos == "verb" and any(kind is not None and kind.name == CLAIM for kind in kinds)


def _acts(accusation: Event, events: Sequence[Event], stances: Stances) -> Iterator[Event]:
    """The events in the topic of an accusation that whom it accuses is to have done.

    A topic is an event, or a clause of the accusation: "charged him with *stabbing* her".
    """
    accused = {each.entity for each in accusation.fillers_of("patient")} - {None}
    topics = accusation.fillers_of("topic")
    for event in events:
        frame = stances.parsed.frames.get(event.trigger)
        governor = frame.governor if frame and frame.form.mood == "participle" else None
        is_clause = governor is not None and governor.marker and governor.token == accusation.trigger
        is_topic = is_clause or any(topic.event == event.trigger for topic in topics)
        if is_topic and any(doer.entity in accused for doer in event.fillers_of("agent")):
            yield event
