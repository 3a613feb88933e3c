"""One label per name: the mentions of a name in an article are joined, vote on its label, and missed ones are added."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.ontology.name_rules import AMOUNTS
from kg.parse.names.doc_words import DocWords

KNOWN = 1.0  # a label with a higher score has other evidence than the pipeline's probabilities: "Jordan" as a place
SURE = 0.6  # least probability of the pipeline that a listed name is somebody's surname
HYPHENS = ("-", "\u2013")

Scores = Mapping[str, float]
Words = tuple[str, ...]


class Place(NamedTuple):
    """Words `[start, end)` of the article's doc number `doc`."""

    doc: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NameMention:
    """Words `[start, end)` of the article's doc number `doc` that name something.

    `key` is the name that it shares with others: a surname has the key of the full name, initials that of
    the name they abbreviate.
    """

    doc: int
    start: int
    end: int
    key: str
    scores: Scores


def vote(mentions: Sequence[NameMention]) -> list[str]:
    """The label of each mention: the one with the highest sum over all mentions of its name."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        for label, score in mention.scores.items():
            totals[mention.key][label] += score
    winners = {key: best(scores) for key, scores in totals.items()}
    return [winners[mention.key] for mention in mentions]


def best(scores: Scores) -> str:
    """The label with the highest score; of equals the first in the alphabet."""
    return min(scores, key=lambda label: (-scores[label], label))


def join_mentions(
    texts: Sequence[DocWords], scores_of_docs: Sequence[Mapping[tuple[int, int], Scores]], listed: float
) -> list[NameMention]:
    """The mentions of an article's docs with the names they share.

    A mention that scores `listed` is in a list: a surname that is also a country keeps its own key, unless the
    pipeline is sure that there it is a person.
    """
    scores_at = {
        Place(doc, start, end): scores
        for doc, in_doc in enumerate(scores_of_docs)
        for (start, end), scores in in_doc.items()
    }
    keys = {
        place: _key(texts[place.doc].words[place.start : place.end])
        for place, scores in scores_at.items()
        if best(scores) not in AMOUNTS
    }
    surnames = _surnames((key, scores_at[place]) for place, key in keys.items())
    borne = {p for p, key in keys.items() if key in surnames and scores_at[p].get("PERSON", 0.0) > SURE}
    scores_at |= {place: {"PERSON": scores_at[place]["PERSON"]} for place in borne}
    in_lists = {key for place, key in keys.items() if _is_listed(scores_at[place], listed)}
    full = {key: name for key, name in surnames.items() if key not in in_lists} | _initials(texts, keys)
    shared = {place: (surnames if place in borne else full).get(key, key) for place, key in keys.items()}
    return [
        NameMention(
            doc=place.doc,
            start=place.start,
            end=place.end,
            key=shared.get(place, f"{place.doc} {place.start}"),
            scores=scores,
        )
        for place, scores in scores_at.items()
    ]


def find_missed(texts: Sequence[DocWords], mentions: Sequence[NameMention]) -> Iterator[NameMention]:
    """Yield capitalised words that are a name elsewhere in the article and were missed here; they have no vote."""
    forms = _forms(texts, mentions)
    taken = {(m.doc, i) for m in mentions for i in range(m.start, m.end)}
    for number, text in enumerate(texts):
        words = text.words
        for i in (i for i, word in enumerate(words) if word in forms and (number, i) not in taken):
            for form, mention in forms[words[i]]:
                end = i + len(form)
                places = [(number, j) for j in range(i, end)]
                if tuple(words[i:end]) == form and taken.isdisjoint(places) and _is_separate(text, i, end):
                    taken.update(places)
                    yield NameMention(doc=number, start=i, end=end, key=mention.key, scores={})
                    break


def _key(words: Sequence[str]) -> str:
    return " ".join(words).casefold().removeprefix("the ")


def _surnames(named: Iterable[tuple[str, Scores]]) -> dict[str, str]:
    """Surname -> the one full name in the article that ends with it; Kell of "Lord Kell of Vessa"."""
    by_surname = defaultdict(set)
    for key, scores in named:
        if " " in key and best(scores) == "PERSON":
            by_surname[_surname_of(key.split())].add(key)
    return {name: min(full) for name, full in by_surname.items() if len(full) == 1}


def _surname_of(words: Sequence[str]) -> str:
    """The last word of a name, or the one before the place of a peer."""
    return words[words.index("of", 1) - 1] if "of" in words[1:] else words[-1]


def _is_listed(scores: Scores, listed: float) -> bool:
    return max(scores.values()) >= listed or (best(scores) == "GPE" and scores["GPE"] > KNOWN)


def _initials(texts: Sequence[DocWords], keys: Mapping[Place, str]) -> dict[str, str]:
    """Initials -> the name that they follow in parentheses: "World Food Programme (WFP)"."""
    initials = {}
    for (n, start, end), key in keys.items():
        words = texts[n].words
        if end + 2 < len(words) and (words[end], words[end + 2]) == ("(", ")"):
            letters = "".join(word[0] for word in words[start:end] if word[0].isupper())
            if _abbreviates(words[end + 1], letters):
                initials[_key([words[end + 1]])] = key
    return initials


def _abbreviates(word: str, letters: str) -> bool:
    return len(letters) > 1 and word.isupper() and letters.startswith(word[:2]) and word[-1] in letters


def _forms(
    texts: Sequence[DocWords], mentions: Sequence[NameMention]
) -> dict[str, list[tuple[Words, NameMention]]]:
    """First word -> capitalised names of the article that start with it, longest first; surnames of people too."""
    forms: dict[Words, NameMention] = {}
    for mention in mentions:
        words = tuple(texts[mention.doc].words[mention.start : mention.end])
        label = best(mention.scores)
        for form in (words, (_surname_of(words),)) if label == "PERSON" else (words,):
            if label not in AMOUNTS and form[0][:1].isupper() and len(form[0]) > 1:
                forms.setdefault(form, mention)
    by_first: dict[str, list[tuple[Words, NameMention]]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        by_first[form[0]].append((form, forms[form]))
    return by_first


def _is_separate(text: DocWords, start: int, end: int) -> bool:
    """Whether the words are no common word at the start of a sentence and no part of a longer name."""
    words, tag, is_first = text.words, text.tags[start], text.is_first[start]
    is_name = tag.startswith("NNP") if tag else not is_first
    before = "" if is_first else words[start - 1]
    after = words[end] if end < len(words) else ""
    return is_name and not (before[:1].isupper() or after[:1].isupper() or after in HYPHENS)
