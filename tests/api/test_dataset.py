"""What machines read about the dataset."""

import re

import pytest
import rdflib
from rdflib.namespace import DCAT, RDF, SH, VOID

from tests.serving import build, client, extractions


@pytest.fixture(scope="module")
def http(tmp_path_factory):
    with client(build(tmp_path_factory.mktemp("dataset") / "store", *extractions())) as found:
        yield found


def graph_at(http, path):
    answer = http.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format="turtle")


def test_the_dataset_is_described_with_its_downloads_and_its_service(http):
    graph = graph_at(http, "/.well-known/void")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert (dataset, RDF.type, VOID.Dataset) in graph
    assert str(graph.value(dataset, VOID.documents)) == "4"
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    assert graph.value(service, DCAT.servesDataset) == dataset
    downloads = [
        str(graph.value(each, DCAT.downloadURL)) for each in graph.objects(dataset, DCAT.distribution)
    ]
    assert {http.head(url).status_code for url in downloads} == {200}


def test_shapes_are_those_of_kg_check(http):
    graph = graph_at(http, "/shapes")
    targets = {str(each).rpartition("#")[2] for each in graph.objects(None, SH.targetClass)}
    assert {"Claim", "Meeting"} <= targets


def test_the_overview_for_language_models_leads_to_what_exists(http):
    answer = http.get("/llms.txt")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.text.startswith("# kg\n\n> 4 news articles")
    links = [link for link in re.findall(r"\]\((\S+?)\)", answer.text) if "ID" not in link]
    assert len(links) > 8
    assert {link: http.get(link).status_code for link in links if http.get(link).status_code != 200} == {}
