"""The factuality of a predicate by its own tense, modality and negation, without what governs it."""

from __future__ import annotations

from kg.claims.stances import Stances
from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import is_negative
from kg.records import Factuality

SINGULAR = frozenset({"NN", "NNP"})
ORDER: tuple[Factuality, ...] = ("actual", "planned", "possible", "negated")


def strongest(*readings: Factuality) -> Factuality:
    return max(readings, key=ORDER.index)


def own_status(frame: Frame, stances: Stances) -> Factuality:
    if _is_negated(frame, stances):
        return "negated"
    if frame.form.mood == "imperative" or _is_asked(frame, stances):
        return "possible"
    is_ahead = _is_future(frame, stances) or is_unfinished(frame, stances)
    return strongest(_by_modals(frame, stances), "planned" if is_ahead else "actual")


def is_unfinished(frame: Frame, stances: Stances) -> bool:
    """True for "she is *dying*"; of many, "children are *dying*", some are dead."""
    tree, words = stances.parsed.tree, stances.parsed.language.claims
    token = frame.predicate
    if tree.lemmas[token] not in words.unfinished or tree.tags[token] != "VBG" or not frame.form.auxiliaries:
        return False
    pronouns = stances.parsed.language.nouns.pronouns
    return bool(frame.subject) and all(
        pronouns[tree.words[noun]].number == "one"
        if tree.words[noun] in pronouns
        else tree.tags[noun] in SINGULAR
        for noun in frame.subject
    )


def _is_negated(frame: Frame, stances: Stances) -> bool:
    """True for "did not meet", "met nobody", "has yet to meet", "no longer meets"; not for "nobody did not know"."""
    tree, words = stances.parsed.tree, stances.parsed.language.claims
    is_of_none = frame.subject_negated or frame.object_negated
    is_of_none |= any(
        is_negative(tree, oblique.token)
        for oblique in frame.obliques
        if oblique.preposition in words.no_objects
    )
    is_over = any(" ".join(tree.words[word - 1 : word + 1]) in words.no_longer for word in frame.adverbs)
    is_due = not words.due.isdisjoint(frame.form.modals[:1])
    is_over |= is_due and any(tree.words[word] in words.yet for word in frame.adverbs)
    return bool(frame.negators) != (is_of_none or is_over)


def _is_asked(frame: Frame, stances: Stances) -> bool:
    """True in the main clause of a question."""
    sentence = stances.parsed.sentence(frame.predicate)
    return frame.governor is None and sentence.text.rstrip("\"'”’ ").endswith("?")


def _is_future(frame: Frame, stances: Stances) -> bool:
    """True for a future form, and a headline's second infinitive: "to axe jobs, *close* plant"."""
    return frame.form.tense == "future"


def _by_modals(frame: Frame, stances: Stances) -> Factuality:
    form = frame.form
    if not form.modals:
        return "actual"
    match form.modals[0]:
        case "have to":
            return _by_have_to(frame, stances)
        case "be to" if form.perfect:  # "was to have landed"
            return "negated"
        case "would":
            return _by_would(frame, stances)
        case modal:
            return "planned" if modal in stances.parsed.language.claims.planned_modals else "possible"


def _by_have_to(frame: Frame, stances: Stances) -> Factuality:
    """ "had to leave" left; "has met ... and called" has no "to" of its own."""
    tree = stances.parsed.tree
    is_own = bool(tree.get(frame.predicate, "auxiliary"))
    is_past = any(tree.words[verb] == "had" for verb in frame.form.auxiliaries)
    return "possible" if is_own and not is_past else "actual"


def _by_would(frame: Frame, stances: Stances) -> Factuality:
    """ "would have left" did not or perhaps; "would leave if" perhaps; "would later lead" led."""
    tree, words = stances.parsed.tree, stances.parsed.language.claims
    if frame.form.perfect or any(clause.marker in words.conditions for clause in frame.adverbials):
        return "possible"
    return "actual" if any(tree.words[adverb] in words.later for adverb in frame.adverbs) else "planned"
