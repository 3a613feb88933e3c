"""The label sets of the pipeline, and the mapping from the labels of each corpus.

A corpus may have coarser labels (Location in Worldwide is GPE or LOC here) or lack some. A label of a corpus maps to
every label that it may mean, and `covers` lists the labels that a corpus annotates completely. All other labels are
left open in training, not read as "no name".
"""

from __future__ import annotations

from dataclasses import dataclass, field

ENTITY_LABELS = (
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WEAPON", "WORK", "DATE", "MONEY", "MISC",
)  # fmt: skip
NER_TAGS = ("O", *(f"{position}-{label}" for label in ENTITY_LABELS for position in "BIES"))
ROLES = ("_", "ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-TMP", "ARGM-LOC", "ARGM-NEG", "ARGM-MOD")


@dataclass(frozen=True, slots=True)
class EntityCorpus:
    """How one corpus's entity labels read in ours."""

    labels: dict[str, str]  # corpus label -> our labels, joined by "|"; "" leaves the words open
    covers: tuple[str, ...] = field(default=ENTITY_LABELS)


WORLDWIDE = EntityCorpus(
    {
        "Person": "PERSON",
        "Organization": "ORG",
        "Location": "GPE|LOC",
        "NORP": "NORP",
        "Facility": "FAC",
        "Date": "DATE",
        "Money": "MONEY",
        "Product": "PRODUCT|WEAPON",
        "Misc": "EVENT|WORK|MISC",
    }
)
UNER = EntityCorpus(
    {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE|LOC|FAC"}, covers=("PERSON", "ORG", "GPE", "LOC", "FAC")
)
CROSSNER = EntityCorpus(
    {
        "politician": "PERSON",
        "person": "PERSON",
        "organisation": "ORG",
        "politicalparty": "ORG",
        "country": "GPE",
        "location": "GPE|LOC|FAC",
        "election": "EVENT",
        "event": "EVENT|MISC",
        "misc": "NORP|MISC|WORK|PRODUCT|EVENT",
    },
    covers=("PERSON", "ORG", "GPE", "LOC", "EVENT"),
)
FEWNERD_COARSE = {
    "person": "PERSON",
    "organization": "ORG",
    "building": "FAC",
    "event": "EVENT",
    "art": "WORK",
    "product": "PRODUCT",
    "location": "GPE|LOC|FAC",
}
FEWNERD_FINE = {
    "location_GPE": "GPE",
    "location_bodiesofwater": "LOC",
    "location_mountain": "LOC",
    "location_park": "LOC|FAC",
    "location_island": "LOC|GPE",
    "location_road/railway/highway/transit": "FAC",
    "product_weapon": "WEAPON",
    "product_airplane": "PRODUCT|WEAPON",
    "product_ship": "PRODUCT|WEAPON",
    "other_award": "MISC",
    "other_law": "MISC",
    "other_language": "MISC",
}
# Each Few-NERD file annotates only its own fine types, so an unlabelled word vouches for these alone.
FEWNERD_COVERS = {"big_test": ("WEAPON",), "dev": ("GPE",), "test": ("GPE",)}


def fewnerd_label(label: str) -> str:
    """Our labels for a Few-NERD fine type, joined by "|"; "" for types we do not name (diseases, degrees ...)."""
    return FEWNERD_FINE.get(label) or FEWNERD_COARSE.get(label.split("_")[0], "")
