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
    return Entity(f"{type_}:{label}", type_, label, tuple(sorted({label, *names})), is_named, (), coordinates)


def day(text: str) -> Interval:
    return Interval(date.fromisoformat(text), date.fromisoformat(text), "day", text)


class Writer:
    """An article that grows sentence by sentence."""

    def __init__(self, name: str, *entities: Entity, published: str | None = "2024-03-04") -> None:
        self.name, self.entities, self.published = name, entities, published
        self.text, self.sentences, self.claims = "", [], []

    def say(self, text: str, section: str = "body") -> Sentence:
        begin = len(self.text) + bool(self.text)
        self.text += (" " if self.text else "") + text
        self.sentences.append(Sentence(begin, begin + len(text), text, section))
        return self.sentences[-1]

    def claim(
        self, class_: str, trigger: str, text: str, section: str = "body", *, lemma: str = "", **known
    ) -> str:
        """Adds a sentence with a claim; `who` is role -> label of an entity, or words."""
        sentence = self.say(text, section)
        begin = sentence.begin + text.index(trigger)
        keys = {e.label: e.key for e in self.entities}
        fillers = tuple(
            Filler(role, sentence.begin, sentence.end, words, keys.get(words))
            for role, words in known.pop("who", {}).items()
        )
        key = f"{class_}@{begin}"
        self.claims.append(
            Claim(
                key,
                class_,
                lemma or trigger,
                sentence,
                begin,
                begin + len(trigger),
                trigger,
                fillers,
                known.pop("factuality", "actual"),
                quantities=tuple(Quantity(*quantity) for quantity in known.pop("quantities", ())),
                **known,
            )
        )
        return key

    def extraction(self) -> Extraction:
        published = date.fromisoformat(self.published) if self.published else None
        article = Article(
            self.name,
            sha256(self.name.encode()).hexdigest(),
            self.text,
            (Section(0, len(self.text), "body"),),
            published=published,
        )
        return Extraction(article, tuple(self.sentences), self.entities, tuple(self.claims))


def extractions(writers: Iterable[Writer]) -> list[Extraction]:
    return [writer.extraction() for writer in writers]


def entity_ids(links: Links, writers: Iterable[Writer], label: str) -> list[str]:
    """The ids of what has this label, one per article that has it."""
    found = ((article_id(w.extraction().article), e) for w in writers for e in w.entities if e.label == label)
    return [links.entities[article, e.key] for article, e in found]


def event_id(links: Links, writer: Writer, key: str) -> str:
    return links.events[article_id(writer.extraction().article), key]
