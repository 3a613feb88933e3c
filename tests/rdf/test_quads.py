from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kg.exports.nq import sorted_nquads
from kg.ids import LINK_SEPARATOR, short_hash
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.query.facts import facts_by_subject
from kg.rdf.article_quads import article_quads
from kg.rdf.iris import Iris
from kg.rdf.quads import default_quads, ontology_quads
from kg.records import (
    Claim,
    Coordinates,
    Dispute,
    Entity,
    Extraction,
    Factuality,
    Ids,
    Interval,
    Links,
    Quantity,
    article_id,
)
from kg.vocab import BASE, KG, PREFIXES
from tests.extractions import article, claim, entity, filler, linked, meetings, mention, sentence, small

GOLDEN = Path(__file__).parents[1] / "golden" / "venn" / "expected.nq"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def ontology(lexicon: Lexicon) -> frozenset[Quad]:
    return frozenset(ontology_quads(lexicon))


class Graph:
    """The default graph of some extractions, asked with the prefixes of the vocabulary."""

    def __init__(self, quads: list[Quad]) -> None:
        self.quads = quads

    def values(self, subject: str, name: str) -> list[str]:
        return sorted(
            getattr(quad.object, "value", "")
            for quad in self.quads
            if quad.subject == NamedNode(BASE + subject) and quad.predicate.value == full(name)
        )


def full(name: str) -> str:
    prefix, local = name.split(":")
    return PREFIXES[prefix] + local


def default(lexicon: Lexicon, *extractions: Extraction, links: Links | None = None) -> Graph:
    return Graph(list(default_quads(extractions, links or linked(*extractions), lexicon)))


def of_one_event(*extractions: Extraction) -> Links:
    """All claims of one event, "e"."""
    links = linked(*extractions)
    return replace(links, events=Ids.made(dict.fromkeys(links.events, "e")))


def telling(number: int, claims: list[tuple[Factuality, str]], *, day: int | None = 1) -> Extraction:
    """An article whose sentences tell of meetings of Venn with somebody each."""
    told = [f"Report {number}: Venn met {whom} here {index}." for index, (_, whom) in enumerate(claims)]
    text = " ".join(told)
    spots = [sentence(text, words) for words in told]
    people = {"Venn": [mention(spot, "Venn", "Person") for spot in spots]}
    for spot, (_, whom) in zip(spots, claims, strict=True):
        people.setdefault(whom, []).append(mention(spot, whom, "Person"))
    found = [
        claim(
            "Meeting",
            spot,
            "met",
            [filler("agent", spot, "Venn", entity="Venn"), filler("patient", spot, whom, entity=whom)],
            factuality=factuality,
        )
        for spot, (factuality, whom) in zip(spots, claims, strict=True)
    ]
    published = date(2024, 5, day) if day else None
    own = article(text, published=published)
    entities = tuple(entity(name, mentions) for name, mentions in people.items())
    return Extraction(own, tuple(spots), entities, tuple(found))


# --- both graphs


def test_a_small_article_is_as_the_golden_file_has_it(lexicon: Lexicon, ontology: frozenset[Quad]) -> None:
    links = linked(small())
    quads = chain(article_quads(small(), links, lexicon), default_quads([small()], links, lexicon))
    lines = [f"{line}\n" for line in sorted_nquads(quad for quad in quads if quad not in ontology)]
    assert "".join(lines) == GOLDEN.read_text(encoding="utf-8")


def test_no_blank_nodes(lexicon: Lexicon) -> None:
    links = linked(small())
    quads = [*article_quads(small(), links, lexicon), *default_quads([small()], links, lexicon)]
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_the_order_of_articles_does_not_matter(lexicon: Lexicon) -> None:
    several = [meetings(number, sentences=3) for number in range(4)]
    links = linked(*several)
    forth = list(default_quads(several, links, lexicon))
    assert forth == list(default_quads(reversed(several), links, lexicon))


def test_the_base_of_the_data_is_a_setting_and_that_of_the_terms_is_not(lexicon: Lexicon) -> None:
    quads = list(article_quads(small(), linked(small()), lexicon, base="https://graph.example/"))
    assert {quad.graph_name.value.rpartition("/")[0] for quad in quads} == {"https://graph.example/article"}
    assert any(quad.predicate.value == KG + "trigger" for quad in quads)


# --- an article's graph


def test_every_quad_of_an_article_is_in_its_graph(lexicon: Lexicon) -> None:
    names = {quad.graph_name for quad in article_quads(small(), linked(small()), lexicon)}
    assert names == {NamedNode(f"{BASE}article/{article_id(small().article)}")}


def test_every_claim_leads_to_a_sentence(lexicon: Lexicon) -> None:
    quads = list(article_quads(small(), linked(small()), lexicon))
    claims = {q.subject for q in quads if q.object == NamedNode(KG + "Claim")}
    sentences = {q.subject for q in quads if q.object == NamedNode(full("nif:Sentence"))}
    derived = {q.subject: q.object for q in quads if q.predicate.value == full("prov:wasDerivedFrom")}
    assert claims == set(derived) and set(derived.values()) <= sentences
    assert len(claims) == 4


def test_a_predicate_is_stated_where_it_is_not_the_trigger(lexicon: Lexicon) -> None:
    told = small()
    raid = replace(told.claims[2], predicate="carry out a raid")
    told = replace(told, claims=(*told.claims[:2], raid, told.claims[3]))
    quads = article_quads(told, linked(told), lexicon)
    assert [q.object.value for q in quads if q.predicate.value == KG + "predicate"] == ["carry out a raid"]


def of_own_events(told: Extraction) -> Links:
    """Links in which every claim is the first of an event, as `kg.link` names it."""
    own = article_id(told.article)
    ids = {(own, each.key): short_hash(own, each.key, separator=LINK_SEPARATOR) for each in told.claims}
    return replace(linked(told), events=Ids.made(ids))


def events_named(quads: list[Quad]) -> list[str]:
    """The classes in the IRIs of the claims that name their event."""
    claims = (quad.subject.value for quad in quads if quad.predicate.value == KG + "event")  # type: ignore[union-attr]
    return sorted(claim.partition("#claim=")[2].partition(",")[0] for claim in claims)


def test_an_uncertain_claim_names_its_event_where_another_claim_does(lexicon: Lexicon) -> None:
    told = small()
    office, *others = told.claims
    told = replace(told, claims=(replace(office, confidence=0.3), *others))
    links = of_own_events(told)
    quads = list(article_quads(told, links, lexicon))
    assert events_named(quads) == sorted(each.event_class.capitalize() for each in others)
    iri = Iris().claim(article_id(told.article), office.key)
    event = Iris().event(links.events[article_id(told.article), office.key])
    assert facts_by_subject(quads)[iri][KG + "event"] == [NamedNode(event)]
    shared = of_one_event(told)
    assert len(events_named(list(article_quads(told, shared, lexicon)))) == len(told.claims)


def test_a_filler_without_an_entity_is_its_words(lexicon: Lexicon) -> None:
    quads = article_quads(small(), linked(small()), lexicon)
    assert [q.object.value for q in quads if q.predicate.value == KG + "title"] == ["President"]


def test_a_title_is_its_words_even_if_they_name_an_entity(lexicon: Lexicon) -> None:
    told = small()
    office = told.claims[0]
    fillers = tuple(replace(f, entity="palace") if f.role == "title" else f for f in office.fillers)
    told = replace(told, claims=(replace(office, fillers=fillers), *told.claims[1:]))
    quads = article_quads(told, linked(told), lexicon)
    assert [q.object for q in quads if q.predicate.value == KG + "title"] == [Literal("President")]


def test_a_missing_link_is_an_error(lexicon: Lexicon) -> None:
    with pytest.raises(KeyError):
        list(article_quads(small(), Links(Ids.made({}), Ids.made({})), lexicon))


# --- entities


def named(number: int, kind: str, label: str, *, coordinates: Coordinates | None = None) -> Extraction:
    where = sentence(f"{label} in report {number}.", f"{label} in report {number}.")
    found: Entity = entity("x", [mention(where, label, kind)], coordinates=coordinates)  # type: ignore[arg-type]  # of a parameter
    return Extraction(article(where.text), (where,), (found,), ())


def test_an_entity_has_the_type_and_label_that_most_articles_have(lexicon: Lexicon) -> None:
    several = [named(1, "Place", "Vessa"), named(2, "City", "Vessa"), named(3, "City", "Port Vessa")]
    graph = default(lexicon, *several)
    assert graph.values("entity/x", "rdfs:label") == ["Vessa"]
    assert graph.values("entity/x", "skos:altLabel") == ["Port Vessa"]
    assert graph.values("entity/x", "rdf:type") == [KG + "City", KG + "Place"]
    assert graph.values("entity/x", "kg:articles") == ["3"]


def test_a_person_whom_an_article_names_in_full_has_no_surname_as_label(lexicon: Lexicon) -> None:
    several = [named(1, "Person", "Lunt"), named(2, "Person", "Lunt"), named(3, "Person", "Ada Lunt")]
    assert default(lexicon, *several).values("entity/x", "rdfs:label") == ["Ada Lunt"]
    assert default(lexicon, *several[:2]).values("entity/x", "rdfs:label") == ["Lunt"]


def test_of_two_types_as_frequent_the_more_special_is_taken(lexicon: Lexicon) -> None:
    graph = default(lexicon, named(1, "Place", "Vessa"), named(2, "City", "Vessa"))
    assert KG + "City" in graph.values("entity/x", "rdf:type")


def test_a_place_that_articles_agree_on_is_the_same_as_that_of_geonames(lexicon: Lexicon) -> None:
    graph = default(lexicon, named(1, "City", "Vessa", coordinates=Coordinates(7, 1e-05, 2.5)))
    assert graph.values("entity/x", "owl:sameAs") == ["https://sws.geonames.org/7/"]
    assert graph.values("entity/x", "geo:lat") == ["0.00001"]


def test_places_that_articles_disagree_on_are_only_close(lexicon: Lexicon) -> None:
    graph = default(
        lexicon,
        named(1, "City", "Vessa", coordinates=Coordinates(7)),
        named(2, "City", "Vessa", coordinates=Coordinates(8)),
    )
    close = ["https://sws.geonames.org/7/", "https://sws.geonames.org/8/"]
    assert (graph.values("entity/x", "owl:sameAs"), graph.values("entity/x", "skos:closeMatch")) == (
        [],
        close,
    )


# --- events

ORDERS: dict[str, tuple[list[tuple[Factuality, int | None]], str]] = {
    "an outcome beats a later plan": ([("actual", 1), ("planned", 2)], "Actual"),
    "the later of outcome and denial": ([("actual", 1), ("negated", 2)], "Negated"),
    "the later of denial and outcome": ([("negated", 1), ("actual", 2)], "Actual"),
    "a plan beats what may be": ([("planned", 1), ("possible", 2)], "Planned"),
    "a day beats none": ([("negated", None), ("actual", 1)], "Actual"),
    "on one day an outcome": ([("negated", 1), ("actual", 1)], "Actual"),
}


@pytest.mark.parametrize("told, factuality", ORDERS.values(), ids=ORDERS)
def test_an_event_is_as_factual_as_its_latest_and_strongest_claim(
    lexicon: Lexicon, told: list[tuple[Factuality, int | None]], factuality: str
) -> None:
    several = [telling(number, [(kind, "Arley")], day=day) for number, (kind, day) in enumerate(told)]
    graph = default(lexicon, *several, links=of_one_event(*several))
    assert graph.values("event/e", "kg:factuality") == [KG + factuality]


def test_an_event_has_the_fillers_that_half_of_its_claims_agree_on(lexicon: Lexicon) -> None:
    one = telling(1, [("actual", "Arley"), ("actual", "Arley"), ("actual", "Maas")])
    graph = default(lexicon, one, links=of_one_event(one))
    assert graph.values("event/e", "kg:patient") == [BASE + "entity/Arley"]
    assert graph.values("event/e", "kg:claims") == ["3"]


def test_who_took_part_is_what_the_claims_of_its_factuality_say(lexicon: Lexicon) -> None:
    one = telling(1, [("planned", "Arley"), ("possible", "Arley"), ("planned", "Arley"), ("actual", "Maas")])
    graph = default(lexicon, one, links=of_one_event(one))
    assert graph.values("event/e", "kg:factuality") == [KG + "Actual"]
    assert graph.values("event/e", "kg:patient") == [BASE + "entity/Maas"]


def test_a_plan_fills_the_roles_that_no_report_fills_and_nobody_twice(lexicon: Lexicon) -> None:
    one = telling(1, [("planned", "Arley"), ("actual", "Arley")])
    plan, report = one.claims
    empty = replace(report, fillers=tuple(each for each in report.fillers if each.role == "agent"))
    moved = replace(report, fillers=tuple(replace(each, role="place") for each in report.fillers))
    for actual, patients in ((empty, [BASE + "entity/Arley"]), (moved, [])):
        changed = replace(one, claims=(plan, actual))
        graph = default(lexicon, changed, links=of_one_event(changed))
        assert graph.values("event/e", "kg:patient") == patients


def test_copies_are_one_source(lexicon: Lexicon) -> None:
    several = [telling(number, [("actual", "Arley")]) for number in range(3)]
    links = of_one_event(*several)
    first, second = (article_id(x.article) for x in several[:2])
    graph = default(lexicon, *several, links=replace(links, sources={first: "wire", second: "wire"}))
    assert graph.values("event/e", "kg:articles") == ["3"]
    assert graph.values("event/e", "kg:sources") == ["2"]


def with_claims(extraction: Extraction, *claims: Claim) -> Extraction:
    return replace(extraction, claims=claims)


def interval(first: int, last: int) -> Interval:
    return Interval(date(2024, 5, first), date(2024, 5, last), "day" if first == last else "week", "then")


def test_a_day_within_the_weeks_of_others_is_when_it_was(lexicon: Lexicon) -> None:
    one = telling(1, [("actual", "Arley"), ("actual", "Arley"), ("actual", "Arley")])
    times = [interval(6, 12), interval(8, 8), interval(20, 20)]
    one = with_claims(one, *(replace(c, time=t) for c, t in zip(one.claims, times, strict=True)))
    graph = default(lexicon, one, links=of_one_event(one))
    assert graph.values("event/e", "kg:begins") == ["2024-05-08"]
    assert graph.values("event/e", "kg:ends") == ["2024-05-08"]


def test_a_number_is_the_one_that_most_claims_have(lexicon: Lexicon) -> None:
    one = telling(1, [("actual", "Arley")] * 3)
    numbers = [12.0, 9.0, 12.0]
    told = [replace(c, quantities=(Quantity("count", n),)) for c, n in zip(one.claims, numbers, strict=True)]
    one = with_claims(one, *told)
    assert default(lexicon, one, links=of_one_event(one)).values("event/e", "kg:count") == ["12"]


def test_claims_that_dispute_each_other_say_so_both_ways(lexicon: Lexicon) -> None:
    one = telling(1, [("actual", "Arley"), ("negated", "Arley")])
    own = [(article_id(one.article), each.key) for each in one.claims]
    links = replace(linked(one), disputes=(Dispute("disputes", "factuality", own[0], own[1]),))
    iris = [f"article/{name}#claim={key.replace('@', ',')}" for name, key in own]
    graph = default(lexicon, one, links=links)
    assert graph.values(iris[0], "kg:disputes") == [BASE + iris[1]]
    assert graph.values(iris[1], "kg:disputes") == [BASE + iris[0]]


# --- short-cuts


@pytest.mark.parametrize("factuality", ["planned", "possible", "negated"])
def test_only_an_actual_claim_makes_a_short_cut(lexicon: Lexicon, factuality: Factuality) -> None:
    graph = default(lexicon, telling(1, [(factuality, "Arley")]))
    assert graph.values("entity/Venn", "kg:met") == []
    assert not [q for q in graph.quads if q.object == NamedNode(KG + "Edge")]


def test_a_symmetric_short_cut_goes_both_ways_and_is_counted(lexicon: Lexicon) -> None:
    graph = default(lexicon, telling(1, [("actual", "Arley"), ("planned", "Arley"), ("actual", "Arley")]))
    assert graph.values("entity/Venn", "kg:met") == [BASE + "entity/Arley"]
    assert graph.values("entity/Arley", "kg:met") == [BASE + "entity/Venn"]
    edges = [q.subject.value.removeprefix(BASE) for q in graph.quads if q.object == NamedNode(KG + "Edge")]
    assert [graph.values(edge, "kg:claims") for edge in edges] == [["2"], ["2"]]
    assert all(len(graph.values(edge, "prov:wasDerivedFrom")) == 2 for edge in edges)


def test_nobody_meets_themselves(lexicon: Lexicon) -> None:
    graph = default(lexicon, telling(1, [("actual", "Venn")]))
    assert graph.values("entity/Venn", "kg:met") == []


def test_everything_of_the_default_graph_is_in_it(lexicon: Lexicon) -> None:
    assert {quad.graph_name for quad in default_quads([small()], linked(small()), lexicon)} == {
        DefaultGraph()
    }
