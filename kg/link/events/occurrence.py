"""Whether a claim describes a single occurrence of its event, and whether it refers to one mentioned before.

Only single occurrences of two articles can be one event. An occurrence is

- "repeated" if it repeats, grows or adds up: "repeated air strikes", "has killed 1,000 people since it began", "has
  retaken some of the province", "ten raids", "the militia, which fights the army";
- "ongoing" if its word means something that lasts, and no day is given: a war, fighting, a campaign;
- "undated" if it is background without a date: "was later overrun", "the first town to fall"; so is what somebody
  asks, says, supports or rejects without a date, unless it refers to an event of the article;
- "single" otherwise, and in a headline or a first sentence.
"""

from __future__ import annotations

import re
from typing import Literal

from kg.link.engine.spellings import head_word, words
from kg.link.engine.weights import Weights
from kg.records import Claim, Interval

Occurrence = Literal["single", "repeated", "ongoing", "undated"]

ACTING_ROLES = ("agent", "instrument")
# Characters before a trigger that may hold its determiner
DETERMINER_WINDOW = 40
# Words before a trigger, within its clause, that may modify it
MODIFIER_WINDOW = 5
CLAUSE_BOUNDARY = re.compile(r"[,;:.!?\"“”()]")


def find_occurrence(
    claim: Claim, is_top: bool, trigger_stems: frozenset[str], weights: Weights
) -> Occurrence:
    """The kind of occurrence of a claim's event.

    `is_top`: it is in a headline or the first sentence. `trigger_stems` are those of all claims of the article.
    """
    modifiers = _modifiers(claim)
    if _is_repeated(claim, modifiers, weights):
        return "repeated"
    if claim.time is not None and claim.time.granularity == "day":
        return "single"
    if not weights.lasting_words.isdisjoint(words(f"{claim.predicate} {claim.trigger}")):
        return "ongoing"
    if claim.time is not None or is_top or claim.quantities:
        return "single"
    is_speech = claim.event_class in weights.speech_classes and not _is_reaction(
        claim, trigger_stems, weights
    )
    return "undated" if is_speech or not weights.undated_words.isdisjoint(modifiers) else "single"


def is_definite(claim: Claim, weights: Weights) -> bool:
    """Whether a claim refers to an event mentioned before: "the bombing"."""
    at = claim.begin - claim.sentence.begin
    before = claim.sentence.text[max(0, at - DETERMINER_WINDOW) : at]
    noun = claim.predicate.split(" ")[-1]
    is_noun = claim.trigger.lower() in (noun, f"{noun}s", f"{noun}es")
    return is_noun and bool(weights.phrases.definite.search(before))


def is_further(claim: Claim, weights: Weights) -> bool:
    """Whether an event, or what causes it, is one more of its kind: "a second bomb killed nine"."""
    before, _ = _around(claim)
    causes = (filler.text for filler in claim.fillers if filler.role in ACTING_ROLES)
    texts = (before, *(text.removesuffix(text.split()[-1]) for text in causes if text))
    return any(map(weights.phrases.further.search, texts))


def _is_reaction(claim: Claim, trigger_stems: frozenset[str], weights: Weights) -> bool:
    """Whether a claim refers to an event of its article: "condemned the strikes"."""
    patients = (f.text for f in claim.fillers_of("patient") if weights.phrases.anaphoric.match(f.text))
    return any(head_word(text, weights) in trigger_stems for text in patients)


def _is_repeated(claim: Claim, modifiers: frozenset[str], weights: Weights) -> bool:
    """Whether an event repeats, grows, sums up until now, is counted, or is a habit in the present tense."""
    if not weights.repetition_words.isdisjoint((*modifiers, *words(claim.predicate))):
        return True
    if any(quantity.name == "count" and quantity.value > 1 for quantity in claim.quantities):
        return True
    phrases, (before, after) = weights.phrases, _around(claim)
    is_until_now = phrases.until_now.search(before) and (
        phrases.sum.search(after) or phrases.part.match(after)
    )
    if is_until_now or _is_recent_period(claim.time, weights):
        return True
    return bool(phrases.relative.search(before)) and claim.trigger.lower() in _present_forms(claim.predicate)


def _is_recent_period(time: Interval | None, weights: Weights) -> bool:
    """Whether a time is longer than a day and vague: "in recent months"."""
    if time is None or time.granularity == "day":
        return False
    return bool(weights.phrases.recent.search(time.words))


def _around(claim: Claim) -> tuple[str, str]:
    """The parts of a sentence before and after the trigger."""
    at = claim.begin - claim.sentence.begin
    return claim.sentence.text[:at], claim.sentence.text[at + len(claim.trigger) :]


def _modifiers(claim: Claim) -> frozenset[str]:
    """The words of the clause right before the trigger."""
    before, _ = _around(claim)
    return frozenset(words(CLAUSE_BOUNDARY.split(before)[-1])[-MODIFIER_WINDOW:])


def _present_forms(predicate: str) -> frozenset[str]:
    """The forms of the present tense: "fights", "publishes"."""
    verb = predicate.split(" ")[0]
    return frozenset((verb, f"{verb}s", f"{verb}es"))
