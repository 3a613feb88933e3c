"""Who says a clause, by its grammar: what hangs on a word of saying, "according to", or stands beside it.

After Pareti (2016): a source, a cue and a content.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.claims.stances import Stances
from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import can_act
from kg.grammar.tree import NOMINAL, conjuncts, is_set_apart, marker, preposition
from kg.ontology.label_schemes import Slot

NOUN_CLAUSES: frozenset[Slot] = frozenset({"noun_clause", "relative"})
CLAUSES: frozenset[Slot] = frozenset({"complement", "open_complement", "noun_clause"})
OBJECTS: frozenset[Slot] = frozenset({"object", "passive_subject"})
FINDING = frozenset({"find", "discover"})
WITHIN: frozenset[Slot] = frozenset({"nominal", "compound", "conjunct"})  # from noun to noun in one phrase


def by_grammar(stances: Stances, token: int) -> tuple[int, ...]:
    """The head tokens of the sources of a token's clause, the outermost first."""
    layers = list(_layers(stances, token))
    return tuple(speaker for layer in reversed(layers) for speaker in layer)


def _layers(stances: Stances, token: int) -> Iterator[tuple[int, ...]]:
    """The speakers of every word of saying on the way up from a token, the innermost first."""
    tree = stances.parsed.tree
    node, below, is_phrase = token, -1, True
    while True:
        if below < 0 or tree.slots[below] != "parataxis":
            yield from _beside(stances, node, below)
        head, slot = tree.heads[node], tree.slots[node]
        if head == node:
            return
        is_content = _is_content(stances, node, is_phrase=is_phrase)
        if is_content and not _is_found(stances, node, token) and not _is_whom(stances, node, token):
            yield sources(stances, head)
        is_phrase = is_phrase and slot in WITHIN
        node, below = head, node


def _is_content(stances: Stances, node: int, *, is_phrase: bool) -> bool:
    """True if a word hangs in what its head says: as its clause, or as a noun (`is_phrase`) that it announces."""
    tree, gerunds = stances.parsed.tree, stances.parsed.language.claims.speech_gerunds
    head, slot = tree.heads[node], tree.slots[node]
    above = stances.parsed.frames.get(head)
    if above and above.negators:  # "has neither confirmed nor denied that"
        return False
    if slot in CLAUSES or (slot == "relative" and marker(tree, node) == "that"):
        link = marker(tree, node)
        is_speech = (
            bool(link) if slot in NOUN_CLAUSES and stances.pos(head) == "noun" else _is_clause(stances, node)
        )
    elif slot == "adverbial":
        link = marker(tree, node)
        is_speech = link in gerunds or (link == "as" and tree.tags[node] == "VBG")
    elif slot == "parataxis":
        is_said = head < node and not is_set_apart(tree, node)
        link, is_speech = "", is_said and not tree.get(head, "complement", "object")
    else:
        link = preposition(tree, node)
        is_answered = link == "to" and stances.lemma(head) in stances.parsed.language.events.answering
        is_said = slot in OBJECTS or (slot in ("oblique", "nominal") and link in gerunds)
        is_speech = is_phrase and is_said and not is_answered
    kind = stances.kind(head, link) if is_speech else None
    return kind is not None and kind.attributed


def _is_whom(stances: Stances, node: int, token: int) -> bool:
    """True for who is no words of whoever "accused the *minister*, Ada Lunt": the post is the article's to name."""
    is_object = stances.parsed.tree.slots[node] in OBJECTS
    return is_object and _is_person(stances, node) and _is_person(stances, token)


def _is_person(stances: Stances, noun: int) -> bool:
    tree = stances.parsed.tree
    kind = tree.language.nouns.type_of(tree.words[noun], tree.lemmas[noun], plural=False)
    return stances.parsed.labels[noun] == "PERSON" or kind == "Person"


def _is_found(stances: Stances, node: int, token: int) -> bool:
    """True for "found *photos* of the killing", which nobody says by finding them; not for "found *evidence* of it"."""
    tree = stances.parsed.tree
    is_object = tree.slots[node] in OBJECTS and stances.lemma(tree.heads[node]) in FINDING
    return is_object and node != token and stances.kind(node) is None


def _is_clause(stances: Stances, node: int) -> bool:
    """False for what is said of an object: "found him *guilty*"."""
    frame = stances.parsed.frames.get(node)
    if stances.parsed.tree.slots[node] != "open_complement":
        return True
    return frame is not None and (
        frame.kind == "verb" or frame.copula is not None or frame.subject_source == "own"
    )


def _beside(stances: Stances, node: int, below: int) -> Iterator[tuple[int, ...]]:
    """Speakers named beside a clause: '"...", *she* said', "according to *her*", "citing *officials*"."""
    tree = stances.parsed.tree
    for kid in tree.get(node, "adverbial"):
        if (
            kid != below
            and stances.lemma(kid) in stances.parsed.language.claims.citing
            and tree.tags[kid] == "VBG"
        ):
            cited = _nouns(stances, tree.get(kid, "object", "indirect"))
            yield tuple(noun for noun in cited if _has_words(stances, noun))
    for kid in tree.get(node, "oblique", "nominal", "bare", "adverbial"):
        kind = stances.lexicon.stance.kind(preposition(tree, kid), "preposition")
        if kid != below and kind and kind.attributed:
            yield tuple(_nouns(stances, [kid]))
    reports = [kid for kid in tree.get(node, "adverbial") if _is_as_report(stances, kid)]
    said = [kid for kid in tree.get(node, "parataxis") if not is_set_apart(tree, kid)]
    for kid in (*said, *asides(stances, node), *reports):
        if kid != below and is_report(stances, kid):
            yield sources(stances, kid)


def asides(stances: Stances, node: int) -> Iterator[int]:
    """ "The talks, *officials say*, will ...": the parse attaches text between commas to the noun before it."""
    tree = stances.parsed.tree
    frame = stances.parsed.frames.get(node)
    for noun in frame.subject if frame else ():
        for kid in tree.get(noun, "relative"):
            aside = stances.parsed.frames.get(kid)
            is_bare = aside is not None and aside.subject_source == "own" and not aside.complements
            if is_bare and tree.words[kid + 1 : kid + 2] == [","]:
                yield kid


def _is_as_report(stances: Stances, token: int) -> bool:
    """True for "as *she put* it", "as *he told* reporters"; not for "as they *concluded* the talks"."""
    parsed = stances.parsed
    frame = parsed.frames.get(token)
    if marker(parsed.tree, token) != "as" or frame is None:
        return False
    return all(parsed.tree.pos[each] == "PRON" or can_act(parsed.tree, each) for each in frame.object)


def is_report(stances: Stances, token: int) -> bool:
    """True for "she said" set beside what she said."""
    frame = stances.parsed.frames.get(token)
    return frame is not None and not frame.complements and stances.is_speech(token)


def sources(stances: Stances, token: int) -> tuple[int, ...]:
    """Who speaks by a word of saying: its doer, whom it quotes, or whose claim it is."""
    frame = stances.parsed.frames.get(token)
    if frame is None or (frame.kind == "copular" and stances.pos(token) == "noun"):
        return stances.owners(token)
    if frame.kind == "copular":
        return frame.subject
    found = _quoted(stances, frame) or tuple(doer for doer in frame.doer if _can_speak(stances, doer))
    return found or _misplaced(stances, frame)


def _misplaced(stances: Stances, frame: Frame) -> tuple[int, ...]:
    """The speaker where the parse has it elsewhere: "..., says *defector*", "... been freed, their *employer* said"."""
    tree, token = stances.parsed.tree, frame.predicate
    if frame.is_passive or frame.form.mood != "finite" or not frame.complements:
        return ()
    said = frame.complements[0].token
    between = [kid for kid in tree.get(said, "subject", "passive_subject") if said < kid < token]
    after = [kid for kid in tree.get(token, "object", "indirect") if said < token < kid]
    return tuple(between or after)


def _quoted(stances: Stances, frame: Frame) -> tuple[int, ...]:
    """ "the agency quoted *him* as saying", "*he* was quoted as saying"; not "took *office* as they said"."""
    governor = frame.governor if frame.form.mood != "finite" else None
    above = stances.parsed.frames.get(governor.token) if governor and governor.marker == "as" else None
    return above.undergoer if above else ()


def _nouns(stances: Stances, tokens: list[int]) -> list[int]:
    return [noun for token in tokens for noun in conjuncts(stances.parsed.tree, token)]


def _has_words(stances: Stances, token: int) -> bool:
    """True for whom one can cite: a name, people, a body, a report; "citing *security concerns*" names nobody."""
    tree = stances.parsed.tree
    if tree.pos[token] != "NOUN" or can_act(tree, token):
        return True
    return stances.lemma(token) in stances.lexicon.stance.lists["cited"]


def _can_speak(stances: Stances, token: int) -> bool:
    """False for "it" in "it is feared that", "there", and for clauses."""
    tree = stances.parsed.tree
    is_named = tree.pos[token] in NOMINAL and tree.words[token] not in stances.parsed.language.claims.nobody
    return is_named and tree.slots[token] != "expletive" and tree.tags[token] != "EX"
