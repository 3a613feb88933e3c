"""Frames: what the clause of a predicate says. Stages read these records and never ask for dependency labels.

`find_frames(read_tree(doc, language))` gives one frame per verb and per copular predicate, with coordination, control,
raising and relative clauses resolved. Tokens are indexes into the doc.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.grammar.verb_groups import VerbForm
from kg.ontology.label_schemes import Slot

Kind = Literal["verb", "copular"]
Source = Literal["", "own", "relative", "conjunct", "control", "modifier", "adverbial"]
Relation = Literal["complement", "open", "adverbial", "relative", "modifier", "subject", "beside"]

RELATIONS: dict[Slot, Relation] = {
    "complement": "complement",
    "open_complement": "open",
    "adverbial": "adverbial",
    "relative": "relative",
    "noun_clause": "modifier",
    "clausal_subject": "subject",
    "parataxis": "beside",
}


@dataclass(frozen=True, slots=True)
class Oblique:
    """A noun phrase with its preposition: "with" Moscow, "ahead of" talks; "" if bare: met *Tuesday*.

    For "where" and "when" `token` is the noun that their relative clause modifies.
    """

    preposition: str
    token: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that depends on a predicate or noun: its predicate, and its marker ("that", "after" or "")."""

    relation: Relation
    marker: str
    token: int


@dataclass(frozen=True, slots=True)
class Governor:
    """The head of a predicate: the verb that it completes, the noun that it modifies."""

    relation: Relation
    marker: str
    token: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate with everything that its clause says of it.

    `lemma` includes the particle ("take over"). A copular predicate is the complement ("was *deadly*"), with
    `copula` the form of "be" and `preposition` that of a phrase ("was *in* Rome"). `subject` and `object` are
    as in the clause, so a passive's subject undergoes; `doer` and `undergoer` are independent of voice. The
    only object is `object` even where the parse calls it indirect ("told *reporters*").

    Slots hold the head tokens of all conjuncts, relative pronouns replaced by their antecedents.
    `subject_source` says where the subject is from; an "adverbial" one ("..., killing 12") may as well be the
    governing event. `beside` are clauses in parataxis, as in '"It is over", she said'.
    """

    predicate: int
    lemma: str
    kind: Kind
    form: VerbForm
    subject: tuple[int, ...]
    subject_source: Source
    object: tuple[int, ...]
    indirect: tuple[int, ...]
    agent: tuple[int, ...]
    obliques: tuple[Oblique, ...]
    complements: tuple[Clause, ...]
    adverbials: tuple[Clause, ...]
    beside: tuple[int, ...]
    governor: Governor | None
    negated: bool
    negators: tuple[int, ...]
    subject_negated: bool
    object_negated: bool
    adverbs: tuple[int, ...]
    particles: tuple[int, ...]
    copula: int | None
    preposition: str
    existential: bool

    @property
    def is_passive(self) -> bool:
        return self.form.voice == "passive"

    @property
    def doer(self) -> tuple[int, ...]:
        """The subject of an active verb, the by-phrase of a passive one."""
        return self.agent if self.is_passive else self.subject

    @property
    def undergoer(self) -> tuple[int, ...]:
        """The object of an active verb, the subject of a passive one."""
        return self.subject if self.is_passive else self.object


def governors(frame: Frame, frames: Mapping[int, Frame]) -> Iterator[Frame]:
    """The predicates that a frame completes, nearest first: meet <- due; strike <- plan <- admit.

    `frames` are the doc's by predicate. Ends at the main clause, an adverbial or a noun.
    """
    while frame.governor and frame.governor.relation in ("complement", "open"):
        if frame.governor.token not in frames:
            return
        frame = frames[frame.governor.token]
        yield frame
