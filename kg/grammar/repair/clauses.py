"""Repairs of clauses: coordinated verbs, accusations, and the phrases that belong to another verb."""

from kg.grammar.noun_phrases import YEAR
from kg.grammar.repair.draft_tree import PASSIVE, DraftTree
from kg.grammar.tree import AUXILIARIES, FINITE, SUBJECTS, VERBAL
from kg.ontology.label_schemes import Slot

OBJECTS: frozenset[Slot] = frozenset({"object", "indirect", "complement", "open_complement"})


def make_nouns_after_participles_objects(draft: DraftTree) -> None:
    """ "Guards accusing then Mayor *Ada* Lunt": the subject of a participle stands before it."""
    for token, slot in enumerate(draft.slots):
        verb = draft.heads[token]
        is_after = slot == "subject" and verb < token and draft.tags[verb] == "VBG"
        if is_after and not draft.has(verb, AUXILIARIES | OBJECTS):
            draft.slots[token] = "object"


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
        if draft.slots[verb] == "relative" and has_adverb and draft.heads[token] < verb < token:
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


def attach_deeds_to_accusations(draft: DraftTree) -> None:
    """ "They accused the mayor of *lying*", "accused by a guard of *lying*": the verb takes the deed, not the noun."""
    for token, slot in enumerate(draft.slots):
        whom = draft.heads[token]
        verb = draft.heads[whom]
        is_deed = slot == "noun_clause" and draft.tags[token] == "VBG" and _is_of(draft, token)
        is_whom = draft.slots[whom] in ("object", "indirect", "passive_subject")
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
