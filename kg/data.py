"""Where the ontology's files lie: beside the code in a checkout, inside the package in a wheel."""

from pathlib import Path

from kg.errors import OntologyError

PACKAGE = Path(__file__).parent
ROOMS = (PACKAGE / "ontology_data", PACKAGE.parent / "ontology")


def ontology_file(name: str) -> Path:
    """The path of an ontology file, such as `labels.yaml` or `lists/weapons.tsv`.

    Raises OntologyError if neither room holds it.
    """
    for room in ROOMS:
        if (room / name).exists():
            return room / name
    raise OntologyError(f"ontology file '{name}' is missing; looked in {ROOMS[0]} and {ROOMS[1]}")
