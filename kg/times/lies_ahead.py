"""Whether the clause of a time expression refers to the past or the future."""

from __future__ import annotations

from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import core
from kg.grammar.parsed import Parsed
from kg.grammar.tree import marker, preposition

GOVERNED = ("open", "complement", "adverbial")


def lies_ahead(parsed: Parsed, head: int) -> bool:
    """True if the event is in the future: by tense, a plan that governs it, or "ahead of"."""
    tree, words = parsed.tree, parsed.language.calendar
    above, below = tree.heads[head], head
    if parsed.language.times.openers.get(preposition(tree, head)) == "until":
        return True
    speech = speech_before(parsed, head)
    if speech is not None:
        return _frame_ahead(parsed, parsed.frames[speech])
    for _ in range(8):
        frame = parsed.frames.get(below)  # of the time itself in "the vote is on *Sunday*"
        if frame:
            return _is_set_for(parsed, frame, head) or _frame_ahead(parsed, frame)
        if below != head and (
            tree.lemmas[below] in words.ahead or preposition(tree, below) in words.ahead_prepositions
        ):
            return True
        if above == below:
            return False
        below, above = above, tree.heads[above]
    return False


def speech_before(parsed: Parsed, token: int) -> int | None:
    """The "said" of "said Wednesday its men had left", where the parse gives Wednesday to what was said."""
    start = start_of(parsed, core(parsed.tree, token)[0])
    frame = parsed.frames.get(start - 1)
    above = token
    while frame and above != parsed.tree.heads[above]:
        above = parsed.tree.heads[above]
        if any(clause.token == above and clause.relation == "complement" for clause in frame.complements):
            return frame.predicate
    return None


def start_of(parsed: Parsed, head: int) -> int:
    return min([head, *(case for case in parsed.tree.get(head, "case") if case < head)])


def _is_set_for(parsed: Parsed, frame: Frame, head: int) -> bool:
    """True for "called a strike *for Monday*", "put it off *to May*"."""
    lemmas = {parsed.tree.lemmas[frame.predicate], frame.lemma}
    words = parsed.language.calendar
    is_plan = bool(lemmas & (words.ahead | words.apart | words.scheduling))
    return is_plan and preposition(parsed.tree, head) in parsed.language.times.set_for


def _frame_ahead(parsed: Parsed, frame: Frame) -> bool:
    form, tree, ahead = frame.form, parsed.tree, parsed.language.calendar.ahead
    # "set free"
    is_done = any(tree.pos[token] == "ADJ" for token in tree.get(frame.predicate, "open_complement"))
    is_plan = tree.lemmas[frame.predicate] in ahead and not is_done
    if form.perfect:
        return False
    if form.tense == "future" or form.modals or (is_plan and (frame.is_passive or frame.kind == "copular")):
        return True
    # "was due to meet", read as one
    if not ahead.isdisjoint(marker(tree, frame.predicate).split()):
        return True
    if form.tense or form.mood == "finite":
        is_past = _may_be_past(parsed, frame.predicate) or _is_headline(parsed, frame.predicate)
        return form.tense == "present" and not is_past
    return is_plan or _infinitive_ahead(parsed, frame)


def _infinitive_ahead(parsed: Parsed, frame: Frame) -> bool:
    """True for "vowed *to leave*" and "came *to help*", not for "began to leave", "was said to have left"."""
    is_infinitive = frame.form.mood == "infinitive"
    if marker(parsed.tree, frame.predicate) in parsed.language.times.finished:
        return False
    above = parsed.frames.get(frame.governor.token) if frame.governor else None
    if frame.governor is None or above is None or frame.governor.relation not in GOVERNED:
        return is_infinitive
    words = parsed.language.calendar
    if parsed.tree.lemmas[above.predicate] in words.ahead:
        return True
    is_purpose = is_infinitive and parsed.tree.lemmas[above.predicate] not in words.shared
    return (is_purpose and frame.governor.relation != "open") or _frame_ahead(parsed, above)


def _may_be_past(parsed: Parsed, token: int) -> bool:
    """True for a past that looks like a present: "floods *hit* the town on Monday"."""
    return parsed.tree.words[token] in parsed.language.times.same_past


def _is_headline(parsed: Parsed, token: int) -> bool:
    return parsed.sentence(token).section == "headline"
