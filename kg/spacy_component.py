"""The claims of a text in spaCy: `nlp.add_pipe("kg_claims")`, then `doc._.claims`.

Offsets of claims count characters of `doc.text`. The text is read as one article without a headline. Set
`doc._.published` to its day before the pipeline runs, or words like "on Friday" have no day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.grammar.parsed import join
from kg.pipeline import Knowledge, Source, extract_parsed, knowledge
from kg.records import Article, Claim, Entity, Extraction, Section
from kg.store.json_records import from_json, to_json

DATA = "kg_extraction"  # in `doc.user_data`, as JSON: a doc of another process has it, too
PUBLISHED = "kg_published"


class ClaimsComponent:
    """The pipeline component `kg_claims`."""

    def __init__(self, nlp: Language, source: Source) -> None:
        self._nlp, self._source = nlp, source

    def __call__(self, doc: Doc) -> Doc:
        text, published = doc.text, published_of(doc)
        section = Section(0, len(text), "body")
        digest = sha256(text.encode()).hexdigest()
        article = Article("doc", digest, text, (section,), published=published)
        parsed = join(article, [(section, doc)], self._known.language)
        if parsed is not None:
            doc.user_data[DATA] = to_json(extract_parsed(parsed, self._known))
        return doc

    @cached_property
    def _known(self) -> Knowledge:
        """What extraction needs, read at the first text."""
        return knowledge(self._nlp, self._source)

    def to_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> None: ...

    def from_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> ClaimsComponent:
        return self


@Language.factory("kg_claims", default_config={"ontology": [], "entities": []}, assigns=["doc._.claims"])
def make_claims(nlp: Language, name: str, ontology: list[str], entities: list[str]) -> ClaimsComponent:
    """The component; `ontology` are folders and `entities` files, as of the options of `kg build`."""
    return ClaimsComponent(nlp, Source(None, tuple(map(Path, ontology)), tuple(map(Path, entities))))


def claims_of(doc: Doc) -> tuple[Claim, ...]:
    """The claims of a doc in the order of the text; none if the component has not run."""
    found = _extraction(doc)
    return found.claims if found else ()


def entities_of(doc: Doc) -> Mapping[str, Entity]:
    """The entities that fillers of claims refer to, by their key `Filler.entity`."""
    found = _extraction(doc)
    return {entity.key: entity for entity in found.entities} if found else {}


def published_of(doc: Doc) -> date | None:
    """The day on which a text was published, if it was set."""
    day = doc.user_data.get(PUBLISHED)
    return date.fromisoformat(day) if day else None


def set_published(doc: Doc, day: date) -> None:
    doc.user_data[PUBLISHED] = day.isoformat()


def _extraction(doc: Doc) -> Extraction | None:
    data = doc.user_data.get(DATA)
    return from_json(data, Extraction) if data else None


for _name, _getter in {"claims": claims_of, "claim_entities": entities_of}.items():
    Doc.set_extension(_name, getter=_getter, force=True)
Doc.set_extension("published", getter=published_of, setter=set_published, force=True)
