"""The factuality of an event noun: from its modifiers, its phrase, and the predicate it belongs to."""

from __future__ import annotations

from kg.claims.governing import GOVERNED, Reading, governed
from kg.claims.modality import strongest
from kg.claims.stances import Use
from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import NounFrame, noun_frame
from kg.ontology.classes.lexicon import StanceKind
from kg.records import Factuality


def noun_status(reading: Reading, token: int) -> Factuality:
    """The factuality of an event noun: its modifiers, its head, and its predicates."""
    tree = reading.tree
    frame = noun_frame(tree, token, reading.stances.parsed.relatives)
    found = strongest(modified_status(reading, token), _in_phrase(reading, frame))
    for use in reading.stances.uses.get(token, ()):
        if use.predicate not in reading.seen:
            found = _used(reading, token, use, found)
    return found


def modified_status(reading: Reading, token: int) -> Factuality:
    """By a word right on it: "*possible* talks", "*allegedly* stole", "*no* strikes"."""
    stances, tree = reading.stances, reading.tree
    stance = stances.lexicon.stance
    found: Factuality = "actual"
    for word in tree.get(token, "adverb"):
        kind = stance.kind(tree.words[word], "adverb")
        found = strongest(found, GOVERNED[kind.content, "actual"]) if kind else found
    for word in tree.get(token, "adjective", "compound"):
        kind = stance.kind(tree.words[word], "adjective")
        found = strongest(found, GOVERNED[kind.content, "actual"]) if kind else found
    if token not in stances.parsed.frames and (
        tree.get(token, "negation") or noun_frame(tree, token, stances.parsed.relatives).negated
    ):
        return "negated"
    return found


def _in_phrase(reading: Reading, frame: NounFrame) -> Factuality:
    """ "without *talks*", "the threat of *strikes*", "a *takeover* bid"."""
    if frame.head is None or frame.head in reading.seen:
        return "actual"
    kind = reading.stances.kind(frame.head, frame.preposition)
    match frame.slot:
        case "nominal":
            return _of_head(reading, frame, frame.head, kind)
        case "open_complement":  # "found *guilty*", "presumed *dead*"
            above = reading.status(frame.head)
            return governed(kind, above, "actual", is_finite=False) if kind else above
        case "compound" if kind and not kind.attributed:
            return governed(kind, reading.status(frame.head), "actual", is_finite=False)
    return "actual"


def _of_head(reading: Reading, frame: NounFrame, head: int, kind: StanceKind | None) -> Factuality:
    """ "a call for *calm*", "the risk of *war*"; the strikes of a "campaign of *strikes*" are not in the future.

    Those who "denied reports of his *death*" deny that he is dead.
    """
    if frame.preposition == "of" and reading.stances.lemma(head) in reading.words.efforts:
        return "actual"
    if (
        kind
        and frame.preposition == "of"
        and kind.name in reading.words.deniable
        and is_dismissed(reading, head)
    ):
        return "negated"
    if kind and (frame.preposition in reading.words.noun_links or kind.denied):
        return governed(kind, reading.status(head), "actual", is_finite=False)
    before = reading.stances.lexicon.stance.kind(frame.preposition, "preposition")
    return GOVERNED[before.content, "actual"] if before else "actual"


def _used(reading: Reading, token: int, use: Use, own: Factuality) -> Factuality:
    """The factuality of a noun as the object, subject or phrase of a predicate: "called off the *talks*"."""
    stances = reading.stances
    frame = stances.parsed.frames[use.predicate]
    if use.link == "subject":
        return _said_of(reading, frame, own)
    kind = stances.kind(use.predicate, use.link)
    if use.link:
        kind = stances.lexicon.stance.kind(
            f"{stances.lemma(use.predicate)} {use.link}", stances.pos(use.predicate)
        )
        kind = kind or stances.lexicon.stance.kind(use.link, "preposition")
    if frame.object_negated and own == "negated":
        return own
    is_curbed = kind is not None and kind.name in reading.words.presupposing and not use.link
    if is_curbed or (kind and kind.content == "negated" and _is_utterance(reading, token)):
        return own  # "will stem the *violence*" there is, "rejected the *offer*" that was made
    if kind and (kind.content != "own" or kind.attributed):
        return governed(kind, reading.status(use.predicate), own, is_finite=False)
    if not use.link and not frame.is_passive and frame.predicate < token and not _is_definite(reading, token):
        return strongest(own, reading.status(use.predicate))
    return own


def _is_utterance(reading: Reading, token: int) -> bool:
    """True for a noun of what was said; not if a clause says what, which is as far from being so as the noun is."""
    kind = reading.stances.kind(token)
    is_told = bool(reading.tree.get(token, "noun_clause", "complement"))
    return kind is not None and kind.name in reading.words.utterances and not is_told


def _is_definite(reading: Reading, token: int) -> bool:
    """True for what is there already: "*the* attack", "*their* wedding"; a name's too."""
    tree = reading.tree
    words = {tree.words[word] for word in tree.get(token, "determiner")}
    definite = reading.definite | reading.words.totals
    return bool(words & definite or tree.get(token, "possessive") or tree.pos[token] == "PROPN")


def _said_of(reading: Reading, frame: Frame, own: Factuality) -> Factuality:
    """ "talks are *unlikely*", "the merger *would* create a giant"."""
    if frame.kind == "copular" and (kind := reading.stances.kind(frame.predicate)):
        return governed(kind, reading.status(frame.predicate), own, is_finite=False)
    if frame.form.modals[:1] == ("would",):
        return strongest(own, "possible")
    return own


def is_dismissed(reading: Reading, token: int) -> bool:
    """ "*denied* reports that", "*rejected* the claim that", "no *truth* in the rumour of"."""
    stances, tree = reading.stances, reading.tree
    head = tree.heads[token]
    kind = stances.kind(head) if tree.slots[token] == "nominal" else None
    if kind and kind.denied == "negated" and reading.status(head) == "negated":
        return True
    words = stances.lexicon.stance.lists["dismissing"]
    uses = stances.uses.get(token, ())
    verbs = (use.predicate for use in uses if not use.link and use.predicate not in reading.seen)
    return any(stances.lemma(verb) in words and reading.status(verb) != "negated" for verb in verbs)
