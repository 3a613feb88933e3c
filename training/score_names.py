"""Scores names on Worldwide, Universal NER and re3d, each with the labels of that corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.gold import Marked, Named, read_re3d, read_uner, read_worldwide
from training.predict import ENCODER, NAMES, entity_spans, read_words, relabelled
from training.report import Row, Table, precision_rows
from training.scores import Count, Counts, Span, add_counts, overlaps, score_spans

# Percentages, quantities, plain numbers and times of day have no label there. MISC is what the head calls the rest.
WORLDWIDE_LABELS = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Location",
    "LOC": "Location",
    "NORP": "NORP",
    "FAC": "Facility",
    "DATE": "Date",
    "MONEY": "Money",
    "WEAPON": "Product",
    "PRODUCT": "Product",
    "EVENT": "Misc",
    "WORK": "Misc",
    "MISC": "Misc",
    # the equivalent labels of spaCy's pipelines
    "WORK_OF_ART": "Misc",
    "LAW": "Misc",
    "LANGUAGE": "Misc",
}
# UNER's LOC holds buildings and parks as CoNLL 2003's does: hotels, bridges, museums and parks of its dev part are LOC.
UNER_LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
RE3D_LABELS = {
    "PERSON": "Person",
    "ORG": "Organisation",
    "GPE": "Location",
    "LOC": "Location",
    "FAC": "Location",
    "NORP": "Nationality",
    "MONEY": "Money",
    "DATE": "Temporal",
    "TIME": "Temporal",
    "PERCENT": "Quantity",
    "QUANTITY": "Quantity",
    "CARDINAL": "Quantity",
    "ORDINAL": "Quantity",
}
ARMS = {"Weapon", "MilitaryPlatform"}
ARMS_LABELS = {"WEAPON": "arms", "PRODUCT": "arms"}
IN_FIGURES = {"Money", "Quantity", "Temporal"}  # scored whatever their letters; the rest only with a capital

CALENDAR = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\.?$|(?:1[0-9]|20)\d\d(?:[-–/]\d{2,4})?$|\d+[/.-]\d+[/.-]\d+$|"
    r"(?:january|february|march|april|august|september|october|november|december)$|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?$",
    re.IGNORECASE,
)
QUALIFIERS = frozenset(
    "a about almost an approximately around as at average between close estimated every exactly half just least less"
    " many minimum more most much nearly only over roughly some than the to under up well".split()
)
RANGE_WORDS = ("and", "to", "until", "or", "through")
DAY = re.compile(r"(?:[0-3]?\d)(?:st|nd|rd|th)?$")


def score_worldwide(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    """Its dev part, whatever the split asked for: it has no other that is not trained on."""
    passages = read_worldwide(corpora / "en_worldwide_newswire/dev")
    note = "Date: what is no calendar date ('last week', '20 years') is left out, what is keeps its calendar words only"
    for title, names in _systems(nlp):
        counts = _score_named(nlp, passages, names=names, convert=worldwide_spans)
        yield Table(f"worldwide dev, {title}", precision_rows(counts), (note,))


def score_uner(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    passages = read_uner(corpora / f"uner_ewt/en_ewt-ud-{split}.iob2")
    for title, names in _systems(nlp):
        counts = _score_named(nlp, passages, names=names, convert=uner_spans)
        yield Table(f"uner {split}, {title}", precision_rows(counts), ("LOC: GPE, LOC and FAC",))


def _systems(nlp: Language) -> Iterator[tuple[str, bool]]:
    if ENCODER in nlp.pipe_names:
        yield "trained head alone", False
    if ENCODER not in nlp.pipe_names or NAMES in nlp.pipe_names:
        yield "whole pipeline", True


def _score_named(
    nlp: Language, passages: Iterable[Named], *, names: bool, convert: Callable[[str, Doc], set[Span]]
) -> Counts:
    gold: set[Span] = set()
    found: set[Span] = set()
    for passage in passages:
        doc = read_words(nlp, passage.forms, passage.spaces, starts=passage.starts, names=names)
        gold |= passage.spans
        found |= convert(passage.name, doc)
    return score_spans(gold, found)


def uner_spans(name: str, doc: Doc) -> set[Span]:
    return relabelled(entity_spans(name, doc), UNER_LABELS)


def worldwide_spans(name: str, doc: Doc) -> set[Span]:
    """The names under Worldwide's labels, sums and dates cut to what it marks of them."""
    spans = relabelled(entity_spans(name, doc), WORLDWIDE_LABELS)
    parts = {"Date": calendar_parts, "Money": bare_sum}
    kept = {
        Span(name, s.start + start, s.start + end, s.label)
        for s in spans
        if s.label in parts
        for start, end in parts[s.label]([t.text for t in doc[s.start : s.end]])
    }
    return {span for span in spans if span.label not in parts} | kept


def calendar_parts(words: list[str]) -> Iterator[tuple[int, int]]:
    """The calendar parts of a date; Worldwide marks two in "between 1990 and 2019" and in "from July 14 to July 17"."""
    start = 0
    for i, word in enumerate(words):
        if word in RANGE_WORDS and calendar_part(words[start:i]) and calendar_part(words[i + 1 :]):
            yield from _shifted(calendar_part(words[start:i]), start)
            start = i + 1
    yield from _shifted(calendar_part(words[start:]), start)


def _shifted(part: tuple[int, int] | None, by: int) -> Iterator[tuple[int, int]]:
    if part:
        yield part[0] + by, part[1] + by


def bare_sum(words: list[str]) -> Iterator[tuple[int, int]]:
    """The `[start, end)` of a sum without what qualifies it: "$3m" of "up to nearly $3m"."""
    first = next((i for i, word in enumerate(words) if word.lower() not in QUALIFIERS), 0)
    yield first, len(words)


def calendar_part(words: list[str]) -> tuple[int, int] | None:
    """The `[start, end)` of a date that names weekdays, days, months and years; None if it names none.

    Worldwide marks "July 26, 2022" in "early on July 26, 2022" and nothing in "last week" or "for 20 years". A feast
    ("Eid al-Adha") is known by its capitals and kept whole.
    """
    anchors = [i for i, word in enumerate(words) if CALENDAR.match(word)]
    if not anchors:
        return (0, len(words)) if words and words[0][:1].isupper() and words[-1][:1].isupper() else None
    start, end = anchors[0], anchors[-1] + 1
    while start and (
        DAY.match(words[start - 1]) or (words[start - 1] in {",", "of"} and _has_day(words[:start]))
    ):
        start -= 1
    while end < len(words) and DAY.match(words[end]):
        end += 1
    return start, end


def _has_day(words: list[str]) -> bool:
    return len(words) > 1 and DAY.match(words[-2]) is not None


def score_arms_and_more(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    """re3d, whole: overlapping mentions of the same type, and its weapons one by one."""
    texts = read_re3d(corpora / "re3d")
    docs = {text.name: nlp(text.text) for text in texts}
    counts = add_counts(_loose_counts(text, docs[text.name]) for text in texts)
    note = "overlap is enough; R: of confirmed mentions with a capital letter (Money, Quantity, Temporal: of all)"
    yield Table("re3d", _loose_rows(counts), (note,))
    found = {text.name: _arms(text.name, docs[text.name]) for text in texts}
    yield _arms_table(texts, found)


def _loose_counts(text: Marked, doc: Doc) -> Counts:
    """Per type and side: mentions, and how many of them the other side has.

    What we find may also meet a name within a name, which the corpus leaves unconfirmed.
    """
    found = relabelled(entity_spans(text.name, doc, characters=True), RE3D_LABELS)
    gold = {s for s in text.spans if s.label in set(RE3D_LABELS.values()) and _is_named(text, s)}
    counts: Counts = {}
    for label in sorted({s.label for s in gold | found}):
        mine, theirs = ({s for s in spans if s.label == label} for spans in (gold, found))
        met = sum(any(overlaps(g, s) for s in theirs) for g in mine)
        hits = sum(any(overlaps(s, g) for g in text.proposed) for s in theirs)
        counts |= {f"{label} R": Count(len(mine), 0, met), f"{label} P": Count(0, len(theirs), hits)}
    return counts


def _is_named(text: Marked, span: Span) -> bool:
    return span.label in IN_FIGURES or any(c.isupper() for c in text.text[span.start : span.end])


def _loose_rows(counts: Counts) -> dict[str, Row]:
    labels = sorted({name.rpartition(" ")[0] for name in counts})
    rows = {}
    for label in labels:
        met, hit = counts[f"{label} R"], counts[f"{label} P"]
        rows[label] = {
            "R": round(met.recall, 2),
            "gold": met.gold,
            "P": round(hit.precision, 2),
            "found": hit.system,
        }
    return rows


def _arms(name: str, doc: Doc) -> set[Span]:
    return relabelled(entity_spans(name, doc, characters=True), ARMS_LABELS)


def _arms_table(texts: list[Marked], found: dict[str, set[Span]]) -> Table:
    """Recall over the weapons and platforms of re3d, and every one listed: most are common nouns."""
    gold = [(text, s) for text in texts for s in sorted(text.spans) if s.label in ARMS]
    met = [(t, s) for t, s in gold if any(_meet(s, f) for f in found[t.name])]
    named = [(t, s) for t, s in gold if _is_named(t, s)]
    right = sum(any(_meet(f, s) for s in t.spans if s.label in ARMS) for t in texts for f in found[t.name])
    rows: dict[str, Row] = {
        "all": {"gold": len(gold), "met": len(met)},
        "with a capital": {"gold": len(named), "met": sum(pair in met for pair in named)},
        "WEAPON, PRODUCT": {"found": sum(map(len, found.values())), "right": right},
    }
    ours = sorted(t.text[f.start : f.end] for t in texts for f in found[t.name])
    theirs = sorted(t.text[s.start : s.end] for t, s in gold)
    return Table("re3d, Weapon and MilitaryPlatform", rows, (f"gold: {theirs}", f"found: {ours}"))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
