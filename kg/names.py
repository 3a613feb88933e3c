"""The last word on names and amounts: the pipeline's entities, mended by patterns, lists and a vote in the article.

Labels: PERSON ORG GPE LOC FAC NORP EVENT PRODUCT WEAPON WORK DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL, and
MISC for laws, awards, languages and other names. "the", titles ("President") and directions ("northern") do not belong
to a name; modifiers ("more than") do belong to an amount.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from spacy.attrs import SPACY
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.data import ontology_file
from kg.gazetteer import NameLists, Places, read_list
from kg.patterns import Patterns, Stretch, longest

AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
PLACES = frozenset({"GPE", "LOC"})
# Weights against the pipeline's own probabilities, which sum to one.
LISTED, FORMED, CONFIRMED, HEADED, PLACED, TITLED = 2.0, 1.5, 0.6, 0.8, 1.0, 1.5
HEADLINE = 0.6  # share of capitals from which a sentence is a title: capitals no longer tell names there
EDGES = frozenset("'\"“”‘’`.,;:!?()[]-–—/|*…·") | {"'s", "’s", "''", "``", "--"}
LISTS = ("groups", "media", "bodies", "parties", "weapons", "products", "events", "facilities", "sports", "companies")
LISTS += ("peoples", "regions", "places")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the ontology knows of names and amounts."""

    amounts: Patterns
    forms: Patterns
    lists: NameLists
    places: Places
    labels: Mapping[str, str]
    heads: Mapping[str, str]
    titles: frozenset[str]
    trimmed: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameMention:
    """Words `[start, end)` of the article's doc number `doc` that name something; `key` is the name they share."""

    doc: int
    start: int
    end: int
    key: str
    scores: Mapping[str, float]


class NewsNames:
    """The pipeline component `news_names`: an article that is one doc."""

    def __call__(self, doc: Doc) -> Doc:
        finish_names([doc])
        return doc

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Nothing to save: the rules are files of the package."""

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "NewsNames":
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "NewsNames":
        return self


@Language.factory("news_names")
def make_names(nlp: Language, name: str) -> NewsNames:
    """The component, with its rules loaded."""
    load_rules()
    return NewsNames()


@cache
def load_rules() -> Rules:
    """The rules of `ontology/`. Raises OntologyError where a file cannot be used."""
    forms = Patterns(ontology_file("names.yaml"))
    paths = [ontology_file(f"lists/{name}.tsv") for name in LISTS]
    return Rules(
        amounts=Patterns(ontology_file("amounts.yaml")),
        forms=forms,
        lists=NameLists(paths),
        places=Places(read_list(paths[-1])),
        labels=forms.data["labels"],
        heads={word: label for label, words in forms.data["heads"].items() for word in words},
        titles=frozenset(forms.data["titles"]),
        trimmed=frozenset(forms.data["trimmed"]),
    )


def finish_names(docs: Sequence[Doc]) -> None:
    """Rewrite `doc.ents` of the docs of one article: found, mended, voted on together, with GeoNames ids."""
    rules = load_rules()
    scored = [score_names(doc, rules) for doc in docs]
    mentions = list(_mentions(docs, scored))
    mentions += list(_missed(docs, mentions))
    labels = vote(mentions)
    near = {rules.places.countries.get(docs[m.doc][m.start : m.end].text, "") for m in mentions}
    for number, doc in enumerate(docs):
        own = [(m, label) for m, label in zip(mentions, labels, strict=True) if m.doc == number]
        doc.set_ents([_span(doc, m, label, near, rules) for m, label in sorted(own, key=lambda x: x[0].start)])


def vote(mentions: Sequence[NameMention]) -> list[str]:
    """The label of each mention: the one with the highest sum over all mentions of its name."""
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        for label, score in mention.scores.items():
            totals[mention.key][label] += score
    return [min(totals[m.key], key=lambda label: (-totals[m.key][label], label)) for m in mentions]


def score_names(doc: Doc, rules: Rules) -> dict[tuple[int, int], dict[str, float]]:
    """Stretches of the doc that do not overlap, in text order, with a score for each label that speaks for itself."""
    words, tags = [token.text for token in doc], [token.tag_ for token in doc]
    scores: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for start, end, name in rules.lists.find(doc.text, *_characters(doc, words)):
        for entry in rules.lists.entries(name):
            scores[start, end][entry.label] += LISTED if entry.is_sure else CONFIRMED
    for start, end, label in _formed(doc, words, tags, rules):
        scores[start, end][label] += FORMED
    for start, end, label in longest(rules.amounts.find(rules.amounts.line(words, tags))):
        scores[start, end][label] += 1.0
    for ent in doc.ents:
        own = _model_scores(ent, rules)
        span = _trimmed(words, ent.start, ent.end, max(own, key=lambda label: own[label]), rules)
        scores[span].update(own)
        if not _top(own) & AMOUNTS:
            scores[span].update(_evidence(words, *span, own, rules))
    kept = longest(Stretch(start, end, "") for start, end in scores)
    return {(start, end): dict(scores[start, end]) for start, end, _ in kept}


def _model_scores(ent: Span, rules: Rules) -> dict[str, float]:
    stored = ent.doc.user_data.get("ner_scores", {}).get((ent.start, ent.end), {ent.label_: 1.0})
    scores: Counter[str] = Counter()
    for label, score in stored.items():
        scores[rules.labels.get(label, label)] += score
    return dict(scores)


def _top(scores: Mapping[str, float]) -> set[str]:
    return {max(scores, key=lambda label: scores[label])}


def _evidence(words: Sequence[str], start: int, end: int, own: Mapping[str, float], rules: Rules) -> Counter[str]:
    """What lists, the last word, places and a title before it say about a name that the pipeline found."""
    name, is_person = " ".join(words[start:end]), _top(own) == {"PERSON"}
    evidence: Counter[str] = Counter()
    for entry in rules.lists.entries(name):
        if not entry.is_sure:
            evidence[entry.label] += CONFIRMED / 2 if is_person else CONFIRMED
    head = rules.heads.get(words[end - 1])
    if head and end - start > 1 and not is_person:
        evidence[head] += HEADED
    if _top(own) <= PLACES and not rules.lists.entries(name) and rules.places.is_known(name):
        evidence["GPE"] += PLACED
    if start and words[start - 1] in ("Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.") and not head:
        evidence["PERSON"] += TITLED
    return evidence


def _formed(doc: Doc, words: Sequence[str], tags: Sequence[str], rules: Rules) -> list[Stretch]:
    """Names by their form, outside headlines."""
    found = longest(rules.forms.find(rules.forms.line(words, tags)))
    if not found:
        return []
    capitals = list(accumulate((word[:1].isupper() for word in words), initial=0))
    letters = list(accumulate((word[:1].isalpha() for word in words), initial=0))
    starts = [token.i for token in doc if token.is_sent_start] or [0]
    sentence = {}
    for begin, end in zip(starts, [*starts[1:], len(words)], strict=True):
        is_title = capitals[end] - capitals[begin] > HEADLINE * (letters[end] - letters[begin])
        sentence.update(dict.fromkeys(range(begin, end), is_title and end - begin > 4))
    return [stretch for stretch in found if not sentence.get(stretch.start)]


def _trimmed(words: Sequence[str], start: int, end: int, label: str, rules: Rules) -> tuple[int, int]:
    """The name without articles, directions, titles of a person, quotes and possessive at its ends."""
    first, last = start, end
    if label in AMOUNTS:
        return start, end
    while first < last - 1 and (words[first] in EDGES or words[first].isspace() or words[first] in rules.trimmed):
        first += 1
    while label == "PERSON" and first < last - 1 and words[first] in rules.titles:
        first += 1
    while last > first + 1 and (words[last - 1] in EDGES or words[last - 1].isspace()):
        last -= 1
    return first, last


def _characters(doc: Doc, words: Sequence[str]) -> tuple[dict[int, int], dict[int, int]]:
    """Where words start (character -> word) and end (character -> word after it)."""
    spaces = doc.to_array(SPACY).tolist()
    ends, starts, at = {}, {}, 0
    for i, (word, space) in enumerate(zip(words, spaces, strict=True)):
        starts[at] = i
        ends[at + len(word)] = i + 1
        at += len(word) + (1 if space else 0)
    return starts, ends


def _mentions(docs: Sequence[Doc], scored: Sequence[Mapping[tuple[int, int], Mapping[str, float]]]) -> Iterator[NameMention]:
    """The mentions with the name they share: as written, a surname as its full name, initials as what they stand for."""
    spans = [(n, start, end, scores) for n, found in enumerate(scored) for (start, end), scores in found.items()]
    keys = [_key(docs[n][start:end].text) for n, start, end, _ in spans]
    full = _full_names(keys, [scores for *_, scores in spans]) | _initials(docs, spans)
    for (n, start, end, scores), key in zip(spans, keys, strict=True):
        label = next(iter(_top(scores)))
        shared = f"{label}:{start}:{end}:{n}" if label in AMOUNTS else full.get(key, key)
        yield NameMention(n, start, end, shared, scores)


def _key(text: str) -> str:
    folded = " ".join(text.casefold().split())
    return folded.removeprefix("the ")


def _full_names(keys: Sequence[str], scores: Sequence[Mapping[str, float]]) -> dict[str, str]:
    """Surname -> the one full name in the article that ends with it; a name that is listed keeps to itself."""
    people = {key for key, score in zip(keys, scores, strict=True) if " " in key and _top(score) == {"PERSON"}}
    listed = {key for key, score in zip(keys, scores, strict=True) if max(score.values()) >= LISTED}
    by_surname: defaultdict[str, set[str]] = defaultdict(set)
    for key in people:
        by_surname[key.rpartition(" ")[2]].add(key)
    return {name: min(full) for name, full in by_surname.items() if len(full) == 1 and name not in listed}


def _initials(docs: Sequence[Doc], spans: Iterable[tuple[int, int, int, object]]) -> dict[str, str]:
    """Initials -> the name that they follow in parentheses: "World Food Programme (WFP)"."""
    found = {}
    for n, start, end, _ in spans:
        after = [token.text for token in docs[n][end : end + 3]]
        initials = "".join(token.text[0] for token in docs[n][start:end] if token.text[0].isupper())
        if len(after) == 3 and after[0] == "(" and after[2] == ")" and len(initials) > 1:
            if after[1].isupper() and initials.startswith(after[1][:2]) and after[1][-1] in initials:
                found[_key(after[1])] = _key(docs[n][start:end].text)
    return found


def _missed(docs: Sequence[Doc], mentions: Sequence[NameMention]) -> Iterator[NameMention]:
    """Yield capitalised stretches that are named elsewhere in the article and were overlooked here."""
    forms = _forms_found(docs, mentions)
    taken = {(m.doc, i) for m in mentions for i in range(m.start, m.end)}
    for number, doc in enumerate(docs):
        words = [token.text for token in doc]
        for i in (i for i, word in enumerate(words) if word in forms):
            for form, mention in forms[words[i]]:
                stretch = [(number, j) for j in range(i, i + len(form))]
                if taken.isdisjoint(stretch) and words[i : i + len(form)] == form and _stands_alone(doc, i, len(form)):
                    taken.update(stretch)
                    yield NameMention(number, i, i + len(form), mention.key, mention.scores)


def _forms_found(docs: Sequence[Doc], mentions: Sequence[NameMention]) -> dict[str, list[tuple[list[str], NameMention]]]:
    """First word -> capitalised names of the article that start with it, longest first; surnames of people too."""
    forms: dict[tuple[str, ...], NameMention] = {}
    for m in mentions:
        words = tuple(token.text for token in docs[m.doc][m.start : m.end])
        is_person = _top(m.scores) == {"PERSON"}
        for form in (words, words[-1:]) if is_person else (words,):
            if not _top(m.scores) & AMOUNTS and form[0][:1].isupper() and len(form[0]) > 1:
                forms.setdefault(form, m)
    by_first: dict[str, list[tuple[list[str], NameMention]]] = {}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        by_first.setdefault(form[0], []).append((list(form), forms[form]))
    return by_first


def _stands_alone(doc: Doc, start: int, length: int) -> bool:
    """Whether the stretch is no common word at the start of a sentence and no part of a longer name."""
    tag, is_first = doc[start].tag_, start == 0 or bool(doc[start].is_sent_start)
    is_name = tag.startswith("NNP") if tag else not is_first
    before = "" if is_first else doc[start - 1].text
    after = doc[start + length].text if start + length < len(doc) else ""
    return is_name and not before[:1].isupper() and not after[:1].isupper() and after not in ("-", "–")


def _span(doc: Doc, mention: NameMention, label: str, near: Collection[str], rules: Rules) -> Span:
    """The entity, a place with its GeoNames number."""
    start, end = mention.start, mention.end
    if label not in PLACES:
        return Span(doc, start, end, label=label)
    has_region = end + 1 < len(doc) and doc[end].text == ","
    region = next((e.text for e in doc.ents if e.start == end + 1), doc[end + 1].text) if has_region else ""
    iri = rules.places.iri(doc[start:end].text, region=region, near=near)
    return Span(doc, start, end, label=label, kb_id=iri)
