"""Whether an event happened, is planned, is possible, or did not happen, as its article tells it.

A predicate's own tense, modality and negation come first; then every word that governs it, from the outside in,
by its stance (`ontology/stance.yaml`). Of two readings negated rules possible, that planned, and that actual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.claims.modality import CONDITIONS, own_status, strongest
from kg.claims.stances import Stances, Use
from kg.grammar.frames import Frame, Governor
from kg.grammar.noun_phrases import NounFrame, noun_frame
from kg.ontology.classes.lexicon import StanceKind
from kg.records import Event, Factuality, Interval

NEGATIONS = frozenset({"without", "instead of", "rather than", "rather"})
PURPOSES = frozenset({"to", "in order to", "so as to", "so that", "so", "in order", "for"})
TEMPORAL = frozenset({"when", "once", "as soon as", "until", "till", "after", "before", "by the time"})
ENDS = frozenset({"until", "till", "once", "as soon as"})
GERUNDS = frozenset({"of", "for", "from", "as", "into", "to", "on", "at", "against", "with"})
NOUN_LINKS = frozenset({"of", "for", "at", "on", "to"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "all"})
HAVE = frozenset({"have", "lack"})
ATTEMPT_OF = frozenset({"campaign", "drive", "push", "bid", "move", "effort"})

# What is governed, by the stance's content and how its own word stands.
GOVERNED: Mapping[tuple[str, Factuality], Factuality] = {
    ("own", "actual"): "actual", ("own", "planned"): "planned",
    ("own", "possible"): "possible", ("own", "negated"): "possible",
    ("actual", "actual"): "actual", ("actual", "planned"): "planned",
    ("actual", "possible"): "possible", ("actual", "negated"): "negated",
    ("planned", "actual"): "planned", ("planned", "planned"): "planned",
    ("planned", "possible"): "possible", ("planned", "negated"): "negated",
    ("possible", "actual"): "possible", ("possible", "planned"): "possible",
    ("possible", "possible"): "possible", ("possible", "negated"): "negated",
    ("negated", "actual"): "negated", ("negated", "planned"): "possible",
    ("negated", "possible"): "possible", ("negated", "negated"): "actual",
}  # fmt: skip


def factuality(event: Event, stances: Stances, when: Interval | None = None) -> Factuality:
    """How an event stands; `when` is the time it is said to have, if any."""
    found = _standing(event, stances)
    if found == "actual" and _is_ahead(event, stances, when):
        return "planned"
    return found


def _standing(event: Event, stances: Stances) -> Factuality:
    """By grammar and words alone. A light verb that takes a stance ("*called off* the talks") is none here."""
    trigger, anchor = event.trigger, event.anchor
    reader = _Reader(stances, frozenset())
    if trigger == anchor:
        found = reader.status(anchor)
        return strongest(found, "planned") if _is_vow(event, stances) else found
    kind = stances.kind(anchor)
    if kind and kind.content not in ("own", "actual"):
        return reader.status(trigger)
    above, own = reader.status(anchor), _Reader(stances, frozenset({anchor})).status(trigger)
    frame = stances.parsed.frames.get(anchor)
    is_described = frame is not None and frame.kind == "copular" and not frame.existential
    # "the raid was not the first"
    return own if is_described and above == "negated" else strongest(above, own)


def _is_vow(event: Event, stances: Stances) -> bool:
    """True where a word of promise evokes what is promised: "*pledged* a clinic" is no aid yet."""
    kind = stances.kind(event.trigger) if stances.parsed.tree.is_verb(event.trigger) else None
    is_promise = kind is not None and kind.attributed and kind.content == "planned"
    return is_promise and event.stance is None and event.event_class != "Event"


def _is_ahead(event: Event, stances: Stances, when: Interval | None) -> bool:
    """True for what is dated after publication and not told in the past: "The court rules on Friday"."""
    published: date | None = stances.parsed.article.published
    frame = stances.parsed.frames.get(event.anchor)
    is_past = frame is not None and (frame.form.tense == "past" or frame.form.perfect)
    return bool(published and when and when.begin and when.begin > published and not is_past)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one event; `seen` are the words on the way to it, so that no parse can make it run in circles."""

    stances: Stances
    seen: frozenset[int]

    def status(self, token: int) -> Factuality:
        """How what a word tells stands, with all that governs it."""
        if token in self.seen:
            return "actual"
        inside = _Reader(self.stances, self.seen | {token})
        frame = self.stances.parsed.frames.get(token)
        if frame and (frame.kind == "verb" or frame.copula is not None):
            return inside.predicate(frame)
        return inside.noun(token)

    # verbs

    def predicate(self, frame: Frame) -> Factuality:
        own = strongest(own_status(frame, self.stances), self.modified(frame.predicate))
        governor = frame.governor
        if governor is None or governor.token in self.seen:
            return own
        match governor.relation:
            case "complement" | "open":
                return self.completed(frame, governor, own)
            case "adverbial":
                return self.adverbial(frame, governor, own)
            case "subject":
                return self.of_subject(frame, governor, own)
        # "the claim that they left" may be read as a relative clause
        # "talks since X fell"
        is_own_clause = frame.form.mood == "finite" and governor.marker not in ("", "that")
        is_noun_clause = (governor.relation == "modifier" and not is_own_clause) or governor.marker == "that"
        return self.of_noun_clause(frame, governor, own) if is_noun_clause else own

    def of_subject(self, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
        """ "it is possible *that they left*", "*to leave* would be wrong"."""
        kind = self.stances.kind(governor.token)
        if kind:
            above = self.status(governor.token)
            return self.governed(kind, above, own, is_finite=frame.form.mood == "finite")
        return strongest(own, "possible") if frame.form.mood == "infinitive" else own

    def completed(self, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
        if governor.marker in ("if", "whether"):
            return strongest(own, "possible")
        if governor.marker == "to" and self.is_yet(governor.token):
            return "negated"
        kind = self.stances.kind(governor.token, governor.marker)
        above = self.status(governor.token)
        if kind:
            return self.governed(kind, above, own, is_finite=frame.form.mood == "finite")
        if frame.form.mood == "finite":
            return strongest(own, "possible" if above == "negated" else above)
        return strongest(own, above, "planned" if governor.marker == "to" else "actual")

    def is_yet(self, token: int) -> bool:
        """ "has *yet* to pay"."""
        tree = self.stances.parsed.tree
        return any(tree.words[word] == "yet" for word in tree.get(token, "adverb"))

    def governed(
        self, kind: StanceKind, above: Factuality, own: Factuality, *, is_finite: bool
    ) -> Factuality:
        """What a stance makes of what it governs; finite clauses of know and confirm hold even when these do not."""
        if is_finite and above == "negated":
            outer: Factuality = "possible" if kind.attributed or kind.content != "actual" else "actual"
        elif kind.attributed and kind.content == "negated" and above == "negated":
            outer = "possible"
        elif is_finite and kind.content == "own" and own != "planned" and above == "planned":
            outer = "actual"
        else:
            outer = GOVERNED[kind.content, above]
        if own == "negated" and outer == "negated":
            return "possible"
        return strongest(own, outer)

    def adverbial(self, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
        marker = governor.marker
        if marker in NEGATIONS:
            return "possible" if own == "negated" else "negated"
        if marker == "before" and "could" in frame.form.modals:
            return "negated"
        if marker in CONDITIONS or marker.partition(" ")[0] in ("if", "unless"):
            return "possible"  # "if no deal is reached" denies none
        above = self.status(governor.token)
        if frame.form.mood == "infinitive" and marker in PURPOSES:
            return self.purpose(governor, above, own)
        return self.beside(frame, governor, above, own)

    def beside(self, frame: Frame, governor: Governor, above: Factuality, own: Factuality) -> Factuality:
        """ "accused them *of stealing*", "will strike, *killing* many", "until it *ends*"."""
        form, marker = frame.form, governor.marker
        kind = self.stances.kind(governor.token, marker) if marker in GERUNDS else None
        if kind and marker == "for" and kind.content == "negated" and not kind.attributed:
            kind = None  # "barred for insulting her": that was why
        if kind and form.mood == "participle":
            return self.governed(kind, above, own, is_finite=False)
        if marker in ENDS and form.tense == "present":
            return strongest(own, above, "planned")
        is_present = form.mood == "participle" and form.voice == "active"
        if is_present or (marker in TEMPORAL and form.tense != "past"):
            return strongest(own, "actual" if above == "negated" else above)
        return own

    def purpose(self, governor: Governor, above: Factuality, own: Factuality) -> Factuality:
        """Planned, but "beat Leeds *to win*" and "used a rifle *to kill*" are done: `stance.yaml` has "beat to"."""
        stance = self.stances.lexicon.stance
        kind = stance.kind(f"{self.stances.lemma(governor.token)} to", self.stances.pos(governor.token))
        if kind:
            return self.governed(kind, above, own, is_finite=False)
        if above == "negated" and self.stances.lemma(governor.token) in HAVE:
            return strongest(own, above)
        return strongest(own, "planned", above if above != "negated" else "actual")

    def of_noun_clause(self, frame: Frame, governor: Governor, own: Factuality) -> Factuality:
        """ "a plan *to leave*", "the claim that they *left*"; "the first city *to fall*" fell."""
        kind = self.stances.kind(governor.token, governor.marker)
        mood = frame.form.mood
        if mood == "participle" and governor.marker in ("", "that"):
            return own
        if kind and mood == "finite" and self.is_dismissed(governor.token):
            return "possible" if own == "negated" else "negated"
        if kind and not (frame.subject_source == "modifier" and mood == "infinitive"):
            return self.governed(kind, self.status(governor.token), own, is_finite=mood == "finite")
        if mood == "infinitive" and frame.subject_source != "modifier":
            return strongest(own, "negated" if self.is_lacking(governor.token) else "planned")
        return own

    def is_lacking(self, token: int) -> bool:
        """ "has *no right* to discuss", "did not have the *votes* to pass"."""
        stances = self.stances
        uses = (use.predicate for use in stances.uses.get(token, ()) if not use.link)
        has = (verb for verb in uses if stances.lemma(verb) in HAVE and verb not in self.seen)
        return any(self.status(verb) == "negated" for verb in has)

    def is_dismissed(self, token: int) -> bool:
        """ "*denied* reports that", "*rejected* the claim that"."""
        stances = self.stances
        words = stances.lexicon.stance.lists["dismissing"]
        uses = stances.uses.get(token, ())
        verbs = (use.predicate for use in uses if not use.link and use.predicate not in self.seen)
        return any(stances.lemma(verb) in words and self.status(verb) == "actual" for verb in verbs)

    # nouns

    def noun(self, token: int) -> Factuality:
        """How a noun's event stands: its own words, what it hangs on, and what is done to it."""
        tree = self.stances.parsed.tree
        frame = noun_frame(tree, token, self.stances.parsed.relatives)
        found = strongest(self.modified(token), self.in_phrase(frame))
        for use in self.stances.uses.get(token, ()):
            if use.predicate not in self.seen:
                found = self.used(token, use, found)
        return found

    def modified(self, token: int) -> Factuality:
        """By a word right on it: "*possible* talks", "*allegedly* stole", "*no* strikes"."""
        stances, tree = self.stances, self.stances.parsed.tree
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

    def in_phrase(self, frame: NounFrame) -> Factuality:
        """ "without *talks*", "the threat of *strikes*", "a *takeover* bid"."""
        if frame.head is None or frame.head in self.seen:
            return "actual"
        kind = self.stances.kind(frame.head, frame.preposition)
        match frame.slot:
            case "nominal":
                return self.of_head(frame, frame.head, kind)
            case "open_complement":  # "found *guilty*", "presumed *dead*"
                above = self.status(frame.head)
                return self.governed(kind, above, "actual", is_finite=False) if kind else above
            case "compound" if kind and not kind.attributed:
                return self.governed(kind, self.status(frame.head), "actual", is_finite=False)
        return "actual"

    def of_head(self, frame: NounFrame, head: int, kind: StanceKind | None) -> Factuality:
        """ "a call for *calm*", "the risk of *war*"; a "campaign of *strikes*" is none that is still to come."""
        if frame.preposition == "of" and self.stances.lemma(head) in ATTEMPT_OF:
            return "actual"
        if kind and frame.preposition in NOUN_LINKS:
            return self.governed(kind, self.status(head), "actual", is_finite=False)
        before = self.stances.lexicon.stance.kind(frame.preposition, "preposition")
        return GOVERNED[before.content, "actual"] if before else "actual"

    def used(self, token: int, use: Use, own: Factuality) -> Factuality:
        """How a noun stands as the object, subject or phrase of a predicate: "called off the *talks*"."""
        stances = self.stances
        frame = stances.parsed.frames[use.predicate]
        if use.link == "subject":
            return self.said_of(frame, own)
        kind = stances.kind(use.predicate, use.link)
        if use.link:
            kind = stances.lexicon.stance.kind(
                f"{stances.lemma(use.predicate)} {use.link}", stances.pos(use.predicate)
            )
            kind = kind or stances.lexicon.stance.kind(use.link, "preposition")
        if frame.object_negated and own == "negated":
            return own
        if kind and (kind.content != "own" or kind.attributed):
            return self.governed(kind, self.status(use.predicate), own, is_finite=False)
        if not use.link and not frame.is_passive and frame.predicate < token and not self.is_definite(token):
            return strongest(own, self.status(use.predicate))
        return own

    def is_definite(self, token: int) -> bool:
        """True for what is there already: "*the* attack", "*their* wedding"; a name's too."""
        tree = self.stances.parsed.tree
        words = {tree.words[word] for word in tree.get(token, "determiner")}
        return bool(words & DEFINITE or tree.get(token, "possessive") or tree.pos[token] == "PROPN")

    def said_of(self, frame: Frame, own: Factuality) -> Factuality:
        """ "talks are *unlikely*", "the merger *would* create a giant"."""
        if frame.kind == "copular" and (kind := self.stances.kind(frame.predicate)):
            return self.governed(kind, self.status(frame.predicate), own, is_finite=False)
        if frame.form.modals[:1] == ("would",):
            return strongest(own, "possible")
        return own
