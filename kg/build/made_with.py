"""What a build is made with: model, ontology, code and libraries.

A stored extraction is reused while the code, the data and the libraries that extract it stay the same. Linking results
and quads are reused only while the graph code is the same, too: a change to linking, RDF or queries renews them all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.build.fingerprints import EXTRACTION_CODE, GRAPH_CODE, code_hash, hash_of, ontology_hash
from kg.ontology.listed.read_entity_list import load_entity_list
from kg.parse.load_pipeline import MODEL
from kg.pipeline import Source
from kg.store.packed.extractions import Extractions

# used to extract
LIBRARIES = (
    "spacy",
    "onnxruntime",
    "anyascii",
    "trafilatura",
    "htmldate",
    "py3langid",
    "striprtf",
)


def made_with(source: Source) -> dict[str, str]:
    """Model, ontology, code and libraries, each identified by its contents and not by its path."""
    return {
        "model": _model(source.model),
        "ontology": ontology_hash(source.ontology),
        "extraction code": code_hash(EXTRACTION_CODE),
        "graph code": code_hash(GRAPH_CODE),
        **{name: version(name) for name in LIBRARIES},
    }


def extraction_hash(made_with: Mapping[str, str]) -> str:
    """A hash of all that an extraction depends on besides its article."""
    needed = {name: value for name, value in made_with.items() if name != "graph code"}
    return hashlib.sha256(json.dumps(needed, sort_keys=True).encode()).hexdigest()


def shard_made_with(source: Source) -> dict[str, str]:
    """What a shard is made with. All of its articles are extracted with one list of entities, so that counts too."""
    return {**made_with(source), "entity list": hash_of(source.entities)}


def open_extractions(folder: Path, source: Source, made_with: Mapping[str, str]) -> Extractions:
    """The extractions in a folder, with keys for this source. Raises OntologyError if its list cannot be read."""
    relevant_hash = load_entity_list(source.entities).relevant_hash
    return Extractions(folder, extraction_hash(made_with), relevant_hash)


def _model(name: str | None) -> str:
    """The hash of a pipeline in a folder, or the version of an installed one."""
    folder = Path(name) if name else MODEL
    if folder.is_dir():
        return hash_of(sorted(path for path in folder.rglob("*") if path.is_file()))
    try:
        return f"{name} {version(str(name))}"
    except PackageNotFoundError:
        return str(name)
