"""The base of the data's IRIs: set by build, changed by export, and nothing else depends on it."""

import io
import re

import pyoxigraph
import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat

from kg.cli.main import main
from kg.exports import FORMATS
from kg.query.network.write_analysis import write_analysis
from kg.store.read_build import open_store
from kg.store.rebase import rebased
from kg.vocab import BASE, KG
from tests.build.test_judgements import articles, run
from tests.extractions import meetings
from tests.stores import build, nquads

pytestmark = pytest.mark.slow

ANA, BEN = "https://ana.example/news/", "https://ben.example/"
DATA = re.compile(r"<([^>]*?)(?:entity|event|article|edge|judgement)s?/")


@pytest.fixture
def store(tmp_path):
    build(tmp_path / "store", articles())
    run(tmp_path / "store", "same", "Ilse Maar", "Jana Korb")
    return tmp_path / "store"


def export(store, form: str, *options: str) -> bytes:
    done = CliRunner().invoke(main, ["export", form, "--store", str(store), *options], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout_bytes


def bases(lines) -> set[str]:
    return {base for line in lines for base in DATA.findall(line)}


def test_build_begins_all_data_with_its_base(store):
    build(store, articles(), ANA)
    lines = nquads(store)
    assert bases(lines) == {ANA}
    assert not any(BASE in line for line in lines)
    assert any(f"<{ANA}judgements> ." in line for line in lines)
    assert any(f"<{KG}met>" in line for line in lines)


def test_another_base_makes_the_graph_anew_and_back(store):
    before = nquads(store)
    build(store, articles(), ANA)
    build(store, articles())
    assert nquads(store) == before


def test_steps_under_a_base_end_where_one_build_does(tmp_path):
    more = [*articles(), meetings(9, sentences=2)]
    build(tmp_path / "steps", articles(), ANA)
    build(tmp_path / "steps", more, ANA)
    build(tmp_path / "once", more, ANA)
    assert nquads(tmp_path / "steps") == nquads(tmp_path / "once")


def test_export_under_a_base_is_what_a_build_under_it_exports(store, tmp_path):
    moved = {form: export(store, form, "--base", ANA) for form in ("nq", "claims", "graphml", "html", "ftm")}
    build(store, articles(), ANA)
    for form, data in moved.items():
        assert data == export(store, form), form


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_keeps_the_old_base(store, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow: pip install '.[exports]'")
    with open_store(store) as graph, rebased(graph, ANA, tables=[write_analysis]) as copy:
        output = io.BytesIO()
        FORMATS[name].write(copy, output)
        assert BASE.encode() not in output.getvalue()


def test_what_literals_quote_is_not_rewritten(tmp_path):
    link = f"<{BASE}entity/none>"
    quoting = meetings(1, sentences=2)
    object.__setattr__(quoting.article, "headline", f'See "{link}" and {link}')
    build(tmp_path / "store", [quoting])
    with open_store(tmp_path / "store") as graph, rebased(graph, ANA) as copy:
        told = [quad.object.value for quad in copy.graph if "headline" in str(quad.predicate)]
    assert told == [quoting.article.headline]


def test_judgements_hold_under_another_base(store):
    build(store, articles(), ANA)
    history = run_history(store)
    assert history.count("[in force]") == 1
    with open_store(store) as graph:
        names = [
            row[0].value for row in graph.query('SELECT ?n { ?a rdfs:label|skos:altLabel "Ilse Maar", ?n }')
        ]
        iri = next(
            row[0].value for row in graph.query('SELECT ?a { ?a rdfs:label|skos:altLabel "Ilse Maar" }')
        )
    assert set(names) == {"Ilse Maar", "Jana Korb"}
    # the IRI of an older graph names the same thing
    done = run(store, "different", iri.replace(ANA, BASE), "Jana Korb")
    assert (done.exit_code, done.stderr[-11:]) == (0, "[in force]\n"), done.output


def run_history(store) -> str:
    return CliRunner().invoke(main, ["history", "--store", str(store)], catch_exceptions=False).output


def test_graphs_of_two_people_share_no_subject_but_the_vocabulary(tmp_path):
    both = pyoxigraph.Store()
    sizes, subjects = [], []
    for base, found in ((ANA, articles()), (BEN, articles()[1:])):
        path = tmp_path / str(len(sizes))
        build(path, found, base)
        run(path, "same", "Jana Korb", "Orla Venn")
        data = export(path, "nq")
        both.load(data, RdfFormat.N_QUADS)
        quads = list(pyoxigraph.parse(data, format=RdfFormat.N_QUADS))
        own = [quad for quad in quads if not str(quad.subject.value).startswith(KG.removesuffix("#"))]
        sizes.append(len(own))
        subjects.append({quad.subject for quad in own} | {quad.graph_name for quad in own if quad.graph_name})
    ours = [quad for quad in both if not str(quad.subject.value).startswith(KG.removesuffix("#"))]
    assert len(ours) == sum(sizes)
    assert {str(node) for node in subjects[0] & subjects[1]} <= {"DEFAULT"}


@pytest.mark.parametrize(
    "base, why",
    [
        ("news/", "absolute IRI"),
        ("https://a b.example/", "absolute IRI"),
        ("https://news.example", "must end in '/'"),
        ("https://news.example/#", "must end in '/'"),
        ("https://news.example/?a=/", "must end in '/'"),
        ("https://w3id.org/", "overlaps"),
        (KG + "x/", "must end in '/'"),
    ],
)
@pytest.mark.parametrize("command", [("build", "none"), ("export", "nq"), ("serve",)], ids=" ".join)
def test_base_that_no_data_can_have_is_one_line(tmp_path, command, base, why):
    done = CliRunner().invoke(main, [*command, "--store", str(tmp_path), "--base", base])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert why in done.stderr
