"""What fills the slots of a verb."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.events.predicates import TIMES, Predicate, Slots, tidy
from kg.grammar.frames import Frame, Oblique, governors
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon


def verb_predicate(parsed: Parsed, lexicon: Lexicon, frame: Frame) -> Predicate:
    tree = parsed.tree
    token = frame.predicate
    base = lexicon.lemma(tree.words[token], tree.lemmas[token], "verb")
    particles = " ".join(tree.words[particle] for particle in frame.particles)
    adverbs = [f"{base} {tree.words[a]}" for a in frame.adverbs if a == token + 1]
    lemmas = ([f"{base} {particles}"] if particles else []) + adverbs + [base]
    return Predicate(
        token=token,
        pos="verb",
        lemmas=tuple(lemmas),
        slots=verb_slots(parsed, frame),
        anchor=token,
        voice=frame.form.voice,
    )


def verb_slots(parsed: Parsed, frame: Frame) -> Slots:
    """What fills a verb's slots."""
    slots: defaultdict[str, list[int]] = defaultdict(list)
    slots["subject"] += frame.doer
    if frame.is_passive and frame.object and not frame.indirect:  # "was given a prize"
        slots["indirect"] += frame.subject
        slots["object"] += frame.object
    else:
        slots["object"] += frame.undergoer
        slots["indirect"] += frame.indirect
    slots["by"] += frame.agent
    if not frame.object and not frame.is_passive:
        slots["themselves"] += frame.subject[1:]
    slots["and"] += _shared_verbs(parsed, frame)
    _add_clauses(parsed, slots, frame)
    for oblique in [*frame.obliques, *_places_above(parsed, frame)]:
        timed = (
            oblique.preposition in ("", *parsed.language.events.when)
            and parsed.labels[oblique.token] in TIMES
        )
        if not timed and not _is_set_phrase(parsed, oblique):
            slots[oblique.preposition].append(oblique.token)
    return tidy(parsed, slots)


def _shared_verbs(parsed: Parsed, frame: Frame) -> Iterator[int]:
    """The verbs behind "and" with the same subject: "was shot and *wounded*"."""
    for verb in parsed.tree.get(frame.predicate, "conjunct"):
        other = parsed.frames.get(verb)
        if other is not None and other.subject_source == "conjunct" and other.is_passive == frame.is_passive:
            yield verb


def _add_clauses(parsed: Parsed, slots: defaultdict[str, list[int]], frame: Frame) -> None:
    for clause in frame.complements:
        is_clause = _is_clause(parsed, clause.token)
        if not is_clause and parsed.tree.get(clause.token, "negation"):
            slots["not"].append(clause.token)  # "found not guilty" is no conviction
            continue
        slots["clause" if is_clause or clause.relation != "open" else "complement"].append(clause.token)
        if is_clause and clause.relation == "open" and clause.marker == "to":
            slots["complement"].append(clause.token)  # "told X to leave" says something of X, too
    for clause in (*frame.complements, *frame.adverbials):
        if parsed.tree.tags[clause.token] == "VBG" and clause.marker:
            slots[clause.marker].append(clause.token)  # "accused him *of* stealing"
    slots["clause"] += frame.beside
    slots["clause"] += [
        clause.token for clause in frame.adverbials if _is_asked_of(parsed, frame, clause.token)
    ]


def _is_set_phrase(parsed: Parsed, oblique: Oblique) -> bool:
    """True for "in addition", "in fact", "for the first time": no place, no instrument, no topic."""
    tree, words = parsed.tree, parsed.language.events
    is_occasion = oblique.preposition in words.set_phrase_prepositions
    if is_occasion and tree.lemmas[oblique.token] in words.set_phrase_nouns:
        return True
    if tree.lemmas[oblique.token] not in parsed.language.words.set_phrases:
        return False
    return not tree.get(oblique.token, "determiner", "possessive", "adjective", "number")


def _is_asked_of(parsed: Parsed, frame: Frame, clause: int) -> bool:
    """True for "to stop" in "called on all sides to stop"."""
    below = parsed.frames.get(clause)
    obliques = {oblique.token for oblique in frame.obliques}
    return below is not None and below.form.mood == "infinitive" and bool(obliques & set(below.subject))


def _places_above(parsed: Parsed, frame: Frame) -> Iterator[Oblique]:
    """The places of what a predicate completes: "*in X*, forces managed to retake Y"."""
    if frame.governor and frame.governor.relation == "open":
        for above in governors(frame, parsed.frames):
            yield from (
                oblique for oblique in above.obliques if oblique.preposition in parsed.language.events.places
            )


def _is_clause(parsed: Parsed, token: int) -> bool:
    """False for what is said of subject or object: "left 12 *dead*", "became *mayor*"."""
    frame = parsed.frames.get(token)
    if frame is None:
        return parsed.tree.is_verb(token)
    return frame.kind == "verb" or frame.copula is not None
