"""Where the files of `ontology/` are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class OntologyFiles:
    """The files of the shipped ontology and of a user's folders: a file replaces that of the same name before it."""

    folders: tuple[Path, ...] = ()

    def __call__(self, name: str) -> Path:
        """The path of a file, "lists/groups.tsv" say: that of the last folder which has it."""
        paths = (folder / name for folder in reversed(self.folders))
        return next((path for path in paths if path.is_file()), ontology_file(name))


def ontology_file(name: str) -> Path:
    """The path of a file of the shipped ontology, "lists/groups.tsv" say; it need not exist."""
    packed = PACKAGE / "ontology_data"  # first: beside an installed package stand the folders of others
    return (packed if packed.is_dir() else PACKAGE.parent / "ontology") / name
