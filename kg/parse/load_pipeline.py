"""Loads the language pipeline: text in, spaCy's `Doc` out."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

import kg.parse.finish_names  # noqa: F401  registers its component with spaCy
from kg.errors import ModelError
from kg.ontology.files import PACKAGE
from kg.parse.encoder import NewsEncoder

MODEL = PACKAGE / "models/en_news"


def load_pipeline(name: str | None = None) -> Language:
    """Return the shipped pipeline, or by name or path any installed spaCy pipeline.

    Raises ModelError if it is not there, or a file of it is damaged.
    """
    try:
        return spacy.load(name or MODEL)
    except (OSError, ValueError) as error:
        right = "; give an installed spaCy pipeline or its folder, or leave --model out" if name else ""
        raise ModelError(f"{name or MODEL}: cannot be loaded as a spaCy pipeline: {error}{right}") from error


def network_folder(nlp: Language) -> Path | None:
    """The folder of our own network; None of a pipeline without it."""
    pipe = nlp.get_pipe("news_encoder") if "news_encoder" in nlp.pipe_names else None
    return pipe.network.folder if isinstance(pipe, NewsEncoder) else None
