"""Repairs of participles after a noun that parsers take for the main verb: "A ship *attacked* off Yemen sank"."""

from kg.grammar.repair.draft_tree import COMPLETED, NOUNS, PASSIVE, TOLD, DraftTree
from kg.grammar.tree import AUXILIARIES, FINITE, PAST, SUBJECTS
from kg.ontology.label_schemes import Slot

MODIFIERS: frozenset[Slot] = frozenset({"compound", "possessive", "adjective", "flat"})
# what separates two clauses; a participle that modifies a noun and the noun's verb have nothing of it between them
SEPARATORS: frozenset[Slot] = frozenset({"coordinator", "punctuation", "marker"})
JOINED = NOUNS | {"ADJ", "DET"}  # the words behind an "and" that joins no clauses
CLAUSES: frozenset[Slot] = frozenset({"clausal_subject", "subject", "adverbial", "noun_clause"})


def attach_participles_to_nouns(draft: DraftTree) -> None:
    """ "A bridge *bombed* in May was rebuilt": two finite verbs with one subject and nothing that joins them."""
    for verb in range(1, len(draft.words)):
        noun = verb - 1
        if draft.tags[verb] not in PAST or draft.pos[noun] not in ("NOUN", "PROPN"):
            continue
        if draft.slots[verb] == "noun_clause" and draft.heads[verb] == noun and not _is_closed(draft, verb):
            draft.tags[verb] = "VBN"
            continue
        main = _later_finite(draft, verb + 1)
        if main is not None and not _is_closed(draft, verb) and _share_subject(draft, noun, verb, main):
            _lift(draft, noun, verb, main)


def read_participles_behind_nouns(draft: DraftTree) -> None:
    """ "Acts by a clerk *accused* of theft": a participle behind its noun is a clause, no adjective."""
    for verb, slot in enumerate(draft.slots):
        noun = draft.heads[verb]
        is_behind = slot == "adjective" and draft.tags[verb] == "VBN" and noun == verb - 1
        if is_behind and draft.pos[noun] in ("NOUN", "PROPN") and len(draft.heads.dependents[verb]) > 0:
            draft.slots[verb] = "noun_clause"


def attach_participles_to_people(draft: DraftTree) -> None:
    """ "Researchers at the Kell Institute, *led* by Ada Lunt": she leads the researchers, not the institute."""
    types = draft.language.nouns.types
    for verb, slot in enumerate(draft.slots):
        body = draft.heads[verb]
        if (
            slot != "noun_clause"
            or draft.tags[verb] != "VBN"
            or body != verb - 2
            or draft.words[verb - 1] != ","
        ):
            continue
        people = draft.heads[body]
        is_beside = draft.slots[body] == "nominal" and (
            draft.has_case(body, "at") or draft.has_case(body, "from")
        )
        are_many = draft.tags[people] == "NNS" and types.get(draft.lemmas[people]) == "Person"
        is_body = draft.pos[people] == "NOUN" and types.get(draft.lemmas[people]) in ("Group", "Organization")
        if is_beside and (are_many or is_body):
            draft.heads[verb] = people


def attach_reputed_participles(draft: DraftTree) -> None:
    """ "A man *believed* to be armed fled": with "to" and no object, others believe it of the man."""
    reputed = draft.language.words.reputed
    for verb in range(1, len(draft.words) - 2):
        infinitive = draft.heads[verb + 1]
        is_reputed = (
            draft.lemmas[verb] in reputed and draft.tags[verb] in PAST and draft.words[verb + 1] == "to"
        )
        if not is_reputed or draft.slots[verb + 1] != "marker" or draft.has(verb, TOLD | AUXILIARIES):
            continue
        subjects = [
            kid for kid in draft.heads.dependents[verb] if kid != verb and draft.slots[kid] in SUBJECTS
        ]
        main = _later_finite(draft, verb + 2, over=JOINED)
        if draft.slots[verb] in ("relative", "noun_clause") and not subjects:
            draft.slots[verb], draft.tags[verb] = "noun_clause", "VBN"
        elif main is not None and len(subjects) == 1 and _may_share(draft, verb, main):
            _lift(draft, subjects[0], verb, main)
        else:
            continue
        draft.heads[infinitive], draft.slots[infinitive] = verb, "open_complement"


def _later_finite(draft: DraftTree, start: int, *, over: frozenset[str] = frozenset()) -> int | None:
    """The finite verb behind a participle, or what its copula links; None behind a comma or another clause.

    It may stand behind an "and" before words `over` which to look.
    """
    for token in range(start, len(draft.words)):
        if draft.slots[token] in AUXILIARIES | {"copula"} and draft.tags[token] in (*FINITE, "MD"):
            return draft.heads[token]
        if draft.tags[token] in FINITE and draft.pos[token] == "VERB":
            return token
        is_joined = draft.slots[token] == "coordinator" and not over.isdisjoint(
            draft.pos[token + 1 : token + 2]
        )
        is_open = draft.slots[token] not in SEPARATORS or draft.words[token] == "to" or is_joined
        if not is_open or draft.tags[token].startswith("W"):
            return None
    return None


def _may_share(draft: DraftTree, verb: int, main: int) -> bool:
    """True if the second of two verbs has no subject of its own and hangs on the first or beside it."""
    is_near = draft.heads[main] in (verb, draft.heads[verb]) or draft.heads[verb] == main
    return is_near and main > verb and not draft.has(main, SUBJECTS)


def _lift(draft: DraftTree, noun: int, verb: int, main: int) -> None:
    """Give the second verb the place and the subject of the first, which becomes a participle of the subject."""
    above = draft.heads[verb]
    if above not in (main, noun):
        draft.slots[main] = draft.slots[verb]
        draft.heads[main] = main if above == verb else above
    for kid in sorted(draft.heads.dependents[verb] - {verb}):
        if kid > main or kid < noun:
            draft.heads[kid] = main
    _make_participle(draft, noun, verb, main)


def read_nouns_as_participles(draft: DraftTree) -> None:
    """ "A cyclist *hit* by a van died": nobody hits a cyclist hit."""
    participles = draft.language.words.participle_nouns
    for token in range(1, len(draft.words) - 1):
        person = token - 1
        is_compound = draft.heads[person] == token and draft.slots[person] == "compound"
        if draft.words[token] not in participles or draft.tags[token] != "NN" or not is_compound:
            continue
        kind = draft.language.nouns.type_of(draft.words[person], draft.lemmas[person], plural=False)
        if kind == "Person" and draft.pos[token + 1] == "ADP" and draft.slots[token] not in MODIFIERS:
            _take_place(draft, person, token)
            draft.lemmas[token] = participles[draft.words[token]]


def _take_place(draft: DraftTree, person: int, token: int) -> None:
    """Give a person the place and the words before it of the noun behind, which becomes a participle."""
    head, slot = draft.heads[token], draft.slots[token]
    draft.heads[person], draft.slots[person] = person if head == token else head, slot
    for kid in sorted(draft.heads.dependents[token] - {token}):
        if kid < person:
            draft.heads[kid] = person
        elif draft.slots[kid] == "nominal":
            draft.slots[kid] = "agent" if draft.has_case(kid, "by") else "oblique"
    draft.heads[token], draft.slots[token] = person, "noun_clause"
    draft.tags[token], draft.pos[token] = "VBN", "VERB"


def _is_closed(draft: DraftTree, verb: int) -> bool:
    """True for a verb with an auxiliary or an object: it is no participle after a noun."""
    return draft.has(verb, COMPLETED | AUXILIARIES)


def _share_subject(draft: DraftTree, noun: int, verb: int, main: int) -> bool:
    """True if the noun is the subject of one of the verbs, and neither has another."""
    linked = draft.heads[main] == verb or draft.heads[verb] in (main, noun)
    if draft.heads[noun] not in (verb, main) or draft.slots[noun] not in SUBJECTS or not linked:
        return False
    if draft.heads[verb] == main and draft.slots[verb] not in CLAUSES:
        return False
    others = (
        kid
        for head in (verb, main)
        for kid in draft.heads.dependents[head]
        if kid not in (noun, verb) and (draft.slots[kid] in SUBJECTS or draft.tags[kid].startswith("W"))
    )
    return not any(others)


def _make_participle(draft: DraftTree, noun: int, verb: int, main: int) -> None:
    """Make a noun the subject of its main verb, and the verb before that a participle of the noun."""
    is_passive = draft.has(main, PASSIVE)
    draft.heads[noun], draft.slots[noun] = main, "passive_subject" if is_passive else "subject"
    draft.heads[verb], draft.slots[verb], draft.tags[verb] = noun, "noun_clause", "VBN"
