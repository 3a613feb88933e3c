import yaml

from kg.link.link_reasons import SETTINGS, WORDS, reasons
from kg.ontology.files import ontology_file

WEIGHTS = yaml.safe_load(ontology_file("link.yaml").read_text(encoding="utf-8"))


def test_every_part_of_a_score_has_words() -> None:
    for kind, section in (("entity", "entities"), ("event", "events")):
        assert WEIGHTS[section].keys() - SETTINGS == WORDS[kind].keys()


def test_reasons_are_for_and_against_the_strongest_first() -> None:
    parts = (("base", 0.1), ("class", 0.15), ("apart", -0.2), ("predicate", 0.2), ("other filler", -0.4))
    assert reasons("event", parts) == (
        ["they are reported with the same word", "they are of the same class"],
        [
            "they have different participants in the same role",
            "their articles are weeks apart and one event has no date",
        ],
    )
