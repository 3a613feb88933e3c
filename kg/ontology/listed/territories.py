"""The territories of the world with their Wikidata ids, in `ontology/territories.tsv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.folding import folded

IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")  # "Georgia (USA)"


@dataclass(frozen=True, slots=True)
class Territories:
    """Wikidata ids of countries by ISO 3166-1 code, and of their regions by code of the country and folded name.

    The table does not have the regions of every country: of two Punjabs it knows one. `alpha3` are the three-letter
    codes of countries.
    """

    countries: Mapping[str, str]
    regions: Mapping[tuple[str, str], str]
    alpha3: Mapping[str, str]


def read_territories(path: Path) -> Territories:
    """Raises OntologyError if the table cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
        table = [(code.upper(), alpha3.upper(), qid, name) for code, alpha3, qid, name in rows]
    except (OSError, ValueError) as error:
        raise OntologyError(
            f"{path.name}: cannot be read as code <tab> alpha3 <tab> qid <tab> name: {error}"
        ) from error
    return Territories(
        countries={code: qid for code, _, qid, _ in table if len(code) == 2},
        regions={
            (code.partition("-")[0], folded(IN_BRACKETS.sub("", name))): qid
            for code, _, qid, name in table
            if "-" in code
        },
        alpha3={code: alpha3 for code, alpha3, _, _ in table if len(code) == 2 and alpha3},
    )
