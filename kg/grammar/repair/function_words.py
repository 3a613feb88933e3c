"""Repairs of function words: negators, markers, particles and semi-modals."""

from kg.grammar.repair.draft_tree import DraftTree
from kg.grammar.tree import Kids


def label_closed_classes(draft: DraftTree) -> None:
    """ "They did *not* only meet": labels negators, markers and particles by word and tag."""
    words, heads = draft.language.words, set(draft.heads)
    for token, slot in enumerate(draft.slots):
        # "of" in "because of", or "in the" ...
        if slot == "prepositional_clause" and draft.pos[token] == "ADP":
            draft.slots[token] = "preposition" if token in heads else "fixed"
        elif slot == "auxiliary" and (draft.tags[token] == "TO" or draft.pos[token] == "SCONJ"):
            draft.slots[token] = "marker"  # "*to* go", "*had* he gone"
        elif slot in ("adverb", "negation") and draft.words[token] in words.negators:
            draft.slots[token] = "adverb" if _is_limited(draft, token) else "negation"
        elif slot == "determiner" and draft.words[token] == "no" and _is_numbered(draft, token):
            draft.slots[token] = "compound"
        elif slot == "adverb" and draft.tags[token] == "RP":
            draft.slots[token] = "particle"
        elif slot == "indirect" and draft.pos[token] == "ADP":
            draft.slots[token] = "preposition"


def _is_limited(draft: DraftTree, negator: int) -> bool:
    """True for "*not* only", which denies nothing."""
    return not draft.language.words.focus_adverbs.isdisjoint(draft.words[negator + 1 : negator + 2])


def _is_numbered(draft: DraftTree, token: int) -> bool:
    """True for "the *No* 1 export", "*No.* 10"."""
    following = [word for word in draft.words[token + 1 : token + 3] if word != "."]
    return following[:1] != [] and following[0].isdigit()


def lift_semi_modal_verbs(draft: DraftTree) -> None:
    """ "is going to meet", "has to leave": meet and leave head the clause, going and has serve."""
    semi, verbs = draft.language.words.semi_modals, draft.heads_of("open_complement")
    if not any(draft.lemmas[verb] in semi for verb in verbs):
        return
    kids, order = draft.arrange()
    for token in order:
        for verb in kids[token].get("open_complement", [])[:1]:
            if draft.lemmas[token] in semi and _is_auxiliary_of(draft, token, verb, kids):
                draft.swap(token, verb, draft.slots[token], "auxiliary", kids)


def _is_auxiliary_of(draft: DraftTree, token: int, verb: int, kids: list[Kids]) -> bool:
    has_to = any(draft.words[kid] == "to" for kid in kids[verb].get("marker", []))
    serves = draft.lemmas[token] != "go" or (draft.tags[token] == "VBG" and "auxiliary" in kids[token])
    return has_to and serves and not {"object", "particle", "copula"} & kids[token].keys()
