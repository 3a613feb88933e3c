"""Where the files of `ontology/` are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def ontology_file(name: str) -> Path:
    """The path of a file of the ontology, "lists/groups.tsv" say; it need not exist."""
    packed = PACKAGE / "ontology_data"  # first: beside an installed package stand the folders of others
    return (packed if packed.is_dir() else PACKAGE.parent / "ontology") / name
