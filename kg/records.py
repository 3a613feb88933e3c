"""Every record of the road from text to quads, frozen, in pipeline order.

Offsets count characters of `Article.text`, the text as it was read, half open: `text[begin:end]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

SectionKind = Literal["headline", "byline", "dateline", "body", "boilerplate", "comments"]
DateSource = Literal["markup", "field", "label", "byline", "dateline", "url", "comments", "file name"]
Factuality = Literal["actual", "planned", "possible", "negated"]
EntityType = Literal["Person", "Organization", "Group", "Place", "Country", "City", "Product", "Thing"]
FillerType = Literal[EntityType, "Event"]
MentionKind = Literal["name", "noun", "pronoun"]
ImpliedKind = Literal["derived", "inferred"]
Granularity = Literal["day", "week", "month", "season", "quarter", "year", "decade", "range"]
PLACE_TYPES: frozenset[EntityType] = frozenset({"Place", "City", "Country"})
PLACE_ROLES = ("place", "origin", "destination")  # that say where an event is
CACHED_ARTICLES = 64  # articles whose ids stay in memory


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its file gives it: its text, and what the format says about it (fields, markup)."""

    source: str  # file name, and where in it: "wire.jsonl#line=12"
    sha256: str  # of the bytes read
    text: str
    url: str | None = None
    headline: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: DateSource | None = None
    language: str | None = None
    unread_date: str | None = None  # a date in its field that is ambiguous or no date


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a place in it, that gives no article, and why; the rest of the input goes on."""

    source: str
    reason: str  # what is wrong and what would be right: "is a PNG image, not text"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article and what it is. Sections do not overlap and leave out only white space."""

    begin: int
    end: int
    kind: SectionKind
    reason: str | None = None  # why it was cut: "captcha", "share links", "time stamp of a comment"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text. Only its headline and body are parsed; boilerplate remains as sections with a reason."""

    source: str
    sha256: str
    text: str
    sections: tuple[Section, ...]
    url: str | None = None
    headline: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: DateSource | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [begin, end) of an article: the unit of provenance."""

    begin: int
    end: int
    text: str
    section: SectionKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a sentence that names something, or refers to what is named elsewhere."""

    sentence: Sentence
    begin: int
    end: int
    text: str
    kind: MentionKind
    type: FillerType
    label: str = ""  # the pipeline's, of a name: "GPE"
    head: int = -1  # its head token in the article's doc; nothing after `claims` looks at it


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Where a place is on the map: GeoNames' number and degrees of WGS 84."""

    geonames: int
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None  # ISO 3166-1, two letters


@dataclass(frozen=True, slots=True)
class Listed:
    """The row of a user's list that an entity is: its key, and the names of others that it never merges with."""

    key: str
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what mentions of one article refer to.

    `key` is unique in its article and the same in every run. `label` is the fullest name, or the words of the first
    mention where nothing names it; such an entity is local to its article. `size` is the number that the words of an
    unnamed group give: 12 of "12 protesters". `ids` are those of a list: QIDs, addresses, company numbers.
    """

    key: str
    type: EntityType
    label: str
    # every name used of it, the label among them, sorted; of an unnamed one its label alone
    names: tuple[str, ...]
    is_named: bool
    mentions: tuple[Mention, ...]
    coordinates: Coordinates | None = None
    size: float | None = None
    ids: tuple[str, ...] = ()
    listed: Listed | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of an article by key, and `at` each token of a name and head of another mention the key.

    `antecedents` are the probabilities of those that a trained scorer chose, by the mention's head.
    """

    entities: Mapping[str, Entity]
    at: Mapping[int, str]
    antecedents: Mapping[int, float] = field(default_factory=dict)

    def entity(self, token: int) -> Entity | None:
        key = self.at.get(token)
        return self.entities[key] if key else None


@dataclass(frozen=True, slots=True)
class Interval:
    """Days [begin, end], both inclusive, as a time expression means them; `None` where one side is open.

    Both are `None` where the article's day would fix them and is not known: then its words tell all.
    """

    begin: date | None
    end: date | None
    granularity: Granularity
    words: str

    @property
    def is_known(self) -> bool:
        """Whether any day is known."""
        return self.begin is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a claim states of something: ("killed", 95, "at least")."""

    name: str
    value: float
    modifier: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: an entity, another event of the article, or with neither only words of its sentence.

    `token` is the head token in the article's doc while that is loaded, `event` the trigger token of the event meant;
    in a claim, `claim` is the key of that event's claim.
    """

    role: str
    begin: int
    end: int
    text: str
    entity: str | None = None  # Entity.key
    event: int | None = None
    claim: str | None = None  # Claim.key
    token: int = -1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the trained heads see of an event, from which its claim's confidence is computed.

    `values` by the names of `kg/events/learned/evidence.py`; `factualities` are probabilities.
    """

    values: Mapping[str, float]
    factualities: Mapping[Factuality, float]


@dataclass(frozen=True, slots=True)
class Event:
    """A class of the ontology as a word of the doc evokes it, with what fills its roles; `claims` makes a claim of it.

    Tokens are indexes into the article's doc. `anchor` is the predicate whose tense, modality, negation and
    governors tell how things stand: a verb itself, the light verb of "held talks", or else the noun itself.
    """

    event_class: str  # "Event" if no class of the ontology knows the word
    predicate: str  # its lemma, with a light verb and particles: "hold talk", "take over"
    trigger: int
    anchor: int
    fillers: tuple[Filler, ...]
    stance: str | None = None  # a kind of stance.yaml that the trigger has towards what it governs
    quantities: tuple[Quantity, ...] = ()
    evidence: Evidence | None = None  # of the trained heads; None for an event of the rules alone
    probability: float | None = None  # that a state holds, by the trained relation head

    def fillers_of(self, role: str) -> tuple[Filler, ...]:
        return tuple(filler for filler in self.fillers if filler.role == role)

    def with_fillers(self, fillers: Iterable[Filler]) -> Event:
        """The event with other fillers; itself if they are the same."""
        fillers = tuple(fillers)
        return self if fillers == self.fillers else replace(self, fillers=fillers)

    def without_class(self) -> Event:
        """The same event of no named class, with all its fillers."""
        return self if self.event_class == "Event" else replace(self, event_class="Event", quantities=())


@dataclass(frozen=True, slots=True)
class Implied:
    """A filler that a claim's own words leave out and that other words of the article imply.

    "derived": the member of a group takes part in what the group does. "inferred": a body does what its own speaker
    reports in a passive without a doer; nobody says so, and it never counts as reported.
    """

    kind: ImpliedKind
    rule: str  # "leads the group"
    filler: Filler  # its words are in one of the sentences
    sentences: tuple[Sentence, ...]  # on which it rests, in text order
    confidence: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One event or state as one sentence reports it. Offsets count characters of `Article.text`.

    `attributed_to` are those who say so, the outermost first; empty for the article's own voice. Its fillers have the
    role "attributedTo". `implied` are fillers from other words of the article; they are not among `fillers`.
    """

    key: str  # "Meeting@1204": class and where its trigger begins; unique in its article
    event_class: str
    predicate: str
    sentence: Sentence
    begin: int  # of the trigger
    end: int
    trigger: str  # its words
    fillers: tuple[Filler, ...]
    factuality: Factuality
    attributed_to: tuple[Filler, ...] = ()
    time: Interval | None = None
    quantities: tuple[Quantity, ...] = ()
    confidence: float = 1.0
    implied: tuple[Implied, ...] = ()

    def fillers_of(self, role: str) -> tuple[Filler, ...]:
        return tuple(filler for filler in self.fillers if filler.role == role)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article yields: the sentences of its prose, entities that are named or fill a role, claims.

    `event_groups` are the keys of its claims of named events, in groups that report one event each; None if no trained
    scorer grouped them, and linking decides.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    event_groups: tuple[tuple[str, ...], ...] | None = None


class ArticleCounts(NamedTuple):
    """How much one article yields."""

    sentences: int
    mentions: int
    entities: int
    claims: int
    undated: int = 0  # 1 if it has no date, so that "on Wednesday" is no day


@dataclass(frozen=True, slots=True)
class CachedArticle:
    """An article that was read before, and whose extraction is stored: its id, and how much it yields."""

    article: str
    counts: ArticleCounts


LocalId = tuple[str, str]  # (article id, Entity.key or Claim.key)


@dataclass(frozen=True, slots=True)
class Link:
    """Why two articles' entities or events are one, or may be: a score of named parts."""

    kind: Literal["entity", "event", "source"]
    first: LocalId  # of a source the article and ""
    second: LocalId
    score: float
    parts: tuple[tuple[str, float], ...]
    is_merged: bool  # False: too weak to merge, offered to a person for review


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims of one event of which both cannot hold ("disputes"), or the second says more ("refines").

    `about` is what differs: a quantity's name, "time", "factuality" or a role. `confidences` are those of the claims.
    """

    kind: Literal["disputes", "refines"]
    about: str
    first: LocalId
    second: LocalId
    confidences: tuple[float, float] = (1.0, 1.0)


class Ids(Mapping[LocalId, str]):
    """The graph's ids by article and key; those of an article are computed on first use."""

    def __init__(self, of: Callable[[str], Mapping[str, str]], articles: Callable[[], Iterable[str]]) -> None:
        self.of = lru_cache(CACHED_ARTICLES)(of)  # nothing of an article that is not there
        self._articles = articles

    @classmethod
    def made(cls, ids: Mapping[LocalId, str]) -> Ids:
        """Ids from a complete mapping."""
        found: dict[str, dict[str, str]] = {}
        for (article, key), id_ in ids.items():
            found.setdefault(article, {})[key] = id_
        return cls(lambda article: found.get(article, {}), lambda: found)

    def __getitem__(self, own: LocalId) -> str:
        return self.of(own[0])[own[1]]

    def __iter__(self) -> Iterator[LocalId]:
        return ((article, key) for article in self._articles() for key in self.of(article))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class Links:
    """The entity or event of the graph for each article's entities and events: (article id, key) -> id.

    `sources` is by article id the id of its cluster of wire copies: articles with one id are one independent source.
    `accepted` are claims that a person accepted: they are certain. `rejected` ones support no short-cut. `identities`
    are ids of entities with IRIs outside the graph that a person confirmed; `names` are labels of entities, by id.
    """

    entities: Ids
    events: Ids
    sources: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    accepted: frozenset[LocalId] = frozenset()
    rejected: frozenset[LocalId] = frozenset()
    identities: frozenset[tuple[str, str]] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


def article_id(article: Article | RawArticle) -> str:
    """The article's name in IRIs: of what was read, so the same bytes have the same name wherever they lie."""
    return article.sha256[:16]


def counts_of(extraction: Extraction) -> ArticleCounts:
    mentions = sum(len(entity.mentions) for entity in extraction.entities)
    return ArticleCounts(
        sentences=len(extraction.sentences),
        mentions=mentions,
        entities=len(extraction.entities),
        claims=len(extraction.claims),
        undated=int(extraction.article.published is None),
    )
