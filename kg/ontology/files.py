"""Where the files of `ontology/` are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError

PACKAGE = Path(__file__).parents[1]
FREE = re.compile(r"events/[^/]+\.yaml|lists/[^/]+\.tsv")  # files that a user's folder may add
# the vocabulary, the gazetteer and the words of titles, which users cannot replace
FIXED = re.compile(r"(?:kg|shapes)\.ttl|titles\.yaml|geonames/.*")


@dataclass(frozen=True, slots=True)
class OntologyFiles:
    """The files of the shipped ontology and of a user's folders; a file replaces the one of the same name before it.

    Raises OntologyError for a folder that does not exist, and for a file that no reader knows.
    """

    folders: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        for folder in self.folders:
            check_folder(folder)

    def __call__(self, name: str) -> Path:
        """The path of a file, "lists/groups.tsv" say: that of the last folder which has it."""
        paths = (folder / name for folder in reversed(self.folders))
        return next((path for path in paths if path.is_file()), ontology_file(name))

    def check_lists(self, known: Collection[str]) -> None:
        """Raises OntologyError if a user's folder has a list of names that is none of these."""
        for path in (path for folder in self.folders for path in sorted(folder.glob("lists/*.tsv"))):
            if path.stem not in known:
                raise OntologyError(
                    f"{path}: no rule names this list; known are {', '.join(sorted(known))}, "
                    "and those that `lists` of a kind in mentions.yaml names"
                )


def check_folder(folder: Path) -> None:
    """Raises OntologyError if a user's folder does not exist or has a file of another name than an ontology's."""
    if not folder.is_dir():
        raise OntologyError(f"{folder}: is no folder; an ontology is a folder with events/<Class>.yaml")
    names = _names(folder)
    shipped = [name for name in _names(ontology_file("")) if not FIXED.fullmatch(name)]
    unknown = [name for name in names if name not in shipped and not FREE.fullmatch(name)]
    if unknown:
        known = ", ".join(name for name in shipped if not FREE.fullmatch(name))
        raise OntologyError(
            f"{folder / unknown[0]}: is no file of an ontology; "
            f"these are {known}, events/<Class>.yaml and lists/<list>.tsv"
        )


def _names(folder: Path) -> list[str]:
    """The files of a folder and of those in it, hidden ones aside."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [name for name in names if not any(part.startswith(".") for part in name.split("/"))]


def ontology_file(name: str) -> Path:
    """The path of a file of the shipped ontology, "lists/groups.tsv" say; it need not exist."""
    # First: beside an installed package, a folder `ontology` may belong to another one.
    packed = PACKAGE / "ontology_data"
    return (packed if packed.is_dir() else PACKAGE.parent / "ontology") / name
