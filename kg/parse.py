"""Loads the language pipeline and streams texts through it."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

import kg.encoder
import kg.names  # noqa: F401  both register their components with spaCy
from kg.errors import ModelError

MODEL = Path(__file__).parent / "models/en_news"


def load_pipeline(name: str | None = None) -> Language:
    """Give our own pipeline, or by name or path any spaCy pipeline that is installed.

    Raises ModelError if it is not there, or a file of it is damaged.
    """
    try:
        return spacy.load(name or MODEL)
    except OSError as error:
        raise ModelError(f"{name or MODEL}: no spaCy pipeline of this name or path ({error})") from error
