"""The table of event counts: what is counted by what, which codes it has, and that both forms agree."""

import csv
import io

import pytest

from kg.exports.events_table import COLUMNS, event_counts, write_events_csv, write_events_parquet
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import ontology_file
from kg.ontology.listed.event_codes import read_event_codes
from kg.store.read_build import open_store


def test_codes_are_of_our_classes_and_of_known_types():
    codes, lexicon = read_event_codes(ontology_file("event_codes.tsv")), load_lexicon()
    assert codes.keys() <= lexicon.classes.keys()
    for name, each in codes.items():
        close = {value for scheme, value in lexicon.classes[name].close if scheme == "plover"}
        assert each.plover in close | {""}, name  # the loose matches of the class file include it
        assert bool(each.plover) == bool(each.quad)


def test_csv_and_parquet_have_the_same_counts(served_store):
    pq = pytest.importorskip("pyarrow.parquet")
    with open_store(served_store) as graph:
        counts = event_counts(graph)
        text, packed = io.BytesIO(), io.BytesIO()
        write_events_csv(graph, text)
        write_events_parquet(graph, packed)
    found = list(csv.reader(io.StringIO(text.getvalue().decode("utf-8"))))
    assert tuple(found[0]) == COLUMNS
    assert found[1:] == [[str(value) for value in row] for row in counts]
    table = pq.read_table(io.BytesIO(packed.getvalue())).to_pydict()
    assert list(zip(*table.values(), strict=True)) == counts


def test_only_actual_events_are_counted_each_once_for_a_pair(served_store):
    with open_store(served_store) as graph:
        counts = [dict(zip(COLUMNS, row, strict=True)) for row in event_counts(graph)]
    meetings = [row for row in counts if row["Event Class"] == "Meeting"]
    assert meetings
    assert {(row["Event Type"], row["CAMEO Root Code"]) for row in meetings if row["Actor Name"]} == {
        ("CONSULT", "04")
    }
    assert all(len(row["Country"]) in (0, 3) for row in counts)
