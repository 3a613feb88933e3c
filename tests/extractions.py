"""Extractions made by hand: a small article with every kind of thing in it, and as many more as a test wants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kg.records import (
    Article,
    Claim,
    Coordinates,
    Entity,
    EntityType,
    Extraction,
    Factuality,
    Filler,
    Ids,
    Interval,
    Links,
    Mention,
    Quantity,
    RawArticle,
    Section,
    Sentence,
    article_id,
)

PLAN = "President Orla Venn was due to meet Tom Arley in Quito on Friday, the palace said."
RAID = "A raid in Quito killed at least 12 people."
ARREST = "The guards arrested Bo Dahl and 12 sailors."
PLEA = "He begged the guards, and anyone, for mercy."
LEAVING = "Then the guards left."
TEXT = f"Venn to meet Arley\n\n{PLAN} {RAID}\n\nShare this story"


def article(
    text: str = TEXT, *, source: str = "venn.txt", published: date | None = date(2024, 3, 6)
) -> Article:
    body = text.find("\n\n") + 2
    end = text.rfind("\n\n") if text.endswith("Share this story") else len(text)
    sections = [Section(0, body - 2, "headline")] if body > 1 else []
    sections += [Section(max(body, 0), end, "body")]
    if end < len(text):
        sections += [Section(end + 2, len(text), "boilerplate", "share links")]
    return Article(
        source=source,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        sections=tuple(sections),
        url="https://news.example/venn",
        headline="Venn to meet Arley",
        publisher="The Vessa Courier",
        published=published,
        published_from="markup",
        language="en",
    )


def raw(of: Article) -> RawArticle:
    return RawArticle(source=of.source, sha256=of.sha256, text=of.text, url=of.url)


def sentence(text: str, words: str) -> Sentence:
    begin = text.index(words)
    return Sentence(begin, begin + len(words), words, "body")


def mention(where: Sentence, words: str, kind: EntityType, *, is_name: bool = True) -> Mention:
    begin = where.begin + where.text.index(words)
    return Mention(where, begin, begin + len(words), words, "name" if is_name else "noun", kind)


def entity(
    key: str, mentions: Iterable[Mention], *, label: str = "", coordinates: Coordinates | None = None
) -> Entity:
    found = tuple(mentions)
    names = tuple(sorted({each.text for each in found} | {label or found[0].text}))
    named = found[0].kind == "name"
    return Entity(key, _type(found[0]), label or found[0].text, names, named, found, coordinates)


def _type(of: Mention) -> EntityType:
    assert of.type != "Event"
    return of.type


def filler(
    role: str, where: Sentence, words: str, *, entity: str | None = None, claim: str | None = None
) -> Filler:
    begin = where.begin + where.text.index(words)
    return Filler(role, begin, begin + len(words), words, entity=entity, claim=claim)


def claim(
    event_class: str,
    where: Sentence,
    trigger: str,
    fillers: Iterable[Filler],
    *,
    factuality: Factuality = "actual",
) -> Claim:
    begin = where.begin + where.text.index(trigger)
    return Claim(
        key=f"{event_class}@{begin}",
        event_class=event_class,
        predicate=trigger.split()[-1],
        sentence=where,
        begin=begin,
        end=begin + len(trigger),
        trigger=trigger,
        fillers=tuple(fillers),
        factuality=factuality,
        confidence=0.9,
    )


def small() -> Extraction:
    """A planned meeting that somebody tells of, a state with a title, a killing by an event, with a number."""
    plan, raid = sentence(TEXT, PLAN), sentence(TEXT, RAID)
    quito = Coordinates(3652462, -0.22985, -78.52495, "EC")
    entities = (
        entity("venn", [mention(plan, "Orla Venn", "Person")]),
        entity("arley", [mention(plan, "Tom Arley", "Person")], label="Tom Arley"),
        entity("quito", [mention(plan, "Quito", "City"), mention(raid, "Quito", "City")], coordinates=quito),
        entity("palace", [mention(plan, "the palace", "Organization", is_name=False)]),
        entity("people", [mention(raid, "people", "Group", is_name=False)]),
    )
    meeting = claim(
        "Meeting",
        plan,
        "meet",
        [
            filler("agent", plan, "Orla Venn", entity="venn"),
            filler("patient", plan, "Tom Arley", entity="arley"),
            filler("place", plan, "Quito", entity="quito"),
        ],
        factuality="planned",
    )
    friday = Interval(date(2024, 3, 8), date(2024, 3, 8), "day", "Friday")
    says = (filler("attributedTo", plan, "the palace", entity="palace"),)
    meeting = replace(meeting, attributed_to=says, time=friday)
    office = claim(
        "holdsPosition",
        plan,
        "President",
        [filler("agent", plan, "Orla Venn", entity="venn"), filler("title", plan, "President")],
    )
    attack = claim("Attack", raid, "raid", [filler("place", raid, "Quito", entity="quito")])
    killing = claim(
        "Killing",
        raid,
        "killed",
        [
            filler("agent", raid, "A raid", claim=attack.key),
            filler("patient", raid, "people", entity="people"),
        ],
    )
    killing = replace(killing, quantities=(Quantity("killed", 12, "at least"),))
    return Extraction(article(), (plan, raid), entities, (office, meeting, attack, killing))


def arrest(*, agent: str = "dahl") -> Extraction:
    """Bo Dahl, twelve sailors, guards who are mentioned three times, and somebody in a plain claim."""
    text = f"{ARREST} {PLEA} {LEAVING}"
    first, second, third = (sentence(text, words) for words in (ARREST, PLEA, LEAVING))
    guards = [mention(where, "guards", "Group", is_name=False) for where in (first, second, third)]
    entities = (
        entity("guards", guards),
        entity("dahl", [mention(first, "Bo Dahl", "Person")]),
        replace(entity("sailors", [mention(first, "12 sailors", "Group", is_name=False)]), size=12.0),
        entity("anyone", [mention(second, "anyone", "Person", is_name=False)]),
        entity("mercy", [mention(second, "mercy", "Thing", is_name=False)]),
    )
    beg = claim(
        "Event",
        second,
        "begged",
        [
            filler("agent", second, "He", entity="dahl"),
            filler("patient", second, "anyone", entity="anyone"),
            filler("topic", second, "mercy", entity="mercy"),
        ],
    )
    arrested = claim(
        "Arrest",
        first,
        "arrested",
        [
            filler("agent", first, "guards", entity="guards"),
            filler("patient", first, "Bo Dahl", entity=agent),
            filler("patient", first, "12 sailors", entity="sailors"),
        ],
    )
    return Extraction(
        article(text, source="arrest.txt"), (first, second, third), tuple(entities), (arrested, beg)
    )


def meetings(number: int, *, sentences: int = 25) -> Extraction:
    """One of many articles in which the same people meet, each sentence with the same three entities."""
    told = [
        f"On its day {number}, envoy {index % 7} met delegate {number % 50} in Quito {index}."
        for index in range(sentences)
    ]
    text = f"News number {number}\n\n" + " ".join(told)
    spots = [sentence(text, words) for words in told]
    names = {f"envoy {index}": "Person" for index in range(7)} | {
        f"delegate {number % 50}": "Person",
        "Quito": "City",
    }
    mentions = {
        name: [mention(s, name, kind) for s in spots if name in s.text] for name, kind in names.items()
    }  # type: ignore[arg-type]  # a literal's type is lost in the union
    entities = [entity(name, found) for name, found in mentions.items() if found]
    claims = [
        claim(
            "Meeting",
            where,
            "met",
            [
                filler("agent", where, f"envoy {index % 7}", entity=f"envoy {index % 7}"),
                filler("patient", where, f"delegate {number % 50}", entity=f"delegate {number % 50}"),
                filler("place", where, "Quito", entity="Quito"),
            ],
        )
        for index, where in enumerate(spots)
    ]
    own = article(text, source=f"{number}.txt", published=date(2024, 1, 1 + number % 28))
    return Extraction(own, tuple(spots), tuple(entities), tuple(claims))


def linked(*extractions: Extraction) -> Links:
    """Links that take entities with one key for the same, and every claim for an event of its own."""
    entities = {
        (article_id(x.article), e.key): e.key.replace(" ", "-") for x in extractions for e in x.entities
    }
    events = {
        (article_id(x.article), c.key): f"{article_id(x.article)[:8]}-{c.begin}"
        for x in extractions
        for c in x.claims
    }
    return Links(Ids.made(entities), Ids.made(events))
