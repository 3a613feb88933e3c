"""What all answers share. Offsets count characters of the article's text, end exclusive."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kg.records import Factuality

__all__ = ["Answer", "Count", "Factuality", "Id", "Iri"]

Id = Annotated[str, Field(description="The last part of its IRI.", examples=["2e86f919b6d67454"])]
Iri = Annotated[str, Field(examples=["http://127.0.0.1:8000/entity/2e86f919b6d67454"])]
Count = Annotated[int, Field(ge=0)]


class Answer(BaseModel):
    """Base of all models; `class_` is `class` in JSON."""

    model_config = ConfigDict(populate_by_name=True, frozen=True)
