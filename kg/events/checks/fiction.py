"""Takes their class from events of novels, films and plays: "In the novel a spy *poisons* a bishop"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.events.context import EventContext
from kg.events.fillers import as_plain
from kg.grammar.noun_phrases import core
from kg.grammar.quotations import CHARACTERS
from kg.grammar.tree import preposition
from kg.records import Event

INDEFINITE = frozenset({"a", "an"})


def without_fiction(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events, with those of invented people as plain ones."""
    for event in events:
        event_class = context.lexicon.classes.get(event.event_class)
        is_told = event_class is not None and event_class.family in context.words.invented_families
        yield as_plain(context, event) if is_told and _is_invented(context, event) else event


def _is_invented(context: EventContext, event: Event) -> bool:
    frame = context.parsed.frames.get(event.anchor)
    is_headline = context.parsed.sentence(event.anchor).section == "headline"
    is_present = frame is not None and frame.form.tense == "present" and not frame.form.perfect
    is_present = is_present and not is_headline
    if _is_of_characters(context, event, is_present=is_present):
        return True
    if frame is None:
        return False
    if any(_is_set_in(context, noun, is_present=is_present) for noun in _scenes(context, event.anchor)):
        return True
    return (is_present or frame.form.mood == "participle") and _is_in_relative(context, event.anchor)


def _is_of_characters(context: EventContext, event: Event, *, is_present: bool) -> bool:
    """True for what the "film's *hero*" does; of one with a name beside, in the present tense alone."""
    frame = context.parsed.frames.get(event.anchor)
    tokens = {filler.token for filler in event.fillers if filler.token >= 0} | {
        *(frame.subject if frame else ())
    }
    nouns = {each for token in tokens for each in (token, *context.parsed.tree.get(token, "apposition"))}
    characters = [noun for noun in nouns if _is_character(context, noun)]
    is_named = any(context.parsed.labels[noun] == "PERSON" for noun in nouns)
    return any(is_present or not is_named or _is_played(context, noun) for noun in characters)


def _scenes(context: EventContext, verb: int) -> Iterator[int]:
    """The nouns after "in" of a verb, and of those that it is coordinated with."""
    tree = context.parsed.tree
    while True:
        yield from (noun for noun in tree.get(verb, "oblique") if preposition(tree, noun) == "in")
        if tree.slots[verb] != "conjunct":
            return
        verb = tree.heads[verb]


def _is_set_in(context: EventContext, noun: int, *, is_present: bool) -> bool:
    """True for "in the *novel*" in the present tense, "in the opera's last *act*" and "in Friday's *episode*".

    Also for "in *"The Siege"*" in the present tense.
    """
    tree, words = context.parsed.tree, context.words
    if tree.lemmas[noun] in words.fiction_parts and not _is_any(context, noun):
        return True
    if tree.lemmas[noun] in words.fiction_scenes:
        return any(_is_work(context, owner) for owner in tree.get(noun, "possessive", "compound", "nominal"))
    return is_present and (_is_work(context, noun) or _is_in_quotes(context, noun))


def _is_in_quotes(context: EventContext, noun: int) -> bool:
    """True for a name in quotation marks, the title of a work."""
    parsed = context.parsed
    start, stop = core(parsed.tree, noun)
    if start == 0 or stop >= len(parsed.doc) or not parsed.doc[start].text[:1].isupper():
        return False
    return parsed.doc[start - 1].text in CHARACTERS.opening and parsed.doc[stop].text in CHARACTERS.closing


def _is_any(context: EventContext, noun: int) -> bool:
    """True for "a violent *episode*", which is of no series."""
    tree = context.parsed.tree
    is_indefinite = any(tree.words[word] in INDEFINITE for word in tree.get(noun, "determiner"))
    return is_indefinite and not tree.get(noun, "nominal")


def _is_work(context: EventContext, noun: int) -> bool:
    tree = context.parsed.tree
    is_noun = tree.pos[noun] == "NOUN" and tree.lemmas[noun] in context.words.fictions
    return is_noun or context.parsed.labels[noun] == "WORK"


def _is_character(context: EventContext, noun: int) -> bool:
    """True for the "*hero* of the film" and "her *character*"."""
    tree, words = context.parsed.tree, context.words
    if tree.lemmas[noun] not in words.characters or tree.pos[noun] != "NOUN":
        return False
    beside = tree.get(noun, "possessive", "nominal")
    return any(_is_work(context, each) for each in beside) or _is_played(context, noun)


def _is_played(context: EventContext, noun: int) -> bool:
    tree = context.parsed.tree
    return tree.lemmas[noun] in context.words.played and bool(tree.get(noun, "possessive"))


def _is_in_relative(context: EventContext, verb: int) -> bool:
    """True in "a film about nuns who *rob* a bank", "plays a clerk who *kills*", "the film ends with her *dying*"."""
    tree = context.parsed.tree
    while tree.slots[verb] == "conjunct":
        verb = tree.heads[verb]
    noun = tree.heads[verb]
    if tree.slots[verb] == "adverbial" and tree.tags[verb] == "VBG":
        return any(_is_work(context, each) for each in tree.get(noun, "subject"))
    if tree.slots[verb] != "relative":
        return False
    above = tree.heads[noun]
    if tree.slots[noun] == "nominal":
        return _is_work(context, above)
    subjects = tree.get(above, "subject")
    is_of_work = any(_is_work(context, each) for each in subjects)
    is_played = tree.lemmas[above] in context.words.playing
    is_as = tree.slots[noun] == "oblique" and preposition(tree, noun) == "as"
    return (is_played and is_as) or (tree.slots[noun] == "object" and (is_of_work or is_played))
