"""The table of publishers: bad rows, and how owners change the count of independent sources."""

import json
from pathlib import Path

import pytest

from kg.build.build import Settings, build
from kg.ontology.listed.publishers import read_publishers
from kg.pipeline import Source
from kg.read.files import read_articles
from kg.store.read_build import open_store

ARTICLES = (
    ("Fjord Daily", "Ilsa Marn met Teodor Brenn in Oslo on Monday."),
    ("Fjord Evening", "On Monday in Oslo, Teodor Brenn was met by Ilsa Marn."),
    ("Skagen Post", "Ilsa Marn and Teodor Brenn met in Oslo."),
)
TABLE = "publisher,owner,country,aliases\nFjord Daily,Fjord Media,NO,The Fjord Daily\nFjord Evening,Fjord Media,NO,\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "publishers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_and_aliases_have_the_owner_and_bad_rows_are_reported(tmp_path):
    owners, bad = read_publishers([written(tmp_path, TABLE + "Skagen Post,,DK,\nFjord Daily,Other,NO,\n")])
    assert owners == {"fjord daily": "fjord media", "fjord evening": "fjord media"}
    assert [(row.line, row.reason) for row in bad] == [
        (4, "has no owner"),
        (5, "'fjord daily' has another owner in an earlier row"),
    ]


@pytest.mark.model
def test_articles_of_one_owner_are_one_independent_source(tmp_path):
    lines = [json.dumps({"publisher": name, "text": text}) for name, text in ARTICLES]
    path = tmp_path / "wire.jsonl"
    owners, _ = read_publishers([written(tmp_path, TABLE)])
    counts = []
    for table, number in ((({}), 3), (owners, 2), (owners, 3)):
        path.write_text("\n".join(lines[:number]), encoding="utf-8")
        build(
            read_articles([str(path)]),
            tmp_path / "store",
            Settings(Source(), owners=table),
            sizes={},
            processes=1,
        )
        with open_store(tmp_path / "store") as graph:
            query = 'SELECT ?n { ?e rdfs:label "Ilsa Marn" ; kg:sources ?n }'
            counts += [int(row["n"].value) for row in graph.trusted_query(query)]
    assert counts == [3, 1, 2]
