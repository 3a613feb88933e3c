"""Hashes of code and data, and the settings of a build, which the next build must share to be incremental."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OntologyError
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import PACKAGE, ontology_file
from kg.rdf.support import CERTAIN
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.pipeline import Source

# Folders and modules of `kg`; tests/build/test_fingerprints.py compares them with what is imported.
EXTRACTION_CODE = (
    "read",
    "parse",
    "grammar",
    "entities",
    "times",
    "events",
    "claims",
    "ontology",
    "pipeline.py",
    "records.py",
    "errors.py",
    "layers.py",
    "build/extraction/extract_article.py",
    "store/json_records.py",  # how an extraction is stored
)
NO_OWNERS: Mapping[str, str] = {}
GRAPH_CODE = ("link", "rdf", "store", "build", "query", "ids.py", "vocab.py")


def code_hash(parts: Iterable[str], package: Path = PACKAGE) -> str:
    """A hash of modules and of all modules in folders."""
    paths = (package / part for part in parts)
    return hash_of(module for path in paths for module in (sorted(path.rglob("*.py")) or [path]))


def ontology_hash(folders: Iterable[Path]) -> str:
    """A hash of the shipped ontology and of a user's folders."""
    every = (ontology_file("core.yaml").parent, *folders)
    return hash_of(path for folder in every for path in sorted(folder.rglob("*")) if path.is_file())


def hash_of(paths: Iterable[Path]) -> str:
    """A hash of the names and bytes of files, in this order."""
    digest = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


# --- the settings of a build, in its ledger


def settings_of(
    made_with: Mapping[str, str],
    source: Source,
    base: str = BASE,
    certain: float = CERTAIN,
    *,
    owners: Mapping[str, str] = NO_OWNERS,
) -> dict[str, str]:
    """The settings that the ledger of a build stores; `owners` are those of publishers by comparable name."""
    lists = [str(each.absolute()) for each in source.entities]
    return {
        **({"owners": json.dumps(owners, sort_keys=True)} if owners else {}),
        **({"entities": json.dumps(lists)} if lists else {}),
        **({"model": _model_name(source.model)} if source.model else {}),
        "made with": json.dumps(made_with, sort_keys=True),
        "ontology": json.dumps([str(folder.absolute()) for folder in source.ontology]),
        "base": base,
        "certain": str(certain),
    }


def _model_name(model: str) -> str:
    """The path of a pipeline in a folder, from wherever a later build starts, or the name of an installed one."""
    return str(Path(model).absolute()) if Path(model).is_dir() else model


def with_present_code(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings of a build that is made again, without extraction, by the code of today."""
    made_with = made_with_of(settings) | {"graph code": code_hash(GRAPH_CODE)}
    return {**settings, "made with": json.dumps(made_with, sort_keys=True)}


def made_with_of(settings: Mapping[str, str]) -> dict[str, str]:
    """What the build with these settings was made with."""
    made: dict[str, str] = json.loads(settings["made with"])
    return made


def ontology_folders(settings: Mapping[str, str]) -> tuple[Path, ...]:
    """The user's ontology folders of the build with these settings."""
    return tuple(Path(folder) for folder in json.loads(settings["ontology"]))


def lexicon_of(settings: Mapping[str, str]) -> Lexicon:
    """The event classes of a build. Raises OntologyError if their files have changed since."""
    folders = ontology_folders(settings)
    if ontology_hash(folders) != made_with_of(settings)["ontology"]:
        where = ", ".join(map(str, folders)) or "the ontology of kg"
        raise OntologyError(
            f"{where} has changed since the graph was built: run kg build again with all articles"
        )
    return load_lexicon(*folders)
