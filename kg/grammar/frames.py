"""What a doc's parse says, predicate by predicate: the extractor never asks for labels.

`find_frames(read_tree(doc, language))` gives a frame per verb and per copular predicate, with coordination, control,
raising and relative clauses resolved. Tokens are indexes into the doc.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.grammar.relative_clauses import Relatives, read_relatives
from kg.grammar.tree import Tree, conjuncts, has_subject, marker, preposition
from kg.grammar.verb_groups import VerbForm, read_form
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
HEADLINE_TAGS = ("NNS", "NNP", "NNPS")  # of "Envoys to meet", not of "Bid to end war"
ACTORS = frozenset({"Person", "Group", "Organization", "Country"})
NO_PREDICATES: frozenset[str] = frozenset(
    ["auxiliary", "passive_auxiliary", "copula", "adverb", "negation", "particle", "marker", "case", "fixed"]
) | frozenset(
    [
        "preposition",
        "adjective",
        "compound",
        "flat",
        "number",
        "title",
        "possessive",
        "determiner",
        "coordinator",
    ]
)
ARTICLES = frozenset({"a", "an", "the", "this", "that"})  # beside which "no" is a name: "the no vote"


@dataclass(frozen=True, slots=True)
class Oblique:
    """A noun phrase with its preposition: "with" Moscow, "ahead of" talks; "" if bare: met *Tuesday*.

    "where" and "when" stand for the noun that their relative clause modifies.
    """

    preposition: str
    token: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that hangs on a predicate or noun: its predicate, and "that", "after" or "" before it."""

    relation: Relation
    marker: str
    token: int


@dataclass(frozen=True, slots=True)
class Governor:
    """What a predicate hangs on: the verb it completes, the noun it modifies."""

    relation: Relation
    marker: str
    token: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate with everything that its clause says of it.

    `lemma` includes the particle ("take over"). A copular predicate is the complement ("was *deadly*"), with
    `copula` the form of "be" and `preposition` that of a phrase ("was *in* Rome"). `subject` and `object` are
    as in the clause, so a passive's subject undergoes; `doer` and `undergoer` tell who did what to whom. The
    only object is `object` even where the parse calls it indirect ("told *reporters*").

    Slots hold the head tokens of all conjuncts, relative pronouns replaced by what they stand for.
    `subject_source` says how the subject was found; an "adverbial" one ("..., killing 12") may as well be the
    governing event. `beside` are clauses set side by side, as in '"It is over", she said'.
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


def find_frames(
    tree: Tree, start: int = 0, end: int | None = None, *, relatives: Relatives | None = None
) -> tuple[Frame, ...]:
    """The frames of all predicates with `start <= predicate < end`, in text order; `relatives` if they were read."""
    relatives = relatives or read_relatives(tree)
    frames: dict[int, Frame] = {}
    for token in tree.order:  # heads first: a conjunct or complement asks for its head's frame
        if is_predicate(tree, token, frames):
            frames[token] = _Reader(tree, relatives, frames, token).read()
    stop = len(tree.heads) if end is None else end
    return tuple(frames[token] for token in sorted(frames) if start <= token < stop)


def governors(frame: Frame, frames: Mapping[int, Frame]) -> Iterator[Frame]:
    """The predicates that a frame completes, nearest first: meet <- due; strike <- plan <- admit.

    `frames` are the doc's by predicate. Ends at the main clause, an adverbial or a noun.
    """
    while frame.governor and frame.governor.relation in ("complement", "open"):
        if frame.governor.token not in frames:
            return
        frame = frames[frame.governor.token]
        yield frame


def is_predicate(tree: Tree, token: int, frames: Mapping[int, Frame]) -> bool:
    """True for verbs, for what has a copula or a subject, and for conjuncts of copular predicates."""
    slot = tree.slots[token]
    if slot in NO_PREDICATES:
        return False
    if tree.is_verb(token) or has_subject(tree, token) or tree.get(token, "copula"):
        return True
    first = frames.get(tree.heads[token])
    return slot == "conjunct" and first is not None and first.kind == "copular"


def is_negative(tree: Tree, token: int) -> bool:
    """True for "no ships", "nobody", "neither side nor its allies" and "not all ships"; not for "the 'no' vote"."""
    words = tree.language.words
    named = {tree.words[word] for word in (token, *tree.get(token, "determiner"))}
    if tree.get(token, "negation") and not named.isdisjoint(words.wholes):
        return True
    determiners = (named - {tree.words[token]}) | {tree.words[kid] for kid in tree.get(token, "coordinator")}
    if not determiners.isdisjoint(ARTICLES):
        determiners -= {"no"}
    return tree.words[token] in words.negative_pronouns or not determiners.isdisjoint(
        words.negative_determiners
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one frame; `frames` has those of all its heads."""

    tree: Tree
    relatives: Relatives
    frames: Mapping[int, Frame]
    token: int

    def read(self) -> Frame:
        tree, token = self.tree, self.token
        form = read_form(tree, token, self.first.form if self.first else None)
        subject, source = self.subject(form)
        objects, indirect = self.objects(form)
        governor, negators = self.governor(), self.negators(form)
        particles, copulas = tree.get(token, "particle"), tree.get(token, "copula")
        is_verb = tree.is_verb(token) and not copulas
        return Frame(
            predicate=token,
            lemma=" ".join([tree.lemmas[token], *(tree.words[particle] for particle in particles)]),
            kind="verb" if is_verb else "copular",
            form=form,
            subject=subject,
            subject_source=source,
            object=objects,
            indirect=indirect,
            agent=self.fillers("agent") or (self.shared("agent") if form.voice == "passive" else ()),
            obliques=self.obliques(),
            complements=self.clauses("complement", "open_complement"),
            adverbials=self.clauses("adverbial"),
            beside=self.beside(),
            governor=governor,
            negated=self.is_negated(negators, governor),
            negators=negators,
            subject_negated=any(is_negative(tree, filler) for filler in subject),
            object_negated=any(is_negative(tree, filler) for filler in objects),
            adverbs=tuple(adverb for adverb in tree.get(token, "adverb") if not tree.get(adverb, "oblique")),
            particles=tuple(particles),
            copula=copulas[0] if copulas else None,
            preposition="" if is_verb else preposition(tree, token),
            existential=any(tree.tags[kid] == "EX" for kid in tree.get(token, "expletive")),
        )

    @property
    def first(self) -> Frame | None:
        """The frame that this one is coordinated with."""
        if self.tree.slots[self.token] != "conjunct":
            return None
        return self.frames.get(self.tree.heads[self.token])

    @property
    def head(self) -> Frame | None:
        return self.frames.get(self.tree.heads[self.token])

    def resolve(self, tokens: list[int]) -> tuple[int, ...]:
        """Relative pronouns replaced by their nouns."""
        antecedents = self.relatives.antecedents
        return tuple(antecedents.get(token, token) for token in tokens)

    def fillers(self, *slots: Slot) -> tuple[int, ...]:
        found = {filler for kid in self.tree.get(self.token, *slots) for filler in conjuncts(self.tree, kid)}
        return self.resolve(sorted(found))

    # subject

    def subject(self, form: VerbForm) -> tuple[tuple[int, ...], Source]:
        own = self.own_subject()
        if own is not None:
            is_relative = own in self.relatives.antecedents
            return self.resolve(conjuncts(self.tree, own)), "relative" if is_relative else "own"
        gap = self.relatives.gaps.get(self.token)
        if gap and gap.slot == "subject":
            return (gap.token,), "relative"
        if self.first:
            return self.first.subject, "conjunct" if self.first.subject else ""
        subject, source = self.implied_subject(form)
        return subject, source if subject else ""

    def own_subject(self) -> int | None:
        get = self.tree.get
        candidates = (
            get(self.token, "subject", "passive_subject")
            or get(self.token, "outer_subject")
            or get(self.token, "clausal_subject")
        )
        return self.best_subject(sorted(candidates)) if candidates else None

    def best_subject(self, candidates: list[int]) -> int:
        """Of two subjects the name: not the title ("President | Bush") nor apposition ("Bush, | chief").

        One behind a comma is in apposition to what stands before it: "In Iraq, the main | front, troops fought".
        """
        words = self.tree.words
        if len(candidates) > 1 and "," in words[max(leftmost(self.tree, candidates[0]) - 1, 0)]:
            candidates = candidates[1:]
        proper = [token for token in candidates if self.tree.pos[token] == "PROPN"] or candidates
        between = self.tree.words[proper[0] : proper[-1]]
        return proper[0] if "," in between else proper[-1]

    def implied_subject(self, form: VerbForm) -> tuple[tuple[int, ...], Source]:
        match RELATIONS.get(self.tree.slots[self.token]):
            case "open":
                return self.controller(), "control"
            case "complement" if form.mood in ("infinitive", "participle"):
                return self.controller(), "control"
            case "adverbial" if form.mood != "finite":
                return self.adverbial_subject(), "adverbial"
            case "modifier":
                return self.modifier_subject()
        return (), ""

    def controller(self) -> tuple[int, ...]:
        """Who halts: "asked Moscow to halt", "promised Moscow to halt", "called on Moscow to halt"."""
        head, words = self.head, self.tree.language.words
        if head is None:
            return ()
        lemma = self.tree.lemmas[head.predicate]
        if head.is_passive or lemma in words.subject_control:
            return head.subject
        return self.called_upon(head) or head.object or head.subject

    def adverbial_subject(self) -> tuple[int, ...]:
        head, words, mark = (
            self.head or self.describing(),
            self.tree.language.words,
            marker(self.tree, self.token),
        )
        is_gerund = self.tree.tags[self.token] == "VBG"
        # "as expected", not "as saying"
        if head is None or (mark in words.subjectless_markers and not is_gerund):
            return ()
        undergoer = head.indirect or head.object  # "fined *the firm* two million for breaching the law"
        if is_gerund and mark in words.object_control_markers and undergoer and not head.is_passive:
            is_own = mark == "for" and self.tree.lemmas[head.predicate] in words.subject_control_for
            return head.subject if is_own else undergoer
        return (self.called_upon(head) if mark == "to" else ()) or head.subject

    def describing(self) -> Frame | None:
        """The verb in "*found* him guilty of stealing"."""
        above = self.tree.heads[self.token]
        is_described = self.tree.slots[above] == "open_complement" and self.tree.pos[above] == "ADJ"
        return self.frames.get(self.tree.heads[above]) if is_described else None

    def called_upon(self, head: Frame) -> tuple[int, ...]:
        """Both sides in "called on both sides to stop"."""
        prepositions = self.tree.language.words.oblique_control.get(
            self.tree.lemmas[head.predicate], frozenset()
        )
        return tuple(oblique.token for oblique in head.obliques if oblique.preposition in prepositions)

    def modifier_subject(self) -> tuple[tuple[int, ...], Source]:
        """ "a force *led* by X", "men *carrying* arms", "X's plan *to leave*", "Envoys *to meet*"."""
        noun, tag = self.tree.heads[self.token], self.tree.tags[self.token]
        is_reduced = tag in ("VBG", "VBN") and not marker(self.tree, self.token)
        modifiers = self.tree.get(noun, "adjective", "number", "determiner", "adverb")
        if self.tree.slots[noun] == "root" and self.tree.tags[noun] in HEADLINE_TAGS and not is_reduced:
            return tuple(conjuncts(self.tree, noun)), "own"
        if is_reduced or any(
            self.tree.lemmas[modifier] in self.tree.language.words.head_as_subject for modifier in modifiers
        ):
            return (noun,), "modifier"
        owners = [owner for kid in self.tree.get(noun, "possessive") for owner in conjuncts(self.tree, kid)]
        if owners:
            return self.resolve(owners), "control"
        ofs = [kid for kid in self.tree.get(noun, "nominal") if preposition(self.tree, kid) == "of"]
        if ofs and ofs[-1] < self.token and can_act(self.tree, ofs[-1]):
            return (ofs[-1],), "control"  # "the duty of the *state* to protect"
        if noun in self.frames and self.frames[noun].preposition:  # "is in talks *to buy*"
            return self.frames[noun].subject, "control"
        verb = self.frames.get(self.tree.heads[noun])
        return (
            verb.doer if verb and self.tree.slots[noun] in ("object", "passive_subject") else ()
        ), "control"

    # object

    def objects(self, form: VerbForm) -> tuple[tuple[int, ...], tuple[int, ...]]:
        objects, indirect = self.fillers("object"), self.fillers("indirect")
        gap = self.relatives.gaps.get(self.token)
        if gap and gap.slot == "object":
            return (gap.token,), indirect
        if not objects and form.voice == "active" and not indirect:
            objects = self.shared("object")
        return (objects, indirect) if objects else (indirect, ())

    def shared(self, slot: Slot) -> tuple[int, ...]:
        """What "met and praised the envoys" says of both verbs.

        Shared only where it is safe: the filler follows both verbs, and either the parse has it on the first,
        or the verbs have one form and only "and" stands between them.
        """
        if self.first:
            fillers = self.first.agent if slot == "agent" else self.first.object
            return tuple(filler for filler in fillers if filler > self.token)
        for second in self.tree.get(self.token, "conjunct")[:1]:
            if self.is_joined_to(second):
                kids = self.tree.get(second, slot)
                return self.resolve([filler for kid in kids for filler in conjuncts(self.tree, kid)])
        return ()

    def is_joined_to(self, second: int) -> bool:
        tree, token = self.tree, self.token
        between = {tree.slots[word] for word in range(token + 1, second)}
        same_form = tree.tags[token] == tree.tags[second] and not has_subject(tree, second)
        own = tree.get(token, "complement", "open_complement", "oblique")
        is_open = tree.lemmas[token] not in self.tree.language.words.intransitive and all(
            kid > second for kid in own
        )
        return same_form and is_open and between == {"coordinator"}

    # the rest of the clause

    def obliques(self) -> tuple[Oblique, ...]:
        tree = self.tree
        found = [*self.phrases(self.token, "oblique", "bare")]
        for adverb in tree.get(self.token, "adverb"):
            if adverb in self.relatives.antecedents:
                found.append(Oblique(tree.words[adverb], self.relatives.antecedents[adverb]))
            for phrase in self.phrases(adverb, "oblique"):
                found.append(Oblique(f"{tree.words[adverb]} {phrase.preposition}".rstrip(), phrase.token))
        gap = self.relatives.gaps.get(self.token)
        if gap and gap.slot == "oblique":
            found.append(Oblique(gap.preposition, gap.token))
        return tuple(sorted(found, key=lambda oblique: oblique.token))

    def phrases(self, head: int, *slots: Slot) -> Iterator[Oblique]:
        for kid in self.tree.get(head, *slots):
            for filler in conjuncts(self.tree, kid):
                own = preposition(self.tree, filler)
                yield Oblique(own or preposition(self.tree, kid), self.resolve([filler])[0])

    def clauses(self, *slots: Slot) -> tuple[Clause, ...]:
        return tuple(
            Clause(RELATIONS[slot], marker(self.tree, clause) or marker(self.tree, kid), clause)
            for slot in slots
            for kid in self.tree.get(self.token, slot)
            for clause in coordinated(self.tree, kid)
        )

    def beside(self) -> tuple[int, ...]:
        tree, token = self.tree, self.token
        above = [tree.heads[token]] if tree.slots[token] == "parataxis" else []
        return tuple(sorted(above + tree.get(token, "parataxis")))

    def governor(self) -> Governor | None:
        tree, token = self.tree, self.token
        if self.first:
            above = self.first.governor
            return above and Governor(above.relation, marker(tree, token) or above.marker, above.token)
        relation = RELATIONS.get(tree.slots[token])
        return Governor(relation, marker(tree, token), tree.heads[token]) if relation else None

    # negation

    def negators(self, form: VerbForm) -> tuple[int, ...]:
        tree, words = self.tree, self.tree.language.words
        joined = tree.get(self.token, "coordinator")
        own = [word for word in joined if tree.words[word] in words.negators] + tree.get(
            self.token, "negation"
        )
        if own or not self.first or self.own_auxiliaries() or not form.auxiliaries:
            return tuple(sorted(own))
        contrasts = any(tree.words[word] in words.contrastive for word in joined)
        return () if contrasts else self.first.negators

    def own_auxiliaries(self) -> list[int]:
        return self.tree.get(self.token, "auxiliary", "passive_auxiliary", "copula")

    def is_negated(self, negators: tuple[int, ...], governor: Governor | None) -> bool:
        """True for "did not meet", "without meeting", "failed to meet"; not for "did not fail to meet"."""
        words = self.tree.language.words
        negated = bool(negators)
        if governor and governor.marker.partition(" ")[0] in words.negative_markers:
            negated = not negated
        above = self.frames.get(governor.token) if governor and governor.relation == "open" else None
        if above and above.lemma in words.negative_governors:
            negated ^= not above.negated
        return negated


def can_act(tree: Tree, noun: int) -> bool:
    """True for a name, and for a noun that names people, bodies or countries."""
    plural = tree.tags[noun] == "NNS"
    kind = tree.language.nouns.type_of(tree.words[noun], tree.lemmas[noun], plural=plural)
    return tree.pos[noun] == "PROPN" or kind in ACTORS


def leftmost(tree: Tree, token: int) -> int:
    """The first token of all that hangs on a token."""
    before = [kid for kids in tree.kids[token].values() for kid in kids if kid < token]
    return leftmost(tree, min(before)) if before else token


def coordinated(tree: Tree, token: int) -> list[int]:
    """A clause with all clauses coordinated with it."""
    found = [token]
    for clause in found:  # grows while it is read
        found += tree.get(clause, "conjunct")
    return sorted(found)
