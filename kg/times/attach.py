"""Which time expression says when an event is: what hangs on it in the tree, else what its clause shares with it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import is_year
from kg.grammar.parsed import Parsed
from kg.grammar.tree import Tree, marker, preposition
from kg.ontology.words.calendar_words import Calendar
from kg.ontology.words.time_words import Opener
from kg.records import Event, Interval
from kg.times.lies_ahead import speech_before, start_of
from kg.times.when_clauses import time_described

NAMING = frozenset(["possessive", "compound", "adjective", "number", "determiner", "flat"])
TIMES = ("DATE", "TIME")
PHRASES = frozenset(["nominal", "compound", "flat", "apposition"])  # slots within a noun phrase
SUPERLATIVES = frozenset(["JJS", "RBS"])


def time_of(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> Interval | None:
    """The time that the text gives an event: what hangs on it, else what its clause shares with it."""
    own = _own_times(event, parsed, times)
    described = None if own else time_described(parsed, event.anchor, times)
    if described:
        return described
    for find in (_own_times, _of_clause, _of_governor, _of_complement, _of_neighbours, _of_subject):
        found = [time for time in find(event, parsed, times) if not _is_future(event, parsed, times[time])]
        if found:
            return times[found[0]] if len(found) == 1 else _narrowest([times[token] for token in found])
    return None


def _is_future(event: Event, parsed: Parsed, time: Interval) -> bool:
    """True for the time of the ban in "approved a ban *from 2035*": a past event is no later."""
    frame, published = parsed.frames.get(event.anchor), parsed.article.published
    is_past = frame is not None and frame.form.tense == "past" and not frame.form.modals
    return bool(
        is_past and published and time.begin and time.begin > published and event.trigger == event.anchor
    )


def opener(parsed: Parsed, head: int) -> Opener | None:
    """What the preposition of a time says of its days."""
    return parsed.language.times.openers.get(preposition(parsed.tree, head))


def _own_times(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The times that hang on the trigger, or else on its light verb: "held *talks* on Monday"."""
    found = _hanging(parsed, times, event.trigger)
    if event.trigger in parsed.frames:
        found = [time for time in found if not _is_of_object(parsed, event.trigger, time)]
    if found or event.anchor == event.trigger:
        return found
    verb = parsed.frames.get(event.anchor)
    # "the vote that was held in 2022 will now take place in May"
    if verb and verb.subject_source == "relative":
        found = _of_clause(event, parsed, times)
    return found or _lent(parsed, times, event.anchor)


def _lent(parsed: Parsed, times: Mapping[int, Interval], verb: int) -> list[int]:
    """The times of a verb that are its event noun's too; in "announced talks for Monday", "for" shows it."""
    found, lemma, words = _hanging(parsed, times, verb), parsed.tree.lemmas[verb], parsed.language.calendar
    if lemma not in words.apart or lemma in words.scheduling:
        return found
    return [time for time in found if preposition(parsed.tree, time) in parsed.language.times.set_for]


def _is_of_object(parsed: Parsed, verb: int, time: int) -> bool:
    """True for the time of "called a strike *for Monday*", "cut its forecast *for 2025*": not that of the call."""
    frame, word = parsed.frames[verb], preposition(parsed.tree, time)
    lemma, words, times = parsed.tree.lemmas[verb], parsed.language.calendar, parsed.language.times
    is_apart = lemma in words.apart and word in times.set_for
    is_intended = word in times.intended and lemma not in words.scheduling
    return bool(frame.undergoer) and (is_apart or is_intended)


def _hanging(parsed: Parsed, times: Mapping[int, Interval], site: int) -> list[int]:
    sentence = parsed.sentences[parsed.sentence_of[site]]
    start, stop = (bisect_left(parsed.begins, offset) for offset in (sentence.begin, sentence.end))
    return [
        token
        for token in range(start, stop)
        if token in times
        and token != site
        and _hangs_on(parsed, times, token, site)
        and not _is_compared(parsed, token, site)
    ]


def _hangs_on(parsed: Parsed, times: Mapping[int, Interval], token: int, site: int) -> bool:
    """True if only words of time, numbers and names are between a time and the word in the tree."""
    tree = parsed.tree
    speech = speech_before(parsed, token)
    if speech is not None:
        return speech == site
    while tree.heads[token] != token:
        above = tree.heads[token]
        if above == site:
            return True
        if not _is_transparent(parsed, times, token, above):
            return _is_before_verb(parsed, token, above, site)
        token = above
    return False


def _is_transparent(parsed: Parsed, times: Mapping[int, Interval], token: int, above: int) -> bool:
    """True for "on *Monday*" and for "12 *people* on Monday": a time of these is a time of their clause."""
    tree, placing = parsed.tree, parsed.language.times.placing
    if tree.slots[above] == "object" and not parsed.language.times.describing.isdisjoint(
        tree.words[token + 1 : token + 2]
    ):
        return False  # "marked the day in *1972* when soldiers fired"
    if above in times or parsed.labels[above] in TIMES:
        return True
    if tree.slots[token] == "possessive" and preposition(tree, above) in placing:  # "at Monday's meeting"
        return True
    if above in parsed.frames or tree.slots[token] in NAMING or opener(parsed, above):
        return False
    if tree.pos[above] in ("ADV", "NUM", "PRON", "PROPN", "ADP", "ADJ") or parsed.labels[above]:
        return True
    return not _may_be_event(parsed, above) or preposition(tree, above) in placing


def _may_be_event(parsed: Parsed, noun: int) -> bool:
    """True unless the word lists know a noun as that of people, bodies, places or things."""
    return parsed.language.nouns.types.get(parsed.tree.lemmas[noun], "Event") == "Event"


def _is_before_verb(parsed: Parsed, token: int, above: int, site: int) -> bool:
    """True for the time of "Talks on *Monday* failed", which the parse hangs on the subject."""
    frame = parsed.frames.get(site)
    if not frame or above not in frame.subject or frame.is_passive or parsed.tree.slots[token] in NAMING:
        return False
    return above < token < site == token + 1


def _is_compared(parsed: Parsed, token: int, site: int) -> bool:
    """True for "the deadliest raid *since 2011*", "won its first cup *since May*": the time of another.

    Not for "has led the first team *since May*".
    """
    if opener(parsed, token) != "since":
        return False
    tree, words = parsed.tree, parsed.language.times
    before, frame = max(0, start_of(parsed, token) - 1), parsed.frames.get(site)
    is_perfect = frame is not None and frame.form.perfect
    ranks = [word for noun in (site, *_nouns_up(parsed, before, site)) for word in _ranks(parsed.tree, noun)]
    return tree.words[before] in words.occasions or any(
        tree.tags[word] in SUPERLATIVES or (tree.lemmas[word] in words.firsts and not is_perfect)
        for word in ranks
    )


def _nouns_up(parsed: Parsed, token: int, site: int) -> Iterator[int]:
    """A word of a noun phrase and the nouns above it: "raid" of "the raid on the *port*"."""
    tree = parsed.tree
    while token != site and token not in parsed.frames:
        yield token
        if tree.slots[token] not in PHRASES:
            return
        token = tree.heads[token]


def _ranks(tree: Tree, noun: int) -> list[int]:
    """A noun with the words that may rank it: "the *deadliest* *raid*", "the *most* *violent* *raid*"."""
    adjectives = tree.get(noun, "adjective")
    return [noun, *adjectives, *(adverb for word in adjectives for adverb in tree.get(word, "adverb"))]


def _of_clause(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time of "began" for "the talks began on Monday", "talks scheduled for Monday", "won a vote on Monday"."""
    noun = event.trigger
    if noun in parsed.frames:
        return []
    frames = parsed.frames_with.get(noun, ())
    for frame in sorted(frames, key=lambda frame: frame.subject_source not in ("own", "conjunct")):
        found = _times_of_predicate(parsed, times, frame, noun)
        if found:
            return found
    return []


def _times_of_predicate(parsed: Parsed, times: Mapping[int, Interval], frame: Frame, noun: int) -> list[int]:
    lemma, words = parsed.tree.lemmas[frame.predicate], parsed.language.calendar
    is_own = frame.copula is not None and noun in frame.subject and _may_be_event(parsed, noun)
    if is_own and frame.predicate in times:  # "the last raid was in *February*"
        return [frame.predicate]
    found = _hanging(parsed, times, frame.predicate)
    verbs = (frame.predicate, *frame.form.auxiliaries)
    between = [time for time in found if noun < time < min(verbs)]
    if between and noun in frame.subject:  # "the vote *next month* will be watched"
        return between
    if lemma in _sharing(frame, noun, words) and lemma not in words.apart:
        return found
    if lemma in words.scheduling and noun in (*frame.subject, *frame.undergoer):
        return found
    is_set = noun in frame.undergoer and lemma in words.apart
    return [
        time for time in found if is_set and preposition(parsed.tree, time) in parsed.language.times.set_for
    ]


def _sharing(frame: Frame, noun: int, words: Calendar) -> frozenset[str]:
    """The verbs that share their time with their object, with a subject that does something, with any other."""
    if noun in frame.object:
        return words.holding
    return words.hitting if frame.object and not frame.is_passive else words.occurring


def _of_governor(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time of what it completes, "was due *on Friday* to meet", or goes along with, "..., killing 12"."""
    frame = parsed.frames.get(event.anchor)
    governor = frame and frame.governor
    if parsed.tree.slots[event.trigger] == "open_complement" and not frame:  # "found him *guilty* on Friday"
        return _lent(parsed, times, parsed.tree.heads[event.trigger])
    if not frame or not governor or governor.token not in parsed.frames:
        return []
    above = parsed.frames[governor.token]
    is_shared = governor.relation == "open" and _shares(parsed, above, frame)
    is_participle = frame.form.mood == "participle" and not marker(parsed.tree, frame.predicate)
    goes_along = governor.relation == "adverbial" and is_participle and above.predicate < frame.predicate
    return _hanging(parsed, times, above.predicate) if is_shared or goes_along else []


def _of_complement(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time of what completes it: "*began* to pull out on Monday"."""
    frame = parsed.frames.get(event.anchor)
    for clause in frame.complements if frame else ():
        below = parsed.frames.get(clause.token)
        if frame and below and clause.relation == "open" and _shares(parsed, frame, below):
            return _hanging(parsed, times, clause.token)
    return []


def _shares(parsed: Parsed, above: Frame, below: Frame) -> bool:
    """True for "began to leave", not for "vowed to leave"; and for "found him *guilty*"."""
    is_state = below.kind == "copular" and below.copula is None
    return is_state or parsed.tree.lemmas[above.predicate] in parsed.language.calendar.shared


def _of_neighbours(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time that opens "On Monday X met Y and signed Z"."""
    tree = parsed.tree
    token = event.anchor
    if token not in parsed.frames or tree.slots[token] != "conjunct":
        return []
    first = tree.heads[token]
    subject = parsed.frames[first].subject if first in parsed.frames else ()
    if subject != parsed.frames[token].subject:
        return []
    return [time for time in _hanging(parsed, times, first) if time < first]


def _of_subject(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time before the subject of "a *1998* quake killed 12"."""
    frame = parsed.frames.get(event.trigger)
    if frame is None or parsed.tree.lemmas[event.trigger] not in parsed.language.calendar.causing:
        return []
    return [
        time for noun in frame.subject for time in _hanging(parsed, times, noun) if is_year(parsed.tree, time)
    ]


def _narrowest(found: list[Interval]) -> Interval:
    """Of several times the most exact: "on Monday" of "last week on Monday"; the first on a tie."""

    def length(interval: Interval) -> int:
        if interval.begin is None or interval.end is None:
            return 10**7
        return (interval.end - interval.begin).days

    return min(found, key=length)
