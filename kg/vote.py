"""One name, one label: mentions of a name within an article are joined, counted and completed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})

HYPHENS = ("-", "\u2013")

Scores = Mapping[str, float]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameMention:
    """Words `[start, end)` of the article's doc number `doc` that name something.

    `key` is the name that it shares with others: a surname has the key of the full name, initials that of what they
    stand for.
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
    docs: Sequence[Doc], found: Sequence[Mapping[tuple[int, int], Scores]], listed: float
) -> list[NameMention]:
    """The mentions of an article's docs with the names they share.

    A mention that scores `listed` is known by name: a surname that is also a country stays itself.
    """
    spans = [(n, *span, scores) for n, in_doc in enumerate(found) for span, scores in in_doc.items()]
    named = [span for span in spans if best(span[3]) not in AMOUNTS]
    keys = {span[:3]: _key(docs[span[0]][span[1] : span[2]].text) for span in named}
    full = _full_names([(keys[span[:3]], span[3]) for span in named], listed) | _initials(docs, keys)
    shared = {place: full.get(key, key) for place, key in keys.items()}
    return [
        NameMention(n, start, end, shared.get((n, start, end), f"{n} {start}"), s)
        for n, start, end, s in spans
    ]


def find_missed(docs: Sequence[Doc], mentions: Sequence[NameMention]) -> Iterator[NameMention]:
    """Yield capitalised stretches that are named elsewhere in the article and were overlooked here."""
    forms = _forms(docs, mentions)
    taken = {(m.doc, i) for m in mentions for i in range(m.start, m.end)}
    for number, doc in enumerate(docs):
        words = [token.text for token in doc]
        for i in (i for i, word in enumerate(words) if word in forms and (number, i) not in taken):
            for form, mention in forms[words[i]]:
                end = i + len(form)
                stretch = [(number, j) for j in range(i, end)]
                if tuple(words[i:end]) == form and taken.isdisjoint(stretch) and _stands_alone(doc, i, end):
                    taken.update(stretch)
                    yield NameMention(number, i, end, mention.key, mention.scores)
                    break


def _key(text: str) -> str:
    return " ".join(text.casefold().split()).removeprefix("the ")


def _full_names(named: Iterable[tuple[str, Scores]], listed: float) -> dict[str, str]:
    """Surname -> the one full name in the article that ends with it."""
    by_surname, known = defaultdict(set), set()
    for key, scores in named:
        if " " in key and best(scores) == "PERSON":
            by_surname[key.rpartition(" ")[2]].add(key)
        if max(scores.values()) >= listed:
            known.add(key)
    return {name: min(full) for name, full in by_surname.items() if len(full) == 1 and name not in known}


def _initials(docs: Sequence[Doc], keys: Mapping[tuple[int, int, int], str]) -> dict[str, str]:
    """Initials -> the name that they follow in parentheses: "World Food Programme (WFP)"."""
    found = {}
    for (n, start, end), key in keys.items():
        after = [token.text for token in docs[n][end : end + 3]]
        letters = "".join(token.text[0] for token in docs[n][start:end] if token.text[0].isupper())
        if len(after) == 3 and (after[0], after[2]) == ("(", ")") and _abbreviates(after[1], letters):
            found[_key(after[1])] = key
    return found


def _abbreviates(word: str, letters: str) -> bool:
    return len(letters) > 1 and word.isupper() and letters.startswith(word[:2]) and word[-1] in letters


def _forms(
    docs: Sequence[Doc], mentions: Sequence[NameMention]
) -> dict[str, list[tuple[Words, NameMention]]]:
    """First word -> capitalised names of the article that start with it, longest first; surnames of people too."""
    forms: dict[Words, NameMention] = {}
    for mention in mentions:
        words = tuple(token.text for token in docs[mention.doc][mention.start : mention.end])
        label = best(mention.scores)
        for form in (words, words[-1:]) if label == "PERSON" else (words,):
            if label not in AMOUNTS and form[0][:1].isupper() and len(form[0]) > 1:
                forms.setdefault(form, mention)
    by_first: dict[str, list[tuple[Words, NameMention]]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        by_first[form[0]].append((form, forms[form]))
    return by_first


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are no common word at the start of a sentence and no part of a longer name."""
    tag, is_first = doc[start].tag_, start == 0 or bool(doc[start].is_sent_start)
    is_name = tag.startswith("NNP") if tag else not is_first
    before = "" if is_first else doc[start - 1].text
    after = doc[end].text if end < len(doc) else ""
    inside_longer = before[:1].isupper() or after[:1].isupper() or after in HYPHENS
    return is_name and not inside_longer
