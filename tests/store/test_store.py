import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.errors import QueryError, StoreError
from kg.exports.nq import sorted_nquads
from kg.ontology.classes.read_ontology import load_lexicon
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads
from kg.records import Extraction
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import publish, writing
from tests.extractions import linked, meetings, raw, small

HERE = Path(__file__).parent
NAME = NamedNode("http://news.example/p")


def quads(number: int, *, graph: str = "http://news.example/g") -> Iterator[Quad]:
    """As many quads, each with an object of its own."""
    subject, name = NamedNode("http://news.example/s"), NamedNode(graph)
    return (Quad(subject, NAME, Literal(str(index)), name) for index in range(number))


def bulky(number: int) -> Iterator[Quad]:
    """Quads that cannot be packed."""
    for quad in quads(number):
        yield Quad(
            quad.subject,
            NAME,
            Literal(hashlib.sha256(str(quad.object).encode()).hexdigest()),
            quad.graph_name,
        )


def size(store: Path) -> int:
    with open_store(store) as found:
        return len(found.graph)


def builds(store: Path) -> list[str]:
    return sorted(path.name for path in store.glob("build-*"))


# --- publish and open


def test_what_is_published_is_read(tmp_path: Path) -> None:
    publish(tmp_path / "store", quads(5), texts=[("abcd", "Text\r\nas it was,  ä\u2028\n")])
    with open_store(tmp_path / "store") as store:
        assert sorted(store.graph, key=str) == sorted(quads(5), key=str)
        assert store.counts == {"quads": 5}
        assert store.articles().__next__() == "http://news.example/g"
        assert store.text("http://127.0.0.1:8000/article/abcd") == "Text\r\nas it was,  ä\u2028\n"


def test_counts_are_those_at_the_end(tmp_path: Path) -> None:
    counts = {"articles": 0}

    def counted() -> Iterator[Quad]:
        yield from quads(3)
        counts["articles"] = 1

    with writing(tmp_path / "store") as writer:
        writer.publish(counted(), counts=counts, made_with={"model": "en_news"})
    with open_store(tmp_path / "store") as store:
        assert (store.counts, store.made_with) == ({"articles": 1, "quads": 3}, {"model": "en_news"})


def test_a_second_build_takes_the_place_of_the_first(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    publish(tmp_path, quads(2))
    assert (size(tmp_path), builds(tmp_path)) == (2, ["build-2"])


def test_a_reader_keeps_the_build_it_has_opened(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    with open_store(tmp_path) as before:
        publish(tmp_path, quads(2))
        assert (len(before.graph), size(tmp_path)) == (1, 2)
    publish(tmp_path, quads(3))
    assert builds(tmp_path) == ["build-3"]


def test_two_builds_of_the_same_articles_are_the_same_bytes(tmp_path: Path) -> None:
    lexicon = load_lexicon()
    several = [small(), meetings(1, sentences=2), meetings(2, sentences=2)]

    def build(path: Path, extractions: list[Extraction]) -> list[str]:
        links = linked(*extractions)
        with writing(path) as writer:
            found = (quad for each in extractions for quad in article_quads(each, links, lexicon))
            writer.publish([*found, *default_quads(extractions, links, lexicon)])
        with open_store(path) as store:
            return list(sorted_nquads(store.graph))

    assert build(tmp_path / "a", several) == build(tmp_path / "b", several[::-1])


# --- what is no store


@pytest.mark.parametrize(
    "files, words",
    [
        (
            {"letter.txt": "Dear editor"},
            "is not a kg store: give the folder that kg build --store wrote",
        ),
        (
            {"manifest.json": '{"format": 99}'},
            r"was made by another version of kg \(format 99, this one has 1\)",
        ),
        ({"manifest.json": '{"format": 1}'}, "has no graph yet"),
        ({"manifest.json": "{"}, "is damaged"),
        ({"manifest.json": '{"format": 1}', "current": "build-1"}, "build-1 is damaged or half written"),
    ],
    ids=["other folder", "other version", "never finished", "damaged manifest", "build is gone"],
)
def test_what_cannot_be_opened_is_said_in_a_line(tmp_path: Path, files: dict[str, str], words: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=words) as error:
        open_store(tmp_path)
    assert "\n" not in str(error.value) and str(tmp_path) in str(error.value)


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_store(tmp_path / "nowhere")


def test_a_build_with_another_vocabulary_is_refused(tmp_path: Path) -> None:
    manifest = publish(tmp_path, quads(1)) / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(written | {"vocabulary": "http://example.org/ns#"}), encoding="utf-8")
    with pytest.raises(StoreError, match="was built by another version of kg: run kg build again"):
        open_store(tmp_path)
    publish(tmp_path, quads(2))
    assert size(tmp_path) == 2


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="is not a kg store"):
        open_store(tmp_path / "file")
    with pytest.raises(StoreError, match="is not a kg store and not empty"):
        publish(tmp_path / "file", [])


def test_a_damaged_graph_is_said_in_a_line(tmp_path: Path) -> None:
    build = publish(tmp_path, quads(3))
    for path in (build / "graph").iterdir():
        path.write_bytes(b"")
    with pytest.raises(StoreError, match=r"is damaged, graph/.* run kg build again"):
        open_store(tmp_path)


def test_a_folder_with_other_things_is_not_built_in(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear editor", encoding="utf-8")
    with pytest.raises(StoreError, match="choose a new or empty folder"):
        publish(tmp_path, quads(1))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_missing_text_is_said(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    with open_store(tmp_path) as store, pytest.raises(StoreError, match="has no text of"):
        store.text("http://127.0.0.1:8000/article/ffff")


# --- what goes wrong while building


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        with pytest.raises(StoreError, match="another build is running"):
            publish(tmp_path, quads(1))
        writer.publish(quads(2))
    publish(tmp_path, quads(3))
    assert size(tmp_path) == 3


def failing(error: BaseException) -> Iterator[Quad]:
    yield from quads(3)
    raise error


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyError("x"), KeyboardInterrupt()]
)
def test_the_old_graph_outlives_a_build_that_fails(tmp_path: Path, error: BaseException) -> None:
    publish(tmp_path, quads(1))
    with pytest.raises((StoreError, KeyError, KeyboardInterrupt)):
        publish(tmp_path, failing(error))
    assert size(tmp_path) == 1
    publish(tmp_path, quads(2))
    assert (size(tmp_path), builds(tmp_path)) == (2, [builds(tmp_path)[0]])


def test_a_full_disk_is_said_in_a_line(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    with pytest.raises(StoreError, match="the disk is full: free some space and build again") as error:
        publish(tmp_path, failing(OSError(28, "No space left on device")))
    assert "\n" not in str(error.value)
    assert builds(tmp_path) == ["build-1"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB, where this may be mounted."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@pytest.mark.slow
def test_a_disk_that_fills_up_leaves_the_old_graph(small_disk: Path) -> None:
    store = small_disk / "store"
    publish(store, quads(1))
    with pytest.raises(StoreError, match="the disk is full"):
        publish(store, bulky(100_000))
    assert (size(store), builds(store)) == (1, ["build-1"])


KILLED = """
import os, sys
from pathlib import Path
from tests.extractions import meetings, raw
from test_store import quads
from kg.store.packed.extractions import Extractions
from kg.store import change_graph
from kg.store.write_build import writing
change_graph.BATCH = 1_000
store = Path(sys.argv[1])
def slow():
    extractions = Extractions(store / "extractions", "m")
    for number in range(5):
        one = meetings(number)
        extractions.put(raw(one.article), one)
    yield from quads(3_000)
    print("half", flush=True)
    sys.stdin.read()
with writing(store) as writer:
    writer.publish(slow())
"""


@pytest.mark.slow
def test_a_build_that_is_killed_is_taken_up_again(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    environment = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parents[1]}"}
    build = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    with build:
        assert build.stdout and build.stdout.readline() == b"half\n"
        assert builds(tmp_path) == ["build-1", "build-2"]
        build.send_signal(signal.SIGKILL)
    assert size(tmp_path) == 1
    stored = Extractions(tmp_path / "extractions", "m")
    several = [meetings(number) for number in range(5)]
    assert [stored.read(stored.key(raw(each.article))) for each in several] == several
    publish(tmp_path, quads(2))
    assert (size(tmp_path), len(builds(tmp_path))) == (2, 1)


# --- queries


def test_a_query_asks_the_default_graph_alone(tmp_path: Path) -> None:
    publish(tmp_path, [*quads(3), Quad(NAME, NAME, NAME)])
    with open_store(tmp_path) as store:
        results = store.query("SELECT ?s WHERE { ?s ?p ?o }")
        assert isinstance(results, QuerySolutions)
        assert [row["s"] for row in results] == [NAME]


def test_a_query_knows_the_prefixes_of_the_vocabulary(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    with open_store(tmp_path) as store:
        assert not store.query("ASK { ?a kg:met ?b ; rdfs:label ?name }")


NOT_ANSWERED = {
    "no SPARQL": "SELEKT ?s WHERE { ?s ?p ?o }",
    "an update": "DROP ALL",
    "a service": "SELECT * WHERE { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }",
    "a silent service": "SELECT * WHERE { service silent ?x { ?s ?p ?o } }",
    "a service without blanks": "PREFIX :<http://192.0.2.1/>SELECT*{SERVICE:x{?s ?p ?o}}",
    "a service after a comment": "SELECT * WHERE { #>\n SERVICE<http://192.0.2.1/>{ ?s ?p ?o } }",
    "a service in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://192.0.2.1/> { ?s ?p ?o } } } } }",
}


@pytest.mark.parametrize("sparql", NOT_ANSWERED.values(), ids=NOT_ANSWERED)
def test_what_is_no_query_of_the_store_is_refused_in_a_line(tmp_path: Path, sparql: str) -> None:
    publish(tmp_path, quads(1))
    with open_store(tmp_path) as store, pytest.raises(QueryError) as error:
        store.query(sparql)
    assert "\n" not in str(error.value)


def test_the_word_service_may_be_asked_for(tmp_path: Path) -> None:
    publish(tmp_path, quads(1))
    with open_store(tmp_path) as store:
        assert not store.query(
            "ASK { ?service ?p \"SERVICE <x>\", '''a\nSERVICE''' . ?s ?p <http://a/SERVICE> } # SERVICE"
        )
