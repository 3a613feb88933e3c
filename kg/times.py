"""When: what every time expression of an article means as days, and which of them is the time of an event.

Days are read against the article's publication date and the tense of the clause. "since Monday" is Monday to the day
of publication; "until", "by" and "before" leave the beginning open, "after" and "from" the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kg.calendar import DAY, Clock, Days, Phrase, days_of, find_phrases, words_of
from kg.frames import Frame
from kg.grammar import marker, preposition
from kg.nouns import load_nouns
from kg.parsed import Parsed
from kg.phrases import core
from kg.records import Event, Interval

TIME_LABELS = frozenset(["DATE", "TIME", "CARDINAL", "ORDINAL", "EVENT", "QUANTITY", ""])
YEAR_BEFORE = frozenset("in since by until till from of during before after around through between early mid late for".split())
NAMING = frozenset(["possessive", "compound", "adjective", "number", "determiner", "flat"])
OPENERS = frozenset(["since", "until", "till", "by", "before", "after", "from", "ahead of", "prior to", "following"])
TIMES = ("DATE", "TIME")
SET_FOR = ("for", "until", "till", "to")  # what a strike is called *for*, a vote put off *to*
PLACING = ("in", "during", "at")  # "hurt in a *raid* on Monday" was so on Monday
FIRSTS = ("first", "second", "third", "worst", "last")


@dataclass(frozen=True, slots=True)
class _Expression:
    """A phrase with its tokens [start, stop); `head` is the one that the clause governs."""

    phrase: Phrase
    start: int
    stop: int
    head: int


def find_times(parsed: Parsed) -> Mapping[int, Interval]:
    """Every time expression that means days, by its head token; none for durations, nor for what is not fixed."""
    times: dict[int, Interval] = {}
    for section in _by_section(parsed):
        told: Days | None = None
        for expressions in section:
            for expression in expressions:
                days = _days(parsed, expression, told)
                if days is None:
                    continue
                told = days if days.begin and days.granularity != "range" else told
                times[expression.head] = _bounded(parsed, expression, days)
    return _joined(parsed, times)


def time_of(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> Interval | None:
    """The time that the text gives an event: what hangs on it, else what its clause shares with it."""
    for find in (_own, _of_clause, _of_governor, _of_complement, _of_neighbours):
        found = find(event, parsed, times)
        if found:
            return times[found[0]] if len(found) == 1 else _narrowest([times[token] for token in found])
    return None


# Expressions


def _by_section(parsed: Parsed) -> Iterator[list[list[_Expression]]]:
    """The expressions of each sentence, by paragraph."""
    paragraph, number = [], 0
    for span in parsed.doc.sents:
        if parsed.sections[span.start] != number:
            yield paragraph
            paragraph, number = [], parsed.sections[span.start]
        starts = [parsed.doc[token].idx for token in range(span.start, span.end)]
        offset = starts[0]
        text = parsed.doc.text[offset : parsed.doc[span.end - 1].idx + len(parsed.doc[span.end - 1])]
        paragraph.append([found for phrase in find_phrases(text) if (found := _locate(parsed, phrase, span.start, starts, offset))])
    yield paragraph


def _locate(parsed: Parsed, phrase: Phrase, first: int, starts: list[int], offset: int) -> _Expression | None:
    """The tokens of a phrase, unless they are part of a name or a number of something else."""
    start, core, stop = (
        first + bisect_right(starts, offset + place) - 1 for place in (phrase.begin, phrase.core, phrase.end - 1)
    )
    stop += 1
    labels = {parsed.doc[token].ent_type_ for token in range(core, stop)}
    if not labels <= TIME_LABELS or (phrase.kind == "year" and not _is_year(parsed, core, stop)):
        return None
    if parsed.tree.words[core - 1 : core] in (["every"], ["each"]):
        return None
    return _Expression(phrase, start, stop, _head(parsed, core, stop))


def _is_year(parsed: Parsed, start: int, stop: int) -> bool:
    """True for "in 2013" and what the names call a date; not for "2000 people", "No. 1984"."""
    tree = parsed.tree
    if parsed.doc[start].ent_type_ == "DATE":
        return not (tree.slots[start] == "number" and tree.lemmas[tree.heads[start]] in ("year", "day", "people"))
    after = tree.pos[stop] if stop < len(tree.pos) else ""
    return start > 0 and tree.words[start - 1] in YEAR_BEFORE and after not in ("NOUN", "PROPN", "NUM", "ADJ", "SYM")


def _head(parsed: Parsed, start: int, stop: int) -> int:
    tree = parsed.tree
    heads = [token for token in range(start, stop) if not start <= tree.heads[token] < stop or tree.heads[token] == token]
    content = [token for token in heads if tree.pos[token] not in ("ADP", "PUNCT", "DET", "PART", "CCONJ")]
    return (content or heads or [stop - 1])[0]


def _days(parsed: Parsed, expression: _Expression, told: Days | None) -> Days | None:
    clock = Clock(parsed.article.published, _lies_ahead(parsed, expression.head), told)
    try:
        return days_of(expression.phrase, clock)
    except (ValueError, OverflowError):  # outside the calendar: "999999 years ago"
        return None


def _bounded(parsed: Parsed, expression: _Expression, days: Days) -> Interval:
    """The days with "since", "until" ... before them."""
    word = _opener(parsed, expression.head)
    begin, end, today = days.begin, days.end, parsed.article.published
    if word == "since":
        begin, end = begin, today if today and begin and today >= begin else None
    elif word in ("until", "till", "by"):
        begin = None
    elif word in ("before", "ahead of", "prior to"):
        begin, end = None, begin and begin - DAY
    elif word in ("after", "following"):
        begin, end = end and end + DAY, None
    elif word == "from" and days.granularity != "range":
        end = None
    elif not word:
        return Interval(begin, end, days.granularity, _text(parsed, expression.start, expression.stop))
    start = min(expression.start, _opener_token(parsed, expression.head))
    granularity = days.granularity if (begin, end) == (days.begin, days.end) else "range"
    return Interval(begin, end, granularity, _text(parsed, start, expression.stop))


def _opener(parsed: Parsed, head: int) -> str:
    word = preposition(parsed.tree, head)
    return word if word in OPENERS else ""


def _opener_token(parsed: Parsed, head: int) -> int:
    return min([head, *(case for case in parsed.tree.get(head, "case") if case < head)])


def _text(parsed: Parsed, start: int, stop: int) -> str:
    return re.sub(r"\s+", " ", parsed.text(start, stop))


def _joined(parsed: Parsed, times: dict[int, Interval]) -> Mapping[int, Interval]:
    """ "between March and May 2014", "from Monday to Friday": one stretch, at the first head."""
    tokens = sorted(times)
    for first, last in zip(tokens, tokens[1:], strict=False):
        one, other = times.get(first), times[last]
        if one is None or not _is_stretch(parsed, first, last):
            continue
        end = other.end
        begin = _borrowed(one, end) if end else None
        if begin and end and begin < end:
            start, stop = parsed.begins[_opener_token(parsed, first)], parsed.begins[last] + len(parsed.doc[last])
            words = re.sub(r"\s+", " ", parsed.article.text[start:stop])
            times[first] = Interval(begin, end, "range", words)
            times[last] = times[first]
    return times


def _is_stretch(parsed: Parsed, first: int, last: int) -> bool:
    tree = parsed.tree
    if last - first > 6 or parsed.sentence_of[first] != parsed.sentence_of[last]:
        return False
    between = [word for word in tree.words[first + 1 : last] if word not in ("the", ",", "end", "start", "of", "early", "late")]
    between = [word for word in between if not word.isdigit()]
    before = preposition(tree, first)
    return (before, *between) in {("between", "and"), ("from", "to"), ("from", "until"), ("from", "till")} or between in (["through"], ["-"], ["–"])


def _borrowed(first: Interval, end: date) -> date | None:
    """The beginning, in the year of the end or the one before: "March" of "March and May 2014"."""
    begin = first.begin
    if begin is None or re.search(r"\b\d{4}\b", first.words) or first.granularity == "range" and first.end is not None:
        return begin
    if first.granularity not in ("month", "day", "range"):
        return begin
    return next((day for year in (end.year, end.year - 1) if (day := _in_year(begin, year)) and day < end), None) if abs(end.year - begin.year) <= 5 else begin


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


# Tense


def _lies_ahead(parsed: Parsed, head: int) -> bool:
    """True if what happens then is told as still to come: by tense, a plan that governs it, "ahead of"."""
    tree, ahead = parsed.tree, words_of("ahead")
    above, below = tree.heads[head], head
    if preposition(tree, head) in ("until", "till"):
        return True
    for _ in range(8):
        frame = parsed.frames.get(below) if below != head else None
        if frame:
            return _is_set_for(parsed, frame, head) or _frame_ahead(parsed, frame)
        if below != head and (tree.lemmas[below] in ahead or preposition(tree, below) in words_of("ahead_prepositions")):
            return True
        if above == below:
            return False
        below, above = above, tree.heads[above]
    return False


def _is_set_for(parsed: Parsed, frame: Frame, head: int) -> bool:
    """True for "called a strike *for Monday*", "put it off *to May*"."""
    lemma = parsed.tree.lemmas[frame.predicate]
    is_plan = any(lemma in words_of(name) for name in ("ahead", "apart", "scheduling"))
    return is_plan and preposition(parsed.tree, head) in SET_FOR


def _frame_ahead(parsed: Parsed, frame: Frame) -> bool:
    form, tree = frame.form, parsed.tree
    if form.perfect:
        return False
    if form.tense == "future" or form.modals or not words_of("ahead").isdisjoint(marker(tree, frame.predicate).split()):
        return True
    governor = frame.governor
    if tree.lemmas[frame.predicate] in words_of("ahead") and frame.kind == "copular":
        return True
    if tree.lemmas[frame.predicate] in words_of("ahead") and frame.is_passive:
        return True
    if form.tense == "past":
        return False
    if form.mood == "finite":
        return form.tense == "present" and not _is_headline(parsed, frame.predicate)
    if governor and governor.token in parsed.frames and governor.relation in ("open", "complement", "adverbial"):
        above = parsed.frames[governor.token]
        if tree.lemmas[above.predicate] in words_of("ahead"):
            return True
        is_purpose = form.mood == "infinitive" and tree.lemmas[above.predicate] not in words_of("shared")
        return _frame_ahead(parsed, above) or (is_purpose and governor.relation != "open")
    return form.mood == "infinitive" or tree.lemmas[frame.predicate] in words_of("ahead")


def _is_headline(parsed: Parsed, token: int) -> bool:
    return parsed.sentence(token).section == "headline"


# Attachment


def _own(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The times that hang on the trigger, or else on its light verb: "held *talks* on Monday"."""
    found = _hanging(parsed, times, event.trigger)
    if event.trigger in parsed.frames:
        found = [time for time in found if not _is_of_object(parsed, event.trigger, time)]
    if found or event.anchor == event.trigger:
        return found
    return _lent(parsed, times, event.anchor)


def _lent(parsed: Parsed, times: Mapping[int, Interval], verb: int) -> list[int]:
    """The times of a verb that are its event noun's too; of "announced talks for Monday", "for" tells."""
    found, lemma = _hanging(parsed, times, verb), parsed.tree.lemmas[verb]
    if lemma not in words_of("apart") or lemma in words_of("scheduling"):
        return found
    return [time for time in found if preposition(parsed.tree, time) in SET_FOR]


def _is_of_object(parsed: Parsed, verb: int, time: int) -> bool:
    """True for the time of "called a strike *for Monday*", which is not that of the call."""
    frame = parsed.frames[verb]
    is_apart = parsed.tree.lemmas[verb] in words_of("apart")
    return is_apart and bool(frame.undergoer) and preposition(parsed.tree, time) in SET_FOR


def _hanging(parsed: Parsed, times: Mapping[int, Interval], site: int) -> list[int]:
    sentence = parsed.sentences[parsed.sentence_of[site]]
    near = [token for token in times if sentence.begin <= parsed.begins[token] < sentence.end and token != site]
    return [token for token in near if _hangs_on(parsed, times, token, site) and not _is_compared(parsed, token, site)]


def _hangs_on(parsed: Parsed, times: Mapping[int, Interval], token: int, site: int) -> bool:
    """True if only words of time, numbers and names stand between a time and the word in the tree."""
    tree = parsed.tree
    speech = _speech_before(parsed, token)
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


def _speech_before(parsed: Parsed, token: int) -> int | None:
    """The "said" of "said Wednesday its men had left", where the parse gives Wednesday to what was said."""
    start = _opener_token(parsed, core(parsed.tree, token)[0])
    frame = parsed.frames.get(start - 1)
    above = token
    while frame and above != parsed.tree.heads[above]:
        above = parsed.tree.heads[above]
        if any(clause.token == above and clause.relation == "complement" for clause in frame.complements):
            return frame.predicate
    return None


def _is_transparent(parsed: Parsed, times: Mapping[int, Interval], token: int, above: int) -> bool:
    """True for "on *Monday*" and for "12 *people* on Monday": a time of these is a time of their clause."""
    tree = parsed.tree
    if above in times or parsed.doc[above].ent_type_ in TIMES:
        return True
    if tree.slots[token] == "possessive" and preposition(tree, above) in PLACING:  # "at Monday's meeting"
        return True
    if above in parsed.frames or tree.slots[token] in NAMING or preposition(tree, above) in OPENERS:
        return False
    if tree.pos[above] in ("ADV", "NUM", "PRON", "PROPN", "ADP", "ADJ") or parsed.doc[above].ent_type_:
        return True
    kind = load_nouns().types.get(tree.lemmas[above], "Event")
    return kind != "Event" or preposition(tree, above) in PLACING


def _is_before_verb(parsed: Parsed, token: int, above: int, site: int) -> bool:
    """True for the time of "Talks on *Monday* failed", which the parse hangs on the subject."""
    frame = parsed.frames.get(site)
    if not frame or above not in frame.subject or frame.is_passive or parsed.tree.slots[token] in NAMING:
        return False
    return above < token < site == token + 1


def _is_compared(parsed: Parsed, token: int, site: int) -> bool:
    """True for "the deadliest raid *since 2011*", "for the first time *since May*": the time of another."""
    tree = parsed.tree
    if preposition(tree, token) != "since":
        return False
    before = tree.words[max(0, _opener_token(parsed, token) - 1)]
    return before == "time" or any(tree.tags[word] == "JJS" or tree.lemmas[word] in FIRSTS for word in tree.get(site, "adjective"))


def _of_clause(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time of "began" for "the talks began on Monday", "talks scheduled for Monday", "won a vote on Monday"."""
    noun = event.trigger
    if noun in parsed.frames:
        return []
    frames = [frame for frame in parsed.frames.values() if noun in (*frame.subject, *frame.object)]
    for frame in sorted(frames, key=lambda frame: frame.subject_source not in ("own", "conjunct")):
        found = _told_of(parsed, times, frame, noun)
        if found:
            return found
    return []


def _told_of(parsed: Parsed, times: Mapping[int, Interval], frame: Frame, noun: int) -> list[int]:
    lemma = parsed.tree.lemmas[frame.predicate]
    found = _hanging(parsed, times, frame.predicate)
    if lemma in words_of(_sharing(frame, noun)) and lemma not in words_of("apart"):
        return found
    if lemma in words_of("scheduling") and noun in (*frame.subject, *frame.undergoer):
        return found
    is_set = noun in frame.undergoer and lemma in words_of("apart")
    return [time for time in found if is_set and preposition(parsed.tree, time) in SET_FOR]


def _sharing(frame: Frame, noun: int) -> str:
    """The verbs that share their time with their object, with a subject that does something, with any other."""
    if noun in frame.object:
        return "holding"
    return "hitting" if frame.object and not frame.is_passive else "occurring"


def _of_governor(event: Event, parsed: Parsed, times: Mapping[int, Interval]) -> list[int]:
    """The time of what it completes, "was due *on Friday* to meet", or goes along with, "..., killing 12"."""
    frame = parsed.frames.get(event.anchor)
    governor = frame and frame.governor
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
    return is_state or parsed.tree.lemmas[above.predicate] in words_of("shared")


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


def _narrowest(found: list[Interval]) -> Interval:
    """Of several times the most exact: "on Monday" of "last week on Monday"; the first on a tie."""

    def length(interval: Interval) -> int:
        if interval.begin is None or interval.end is None:
            return 10**7
        return (interval.end - interval.begin).days

    return min(found, key=length)
