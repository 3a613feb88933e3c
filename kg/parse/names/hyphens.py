"""Words with a hyphen that the pipeline takes for names: "*anti-Lunt* protests", "the *Lunt-Holm* debate"."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kg.parse.names.doc_words import DocWords
from kg.parse.names.votes import HYPHENS, Scores, best

SpanScores = Mapping[tuple[int, int], Scores]


def without_hyphened(
    texts: Sequence[DocWords], scores: Sequence[SpanScores], prefixes: Collection[str]
) -> Iterator[SpanScores]:
    """The scored spans of an article's docs without words with a prefix and without two people in one word."""
    people = [
        text.words[start:end]
        for text, spans in zip(texts, scores, strict=True)
        for (start, end), of_span in spans.items()
        if best(of_span) == "PERSON"
    ]
    surnames = {name[-1] for name in people if not _pair(name)}
    double = {tuple(name[-3:]) for name in people if len(name) > 3}  # "Ada Lunt-Holm"
    for text, spans in zip(texts, scores, strict=True):
        kept = {}
        for (start, end), of_span in spans.items():
            name = text.words[start:end]
            pair = _pair(name) if best(of_span) == "PERSON" and tuple(name) not in double else ()
            if not (pair and surnames.issuperset(pair)) and not _has_prefix(name, prefixes):
                kept[start, end] = of_span
        yield kept


def _has_prefix(name: Sequence[str], prefixes: Collection[str]) -> bool:
    """True for "anti-Lunt" and "pro-Orrin Party"; not for the first word of "Anti-Slavery Society"."""
    prefix, hyphen, rest = name[0].partition("-")
    is_prefix = prefix in prefixes or (len(name) == 1 and prefix.lower() in prefixes)
    return bool(hyphen) and is_prefix and rest[:1].isupper()


def _pair(name: Sequence[str]) -> Sequence[str]:
    """The two names of "Lunt-Holm"; none of another name."""
    return [name[0], name[2]] if len(name) == 3 and name[1] in HYPHENS else []
