"""Repairs of participles after a noun that parsers take for the main verb: "A ship *attacked* off Yemen sank"."""

from kg.grammar.repair.draft_tree import CASES, OBJECTS, DraftTree
from kg.grammar.tree import AUXILIARIES, FINITE, PAST, SUBJECTS
from kg.ontology.label_schemes import Slot

MODIFIERS: frozenset[Slot] = frozenset({"compound", "possessive", "adjective", "flat"})
# what separates two clauses; a participle that modifies a noun and the noun's verb have nothing of it between them
SEPARATORS: frozenset[Slot] = frozenset({"coordinator", "punctuation", "marker"})
PASSIVE: frozenset[Slot] = frozenset({"passive_auxiliary"})
TOLD: frozenset[Slot] = frozenset({"object", "indirect", "oblique"})  # whom an active verb tells
COMPLETED: frozenset[Slot] = frozenset({"object", "indirect", "complement", "open_complement", "copula"})
NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
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
        main = _main_verb(draft, verb)
        if main is not None and not _is_closed(draft, verb) and _share_subject(draft, noun, verb, main):
            _attach(draft, noun, verb, main)


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
        main = _later_finite(draft, verb + 2)
        if draft.slots[verb] in ("relative", "noun_clause") and not subjects:
            draft.slots[verb], draft.tags[verb] = "noun_clause", "VBN"
        elif main is not None and len(subjects) == 1 and _may_share(draft, verb, main):
            _lift(draft, subjects[0], verb, main)
        else:
            continue
        draft.heads[infinitive], draft.slots[infinitive] = verb, "open_complement"


def _later_finite(draft: DraftTree, start: int) -> int | None:
    """The finite verb behind an infinitive, or what its copula links; None behind a comma or another clause."""
    for token in range(start, len(draft.words)):
        if draft.slots[token] in AUXILIARIES | {"copula"} and draft.tags[token] in (*FINITE, "MD"):
            return draft.heads[token]
        if draft.tags[token] in FINITE and draft.pos[token] == "VERB":
            return token
        joins_nouns = draft.slots[token] == "coordinator" and draft.pos[token + 1] in JOINED
        is_open = draft.slots[token] not in SEPARATORS or draft.words[token] == "to" or joins_nouns
        if not is_open or draft.tags[token].startswith("W"):
            return None
    return None


def _may_share(draft: DraftTree, verb: int, main: int) -> bool:
    """True if the second of two verbs has no subject of its own and hangs on the first or beside it."""
    above = main
    while draft.heads[above] not in (above, verb):
        above = draft.heads[above]
    is_near = (
        draft.heads[above] == verb or draft.heads[main] == draft.heads[verb] or draft.heads[verb] == main
    )
    return is_near and main > verb and not draft.has(main, SUBJECTS)


def _lift(draft: DraftTree, noun: int, verb: int, main: int) -> None:
    """Give the second verb the place and the subject of the first, which becomes a participle of the subject."""
    above = draft.heads[verb]
    if above != main:
        draft.slots[main] = draft.slots[verb]
        draft.heads[main] = main if above == verb else above
    for kid in sorted(draft.heads.dependents[verb] - {verb}):
        if kid > main or kid < noun:
            draft.heads[kid] = main
    for kid in sorted(draft.heads.dependents[main]):
        if draft.slots[kid] == "coordinator":  # of the nouns between
            draft.heads[kid] = verb
    is_passive = draft.has(main, PASSIVE)
    draft.heads[noun], draft.slots[noun] = main, "passive_subject" if is_passive else "subject"
    draft.heads[verb], draft.slots[verb], draft.tags[verb] = noun, "noun_clause", "VBN"


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


def attach_deeds_to_accusations(draft: DraftTree) -> None:
    """ "They accused the mayor of *lying*", "accused by a guard of *lying*": the verb takes the deed, not the noun."""
    for token, slot in enumerate(draft.slots):
        whom = draft.heads[token]
        verb = draft.heads[whom]
        is_deed = slot == "noun_clause" and draft.tags[token] == "VBG" and _is_of(draft, token)
        is_whom = draft.slots[whom] in OBJECTS or draft.slots[whom] == "passive_subject"
        is_accuser = draft.slots[whom] in ("agent", "oblique") and draft.has_case(whom, "by")
        if is_deed and (is_whom or is_accuser) and draft.lemmas[verb] in draft.language.words.accusing:
            draft.heads[token], draft.slots[token] = verb, "adverbial"


def _is_of(draft: DraftTree, verb: int) -> bool:
    kids = (kid for kid in draft.heads.dependents[verb] if kid < verb)
    return any(draft.words[kid] == "of" for kid in kids)


def read_verbs_after_prepositions_as_nouns(draft: DraftTree) -> None:
    """ "She quit after *claims* he left": a clause has a subject, so this is a noun, with a clause that says what."""
    for token in range(1, len(draft.words)):
        before = token - 1
        is_after = draft.heads[before] == token and draft.slots[before] == "marker"
        is_clause = draft.slots[token] == "adverbial" and draft.tags[token] in ("VBZ", "NNS")
        if not (is_after and is_clause) or draft.has(token, SUBJECTS | AUXILIARIES):
            continue
        said = [kid for kid in draft.heads.dependents[token] if _is_said(draft, token, kid)]
        if said:
            draft.relabel([before], "case")
            draft.relabel([token], "oblique")
            draft.relabel(said, "noun_clause")
            draft.tags[token], draft.pos[token] = "NNS", "NOUN"


def _is_said(draft: DraftTree, token: int, kid: int) -> bool:
    """True for a clause behind a word that has a subject of its own."""
    return kid > token and draft.slots[kid] in ("complement", "noun_clause") and draft.has(kid, SUBJECTS)


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


def _main_verb(draft: DraftTree, verb: int) -> int | None:
    """The finite verb that follows a participle in its sentence, with its first auxiliary; None if there is none."""
    for token in range(verb + 1, len(draft.words)):
        if draft.slots[token] in SEPARATORS or draft.tags[token].startswith("W"):
            return None
        if draft.slots[token] in AUXILIARIES | {"copula"} and draft.tags[token] in (*FINITE, "MD"):
            return draft.heads[token]
        if draft.tags[token] in FINITE and draft.pos[token] == "VERB":
            return token
    return None


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
        if kid not in (noun, verb) and draft.slots[kid] in SUBJECTS
    )
    return not any(others)


def _attach(draft: DraftTree, noun: int, verb: int, main: int) -> None:
    if draft.heads[main] == verb:
        draft.slots[main] = draft.slots[verb]
        draft.heads[main] = main if draft.heads[verb] == verb else draft.heads[verb]
    for kid in list(draft.heads.dependents[verb]):
        if kid > main:
            draft.heads[kid] = main
    is_passive = draft.has(main, PASSIVE)
    draft.heads[noun], draft.slots[noun] = main, "passive_subject" if is_passive else "subject"
    draft.heads[verb], draft.slots[verb], draft.tags[verb] = noun, "noun_clause", "VBN"
