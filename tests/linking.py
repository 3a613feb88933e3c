"""Hand-made extractions of several articles, to link."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from kg.records import (
    Article,
    Claim,
    Entity,
    Extraction,
    Filler,
    Interval,
    Links,
    Quantity,
    Section,
    Sentence,
    article_id,
)


def entity(label: str, type_: str, *names: str, is_named: bool = True, coordinates=None) -> Entity:
    return Entity(
        key=f"{type_}:{label}",
        type=type_,
        label=label,
        names=tuple(sorted({label, *names})),
        is_named=is_named,
        mentions=(),
        coordinates=coordinates,
    )


def day(text: str) -> Interval:
    return Interval(date.fromisoformat(text), date.fromisoformat(text), "day", text)


class ArticleBuilder:
    """Builds an article sentence by sentence."""

    def __init__(self, name: str, *entities: Entity, published: str | None = "2024-03-04") -> None:
        self.name, self.entities, self.published = name, entities, published
        self.text, self.sentences, self.claims = "", [], []
        self.event_groups: tuple[tuple[str, ...], ...] | None = None

    def add_sentence(self, text: str, section: str = "body") -> Sentence:
        begin = len(self.text) + bool(self.text)
        self.text += (" " if self.text else "") + text
        self.sentences.append(Sentence(begin, begin + len(text), text, section))
        return self.sentences[-1]

    def add_claim(
        self, class_: str, trigger: str, text: str, section: str = "body", *, lemma: str = "", **fields
    ) -> str:
        """Adds a sentence with a claim and returns its key; `fillers` is role -> label of an entity, or words."""
        sentence = self.add_sentence(text, section)
        begin = sentence.begin + text.index(trigger)
        keys = {e.label: e.key for e in self.entities}
        fillers = tuple(
            Filler(role, sentence.begin, sentence.end, words, keys.get(words))
            for role, words in fields.pop("fillers", {}).items()
        )
        key = f"{class_}@{begin}"
        self.claims.append(
            Claim(
                key=key,
                event_class=class_,
                predicate=lemma or trigger,
                sentence=sentence,
                begin=begin,
                end=begin + len(trigger),
                trigger=trigger,
                fillers=fillers,
                factuality=fields.pop("factuality", "actual"),
                quantities=tuple(Quantity(*quantity) for quantity in fields.pop("quantities", ())),
                **fields,
            )
        )
        return key

    def extraction(self) -> Extraction:
        published = date.fromisoformat(self.published) if self.published else None
        article = Article(
            source=self.name,
            sha256=sha256(self.name.encode()).hexdigest(),
            text=self.text,
            sections=(Section(0, len(self.text), "body"),),
            published=published,
        )
        return Extraction(
            article, tuple(self.sentences), self.entities, tuple(self.claims), self.event_groups
        )


def extractions(builders: Iterable[ArticleBuilder]) -> list[Extraction]:
    return [builder.extraction() for builder in builders]


def entity_ids(links: Links, builders: Iterable[ArticleBuilder], label: str) -> list[str]:
    """The ids of the entities with a label, one per article that has it."""
    labelled = (
        (article_id(each.extraction().article), entity)
        for each in builders
        for entity in each.entities
        if entity.label == label
    )
    return [links.entities[article, entity.key] for article, entity in labelled]


def event_id(links: Links, builder: ArticleBuilder, key: str) -> str:
    return links.events[article_id(builder.extraction().article), key]
