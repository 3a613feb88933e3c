"""Repairs of clauses: reports, coordinated verbs and the phrases that belong to another verb."""

from kg.grammar.noun_phrases import YEAR
from kg.grammar.repair.draft_tree import DraftTree
from kg.grammar.tree import AUXILIARIES, FINITE, SUBJECTS, VERBAL
from kg.ontology.label_schemes import Slot

OBJECTS: frozenset[Slot] = frozenset({"object", "indirect", "complement", "open_complement"})
PASSIVE: frozenset[Slot] = frozenset({"passive_auxiliary"})
MARKERS: frozenset[Slot] = frozenset({"marker"})
RELATIVE: frozenset[Slot] = frozenset({"relative"})
LOOSE: frozenset[Slot] = frozenset({"parataxis", "apposition", "conjunct", "object", "bare"})
CONTENTS: frozenset[Slot] = frozenset({"complement"})


def attach_obliques_to_speech_verbs(draft: DraftTree) -> None:
    """ "\"We will not talk,\" X told reporters *in Y*": in Y belongs to told."""
    for token, clause in enumerate(draft.heads):
        verb = draft.heads[clause]
        if draft.slots[clause] == "complement" and clause < verb < token and draft.slots[token] == "oblique":
            draft.heads[token] = verb


def make_nouns_after_participles_objects(draft: DraftTree) -> None:
    """ "Guards accusing then Mayor *Ada* Lunt": the subject of a participle stands before it."""
    for token, slot in enumerate(draft.slots):
        verb = draft.heads[token]
        is_after = slot == "subject" and verb < token and draft.tags[verb] == "VBG"
        if is_after and not draft.has(verb, AUXILIARIES | OBJECTS):
            draft.slots[token] = "object"


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
    is_whole = draft.slots[clause] in ("root", "complement", "parataxis") or draft.heads[clause] == clause
    return is_participle and not is_whole and not _reports(draft, clause)


def _reports(draft: DraftTree, verb: int) -> bool:
    """True for a verb of saying with what is said, which may have reports of its own."""
    return draft.lemmas[verb] in draft.language.words.reporting_verbs and draft.has(verb, CONTENTS)


def _continues_speech(draft: DraftTree, token: int, verb: int) -> bool:
    """True for "*urged*" in "said the river had risen and urged people to leave": the speaker urges."""
    has_own = draft.has(token, SUBJECTS | AUXILIARIES | MARKERS)
    return (
        draft.lemmas[token] in draft.language.words.speech_conjuncts
        and not has_own
        and verb < draft.heads[token]
    )


def attach_comments_to_speech_verbs(draft: DraftTree) -> None:
    """ "She said it was safe, a *claim* that her rival denied": the speaker does not say that he did."""
    words = draft.language.words
    for noun, slot in enumerate(draft.slots):
        if draft.lemmas[noun] not in words.comments or slot not in LOOSE or not draft.has(noun, RELATIVE):
            continue
        first = min(kid for kid in (noun, *draft.heads.dependents[noun]) if draft.slots[kid] != "punctuation")
        verb = draft.heads[noun]
        while draft.heads[verb] != verb and draft.slots[verb] != "complement":
            verb = draft.heads[verb]
        above = draft.heads[verb]
        is_report = above < verb and draft.lemmas[above] in words.reporting_verbs
        if is_report and first > verb and draft.words[first - 1] == ",":
            draft.heads[noun], draft.slots[noun] = above, "parataxis"


def attach_finite_conjuncts(draft: DraftTree) -> None:
    """ "Kept staff from returning and *put* lives at risk": a verb in the past tense is coordinated with "kept"."""
    for token, slot in enumerate(draft.slots):
        head = draft.heads[token]
        is_loose = slot == "conjunct" and draft.tags[token] in FINITE and draft.tags[head] in ("VB", "VBG")
        if not is_loose or draft.has(token, SUBJECTS) or draft.has(head, AUXILIARIES):
            continue
        above = head
        while draft.heads[above] != above and draft.tags[above] != draft.tags[token]:
            above = draft.heads[above]
        if draft.tags[above] == draft.tags[token] and above < head:
            draft.heads[token] = above


def attach_agents_to_objects(draft: DraftTree) -> None:
    """ "Banned a march by *nurses*": an active verb has its agent before it; the nurses march."""
    for token, slot in enumerate(draft.slots):
        verb = draft.heads[token]
        is_active = draft.has(verb, frozenset({"subject"})) and not draft.has(verb, PASSIVE)
        if slot != "agent" or not is_active or draft.tags[verb] == "VBN":
            continue
        objects = [kid for kid in draft.heads.dependents[verb] if draft.slots[kid] == "object"]
        if noun := max((kid for kid in objects if verb < kid < token), default=None):
            draft.heads[token], draft.slots[token] = noun, "nominal"


def attach_content_clauses(draft: DraftTree) -> None:
    """ "The report *that* it sold the mill": this tells what the report says, as nothing is left out of its clause."""
    contents = draft.language.words.content_nouns
    for token, word in enumerate(draft.words):
        verb = draft.heads[token]
        noun = draft.heads[verb]
        if word != "that" or draft.slots[token] not in ("object", "bare") or draft.slots[verb] != "relative":
            continue
        objects = [kid for kid in draft.heads.dependents[verb] if draft.slots[kid] == "object"]
        is_bare = draft.slots[token] == "bare" and draft.lemmas[noun] not in draft.language.words.time_nouns
        is_whole = len(objects) > 1 or draft.has(verb, PASSIVE) or (is_bare and bool(objects))
        if draft.has(verb, SUBJECTS) and (is_whole or draft.lemmas[noun] in contents):
            draft.slots[token], draft.slots[verb] = "marker", "noun_clause"


def attach_results_to_background(draft: DraftTree) -> None:
    """ "It fell where a jet crashed in 1977, *killing* 583": the crash of 1977 killed them."""
    for token, slot in enumerate(draft.slots):
        is_result = slot == "adverbial" and draft.tags[token] == "VBG" and draft.words[token - 1] == ","
        if not is_result or token < 2 or not YEAR.fullmatch(draft.words[token - 2]):
            continue
        verb = draft.heads[token - 2]
        while draft.slots[verb] not in ("relative", "root") and draft.heads[verb] != verb:
            verb = draft.heads[verb]
        adverbs = draft.language.words.relative_adverbs
        has_adverb = any(draft.heads[kid] == verb and draft.words[kid] in adverbs for kid in range(verb))
        is_of_adverb = draft.words[draft.heads[verb]] in adverbs
        if (
            draft.slots[verb] == "relative"
            and (has_adverb or is_of_adverb)
            and draft.heads[token] < verb < token
        ):
            draft.heads[token] = verb


def attach_infinitives_to_their_verbs(draft: DraftTree) -> None:
    """ "Failed for the third time to *pay*": what failed is to pay; the time is no time to pay."""
    for token, slot in enumerate(draft.slots):
        verb = draft.heads[token]
        if slot == "noun_clause" and draft.lemmas[verb] in draft.language.words.time_nouns:
            verb = draft.heads[verb]
        elif slot != "adverbial":
            continue
        is_complement = draft.tags[token] == "VB" and draft.words[token - 1] == "to" and verb < token
        takes_one = draft.pos[verb] in VERBAL and draft.lemmas[verb] in draft.language.words.infinitive_verbs
        if is_complement and takes_one and not draft.has(verb, OBJECTS):
            draft.heads[token], draft.slots[token] = verb, "open_complement"


def attach_reasons_of_sentences(draft: DraftTree) -> None:
    """ "Sentenced to eight years in prison for *fraud*": fraud is the reason of the sentence."""
    served = draft.language.words.penalty_nouns
    for token, slot in enumerate(draft.slots):
        noun = draft.heads[token]
        if slot != "nominal" or draft.lemmas[noun] not in served or not draft.has_case(token, "for"):
            continue
        while draft.lemmas[noun] in served and draft.heads[noun] < noun:
            noun = draft.heads[noun]
        if draft.pos[noun] in VERBAL:
            draft.heads[token], draft.slots[token] = noun, "oblique"
