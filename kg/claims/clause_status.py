"""The factuality of a clause: from its own words, and from the word that governs it with a marker."""

from __future__ import annotations

from kg.claims.governing import Reading, governed
from kg.claims.modality import own_status, strongest
from kg.claims.noun_status import is_dismissed, modified_status
from kg.grammar.frames import Frame, Governor
from kg.grammar.noun_phrases import is_negative
from kg.ontology.classes.lexicon import StanceKind
from kg.records import Factuality

# Before what somebody is said to have done: "convicted *of* stealing", "jailed *for* it"
OF_DEEDS = ("of", "for")
GERUND = "doing"  # ends phrases of `stance.yaml` for gerunds only: "they held off an attack" denies none


def clause_status(reading: Reading, frame: Frame) -> Factuality:
    own = strongest(own_status(frame, reading.stances), modified_status(reading, frame.predicate))
    own = strongest(own, _hedged_before(reading, frame))
    governor = frame.governor
    if governor is None or governor.token in reading.seen:
        return own
    if kind := _said_before(reading, frame):
        return governed(kind, "actual", own, is_finite=False)
    match governor.relation:
        case "complement" | "open":
            return _completed(reading, frame, governor, own)
        case "adverbial":
            return _adverbial(reading, frame, governor, own)
        case "subject":
            return _of_subject(reading, frame, governor, own)
    # "the claim that they left" may be read as a relative clause
    # "talks since X fell"
    is_own_clause = frame.form.mood == "finite" and governor.marker not in ("", "that")
    is_noun_clause = (governor.relation == "modifier" and not is_own_clause) or governor.marker == "that"
    return _of_noun_clause(reading, frame, governor, own) if is_noun_clause else own


def _hedged_before(reading: Reading, frame: Frame) -> Factuality:
    """By the adverb before the first of several verbs: "he *allegedly* took the money and bought a car"."""
    tree, verb = reading.tree, frame.predicate
    if frame.subject_source != "conjunct" or tree.slots[verb] != "conjunct":
        return "actual"
    first = tree.heads[verb]
    kinds = (
        reading.stances.lexicon.stance.kind(tree.words[word], "adverb")
        for word in tree.get(first, "adverb")
        if word < first
    )
    return "possible" if any(kind and kind.content == "possible" for kind in kinds) else "actual"


def _said_before(reading: Reading, frame: Frame) -> StanceKind | None:
    """The stance of an adverb with the preposition behind it: "stopped *short of* accusing him"."""
    tree = reading.tree
    for marker in tree.get(frame.predicate, "marker", "case"):
        said = f"{tree.words[marker - 1]} {tree.words[marker]}" if marker else ""
        if marker < frame.predicate and (kind := reading.stances.lexicon.stance.kind(said, "adverb")):
            return kind
    return None


def _of_subject(reading: Reading, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
    """ "it is possible *that they left*", "it is not clear *whether they left*", "*to leave* would be wrong"."""
    if governor.marker in reading.words.questions:
        return strongest(own, "possible")
    kind = reading.stances.kind(governor.token)
    if kind:
        above = reading.status(governor.token)
        return governed(kind, above, own, is_finite=frame.form.mood == "finite")
    return strongest(own, "possible") if frame.form.mood == "infinitive" else own


def _completed(reading: Reading, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
    if governor.marker in reading.words.questions:
        return strongest(own, "possible")
    if governor.marker == "to" and _is_yet(reading, governor.token):
        return "negated"
    kind = _of_participle(reading, frame, governor) or reading.stances.kind(governor.token, governor.marker)
    above = reading.status(governor.token)
    if kind:
        return governed(kind, above, own, is_finite=frame.form.mood == "finite")
    if frame.form.mood == "finite":
        return strongest(own, "possible" if above == "negated" else above)
    return strongest(own, above, "planned" if governor.marker == "to" else "actual")


def _of_participle(reading: Reading, frame: Frame, governor: Governor) -> StanceKind | None:
    """The stance of a verb with a gerund for its object: "escaped *being hit*", where "escaped a *raid*" differs."""
    if frame.form.mood != "participle":
        return None
    stances, verb = reading.stances, governor.token
    return stances.lexicon.stance.kind(f"{stances.lemma(verb)} {GERUND}", stances.pos(verb))


def _is_yet(reading: Reading, token: int) -> bool:
    """ "has *yet* to pay"."""
    tree = reading.tree
    return any(tree.words[word] in reading.words.yet for word in tree.get(token, "adverb"))


def _adverbial(reading: Reading, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
    marker = governor.marker
    if marker in reading.words.negations:
        return "possible" if own == "negated" else "negated"
    if marker == "before" and "could" in frame.form.modals:
        return "negated"
    if not marker and _is_inverted(reading, frame):
        return "possible"
    if marker in reading.words.conditions or marker.partition(" ")[0] in reading.words.condition_starts:
        return "possible"  # "if no deal is reached" denies none
    above = reading.status(governor.token)
    if frame.form.mood == "infinitive" and marker in reading.words.purposes:
        return _purpose(reading, governor, above, own)
    return _beside(reading, frame, governor, above, own)


def _is_inverted(reading: Reading, frame: Frame) -> bool:
    """ "*had* he been fined or *jailed*, they would have left"."""
    tree, verb = reading.tree, frame.predicate
    while tree.slots[verb] == "conjunct":
        verb = tree.heads[verb]
    subjects = tree.get(verb, "subject", "passive_subject")
    before = tree.get(verb, "auxiliary", "passive_auxiliary", "copula")
    return any(
        tree.words[each] in reading.words.inverted and each < min(subjects, default=-1) for each in before
    )


def _beside(
    reading: Reading, frame: Frame, governor: Governor, above: Factuality, own: Factuality
) -> Factuality:
    """ "accused them *of stealing*", "will strike, *killing* many", "until it *ends*"."""
    form, marker = frame.form, governor.marker
    kind = _of_gerund(reading, frame, governor)
    if kind and marker == "for" and kind.content == "negated" and not kind.attributed:
        kind = None  # "barred for insulting her": that was why
    if form.mood == "participle" and marker in OF_DEEDS and _is_wronged(reading, governor.token):
        return "negated"
    if kind and form.mood == "participle":
        return governed(kind, above, own, is_finite=False)
    if marker in reading.words.ends and form.tense == "present":
        return strongest(own, above, "planned")
    is_present = form.mood == "participle" and form.voice == "active"
    if is_present or (marker in reading.words.temporal and form.tense != "past"):
        return strongest(own, "actual" if above == "negated" else above)
    return own


def _is_wronged(reading: Reading, verb: int) -> bool:
    """True for "*wrongly* convicted of stealing it"."""
    tree, words = reading.tree, reading.stances.parsed.language.words
    return any(tree.words[each] in words.wronging for each in tree.get(verb, "adverb"))


def _of_gerund(reading: Reading, frame: Frame, governor: Governor) -> StanceKind | None:
    """The stance of a verb with the preposition or particle before a gerund: "voted *against* joining", "held *off*
    joining". Some prepositions leave the verb its own stance: "accused *of* stealing".
    """
    stances, verb, marker = reading.stances, governor.token, governor.marker
    is_after_particle = frame.predicate - 1 in reading.tree.get(verb, "particle")
    if not marker and not is_after_particle:
        return None
    phrase = " ".join((stances.lemma(verb), *marker.split(), GERUND))
    if kind := stances.lexicon.stance.kind(phrase, stances.pos(verb)):
        return kind
    return stances.kind(verb, marker) if not marker or marker in reading.words.gerunds else None


def _purpose(reading: Reading, governor: Governor, above: Factuality, own: Factuality) -> Factuality:
    """Planned, but "beat Leeds *to win*" and "used a rifle *to kill*" are done: `stance.yaml` has "beat to"."""
    stance = reading.stances.lexicon.stance
    kind = stance.kind(f"{reading.stances.lemma(governor.token)} to", reading.stances.pos(governor.token))
    if kind:
        return governed(kind, above, own, is_finite=False)
    if above == "negated" and reading.stances.lemma(governor.token) in reading.words.having:
        return strongest(own, above)
    return strongest(own, "planned", above if above != "negated" else "actual")


def _of_noun_clause(reading: Reading, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
    """ "a plan *to leave*", "the claim that they *left*"; "the first city *to fall*" fell."""
    kind = reading.stances.kind(governor.token, governor.marker)
    mood = frame.form.mood
    if mood == "participle" and governor.marker in ("", "that"):
        return own
    if kind and mood == "finite" and is_dismissed(reading, governor.token):
        return "possible" if own == "negated" else "negated"
    is_aim = mood == "infinitive" and frame.subject_source != "modifier"
    if is_aim and _is_lacking(reading, governor.token):
        return strongest(own, "negated")
    if kind and not (frame.subject_source == "modifier" and mood == "infinitive"):
        return governed(kind, reading.status(governor.token), own, is_finite=mood == "finite")
    if mood == "infinitive" and is_negative(reading.tree, governor.token):
        return strongest(own, "negated")  # "there was *nothing* to show that"
    return strongest(own, "planned") if is_aim else own


def _is_lacking(reading: Reading, token: int) -> bool:
    """ "has *no right* to discuss", "did not have the *votes* to pass"."""
    stances = reading.stances
    uses = (use.predicate for use in stances.uses.get(token, ()) if not use.link)
    has = (verb for verb in uses if stances.lemma(verb) in reading.words.having and verb not in reading.seen)
    return any(reading.status(verb) == "negated" for verb in has)
