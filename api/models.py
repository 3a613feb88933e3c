"""What the REST interface answers, as JSON. Offsets count characters of the article's text, end exclusive."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Factuality = Literal["actual", "planned", "possible", "negated"]
Id = Annotated[str, Field(description="The last part of its IRI.", examples=["2e86f919b6d67454"])]
Iri = Annotated[str, Field(examples=["http://127.0.0.1:8000/entity/2e86f919b6d67454"])]
Count = Annotated[int, Field(ge=0)]


class Answer(BaseModel):
    """Base of all answers: fields in Python's names, `class` for `class_` in JSON."""

    model_config = ConfigDict(populate_by_name=True, frozen=True)


# --- entities


class EntityRef(Answer):
    """An entity where another thing names it."""

    id: Id
    iri: Iri
    label: Annotated[str, Field(examples=["Grace Okonde"])]
    type: Annotated[
        str,
        Field(
            description="Person, Organization, Group, Place, Country, City, Product or Thing.",
            examples=["Person"],
        ),
    ]


class Entity(EntityRef):
    """An entity with its names, place and counts."""

    types: Annotated[list[str], Field(description="Its type and those above it, most special first.")]
    names: Annotated[list[str], Field(description="Every other name that articles have for it.")]
    is_named: Annotated[bool, Field(description="False: no name is known, so it is local to one article.")]
    mentions: Annotated[Count, Field(description="How often articles mention it.")]
    articles: Annotated[Count, Field(description="How many articles mention it.")]
    sources: Annotated[Count, Field(description="How many of these articles do not copy one another.")]
    latitude: float | None = None
    longitude: float | None = None
    country: Annotated[str | None, Field(description="ISO 3166 code of a place's country.")] = None
    same_as: Annotated[list[str], Field(description="IRIs of the same thing elsewhere: GeoNames.")] = []


class EntityHit(Entity):
    """An entity that a search found."""

    matched: Annotated[str | None, Field(description="The name that the search words met.")] = None
    score: Annotated[float | None, Field(description="0 to 1: how well they met it.")] = None


class Entities(Answer):
    """A page of entities: the best match first, or without search words the most mentioned."""

    total: Annotated[
        Count, Field(description="How many there are in all; with q how many were found, at most 1,000.")
    ]
    limit: int
    offset: int
    items: list[EntityHit]


class Position(Answer):
    """A state that an entity is in: an office, membership, place, title."""

    id: Annotated[Id, Field(description="Of the state, under /events/.")]
    class_: Annotated[str, Field(alias="class", examples=["holdsPosition"])]
    title: Annotated[str | None, Field(examples=["envoy"])] = None
    others: Annotated[list[EntityRef], Field(description="At whom or what, of what.")]
    factuality: Factuality
    begins: date | None = None
    ends: date | None = None
    claims: Count
    articles: Count
    sources: Count


class EntityDetail(Entity):
    """The page of an entity."""

    positions: list[Position]
    claims: Annotated[Count, Field(description="Claims in which it has a role.")]
    said: Annotated[Count, Field(description="Claims that are attributed to it.")]
    by_class: Annotated[dict[str, int], Field(description="Its claims by class, most frequent first.")]
    by_factuality: dict[Factuality, int]
    first: Annotated[date | None, Field(description="Of its articles the first day of publication.")] = None
    last: Annotated[date | None, Field(description="Of its articles the last day of publication.")] = None
    neighbours: Annotated[list[Edge], Field(description="The ten strongest edges; others in /neighbourhood.")]
    nodes: Annotated[list[EntityRef], Field(description="The entities of these edges.")]


# --- claims


class Stretch(Answer):
    """Words of an article."""

    begin: int
    end: int
    text: str


class Sentence(Stretch):
    """A sentence of an article."""

    iri: Iri
    section: Annotated[str, Field(description="headline or body.")]


class ArticleRef(Answer):
    """An article where another thing names it."""

    id: Id
    iri: Iri
    headline: str | None = None
    publisher: str | None = None
    published: date | None = None
    source: Annotated[str, Field(description="The file or address that it was read from.")]
    url: Annotated[str | None, Field(description="Where it was published; only http and https are told.")] = (
        None
    )


class EventRef(Answer):
    """An event or state where another thing names it."""

    id: Id
    iri: Iri
    label: str
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]


class Filler(Answer):
    """Who or what fills a role of a claim, with its words: `entity`, or `event`, or only words."""

    role: Annotated[str, Field(examples=["agent"])]
    text: str
    begin: Annotated[
        int | None, Field(description="None where the words are no stretch of their own in the graph.")
    ] = None
    end: int | None = None
    entity: EntityRef | None = None
    event: EventRef | None = None


class Time(Answer):
    """The days that words of time allow, both included; a side may be open."""

    begins: date | None = None
    ends: date | None = None
    granularity: Annotated[str | None, Field(examples=["day"])] = None
    words: Annotated[str | None, Field(examples=["on Friday"])] = None


class Quantity(Answer):
    """A number that a claim states."""

    name: Annotated[str, Field(examples=["killed"])]
    value: float
    unit: str | None = None
    modifier: Annotated[str | None, Field(examples=["at least"])] = None


class Claim(Answer):
    """An event or state as one sentence tells it."""

    id: Annotated[
        str,
        Field(
            description="<article>:<class>,<begin>, for /claims?id=",
            examples=["0487b5bf653da799:Meeting,716"],
        ),
    ]
    iri: Iri
    event: EventRef
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    class_label: str
    family: str
    predicate: Annotated[
        str, Field(description="The trigger's lemma, with its light verb.", examples=["hold talk"])
    ]
    trigger: Stretch
    factuality: Factuality
    attributed_to: Annotated[
        list[Filler], Field(description="Who says so; empty where the article itself does.")
    ]
    fillers: list[Filler]
    time: Time | None = None
    quantities: list[Quantity]
    confidence: float
    sentence: Sentence
    article: ArticleRef
    disputes: Annotated[
        list[str], Field(description="Ids of claims of the same event that cannot be right as well.")
    ]
    refines: Annotated[list[str], Field(description="Ids of claims that this one says more than.")]


class Claims(Answer):
    """A page of claims, the latest article's first; in an article in the order of the text."""

    total: Count
    limit: int
    offset: int
    items: list[Claim]


class TimelineEntry(Answer):
    """An event with the claims about it that are asked for."""

    day: Annotated[
        date | None, Field(description="Its first day, or if none is told its first article's day.")
    ]
    is_told: Annotated[bool, Field(description="False: no time is told, `day` is that of publication.")]
    event: EventSummary
    roles: Annotated[list[str], Field(description="The roles of the entity in it; attributedTo is none.")]


class Timeline(Answer):
    """The events of an entity by day, the earliest first."""

    total: Count
    limit: int
    offset: int
    items: list[TimelineEntry]


# --- the network


class Node(EntityRef):
    """An entity in a picture of the network."""

    mentions: Count
    articles: Count
    sources: Count
    latitude: float | None = None
    longitude: float | None = None
    x: Annotated[
        float | None, Field(description="Its place, from -1 to 1, where positions are computed.")
    ] = None
    y: float | None = None
    community: Annotated[
        int | None, Field(description="Number of its community, the greatest 0, where they are computed.")
    ] = None
    importance: Annotated[float | None, Field(description="1 is the mean of all, where it is computed.")] = (
        None
    )
    degree: Annotated[Count, Field(description="Entities that it has an edge with, in the whole graph.")] = 0


class Edge(Answer):
    """All claims of one class and one factuality between two entities, in one direction."""

    id: Annotated[str, Field(description="<source>-<target>-<class>-<factuality>")]
    source: Annotated[Id, Field(description="Who does it; of a symmetric class the smaller id.")]
    target: Id
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    label: Annotated[str, Field(description="The short-cut's words, or the class's label.", examples=["met"])]
    family: str
    factuality: Factuality
    directed: bool
    claims: Count
    articles: Count
    sources: Annotated[Count, Field(description="Articles that do not copy one another.")]
    claim_ids: Annotated[
        list[str], Field(description="For /claims?id=; at most 100, the latest article's first.")
    ]
    first: Annotated[date | None, Field(description="First day of publication.")] = None
    last: date | None = None


class Neighbourhood(Answer):
    """An entity with those that claims join it to, the strongest first."""

    center: Id
    nodes: Annotated[list[Node], Field(description="The entity itself first.")]
    edges: list[Edge]
    total: Annotated[Count, Field(description="How many neighbours there are with these filters.")]
    truncated: Annotated[bool, Field(description="True: there are more than `limit` neighbours.")]


class Hop(Answer):
    """A step of a path: all edges between two entities that follow each other on it."""

    source: Id
    target: Id
    edges: list[Edge]


class Path(Answer):
    """A way from one entity to another, each hop with its evidence."""

    nodes: Annotated[list[Node], Field(description="In the order of the way.")]
    hops: list[Hop]


class Paths(Answer):
    """The shortest ways between two entities, of the same length; none if they are not joined."""

    paths: list[Path]


class Overview(Answer):
    """The whole network, or its most important part: an edge here joins two entities whatever the class."""

    nodes: list[Node]
    edges: list[Tie]
    total: Annotated[Count, Field(description="How many entities the network has.")]
    truncated: bool
    has_positions: Annotated[bool, Field(description="False: lay the nodes out yourself.")]
    communities: Annotated[list[Community], Field(description="By number; empty if none are computed.")]


class NodeColumns(Answer):
    """A value for each node in each list. `type` is a place in `types`; `x` and `y` are from -10,000 to 10,000."""

    id: list[str]
    label: list[str]
    type: list[int]
    mentions: list[int]
    x: list[int | None]
    y: list[int | None]
    community: list[int | None]
    importance: list[float | None]


class EdgeColumns(Answer):
    """A value for each edge in each list: `source` and `target` are places in the nodes' lists."""

    source: list[int]
    target: list[int]
    family: Annotated[list[int], Field(description="A place in `families`.")]
    claims: list[int]


class OverviewColumns(Answer):
    """The overview in a fifth of the bytes, as the explorer draws it."""

    nodes: NodeColumns
    edges: EdgeColumns
    types: list[str]
    families: list[str]
    total: Annotated[Count, Field(description="How many entities the network has.")]
    truncated: bool
    has_positions: bool
    communities: list[Community]


class Days(Answer):
    """How many events begin on each day."""

    events: dict[date, int]


class Tie(Answer):
    """Two entities of the overview that claims join."""

    source: Id
    target: Id
    family: Annotated[str, Field(description="The family that most of the claims have.")]
    claims: Count


class Community(Answer):
    """Entities that have more to do with each other than with others."""

    number: int
    size: Count
    label: Annotated[str, Field(description="The name of its most important entity.")]


# --- events


class Participant(Answer):
    """Who or what fills a role of an event, as its claims agree: `entity`, or `event`, or only words."""

    role: str
    text: str
    entity: EntityRef | None = None
    event: EventRef | None = None


class EventSummary(Answer):
    """An event or state as its claims together have it."""

    id: Id
    iri: Iri
    label: Annotated[str, Field(examples=["Meeting: Orla Venn, Estria"])]
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    class_label: str
    family: str
    is_state: bool
    factuality: Annotated[Factuality, Field(description="As its latest and strongest claim has it.")]
    participants: list[Participant]
    time: Time | None = None
    quantities: list[Quantity]
    latitude: Annotated[float | None, Field(description="Of its place, for a map.")] = None
    longitude: float | None = None
    claims: Count
    articles: Count
    sources: Count
    disputed: Annotated[bool, Field(description="True: two of its claims cannot both be right.")]


class Events(Answer):
    """A page of events and states: those with a time first, the latest of them first."""

    total: Count
    limit: int
    offset: int
    items: list[EventSummary]


class Dispute(Answer):
    """Two claims of one event that cannot both be right, or of which the second says more."""

    kind: Literal["disputes", "refines"]
    about: Annotated[
        list[str],
        Field(
            description="What differs: a quantity's name, time, factuality, a role.", examples=[["killed"]]
        ),
    ]
    first: Annotated[str, Field(description="Id of a claim.")]
    second: str


class EventDetail(EventSummary):
    """The page of an event: its claims side by side."""

    told: Annotated[list[Claim], Field(description="Its claims, the earliest article's first; at most 500.")]
    disputes: list[Dispute]


# --- articles


class ArticleSummary(ArticleRef):
    """An article in a list."""

    characters: Count
    sentences: Count
    claims: Count


class Articles(Answer):
    """A page of articles, the latest first."""

    total: Count
    limit: int
    offset: int
    items: list[ArticleSummary]


class MentionSpan(Stretch):
    """Words of an article that refer to an entity or event."""

    entity: EntityRef | None = None
    event: EventRef | None = None


class Cut(Answer):
    """A stretch of an article that is not its prose: nothing is claimed from it."""

    begin: int
    end: int
    section: str
    reason: str | None = None


class ArticleDetail(ArticleSummary):
    """An article with its text and all that it says."""

    text: str
    language: str | None = None
    dated_by: Annotated[str | None, Field(description="Where the date of publication was found.")] = None
    sha256: str
    parts: Annotated[list[Sentence], Field(description="Its sentences, in the order of the text.")]
    cuts: list[Cut]
    spans: Annotated[list[MentionSpan], Field(description="What refers to what, in the order of the text.")]
    told: Annotated[list[Claim], Field(description="Its claims, in the order of the text.")]


class SentenceHit(Sentence):
    """A sentence that a search found."""

    article: ArticleRef
    claim_ids: list[str]


class Sentences(Answer):
    """A page of sentences."""

    total: Count
    limit: int
    offset: int
    items: list[SentenceHit]


# --- the whole


class EventClass(Answer):
    """A class of events or states, from the ontology."""

    name: Annotated[str, Field(description="For the filter `class`.", examples=["Meeting"])]
    iri: Iri
    label: str
    family: str
    comment: str
    is_state: bool
    shortcut: Annotated[
        str | None, Field(description="The property between two entities.", examples=["met"])
    ] = None
    shortcut_label: str | None = None
    symmetric: bool = False
    claims: Annotated[Count, Field(description="Claims of this class in the graph.")]
    examples: list[str]


class Family(Answer):
    """A family of classes."""

    name: Annotated[str, Field(examples=["Diplomacy"])]
    comment: str
    color: Annotated[str, Field(description="On a light ground.", examples=["#1f77b4"])]
    dark_color: Annotated[str, Field(description="On a dark ground.")]
    classes: list[str]
    claims: Count


class Classes(Answer):
    """Every class and family, those without claims included."""

    families: list[Family]
    classes: list[EventClass]


class Stats(Answer):
    """What the graph holds."""

    build: Annotated[str, Field(description="Changes with every build.")]
    base: Annotated[str, Field(description="What the IRIs of the data begin with.")]
    counts: Annotated[
        dict[str, int], Field(description="articles, sentences, entities, events, claims, quads")
    ]
    types: Annotated[dict[str, int], Field(description="Entities by their most special type.")]
    factuality: dict[Factuality, int]
    publishers: dict[str, int]
    first: Annotated[date | None, Field(description="First day of publication.")] = None
    last: date | None = None
    made_with: dict[str, str]


class ExampleQuery(Answer):
    """A SPARQL query that answers a question."""

    name: Annotated[str, Field(examples=["01-who-met-whom"])]
    title: Annotated[str, Field(description="The question.")]
    query: str


class ExportFormat(Answer):
    """A format that the whole graph can be downloaded in."""

    name: Annotated[str, Field(examples=["graphml"])]
    title: Annotated[str, Field(examples=["Network, GraphML"])]
    use: Annotated[str, Field(description="What it is good for.")]
    media_type: Annotated[str, Field(examples=["application/graphml+xml"])]
    file: Annotated[str, Field(description="The file's name.", examples=["kg.graphml"])]
    href: Annotated[str, Field(examples=["/exports/graphml"])]


class Health(Answer):
    """That the server answers."""

    status: Literal["ok"]
    build: str


class Problem(Answer):
    """An error, after RFC 9457."""

    type: str = "about:blank"
    title: Annotated[str, Field(examples=["Not Found"])]
    status: Annotated[int, Field(examples=[404])]
    detail: Annotated[str, Field(examples=["/entities/x: no entity has this id"])]


for model in (EntityDetail, TimelineEntry, Overview, OverviewColumns):
    model.model_rebuild()
