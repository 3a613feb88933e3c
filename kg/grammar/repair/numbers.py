"""Repairs of phrases that words of approximation hide from their verb."""

from kg.grammar.repair.draft_tree import DraftTree
from kg.ontology.label_schemes import Slot

OBJECTS: frozenset[Slot] = frozenset({"object", "complement", "passive_auxiliary"})
NUMBERS = frozenset({"CD", "$"})  # tags


def make_ranges_objects(draft: DraftTree) -> None:
    """ "It killed between 10 and 15 *miners*", "upwards of 40 *miners*": the miners are the object of killed."""
    for word, text in enumerate(draft.words):
        if text not in draft.language.words.range_words:
            continue
        noun = _counted_noun(draft, word)
        verb = draft.heads[word] if draft.heads[noun] == word else draft.heads[noun]
        if draft.slots[noun] == "oblique" and verb < word < noun and not draft.has(verb, OBJECTS):
            draft.heads[noun], draft.slots[noun] = verb, "object"
            if draft.slots[word] == "case":
                draft.slots[word] = "adverb"


def _counted_noun(draft: DraftTree, word: int) -> int:
    """The noun whose number a word of approximation qualifies; the word itself if it qualifies no number."""
    number = next(
        (at for at in range(word + 1, min(word + 3, len(draft.words))) if draft.tags[at] in NUMBERS), word
    )
    noun = number
    while draft.slots[noun] in ("number", "compound") and draft.heads[noun] > noun:
        noun = draft.heads[noun]
    return noun
