"""Repairs of passives without an auxiliary: "Villagers *urged* to flee", "a man was stabbed and his son *shot*"."""

from kg.grammar.repair.draft_tree import CASES, COMPLETED, NOUNS, OBJECTS, PASSIVE, TOLD, DraftTree
from kg.grammar.tree import AUXILIARIES, PAST, SUBJECTS


def read_told_as_passive(draft: DraftTree) -> None:
    """ "Villagers *urged* to flee": whoever urges names whom, so a verb without an object is a headline's passive."""
    told = draft.language.words.told
    for verb, lemma in enumerate(draft.lemmas):
        if lemma not in told or draft.tags[verb] not in PAST or draft.has(verb, TOLD | AUXILIARIES):
            continue
        kids = draft.heads.dependents[verb]
        clauses = [
            kid for kid in kids if kid > verb and draft.slots[kid] in ("complement", "open_complement")
        ]
        if any(draft.tags[kid] == "VB" and _is_to(draft, kid) for kid in clauses):
            draft.relabel([kid for kid in kids if draft.slots[kid] == "subject"], "passive_subject")
            draft.tags[verb] = "VBN"


def read_elided_passives(draft: DraftTree) -> None:
    """ "A woman was stabbed and her son *shot*", "32 were killed and scores *wounded*": so were they."""
    harming = draft.language.words.harming
    for verb in range(2, len(draft.words)):
        noun = draft.heads[verb]
        if draft.words[verb] not in harming or draft.has(verb, COMPLETED | AUXILIARIES):
            continue
        if draft.slots[verb] == "conjunct" and draft.has(noun, PASSIVE):  # the noun is the first verb
            subjects = [kid for kid in draft.heads.dependents[verb] if draft.slots[kid] == "subject"]
            draft.relabel([kid for kid in subjects if kid < verb], "passive_subject")
            draft.tags[verb] = "VBN" if subjects else draft.tags[verb]
        elif noun == verb - 1 and draft.slots[noun] == "conjunct" and draft.has(draft.heads[noun], PASSIVE):
            first = draft.heads[noun]
            draft.heads[verb], draft.slots[verb] = first, "conjunct"
            draft.tags[verb], draft.pos[verb] = "VBN", "VERB"
            draft.lemmas[verb] = harming[draft.words[verb]]
            draft.heads[noun], draft.slots[noun] = verb, "passive_subject"


def read_shot_dead_as_passive(draft: DraftTree) -> None:
    """ "A robber *shot* dead by police": whoever shoots somebody dead names whom, so this is a headline's passive."""
    for verb in range(len(draft.words) - 1):
        if draft.lemmas[verb] in draft.language.words.found_dead and _is_without_object(draft, verb):
            kids = draft.heads.dependents[verb]
            by = [kid for kid in kids if draft.slots[kid] == "oblique" and draft.has_case(kid, "by")]
            draft.relabel([kid for kid in kids if draft.slots[kid] == "subject"], "passive_subject")
            draft.relabel(by, "agent")
            draft.tags[verb] = "VBN"


def _is_without_object(draft: DraftTree, verb: int) -> bool:
    """True for "*shot* dead in Orrin", not for "*shot* dead a man" and "was *shot* dead".

    Nor for "*shot* dead as many as fifteen", whose object a parser may take for a time: it has no preposition.
    """
    is_dead = draft.words[verb + 1] == "dead" and draft.heads[verb + 1] == verb
    if not is_dead or draft.tags[verb] not in PAST or draft.has(verb, OBJECTS | AUXILIARIES):
        return False
    behind = (kid for kid in draft.heads.dependents[verb] if kid > verb + 1 and draft.pos[kid] in NOUNS)
    return all(draft.has(kid, CASES) for kid in behind)


def _is_to(draft: DraftTree, verb: int) -> bool:
    """True for an infinitive with "to" and no subject of its own."""
    words = {draft.words[kid] for kid in draft.heads.dependents[verb] if kid < verb}
    return "to" in words and not draft.has(verb, SUBJECTS)
