"""Repairs of the subjects of verbs of saying behind what is said: "..., the mayor, *Ali Bek*, told reporters"."""

from kg.grammar.repair.draft_tree import DraftTree
from kg.grammar.tree import AUXILIARIES, FINITE, NOMINAL, PAST, SUBJECTS
from kg.ontology.label_schemes import Slot

BREAKS = frozenset({",", '"', "\u201d"})  # between what is said and who says it
BEFORE_NOUNS: frozenset[Slot] = frozenset(
    {"determiner", "compound", "adjective", "number", "possessive", "title", "flat"}
)
BESIDE: frozenset[Slot] = frozenset({"apposition", "conjunct"})
# slots of nouns behind a clause that may be the subject of the verb after them
LOOSE: frozenset[Slot] = SUBJECTS | BESIDE | {"parataxis"}
CLOSED: frozenset[Slot] = AUXILIARIES | {"object", "complement", "open_complement", "copula"}


def attach_speakers_to_verbs(draft: DraftTree) -> None:
    """ "..., the mayor, Ali Bek, told X": the mayor is the subject, not an apposition to the noun before him."""
    for token, slot in enumerate(draft.slots):
        if slot in ("complement", "parataxis") and draft.heads[token] > token:
            verb = draft.heads[token]
            if draft.tags[verb] in FINITE and not draft.has(verb, SUBJECTS):
                _take_subject(draft, verb, clause=token)


def attach_inverted_speakers_to_verbs(draft: DraftTree) -> None:
    """ "\"They ran,\" said *a porter*": the second subject of the clause is that of the verb between the two."""
    for token, clause in enumerate(draft.heads):
        verb = draft.heads[clause]
        is_between = draft.slots[clause] in ("complement", "parataxis") and clause < verb < token
        if draft.slots[token] not in SUBJECTS or not is_between or draft.has(verb, SUBJECTS):
            continue
        first = min(kid for kid in draft.heads.dependents[clause] if draft.slots[kid] in SUBJECTS)
        if first < clause and draft.tags[verb] in FINITE:
            draft.heads[token] = verb


def _take_subject(draft: DraftTree, verb: int, *, clause: int) -> None:
    """Make the outermost noun of the phrase between a comma and the verb its subject, if there is one."""
    noun = verb - 1
    while noun > clause and draft.slots[noun] in ("punctuation", "flat"):
        noun -= 1
    while draft.slots[noun] in BESIDE and _is_loose(draft, draft.heads[noun], verb, clause):
        noun = draft.heads[noun]
    is_inside = draft.heads[verb] == noun  # the verb is of a clause about the noun
    if _is_loose(draft, noun, verb, clause) and draft.heads[noun] < noun and not is_inside:
        draft.heads[noun], draft.slots[noun] = verb, "subject"


def _is_loose(draft: DraftTree, noun: int, verb: int, clause: int) -> bool:
    """True for an apposition behind a clause and, before a verb of saying, for other nouns that begin after a comma."""
    if noun <= clause or draft.slots[noun] == "apposition":
        return noun > clause
    if draft.slots[noun] not in LOOSE or draft.lemmas[verb] not in draft.language.words.reporting_verbs:
        return False
    begin = _after_break(draft, noun)
    return begin > clause and _noun_from(draft, begin) == noun


def attach_modified_speakers(draft: DraftTree) -> None:
    """ "They fled, *a man* reached by phone said": he said so, and was reached."""
    reporting = draft.language.words.reporting_verbs
    for verb, lemma in enumerate(draft.lemmas):
        is_report = lemma in reporting and draft.tags[verb] in FINITE and draft.slots[verb] != "conjunct"
        if not is_report:
            continue
        if not draft.has(verb, AUXILIARIES):  # "residents *said* by telephone"
            kids = draft.heads.dependents[verb]
            draft.relabel([kid for kid in kids if draft.slots[kid] == "passive_subject"], "subject")
        if draft.has(verb, SUBJECTS):
            continue
        begin = _after_break(draft, verb)
        clause, noun = _clause_before(draft, verb, begin), _noun_from(draft, begin)
        if clause is not None and begin <= noun < verb and draft.pos[noun] in NOMINAL:
            _make_speaker(draft, noun, verb, clause)


def _after_break(draft: DraftTree, token: int) -> int:
    """The token after the last comma or quotation mark before a token."""
    return next((each + 1 for each in range(token - 1, -1, -1) if draft.words[each] in BREAKS), 0)


def _clause_before(draft: DraftTree, verb: int, begin: int) -> int | None:
    """The clause with a subject before a token that a verb is attached to, or that is attached to the verb."""
    kids = [kid for kid in draft.heads.dependents[verb] if draft.slots[kid] in ("complement", "parataxis")]
    above = verb
    while draft.heads[above] != above:
        above = draft.heads[above]
        kids.append(above)
    return next((token for token in kids if token < begin and draft.has(token, SUBJECTS)), None)


def _noun_from(draft: DraftTree, begin: int) -> int:
    """The noun of the phrase that begins with a token."""
    noun = begin
    while draft.slots[noun] in BEFORE_NOUNS and draft.heads[noun] > noun:
        noun = draft.heads[noun]
    return noun


def _make_speaker(draft: DraftTree, noun: int, verb: int, clause: int) -> None:
    """Make a noun the subject of a verb of saying, and the verb right after it, if it was its subject, a participle."""
    after = noun + 1
    is_subject = draft.slots[noun] in SUBJECTS and draft.heads[noun] == after < verb
    if is_subject and not _is_participle(draft, after):
        return
    if draft.heads[verb] >= noun and draft.heads[verb] != verb:
        draft.heads[verb], draft.slots[verb] = clause, "parataxis"
    draft.heads[noun], draft.slots[noun] = verb, "subject"
    if is_subject:
        draft.heads[after], draft.slots[after] = noun, "noun_clause"
        draft.tags[after] = "VBN" if draft.tags[after] in PAST else draft.tags[after]


def _is_participle(draft: DraftTree, verb: int) -> bool:
    """True for a verb that may be a participle after its noun: "leaders *taking* part", "a man *reached* by phone"."""
    if draft.tags[verb] == "VBG":
        return not draft.has(verb, AUXILIARIES)
    return draft.tags[verb] in PAST and not draft.has(verb, CLOSED)
