"""Who says what stands in quotation marks, which runs on over sentences, or beside a colon in a headline."""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.speech_grammar import by_grammar, is_report, sources
from kg.claims.stances import Stances
from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import can_act
from kg.grammar.quotations import Quotation

COLONS = frozenset({":", "-", "–", "—"})
SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
MAX_NAME = 5  # words: "the deputy finance minister"
Spoken = tuple[Quotation, tuple[int, ...]]  # with the head tokens of its speakers, the outermost first


def headlines(stances: Stances) -> Iterator[Spoken]:
    """ "Voss: We won", "Dam may burst: experts"."""
    parsed = stances.parsed
    for span in parsed.doc.sents:
        colons = [t for t in range(span.start, span.end) if parsed.tree.words[t] in COLONS]
        if not colons or parsed.sentence(span.start).section != "headline":
            continue
        if (
            parsed.tree.words[colons[0]] == ":"
            and (head := _name(stances, span.start, colons[0])) is not None
        ):
            yield Quotation(colons[0] + 1, span.end), (head,)
        elif (head := _name(stances, colons[-1] + 1, span.end)) is not None:
            yield Quotation(span.start, colons[-1]), (head,)


def _name(stances: Stances, start: int, stop: int) -> int | None:
    """The head of a noun phrase of a few words that may speak: a name, people in the plural, a report."""
    parsed, tree = stances.parsed, stances.parsed.tree
    inside = [token for token in range(start, stop) if tree.slots[token] != "punctuation"]
    heads = [token for token in inside if tree.heads[token] not in inside or tree.heads[token] == token]
    if not heads or len(inside) > MAX_NAME or any(tree.is_verb(token) for token in inside):
        return None
    head = heads[0]
    are_people = tree.tags[head] == "NNS" and can_act(tree, head)
    may_speak = parsed.labels[head] in SPEAKERS or are_people or stances.is_speech(head)
    return head if may_speak and tree.pos[head] in ("NOUN", "PROPN") else None


def speakers_of(stances: Stances, quotation: Quotation, before: Spoken | None) -> tuple[int, ...]:
    """Who speaks a quotation: by its grammar, by the words of saying around it, or who spoke last."""
    frames = _frames(stances, quotation.start, quotation.stop)
    for frame in frames:
        outside = tuple(s for s in by_grammar(stances, frame.predicate) if s not in quotation)
        if outside:
            return outside
    if not frames:
        return ()
    return _cued(stances, quotation) or _run_on(stances, quotation, before)


def _frames(stances: Stances, start: int, stop: int) -> list[Frame]:
    """The frames of the predicates among tokens [start, stop)."""
    frames = stances.parsed.frames
    return [frames[token] for token in range(start, stop) if token in frames]


def _cued(stances: Stances, quotation: Quotation) -> tuple[int, ...]:
    """The speakers of the nearest word of saying in the sentences that the quotation begins and ends in."""
    parsed = stances.parsed
    first, last = quotation.start, quotation.stop - 1
    while first and parsed.sentence_of[first - 1] == parsed.sentence_of[quotation.start]:
        first -= 1
    while last + 1 < len(parsed.sentence_of) and parsed.sentence_of[last + 1] == parsed.sentence_of[last]:
        last += 1
    cues = [
        frame
        for frame in (*_frames(stances, first, quotation.start), *_frames(stances, quotation.stop, last + 1))
        if is_report(stances, frame.predicate) and frame.form.mood != "infinitive"
    ]
    near = sorted(cues, key=lambda cue: quotation.distance(cue.predicate))
    return next((found for cue in near if (found := sources(stances, cue.predicate))), ())


def _run_on(stances: Stances, quotation: Quotation, before: Spoken | None) -> tuple[int, ...]:
    """Who spoke last, if the quotation is whole sentences in that paragraph or the next."""
    parsed = stances.parsed
    first = quotation.start
    if first == 0 or parsed.sentence_of[first - 1] == parsed.sentence_of[first]:
        return _introduced(stances, first - 1)
    is_near = before is not None and parsed.sections[first] - parsed.sections[before[0].stop - 1] <= 1
    last = _introduced(stances, first - 1, before[0].stop if before and is_near else 0)
    return last or (before[1] if before and is_near else ())


def _introduced(stances: Stances, last: int, first: int = 0) -> tuple[int, ...]:
    """The speaker that the sentence ending in a token has, where a quotation follows: "She told the court:"."""
    parsed = stances.parsed
    start = last
    while start > first and parsed.sentence_of[start - 1] == parsed.sentence_of[last]:
        start -= 1
    cues = [cue for cue in range(last, start - 1, -1) if cue in parsed.frames and stances.is_speech(cue)]
    return next((found for cue in cues if (found := sources(stances, cue))), ())
