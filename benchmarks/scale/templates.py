"""An extraction as a text with gaps, which are filled with other words, names, places and dates.

A word is replaced by one of the same length, so every offset still holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from kg.ontology.places import Atlas
from kg.records import Coordinates, Entity, Extraction
from kg.store.json_records import to_json

WORD = re.compile(r"[^\W\d_]{3,}")
# Fields with words
TEXTS = frozenset({"text", "label", "names", "headline", "trigger", "words", "predicate"})
# Around a gap in a text, and around one in place of a number, whose quotation marks go
GAP = re.compile('\ue000([^\ue001]*)\ue001|"\ue002([^\ue003]*)\ue003"')


@dataclass(frozen=True, slots=True)
class Template:
    """Literal parts of the JSON of an extraction, and before each but the first one what fills the gap.

    `names` are the named entities, each as the words of its name that may change; `places` those with a number of
    GeoNames, which is the key. `kinds` are the other words.
    """

    parts: tuple[str, ...]
    gaps: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    places: Mapping[int, tuple[str, ...]]
    kinds: tuple[str, ...]
    published: date | None

    def filled(self, fill: Callable[[str], str]) -> str:
        """The JSON with all gaps filled."""
        done: dict[str, str] = {}
        out = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            if gap not in done:
                done[gap] = fill(gap)
            out += (done[gap], part)
        return "".join(out)


def template(extraction: Extraction, ordinary: frozenset[str], atlas: Atlas) -> Template:
    """A template; `ordinary` words do not change where they are in names: "ministry"."""
    names = [each for each in _named(extraction.entities) if each.type != "Country"]
    words = {each.key: _words(each.label, ordinary, atlas) for each in names}
    parts = GAP.split(to_json(_with_gaps(_numbered(extraction), "")))
    in_names = {word for each in words.values() for word in each}
    return Template(
        parts=tuple(parts[::3]),
        gaps=tuple(one or other for one, other in zip(parts[1::3], parts[2::3], strict=True)),
        names=tuple(words[each.key] for each in names if each.coordinates is None),
        places={each.coordinates.geonames: words[each.key] for each in names if each.coordinates},
        kinds=tuple(sorted(set(kinds_of(extraction)) - in_names)),
        published=extraction.article.published,
    )


def kinds_of(extraction: Extraction) -> Iterator[str]:
    """The words of a text in lower case."""
    return (word.lower() for word in WORD.findall(extraction.article.text))


def ordinary_words(extractions: Iterable[Extraction]) -> Counter[str]:
    """How often words are written in lower case."""
    texts = (WORD.findall(each.article.text) for each in extractions)
    return Counter(word for words in texts for word in words if word.islower())


def name_words(extractions: Iterable[Extraction]) -> Counter[str]:
    """How many entities have a word in their name."""
    entities = (entity for each in extractions for entity in _named(each.entities))
    return Counter(word.lower() for entity in entities for word in set(WORD.findall(entity.label)))


def _named(entities: Iterable[Entity]) -> Iterator[Entity]:
    return (each for each in entities if each.is_named)


def _words(label: str, ordinary: frozenset[str], atlas: Atlas) -> tuple[str, ...]:
    words = (word.lower() for word in WORD.findall(label))
    return tuple(word for word in words if word not in ordinary and not atlas.country(word))


def _numbered(extraction: Extraction) -> Extraction:
    """With gaps for what identifies the article."""
    gap: Any = "\ue000#{}\ue001".format
    article = replace(
        extraction.article, source=gap("source"), sha256=gap("sha256"), publisher=gap("publisher")
    )
    return replace(extraction, article=replace(article, url=None))


def _with_gaps(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return WORD.sub(_gap, value) if name in TEXTS else value
    if isinstance(value, date):
        return f"\ue000@{value.isoformat()}\ue001"
    if isinstance(value, tuple):
        return tuple(_with_gaps(each, name) for each in value)
    if isinstance(value, Coordinates):
        return replace(value, geonames=f"\ue002+{value.geonames}\ue003")  # type: ignore[arg-type]  # for JSON only
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {each.name: _with_gaps(getattr(value, each.name), each.name) for each in fields(value)}
    return replace(value, **changed)


def _gap(found: re.Match[str]) -> str:
    return f"\ue000{found[0]}\ue001"
