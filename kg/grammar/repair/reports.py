"""Repairs of what belongs to a report of somebody's words, and of what does not."""

from kg.grammar.repair.draft_tree import DraftTree
from kg.grammar.tree import AUXILIARIES, FINITE, SUBJECTS
from kg.ontology.label_schemes import Slot

MARKERS: frozenset[Slot] = frozenset({"marker"})
RELATIVE: frozenset[Slot] = frozenset({"relative"})
LOOSE: frozenset[Slot] = frozenset({"parataxis", "apposition", "conjunct", "object", "bare", "outer_subject"})
PAUSES = frozenset({",", "-", "--", "\u2013", "\u2014"})
CONTENTS: frozenset[Slot] = frozenset({"complement"})


def attach_obliques_to_speech_verbs(draft: DraftTree) -> None:
    """ "\"We will not talk,\" X told reporters *in Y*": in Y belongs to told."""
    for token, clause in enumerate(draft.heads):
        verb = draft.heads[clause]
        if draft.slots[clause] == "complement" and clause < verb < token and draft.slots[token] == "oblique":
            draft.heads[token] = verb


def attach_reports_to_speech_verbs(draft: DraftTree) -> None:
    """ "He said the road was bad, *adding* that it would be mended": *he* adds it, not the road."""
    reporting = draft.language.words.reporting_verbs
    for token, slot in enumerate(draft.slots):
        is_report = slot == "adverbial" and draft.tags[token] == "VBG" and draft.lemmas[token] in reporting
        is_report = is_report and "," in draft.words[token - 2 : token]
        if not is_report and slot != "conjunct":
            continue
        verb = _speech_verb_of(draft, token)
        if verb < 0 or draft.lemmas[verb] not in reporting:
            continue
        if is_report or (draft.tags[token] == draft.tags[verb] and _continues_speech(draft, token, verb)):
            draft.heads[token] = verb


def _continues_speech(draft: DraftTree, token: int, verb: int) -> bool:
    """True for "*urged*" in "said the river had risen and urged people to leave": the speaker urges."""
    has_own = draft.has(token, SUBJECTS | AUXILIARIES | MARKERS)
    return (
        draft.lemmas[token] in draft.language.words.speech_conjuncts
        and not has_own
        and verb < draft.heads[token]
    )


def attach_repeated_speech(draft: DraftTree) -> None:
    """ "He said he knew whether Ali had left and *said* no more": who repeats a verb of saying has spoken before."""
    for token, slot in enumerate(draft.slots):
        verb = draft.heads[token]
        if slot != "conjunct" or verb > token or draft.has(token, SUBJECTS | MARKERS):
            continue
        above = verb
        while draft.heads[above] < above and not _is_repeated(draft, above, token):
            above = draft.heads[above]
        if above != verb and _is_repeated(draft, above, token):
            draft.heads[token] = above


def _is_repeated(draft: DraftTree, verb: int, token: int) -> bool:
    """True for "*said* he had left and *said*" and "*has said* he fell but *has* not *told*", where the tenses agree.

    Not in "said he came and *said*": whoever came may have said it.
    """
    head, tag = draft.heads[token], draft.tags[token]
    if draft.lemmas[verb] not in draft.language.words.reporting_verbs or draft.tags[verb] != tag:
        return False
    is_plain_past = draft.tags[head] == "VBD" and not draft.has(head, AUXILIARIES)
    helpers = [_auxiliaries(draft, each) for each in (verb, token)]
    if tag == "VBN":
        return is_plain_past and helpers[0] == helpers[1] in ({"has"}, {"have"}, {"had"})
    return not is_plain_past and draft.lemmas[verb] == draft.lemmas[token] and not helpers[1]


def _auxiliaries(draft: DraftTree, verb: int) -> set[str]:
    return {draft.words[kid] for kid in draft.heads.dependents[verb] if draft.slots[kid] in AUXILIARIES}


def attach_other_reports_to_speech_verbs(draft: DraftTree) -> None:
    """ "She said it was safe, while her aide *warned* of floods": the aide's words are no part of hers."""
    words = draft.language.words
    for token, slot in enumerate(draft.slots):
        is_report = (
            draft.tags[token] in FINITE
            and draft.lemmas[token] in words.reporting_verbs | words.speech_conjuncts
        )
        if slot != "adverbial" or not is_report or not draft.has(token, SUBJECTS):
            continue
        marks = (kid for kid in draft.heads.dependents[token] if draft.slots[kid] == "marker")
        verb = _speech_verb_of(draft, token)
        is_other = any(
            draft.words[mark] in words.contrasts and draft.words[mark - 1] == "," for mark in marks
        )
        if is_other and verb >= 0 and draft.lemmas[verb] in words.reporting_verbs:
            draft.heads[token] = verb


def _speech_verb_of(draft: DraftTree, token: int) -> int:
    """The verb before a token that says the clause that the token is attached to, or one that it is part of; else -1.

    "*Said* it was bad", "it was bad, he *said*", "*said* it failed to improve".
    """
    clause = draft.heads[token]
    while _is_inside(draft, clause, token):
        clause = draft.heads[clause]
    verb = draft.heads[clause]
    if draft.slots[clause] == "complement" and verb < token:
        return verb
    kids = (kid for kid in range(clause + 1, token) if draft.heads[kid] == clause)
    return next((kid for kid in kids if draft.slots[kid] == "parataxis"), -1)


def _is_inside(draft: DraftTree, clause: int, token: int) -> bool:
    """Whether a token attached to a clause may continue what says a clause around it.

    "Said it failed to *improve*, adding"; a participle also where it may be attached too far inside: "said it sank
    when a wave *broke*, adding", "saying he loathed those who *left* and calling them names".
    """
    if draft.slots[clause] == "open_complement":
        return draft.heads[clause] < clause
    is_participle = draft.tags[token] == "VBG" and draft.tags[draft.heads[token]] != "VBG"
    is_whole = draft.slots[clause] in ("root", "complement", "parataxis")
    return is_participle and not is_whole and not _reports(draft, clause)


def _reports(draft: DraftTree, verb: int) -> bool:
    """True for a verb of saying with what is said, which may have reports of its own."""
    return draft.lemmas[verb] in draft.language.words.reporting_verbs and draft.has(verb, CONTENTS)


def attach_comments_to_speech_verbs(draft: DraftTree) -> None:
    """ "She said it was safe, a *claim* that her rival denied": the speaker does not say that he did."""
    words = draft.language.words
    for noun in range(len(draft.slots)):
        if draft.lemmas[noun] not in words.comments:
            continue
        _attach_clause_to_comment(draft, noun)
        if draft.slots[noun] not in LOOSE or not draft.has(noun, RELATIVE):
            continue
        first = min(kid for kid in (noun, *draft.heads.dependents[noun]) if draft.slots[kid] != "punctuation")
        verb = draft.heads[noun]
        while draft.heads[verb] != verb and not _is_content(draft, verb):
            verb = draft.heads[verb]
        above = draft.heads[verb]
        is_report = above < verb and draft.lemmas[above] in words.reporting_verbs | words.accusing
        if is_report and first > verb and draft.words[first - 1] in PAUSES:
            draft.heads[noun], draft.slots[noun] = above, "parataxis"


def _is_content(draft: DraftTree, verb: int) -> bool:
    """True for what is said, and for *lying* in "accused them of lying"."""
    is_deed = (
        draft.slots[verb] == "adverbial" and draft.lemmas[draft.heads[verb]] in draft.language.words.accusing
    )
    return draft.slots[verb] == "complement" or is_deed


def _attach_clause_to_comment(draft: DraftTree, noun: int) -> None:
    """ "It is late - a *claim* she denies": "denies" is of a clause about the claim, not a verb with two subjects."""
    verb, slot = draft.heads[noun], draft.slots[noun]
    subjects = [kid for kid in draft.heads.dependents[verb] if draft.slots[kid] in SUBJECTS]
    is_first = slot in SUBJECTS and len(subjects) == 2 and noun == min(subjects) < max(subjects) < verb
    if is_first and draft.slots[verb] == "parataxis":
        draft.heads[noun], draft.slots[noun] = draft.heads[verb], "parataxis"
        draft.heads[verb], draft.slots[verb] = noun, "relative"
