import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

import kg.query.check
from kg.cli.main import main
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import ontology_file
from kg.query.check import Problem, check
from kg.rdf.article_quads import article_quads
from kg.rdf.owl import shapes_turtle
from kg.rdf.quads import default_quads
from kg.records import Extraction, article_id
from kg.store.read_build import open_store
from kg.store.write_build import publish
from kg.vocab import BASE, PREFIXES
from tests.extractions import entity, filler, linked, meetings, mention, sentence, small

ARTICLE = f"{BASE}article/{article_id(small().article)}"
Change = Callable[[list[Quad]], list[Quad]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def built(
    path: Path, lexicon: Lexicon, *extractions: Extraction, change: Change = list, text: str = ""
) -> Path:
    links = linked(*extractions)
    found = chain.from_iterable(article_quads(each, links, lexicon) for each in extractions)
    quads = change([*found, *default_quads(extractions, links, lexicon)])
    publish(path, quads, texts=[(article_id(x.article), text or x.article.text) for x in extractions])
    return path


def problems(path: Path, lexicon: Lexicon) -> list[Problem]:
    with open_store(path) as store:
        return list(check(store, lexicon))


def full(name: str) -> NamedNode:
    prefix, local = name.split(":")
    return NamedNode(PREFIXES[prefix] + local)


def without(name: str, *, about: str = "") -> Change:
    return lambda quads: [q for q in quads if q.predicate != full(name) or about not in q.subject.value]


def with_value(name: str, value: Literal | NamedNode, *, about: str) -> Change:
    def change(quads: list[Quad]) -> Iterator[Quad]:
        for q in quads:
            is_meant = q.predicate == full(name) and about in q.subject.value
            yield Quad(q.subject, q.predicate, value, q.graph_name) if is_meant else q

    return lambda quads: list(change(quads))


def test_what_is_built_is_right(tmp_path: Path, lexicon: Lexicon) -> None:
    assert problems(built(tmp_path, lexicon, small(), meetings(1, sentences=3)), lexicon) == []


@pytest.mark.slow
def test_batches_see_what_they_refer_to(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.query.check, "BATCH", 1)
    assert problems(built(tmp_path, lexicon, small()), lexicon) == []


DAMAGE = {
    "a trigger that is elsewhere": (
        with_value("kg:trigger", Literal("aid"), about="#claim=Attack"),
        ["has the text 'aid', but the article has 'rai' at its offsets"],
    ),
    "a claim without a sentence": (
        without("prov:wasDerivedFrom", about="#claim=Attack"),
        ["A claim is derived from"],
    ),
    "a claim of two factualities": (
        lambda quads: [*quads, Quad(*_attack(quads), full("kg:Negated"), NamedNode(ARTICLE))],
        ["A claim is actual, planned, possible or negated"],
    ),
    "a claim from another sentence's IRI": (
        with_value("prov:wasDerivedFrom", NamedNode(f"{ARTICLE}#char=1,2"), about="#claim=Attack"),
        ["A claim is derived from a sentence"],
    ),
    "a graph without its article": (
        lambda quads: [q for q in quads if q.object != full("schema:NewsArticle")],
        ["no article has this name"],
    ),
    "a confidence above one": (
        with_value("kg:confidence", Literal(1.5), about="#claim=Attack"),
        ["Confidence is one number between 0 and 1"],
    ),
    "a sentence whose IRI has another offset": (
        with_value("nif:beginIndex", Literal(3), about="#char=20,102"),
        ["beginIndex> 3, but its IRI has 20"],
    ),
    "a mention without its words": (
        without("nif:anchorOf", about="#char=30,39"),
        ["A sentence or mention has its words"],
    ),
    "a mention of no offsets": (
        lambda quads: [*quads, _words(f"{ARTICLE}#word=3")],
        ["has a text, but its IRI has no offsets"],
    ),
    "an entity without a name": (without("rdfs:label", about="entity/arley"), ["An entity has a name"]),
    "a short-cut that nothing supports": (
        lambda quads: [*quads, _met("venn", "arley")],
        [f"is a short-cut without an edge that counts its claims: {BASE}entity/arley"],
    ),
}


def _attack(quads: list[Quad]) -> tuple[NamedNode, NamedNode]:
    claims = (q.subject for q in quads if "#claim=Attack" in q.subject.value)
    return next(claims), full("kg:factuality")


def _words(iri: str) -> Quad:
    return Quad(NamedNode(iri), full("nif:anchorOf"), Literal("Orla Venn"), NamedNode(ARTICLE))


def _met(one: str, other: str) -> Quad:
    return Quad(
        NamedNode(f"{BASE}entity/{one}"), full("kg:met"), NamedNode(f"{BASE}entity/{other}"), DefaultGraph()
    )


@pytest.mark.parametrize("change, found", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found(tmp_path: Path, lexicon: Lexicon, change: Change, found: list[str]) -> None:
    said = [p.what for p in problems(built(tmp_path, lexicon, small(), change=change), lexicon)]
    assert [any(words in what for what in said) for words in found] == [True], said


EDGES: dict[str, tuple[Change, str]] = {
    "not actual": (
        with_value("kg:factuality", full("kg:Planned"), about="#claim=Meeting"),
        "is an edge derived from something other than an actual claim",
    ),
    "no claim": (without("prov:wasDerivedFrom", about="/edge/"), "is an edge that no claim supports"),
    "no short-cut": (without("kg:met", about="/entity/"), "is an edge without its short-cut"),
}


@pytest.mark.parametrize("change, words", EDGES.values(), ids=EDGES)
def test_an_edge_needs_an_actual_claim(tmp_path: Path, lexicon: Lexicon, change: Change, words: str) -> None:
    said = [
        p.what for p in problems(built(tmp_path, lexicon, meetings(1, sentences=1), change=change), lexicon)
    ]
    assert len(said) == 2 and all(what.startswith(words) for what in said)  # the property is symmetric


def test_every_offset_is_held_against_the_text(tmp_path: Path, lexicon: Lexicon) -> None:
    text = small().article.text.replace("Orla", "Olga")
    found = problems(built(tmp_path, lexicon, small(), text=text), lexicon)
    assert [problem.what.partition(",")[0] for problem in found] == [
        f"has the text {small().sentences[0].text!r}".partition(",")[0],
        "has the text 'Orla Venn'",
    ]


def test_no_shape_of_a_class_has_the_name_of_a_general_one(lexicon: Lexicon) -> None:
    general = set(
        re.findall(r"^(kg:\w+Shape) ", ontology_file("shapes.ttl").read_text(encoding="utf-8"), re.M)
    )
    assert general and not general & set(re.findall(r"^(kg:\w+Shape)$", shapes_turtle(lexicon), re.M))


def test_a_text_that_is_not_there_is_found(tmp_path: Path, lexicon: Lexicon) -> None:
    built(tmp_path, lexicon, small())
    next(tmp_path.glob("build-1/texts/*/*")).unlink()
    assert ["txt is missing" in problem.what for problem in problems(tmp_path, lexicon)] == [True]


def test_a_filler_that_the_ontology_does_not_expect_is_a_warning(tmp_path: Path, lexicon: Lexicon) -> None:
    told = small()
    where = sentence(told.article.text, told.sentences[1].text)
    raid = told.claims[2]
    odd = replace(raid, fillers=(filler("place", where, "people", entity="people"),))
    others = [each for each in told.entities if each.key != "people"]
    people = entity("people", [mention(where, "people", "Group", is_name=False)])
    told = replace(told, entities=(*others, people), claims=(odd,))
    store = built(tmp_path, lexicon, told)
    found = problems(store, lexicon)
    assert {(p.severity, p.what) for p in found} == {
        ("warning", "place of Attack should be Place or Organization."),
    }
    assert {p.where.removeprefix(BASE).partition("/")[0] for p in found} == {"article"}
    printed = " ".join(CliRunner().invoke(main, ["check", "--store", str(store)]).output.split())
    assert f" people, in: {where.text}" in printed
