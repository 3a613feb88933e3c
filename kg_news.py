"""The shipped pipeline for `spacy.load("kg_news")`, under the name of the distribution, as spaCy looks for it."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_path

from kg.parse.load_pipeline import MODEL


def load(**overrides: Any) -> Language:
    """Tagger, parser, lemmas and names of news English; options as of `spacy.load`."""
    return load_model_from_path(MODEL, **overrides)
