"""Each format is read back by the tool that it is for, with an article in the store whose words want to do harm."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import chain, combinations
from math import dist
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from lxml import etree
from pyoxigraph import NamedNode, RdfFormat, parse
from pyoxigraph import Store as Graph

import kg.exports.tables
from kg import vocab
from kg.errors import ExportError
from kg.exports import FORMATS
from kg.exports.graphs import size_of
from kg.exports.html import _places
from kg.exports.neo4j import type_name
from kg.ontology.classes.read_ontology import load_lexicon
from kg.query import rows
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads
from kg.records import Extraction, article_id
from kg.store.read_build import Store, open_store
from kg.store.write_build import publish
from kg.vocab import BASE
from tests.extractions import article, claim, entity, filler, linked, mention, sentence, small
from tests.serving import later

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)> href=x'
FORMULA = "=cmd|' /C calc'!A1"
ESCAPES = "O'Hara \\u0027}) DETACH DELETE (n) //\\"
CONTROL = "Dora\x00\x0b Line\r\n\ttwo"
NAMES = {"script": SCRIPT, "formula": FORMULA, "escapes": ESCAPES, "control": CONTROL}
TOLD = f"{FORMULA} met {SCRIPT} and {ESCAPES} met {CONTROL}."
ACTUAL, PLANNED = "They met", "Venn to meet Arley"


def hostile() -> Extraction:
    """Two meetings of four names that are formulas, scripts and ends of texts."""
    where = sentence(f"Names\n\n{TOLD}", TOLD)
    names = [entity(key, [mention(where, name, "Person")]) for key, name in NAMES.items()]
    first, second = (
        [filler(role, where, NAMES[key], entity=key) for role, key in pairs]
        for pairs in (
            (("agent", "formula"), ("patient", "script")),
            (("agent", "escapes"), ("patient", "control")),
        )
    )
    met = claim("Meeting", where, "met", first)
    again = TOLD.rindex(" met ") + 1 + where.begin
    other = replace(
        claim("Meeting", where, "met", second), key=f"Meeting@{again}", begin=again, end=again + 3
    )
    own = replace(
        article(f"Names\n\n{TOLD}", source="=evil.txt"),
        headline=SCRIPT,
        publisher=FORMULA,
        url="javascript:alert(1)",
    )
    return Extraction(own, (where,), tuple(names), (met, other))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found, lexicon, path = (small(), later(), hostile()), load_lexicon(), tmp_path_factory.mktemp("store")
    links = linked(*found)
    quads = chain.from_iterable(article_quads(each, links, lexicon) for each in found)
    texts = [(article_id(each.article), each.article.text) for each in found]
    publish(path, chain(quads, default_quads(found, links, lexicon)), texts=texts)
    with open_store(path) as opened:
        yield opened


def written(store: Store, name: str) -> bytes:
    output = io.BytesIO()
    FORMATS[name].write(store, output)
    return output.getvalue()


def files(store: Store, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written(store, name))) as found:
        return {each: found.read(each) for each in found.namelist()}


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def iri(key: str) -> str:
    return f"{BASE}entity/{key}"


# --- tables


def test_csv_has_every_row(store: Store) -> None:
    found = {name.removesuffix(".csv"): table(data) for name, data in files(store, "csv").items()}
    assert {name: len(own) for name, own in found.items()} == {
        name: len(list(read(store))) for name, (_, read) in rows.TABLES.items()
    }


@pytest.mark.parametrize("name", ["csv", "parquet", "neo4j", "cypher", "ftm"])
def test_each_article_is_read_once_for_all_tables(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    read, facts = [], rows.article_facts
    monkeypatch.setattr(rows, "article_facts", lambda of, iri: read.append(iri) or facts(of, iri))
    written(store, name)
    assert read == list(store.articles())


def test_tables_begin_with_a_mark_for_excel_and_those_of_neo4j_do_not(store: Store) -> None:
    marked = {
        name: {
            data.startswith(codecs.BOM_UTF8) for file, data in files(store, name).items() if ".csv" in file
        }
        for name in ("csv", "neo4j")
    }
    assert marked == {"csv": {True}, "neo4j": {False}}


def test_a_claim_has_its_sentence_article_speaker_and_factuality(store: Store) -> None:
    (found,) = (row for row in table(files(store, "csv")["claims.csv"]) if row["factuality"] == "planned")
    names = ("event_class", "says", "begins", "text", "headline", "publisher", "published")
    assert {name: found[name] for name in names} == {
        "event_class": "Meeting",
        "says": "the palace",
        "begins": "2024-03-08",
        "text": small().sentences[0].text,
        "headline": "Venn to meet Arley",
        "publisher": "The Vessa Courier",
        "published": "2024-03-06",
    }


@pytest.mark.parametrize("name", ["csv", "neo4j"])
def test_no_cell_is_a_formula(store: Store, name: str) -> None:
    cells = [
        cell
        for file, data in files(store, name).items()
        if file.endswith(".csv")
        for row in csv.reader(io.StringIO(data.decode(), newline=""))
        for cell in row
    ]
    harmful = [cell for cell in cells if cell[:1] in set("=+@\t\r") or re.match(r"-\D", cell)]
    assert (harmful, f"'{FORMULA}" in cells) == ([], True)


def test_parquet_is_read_by_pyarrow(store: Store) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: pip install '.[exports]'")
    found = files(store, "parquet")
    tables = {
        name.removesuffix(".parquet"): parquet.read_table(io.BytesIO(own)) for name, own in found.items()
    }
    assert [row["label"] for row in tables["entities"].to_pylist()] == [
        row.label for row in rows.entities(store)
    ]
    assert str(tables["claims"].schema.field("confidence").type) == "double"


def test_parquet_without_pyarrow_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ExportError, match="pip install"):
        kg.exports.tables.write_parquet(store, io.BytesIO())


def test_a_zip_can_be_piped(store: Store) -> None:
    class Pipe(io.RawIOBase):
        found = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.found += bytes(data)
            return len(data)

    pipe = Pipe()
    FORMATS["csv"].write(store, pipe)  # type: ignore[arg-type]  # only written to
    assert zipfile.ZipFile(io.BytesIO(pipe.found)).testzip() is None


# --- networks


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_network_is_read_by_networkx(store: Store, name: str, read: Any) -> None:
    network = read(io.BytesIO(written(store, name)))
    told = [fields for *_, fields in network.edges(data=True)]
    meeting = next(fields for fields in told if fields["factuality"] == "planned")
    assert isinstance(network, nx.MultiDiGraph)
    assert meeting["label"].startswith("planned Meeting")
    assert (meeting["says"], meeting["text"], meeting["article"]) == (
        "the palace",
        small().sentences[0].text,
        f"{BASE}article/{article_id(small().article)}",
    )
    nodes = {fields.get("iri", node): fields for node, fields in network.nodes(data=True)}
    assert nodes[iri("script")]["label"] == SCRIPT
    assert {iri("venn"), iri("arley"), iri("quito")} <= set(nodes)
    assert {type(fields["is_named"]) for fields in nodes.values()} == {bool}


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_network_keeps_to_the_schema_of_its_format(store: Store, name: str) -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name(f"{name}.rng")))
    schema.assertValid(etree.fromstring(written(store, name)))


def test_graphml_has_one_key_for_each_field_of_nodes_and_edges(store: Store) -> None:
    keys = [each.attrib for each in etree.fromstring(written(store, "graphml")) if each.tag.endswith("key")]
    assert {key["for"] for key in keys} == {"node", "edge"}  # Gephi knows no others
    assert len({key["id"] for key in keys}) == len(keys)
    labels = {key["for"]: key["id"] for key in keys if key["attr.name"] == "label"}
    assert labels == {"node": "label", "edge": "edge_label"} or labels == {
        "node": "node_label",
        "edge": "label",
    }


def test_a_network_has_places_to_draw(store: Store) -> None:
    network = nx.read_graphml(io.BytesIO(written(store, "graphml")))
    places = {(fields["x"], fields["y"]) for _, fields in network.nodes(data=True)}
    assert len(places) == len(network)
    gexf = nx.read_gexf(io.BytesIO(written(store, "gexf")))
    assert set(gexf.nodes[iri("venn")]["viz"]) == {"color", "position", "size"}


# --- Neo4j


def test_every_end_of_a_relationship_is_a_node(store: Store) -> None:
    found = {name: table(data) for name, data in files(store, "neo4j").items() if name.endswith(".csv")}
    known = [row["iri:ID"] for own in found.values() for row in own if "iri:ID" in row]
    ends = {
        row[side] for own in found.values() for row in own for side in (":START_ID", ":END_ID") if side in row
    }
    assert (len(known), ends - set(known)) == (len(set(known)), set())


def test_the_import_names_every_file(store: Store) -> None:
    found = files(store, "neo4j")
    told = re.findall(r"--(?:nodes|relationships)=(\S+)", found.pop("import.sh").decode())
    assert sorted(told) == sorted(found)


def test_relationships_are_roles_parts_and_shortcuts(store: Store) -> None:
    told = {
        row[":TYPE"]
        for name, data in files(store, "neo4j").items()
        if name.endswith(".csv")
        for row in table(data)
        if ":TYPE" in row
    }
    assert {"AGENT", "PATIENT", "IN", "TOLD_BY", "ABOUT", "MET"} <= told


STRING = re.compile(r"'((?:[^'\\]|\\.)*)'")


def test_a_script_of_cypher_has_one_statement_a_line_and_its_texts_whole(store: Store) -> None:
    script = written(store, "cypher").decode()
    statements = script.removesuffix("\n").split("\n")
    assert all(line.endswith(";") for line in statements)
    bare = [STRING.sub("", line) for line in statements]
    assert not any("'" in line or "\\" in line or "DELETE" in line for line in bare)
    assert "\\u" not in script  # old versions read it before they read the text
    texts = re.sub(r"' \+ '", "", script)
    unescaped = {
        re.sub(r"\\(.)", lambda m: {"n": "\n", "r": "\r"}.get(m[1], m[1]), t) for t in STRING.findall(texts)
    }
    assert set(NAMES.values()) <= unescaped


def test_a_type_of_relationship_is_one_word() -> None:
    assert [type_name(name) for name in ("hasArrested", "agent", "a b;c")] == [
        "HAS_ARRESTED",
        "AGENT",
        "A_B_C",
    ]


# --- FollowTheMoney


def ftm(store: Store) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(store, "ftm").decode().splitlines()]


def test_followthemoney_finds_no_fault(store: Store) -> None:
    model = pytest.importorskip("followthemoney", reason="needs followthemoney: pip install '.[ftm]'").model
    found = ftm(store)
    known = {each["id"] for each in found}
    for each in found:
        model.get(each["schema"]).validate(each)
        proxy = model.get_proxy(each)
        assert {value for prop, value in proxy.itervalues() if prop.type.name == "entity"} <= known
        assert proxy.to_dict()["properties"].keys() == each["properties"].keys()
    assert len(known) == len(found)


def test_what_is_planned_is_no_fact_in_followthemoney(store: Store) -> None:
    (found,) = (
        each["properties"] for each in ftm(store) if "planned" in each["properties"].get("keywords", ())
    )
    assert found == {
        "name": ["[planned] Meeting: Orla Venn, Tom Arley, Quito"],
        "organizer": ["venn"],
        "involved": ["arley", "venn"],
        "addressEntity": ["quito"],
        "keywords": ["Meeting", "planned"],
        "startDate": ["2024-03-08"],
        "endDate": ["2024-03-08"],
        "proof": [f"article-{article_id(small().article)}"],
        "summary": [small().sentences[0].text],
        "description": ["According to the palace"],
        "recordId": [f"{BASE}event/{article_id(small().article)[:8]}-51"],
    }


def test_only_addresses_of_the_web_are_sources(store: Store) -> None:
    told = {
        each["id"]: each["properties"].get("sourceUrl") for each in ftm(store) if each["schema"] == "Article"
    }
    own = {
        name: f"article-{article_id(each.article)}" for name, each in (("good", small()), ("bad", hostile()))
    }
    assert (told[own["good"]], told[own["bad"]]) == (["https://news.example/venn"], None)


# --- RDF 1.2


def test_a_planned_claim_reifies_what_stands_nowhere(store: Store) -> None:
    graph = Graph()
    graph.load(written(store, "rdf12"), format=RdfFormat.TRIG)
    asked = (
        f"SELECT ?factuality ?text {{ GRAPH ?article {{ ?claim rdf:reifies <<( <{iri('venn')}> kg:met "
        f"<{iri('arley')}> )>> ; "
        "kg:factuality ?factuality ; prov:wasDerivedFrom/nif:anchorOf ?text } } ORDER BY DESC(?factuality)"
    )
    found = graph.query(asked, prefixes=vocab.PREFIXES)
    assert [(row["factuality"].value, row["text"].value) for row in found] == [  # type: ignore[union-attr]
        (vocab.FACTUALITY["planned"], small().sentences[0].text),
        (vocab.FACTUALITY["actual"], later().sentences[0].text),
    ]


def test_rdf12_has_everything_else(store: Store) -> None:
    found = set(parse(written(store, "rdf12"), format=RdfFormat.TRIG))
    parts = {NamedNode(vocab.RDF + part) for part in ("subject", "predicate", "object")}
    reified = {quad for quad in found if quad.predicate.value == vocab.RDF + "reifies"}
    assert found - reified == {quad for quad in store.graph if quad.predicate not in parts}


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib warns of its own calls
def test_rdflib_reads_trig(store: Store) -> None:
    data = rdflib.Dataset()
    data.parse(data=written(store, "trig"), format="trig")
    assert sum(1 for _ in data.quads((None, None, None, None))) == len(store.graph)


# --- HTML


class Page(HTMLParser):
    """What a page is made of, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.scripts.append(data)


def test_the_page_asks_nobody_and_runs_only_what_was_written(store: Store) -> None:
    text = written(store, "html").decode()
    page = Page(text)
    asked = [attrs for _, attrs in page.tags if {"src", "href", "srcdoc", "action"} & attrs.keys()]
    handlers = [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    tags = [tag for tag, _ in page.tags]
    assert (asked, handlers, tags.count("script"), tags.count("img")) == ([], [], 5, 0)
    policy = next(attrs["content"] for _, attrs in page.tags if "http-equiv" in attrs)
    assert (
        policy
        and policy.startswith("default-src 'none'; script-src 'sha256-")
        and policy.count("sha256-") == 4
    )


def test_the_page_has_the_sentence_behind_each_line(store: Store) -> None:
    page = Page(written(store, "html").decode())
    (text,) = (script for script in page.scripts if script.startswith('{"articles"'))
    told = json.loads(text)
    planned = next(edge for edge in told["edges"] if edge["factuality"] == "planned")
    assert planned["claims"][0]["text"] == small().sentences[0].text
    assert planned["claims"][0]["says"] == "the palace"
    assert SCRIPT in [name["label"] for name in told["names"]]
    assert "javascript:alert(1)" not in text


def test_the_page_has_a_legend_of_what_is_drawn(store: Store) -> None:
    text = written(store, "html").decode()
    legend = text.partition('aria-label="Legend">')[2].partition("</ul>")[0]
    assert re.findall("</svg> ([^<]+)", legend) == ["people", "places", "happened", "planned"]
    assert {color for color in re.findall('fill="([^"]+)"', legend) if text.count(color) < 2} == set()


def test_no_name_of_the_page_covers_another() -> None:
    network = nx.MultiDiGraph()
    for number in range(40):
        network.add_node(str(number), x=0.001 * (number % 3), y=0.0, importance=float(number))
    network.add_node("far", x=1.0, y=1.0, importance=1.0)
    names = list(network)
    places = _places(network, names)
    sizes = [size_of(network.nodes[name]["importance"]) for name in names]
    for one, other in combinations(range(len(names)), 2):
        assert dist(places[one], places[other]) > 0.9 * (sizes[one] + sizes[other])


def test_every_format_is_documented() -> None:
    told = Path("exports/README.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"| `{name}` |" not in told] == []
