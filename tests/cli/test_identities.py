"""Entities of one graph reconciled with those of another by its own service: reviewed, kept, exported."""

import json

import pytest
from click.testing import CliRunner

from kg.build.judgements import read_candidates
from kg.cli import decide
from kg.cli.main import main
from tests.serving import extractions, server
from tests.stores import build

SAME_AS = "SELECT ?same { ?who rdfs:label 'Orla Venn' ; owl:sameAs ?same }"


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The address of a server over another store, whose entities have other IRIs."""
    path = tmp_path_factory.mktemp("other") / "store"
    build(path, extractions(), "http://other.example/")
    with server(path) as address:
        yield address


@pytest.fixture
def store(tmp_path):
    build(tmp_path / "store", extractions())
    return tmp_path / "store"


def run(*arguments):
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return result


def answer(monkeypatch, *keys):
    """Lets a person press these keys."""
    pressed = iter(keys)
    monkeypatch.setattr(decide, "is_terminal", lambda: True)
    monkeypatch.setattr("click.getchar", lambda: next(pressed))


def same_as(store):
    found = json.loads(run("query", SAME_AS, "--format", "json", "--store", store).stdout)
    return [row["same"]["value"] for row in found["results"]["bindings"]]


def test_a_confirmed_candidate_is_exported_and_can_be_undone(store, other, monkeypatch):
    run("reconcile", "--service", f"{other}/reconcile", "--type", "Person=Person", "--store", store)
    candidates = read_candidates(store)
    assert {each.name for each in candidates if each.is_match} == {"Orla Venn", "Tom Arley", "Bo Dahl"}
    assert same_as(store) == []

    listed = run("review", "--about", "identities", "--store", store).stdout
    assert "http://other.example/entity/" in listed
    assert "of 1 independent source, " in listed and "of 1 independent sources" not in listed
    (venn,) = (each for each in candidates if each.is_match and each.name == "Orla Venn")
    answer(monkeypatch, *("s" if each.is_match else "d" for each in candidates))
    run("review", "--about", "identities", "--store", store)
    assert same_as(store) == [venn.iri]
    assert venn.iri in run("export", "turtle", "--store", store).stdout
    assert "[in force]" in run("history", "--store", store).stdout

    # a later build keeps it, and it is not asked about again
    build(store, extractions())
    assert same_as(store) == [venn.iri]
    run("reconcile", "--service", f"{other}/reconcile", "--type", "Person", "--store", store)
    assert venn.iri not in run("review", "--about", "identities", "--store", store).stdout

    run("different", "Orla Venn", venn.iri, "--store", store)
    assert same_as(store) == []
    assert "[undone]" in run("history", "--store", store).stdout


def test_an_entity_is_no_candidate_for_itself(store):
    with server(store) as address:
        run("reconcile", "--service", f"{address}/reconcile", "--type", "Person", "--store", store)
    assert not read_candidates(store)


def test_what_is_no_service_is_an_error_in_words(tmp_path):
    result = CliRunner().invoke(main, ["reconcile", "--service", "localhost", "--store", str(tmp_path)])
    assert result.exit_code == 1
