"""What a build was made with: hashes of files, and the settings that the next build must share to go on from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import ontology_file


def hash_of(paths: Iterable[Path]) -> str:
    """Of what files are called and hold, in this order."""
    digest = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def ontology_hash(own: Iterable[Path]) -> str:
    """Of our ontology and of folders over it."""
    folders = (ontology_file("core.yaml").parent, *own)
    return hash_of(path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


def settings_of(made_with: Mapping[str, str], ontology: Sequence[Path]) -> dict[str, str]:
    """What the ledger keeps of a build."""
    return {
        "made with": json.dumps(made_with, sort_keys=True),
        "ontology": json.dumps([str(folder.absolute()) for folder in ontology]),
    }


def lexicon_of(settings: Mapping[str, str]) -> Lexicon:
    """The event classes of a build. Raises OntologyError if they are no longer what they were."""
    folders = [Path(folder) for folder in json.loads(settings["ontology"])]
    if ontology_hash(folders) != json.loads(settings["made with"])["ontology"]:
        where = ", ".join(map(str, folders)) or "the ontology"
        raise OntologyError(f"{where}: was changed since the graph was built: run kg build again")
    return load_lexicon(*folders)
