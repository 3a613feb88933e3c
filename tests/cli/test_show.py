"""The card of `kg show`, over small graphs."""

import click

from kg.cli.show import show
from kg.ontology.files import ontology_file
from kg.store.read_build import open_store
from tests.extractions import small
from tests.serving import build


def test_a_class_has_the_label_of_its_ontology(tmp_path):
    own = tmp_path / "own" / "events" / "Meeting.yaml"
    own.parent.mkdir(parents=True)
    shipped = ontology_file("events/Meeting.yaml").read_text("utf-8")
    own.write_text(shipped.replace("label: Meeting", "label: Encounter", 1), "utf-8")
    with open_store(build(tmp_path / "store", small(), ontology=(tmp_path / "own",))) as graph:
        card = click.unstyle("\n".join(show("Orla Venn", graph)))
    assert "Encounter, PLANNED" in card and "Meeting" not in card
