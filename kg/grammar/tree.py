"""One tree for every label scheme: reads a doc's parse into the slots of `ontology/labels.yaml`.

The tree has the shape of Universal Dependencies: content words are heads, prepositions hang on their noun,
"was" hangs on its complement. Beyond that "is going to" and "have to" hang as auxiliaries on their verb.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.errors import ParseError
from kg.ontology.calendar_words import load_calendar
from kg.ontology.label_schemes import Slot, load_words, scheme_of
from kg.ontology.nouns import load_nouns

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBAL = frozenset({"VERB", "AUX"})
AUXILIARIES: frozenset[Slot] = frozenset({"auxiliary", "passive_auxiliary"})
SUBJECTS: frozenset[Slot] = frozenset({"subject", "passive_subject", "clausal_subject", "outer_subject"})
OBJECTS: frozenset[Slot] = frozenset({"object", "indirect", "complement", "open_complement"})
PASSIVE: frozenset[Slot] = frozenset({"passive_auxiliary"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
CASES: frozenset[Slot] = frozenset({"case"})
MARKERS: frozenset[Slot] = frozenset({"marker"})
PREPOSITIONS = frozenset({"preposition", "agent_preposition"})


Kids = dict[Slot, list[int]]  # the dependents of one token


@dataclass(frozen=True, slots=True)
class Tree:
    """A doc's parse in slots. Tokens are indexes into `doc`; a root is its own head.

    `order` has every token after its head; `kids[token][slot]` are dependents in text order.
    """

    doc: Doc
    heads: list[int]
    slots: list[Slot]
    kids: list[Kids]
    order: list[int]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]

    def get(self, token: int, *slots: Slot) -> list[int]:
        """The dependents of a token in these slots, in text order within each slot."""
        kids = self.kids[token]
        return [kid for slot in slots if slot in kids for kid in kids[slot]]

    def is_verb(self, token: int) -> bool:
        return self.pos[token] in VERBAL or (not self.pos[token] and self.tags[token].startswith("VB"))


def read_tree(doc: Doc, scheme: str | None = None) -> Tree:
    """The doc's parse in slots; the scheme is recognised from the labels unless it is named.

    Raises ParseError if the doc has no dependency parse, or one whose labels no scheme knows.
    """
    if len(doc) and not doc.has_annotation("DEP"):
        raise ParseError(f"doc '{doc[:6].text}' has no dependency parse; use a pipeline with a parser")
    columns = [[doc.vocab.strings[key] for key in column] for column in doc.to_array(COLUMNS).T.tolist()]
    labels, lemmas, tags, pos, texts = columns or ([], [], [], [], [])
    found = scheme_of(labels, name=scheme, where=" ".join(texts[:6]))
    words = [word.lower() for word in texts]
    draft = _Draft(
        [token + offset for token, offset in enumerate(doc.to_array("HEAD").astype("int64").tolist())],
        [found.slot(label) for label in labels],
        words,
        [lemma.lower() or word for lemma, word in zip(lemmas, words, strict=True)],
        tags,
        pos,
    )
    draft.normalise(copula_heads=found.copula_heads)
    kids, order = _arrange(draft.heads, draft.slots)
    return Tree(doc, draft.heads, draft.slots, kids, order, words, draft.lemmas, tags, pos)


def preposition(tree: Tree, token: int) -> str:
    """The preposition before a noun, its words in lower case: "of", "because of", ""."""
    return _joined(tree, (case for case in tree.get(token, "case") if case < token))


def marker(tree: Tree, token: int) -> str:
    """What introduces a clause: "that", "to", "after", "in order to", "when", or ""."""
    end = min([token, *tree.get(token, "auxiliary", "passive_auxiliary", "copula")])
    wh = [adverb for adverb in tree.get(token, "adverb") if tree.tags[adverb] == "WRB"]
    words = sorted([*tree.get(token, "marker", "case"), *wh])
    return _joined(tree, (word for word in words if word < end))


def has_subject(tree: Tree, token: int) -> bool:
    """True for a predicate with a subject of its own."""
    return not SUBJECTS.isdisjoint(tree.kids[token])


def conjuncts(tree: Tree, token: int) -> list[int]:
    """A noun with the nouns coordinated with it, in text order; not the last of "France but not Spain".

    Of "members Ali Bek and Ove Lund" the names after the first, too.
    """
    found = [token]
    for conjunct in found:  # grows while it is read
        found += [
            kid
            for kid in (*tree.get(conjunct, "conjunct"), *_named_with(tree, conjunct))
            if not _is_second_calling(tree, conjunct, kid)
            if not has_subject(tree, kid) and tree.is_verb(kid) <= tree.is_verb(token)
            if not tree.get(kid, "negation")
        ]
    return sorted(found)


def _is_second_calling(tree: Tree, first: int, second: int) -> bool:
    """True for translator in "the writer and *translator* Ali Bek", who is one."""
    names = (*tree.get(first, "apposition", "flat"), *tree.get(second, "apposition", "flat"))
    is_named = tree.tags[second] == "NN" and second + 1 in names and tree.pos[second + 1] == "PROPN"
    return is_named and tree.tags[first] == "NN" and not tree.get(second, "determiner")


def _named_with(tree: Tree, noun: int) -> list[int]:
    """The names that are coordinated with the one right after a plural; and those that tell behind a comma who it is.

    "Members Ali Bek and *Ove Lund*", "two of the directors, *Ali Bek* and *Ove Lund*,".
    """
    if tree.tags[noun] not in ("NNS", "CD"):
        return []
    inside = [noun, *(tree.get(noun, "nominal") if tree.tags[noun] == "CD" else ())]
    names = [name for each in inside for name in tree.get(each, "apposition") if tree.pos[name] == "PROPN"]
    found = []
    for name in names:
        others = [kid for kid in tree.get(name, "conjunct") if tree.pos[kid] == "PROPN"]
        found += [name, *others] if others and name != noun + 1 else others
    return found


def _joined(tree: Tree, tokens: Iterable[int]) -> str:
    return " ".join(tree.words[part] for token in tokens for part in (token, *tree.get(token, "fixed")))


# --- from a scheme's own shape to ours


COLUMNS: list[int | str] = ["DEP", "LEMMA", "TAG", "POS", "ORTH"]


@dataclass(slots=True)
class _Draft:
    """A tree while its shape still changes. Every step keeps it a tree: what is lifted was a descendant."""

    heads: list[int]
    slots: list[Slot]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]

    def normalise(self, *, copula_heads: bool) -> None:
        self.read_closed_classes()
        self.mend()
        self.give_speakers_their_verbs()
        if "prepositional_object" in self.slots or "prepositional_clause" in self.slots:
            self.lift_objects_of_prepositions()
        if copula_heads:
            self.hang_coordinators_on_what_follows()
            self.raise_subjects_of_infinitives()
            self.lift_complements_of_be()
        self.lift_verbs_of_semi_modals()
        self.give_phrases_to_who_says()
        self.give_reports_to_who_reports()
        self.lift_finite_conjuncts()
        self.share_passives()
        self.lift_weekdays()
        self.lift_grounds()
        self.join_hyphenated_titles()
        self.close_brackets()
        self.give_lists_their_members()

    def read_closed_classes(self) -> None:
        words, heads = load_words(), set(self.heads)
        for token, slot in enumerate(self.slots):
            # "of" in "because of", or "in the" ...
            if slot == "prepositional_clause" and self.pos[token] == "ADP":
                self.slots[token] = "preposition" if token in heads else "fixed"
            elif slot == "auxiliary" and (self.tags[token] == "TO" or self.pos[token] == "SCONJ"):
                self.slots[token] = "marker"  # "*to* go", "*had* he gone"
            elif slot in ("adverb", "negation") and self.words[token] in words.negators:
                self.slots[token] = "adverb" if self.is_limited(token) else "negation"
            elif slot == "determiner" and self.words[token] == "no" and self.is_numbered(token):
                self.slots[token] = "compound"
            elif slot == "adverb" and self.tags[token] == "RP":
                self.slots[token] = "particle"
            elif slot == "indirect" and self.pos[token] == "ADP":
                self.slots[token] = "preposition"

    def is_limited(self, negator: int) -> bool:
        """True for "*not* only", which denies nothing."""
        return not load_words().limiters.isdisjoint(self.words[negator + 1 : negator + 2])

    def is_numbered(self, token: int) -> bool:
        """True for "the *No* 1 export", "*No.* 10"."""
        following = [word for word in self.words[token + 1 : token + 3] if word != "."]
        return following[:1] != [] and following[0].isdigit()

    def mend(self) -> None:
        """Mend what parsers get wrong: no copula in "was due to meet", prepositions that hang on titles."""
        for token, slot in enumerate(self.slots):
            head = self.heads[token]
            if slot == "copula" and self.tags[head] == "VB":
                self.slots[token] = "auxiliary"
            elif (
                slot == "case"
                and self.slots[head] in ("apposition", "title", "possessive")
                and self._stands_before_both(token)
            ):
                self.heads[token] = self.heads[head]
            elif (
                slot == "flat"
                and head == token - 1
                and (self.pos[head], self.pos[token]) == ("NOUN", "PROPN")
            ):
                self.slots[token] = "apposition"  # "US writer *Dan* Hale"
            elif slot == "object" and self.pos[token] == "ADJ" and self._is_before_object(token):
                self.slots[token] = "open_complement"  # "shot *dead* a man"
            elif slot == "nominal" and self._is_name_behind_its_phrase(token):
                self.slots[token] = "apposition"
            elif slot == "nominal" and self._is_name_behind_its_noun(token):
                self.heads[token], self.slots[token] = token - 1, "apposition"

    def give_speakers_their_verbs(self) -> None:
        """ "..., the mayor, Ali Bek, told X": the mayor is the subject, in no apposition to the noun before him."""
        for token, slot in enumerate(self.slots):
            if slot in ("complement", "parataxis") and self.heads[token] > token:
                verb = self.heads[token]
                if self.tags[verb] in FINITE and not self._has(verb, SUBJECTS):
                    self._take_subject(verb, clause=token)

    def give_phrases_to_who_says(self) -> None:
        """ "\"We will not talk,\" X told reporters *in Y*": told in Y."""
        for token, clause in enumerate(self.heads):
            verb = self.heads[clause]
            if (
                self.slots[clause] == "complement"
                and clause < verb < token
                and self.slots[token] == "oblique"
            ):
                self.heads[token] = verb

    def give_reports_to_who_reports(self) -> None:
        """ "He said the road was bad, *adding* that it would be mended": he adds it, not the road."""
        reporting = load_words().reporting
        for token, slot in enumerate(self.slots):
            is_report = slot == "adverbial" and self.tags[token] == "VBG" and self.lemmas[token] in reporting
            is_report = is_report and "," in self.words[token - 2 : token]
            if not is_report and slot != "conjunct":
                continue
            verb = self._said_by(self.heads[token], token)
            if verb < 0 or self.lemmas[verb] not in reporting:
                continue
            if is_report or (self.tags[token] == self.tags[verb] and self._goes_on(token, verb)):
                self.heads[token] = verb

    def lift_finite_conjuncts(self) -> None:
        """ "Kept staff from returning and *put* lives at risk": what is told in the past goes with "kept"."""
        for token, slot in enumerate(self.slots):
            head = self.heads[token]
            is_loose = slot == "conjunct" and self.tags[token] in FINITE and self.tags[head] in ("VB", "VBG")
            if not is_loose or self._has(token, SUBJECTS) or self._has(head, AUXILIARIES):
                continue
            above = head
            while self.heads[above] != above and self.tags[above] != self.tags[token]:
                above = self.heads[above]
            if self.tags[above] == self.tags[token] and above < head:
                self.heads[token] = above

    def share_passives(self) -> None:
        """ "One man was killed and two others *injured*": the auxiliary is that of both."""
        undergone = load_words().undergone
        for token, slot in enumerate(self.slots):
            head = self.heads[token]
            is_past = (
                slot == "conjunct" and self.tags[token] in ("VBD", "VBN") and self.lemmas[token] in undergone
            )
            if not is_past or not self._has(head, PASSIVE) or self._has(token, AUXILIARIES | OBJECTS):
                continue
            self.tags[token] = "VBN"
            kids = [
                kid for kid, verb in enumerate(self.heads) if verb == token and self.slots[kid] == "subject"
            ]
            self._rename(kids, "passive_subject")

    def lift_weekdays(self) -> None:
        """ "Ratified its bid to join on *Thursday*": that day it was ratified, and not to be joined."""
        weekdays = load_calendar().weekdays
        for token, word in enumerate(self.words):
            verb = self.heads[token]
            is_weekday = word.endswith("day") and word in weekdays  # "sat" and "sun" are other words, too
            if not is_weekday or self.slots[verb] != "noun_clause" or verb > token:
                continue
            noun = self.heads[verb]
            above = self.heads[noun]
            if (self.tags[verb], self.tags[above], self.slots[noun]) == ("VB", "VBD", "object"):
                self.heads[token] = above

    def lift_grounds(self) -> None:
        """ "Sentenced to eight years in prison for *fraud*": for that the court gave them."""
        served = load_words().served
        for token, slot in enumerate(self.slots):
            noun = self.heads[token]
            if slot != "nominal" or self.lemmas[noun] not in served or not self._has_case(token, "for"):
                continue
            while self.lemmas[noun] in served and self.heads[noun] < noun:
                noun = self.heads[noun]
            if self.pos[noun] in VERBAL:
                self.heads[token], self.slots[token] = noun, "oblique"

    def _has_case(self, token: int, word: str) -> bool:
        cases = (kid for kid in range(token) if self.heads[kid] == token and self.slots[kid] == "case")
        return any(self.words[kid] == word for kid in cases)

    def _said_by(self, clause: int, token: int) -> int:
        """The verb before a token that says a clause: "*said* it was bad", "it was bad, he *said*"; else -1."""
        verb = self.heads[clause]
        if self.slots[clause] == "complement" and verb < token:
            return verb
        kids = (kid for kid in range(clause + 1, token) if self.heads[kid] == clause)
        return next((kid for kid in kids if self.slots[kid] == "parataxis"), -1)

    def _goes_on(self, token: int, verb: int) -> bool:
        """True for "*urged*" in "said the river had risen and urged people to leave": who says so urges."""
        has_own = self._has(token, SUBJECTS | AUXILIARIES | MARKERS)
        return self.lemmas[token] in load_words().appealing and not has_own and verb < self.heads[token]

    def join_hyphenated_titles(self) -> None:
        """ "The secretary-*general*" is one word, whose last part is its head."""
        found = [
            token
            for token, slot in enumerate(self.slots)
            if slot == "apposition" and self.heads[token] == token - 2 and self.words[token - 1] == "-"
        ]
        kids = _arrange(self.heads, self.slots)[0] if found else []
        for token in found:
            head = self.heads[token]
            self._swap(head, token, self.slots[head], "compound", kids)

    def close_brackets(self) -> None:
        """ "Ali Bek (known as Al), *who* was arrested": what follows a bracket hangs on what stands before it."""
        for token, slot in enumerate(self.slots):
            head = self.heads[token]
            if slot in ("relative", "conjunct") and head < token and ")" in self.words[head:token]:
                outer = head
                while "(" not in self.words[outer:head] and self.heads[outer] < outer:
                    outer = self.heads[outer]
                is_inside = self.words[outer:head].count("(") == 1 and ")" not in self.words[outer:head]
                if is_inside and self.pos[outer] in NOMINAL:
                    self.heads[token] = outer

    def give_lists_their_members(self) -> None:
        """ "Ali Bek, the owner of the mill, *Piet Maas*, the mayor, and Ove Lund": three people, none of them two.

        So with "a former premier, a former *minister* and other officials". Parsers take what stands between commas
        for another name of what stands before it.
        """
        kids, _ = _arrange(self.heads, self.slots)
        for token, slot in enumerate(self.slots):
            if slot in ("apposition", "nominal") and not kids[token].get("case"):
                first = self._listed_with(token, kids)
                later = [kid for kid in kids[first].get("conjunct", []) if kid > token] if first >= 0 else []
                if later:
                    self.heads[token], self.slots[token] = first, "conjunct"
                    for kid in kids[first].get("apposition", []):
                        if token < kid < later[0]:
                            self.heads[kid] = token

    def _listed_with(self, token: int, kids: list[Kids]) -> int:
        """The first member of a list that a member hangs on, on what it is called at the most; else -1."""
        head = self.heads[token]
        if self._article(token, kids) == self._article(head, kids) == "a":
            return head
        is_name = self.pos[token] == "PROPN" and self.words[token - 1] == ","
        is_called = self.slots[head] == "apposition" and self.pos[head] == "NOUN" and head < token
        return self.heads[head] if is_name and is_called and self.pos[self.heads[head]] == "PROPN" else -1

    def _article(self, token: int, kids: list[Kids]) -> str:
        words = {self.words[kid] for kid in kids[token].get("determiner", [])}
        return "a" if words & {"a", "an"} else ""

    def _has(self, head: int, slots: frozenset[Slot]) -> bool:
        return any(
            found == head and self.slots[kid] in slots for kid, found in enumerate(self.heads) if kid != head
        )

    def _take_subject(self, verb: int, *, clause: int) -> None:
        """The outermost apposition that ends right before the verb; nothing where there is none."""
        noun = verb - 1
        while noun > clause and self.slots[noun] in ("punctuation", "flat"):
            noun -= 1
        while (
            noun > clause
            and self.slots[noun] == "apposition"
            and self.slots[self.heads[noun]] == "apposition"
        ):
            noun = self.heads[noun]
        if noun > clause and self.slots[noun] == "apposition" and self.heads[noun] < noun:
            self.heads[noun], self.slots[noun] = verb, "subject"

    def _stands_before_both(self, token: int) -> bool:
        """True for "with" in "with the rebel leader Samo Kett", "with key ally Ostavia"."""
        name = self.heads[token]
        return token < name and token < self.heads[name]

    def _is_before_object(self, token: int) -> bool:
        """True right after a verb whose object follows."""
        verb = self.heads[token]
        after = range(token + 1, len(self.heads))
        return verb == token - 1 and any(
            self.heads[kid] == verb and self.slots[kid] == "object" for kid in after
        )

    def _is_name_behind_its_phrase(self, token: int) -> bool:
        """True for Ali in "chairman of the Trade Chamber Ali Bek"."""
        head, before = self.heads[token], token - 1
        is_after = before > head and self.heads[before] == head and self.slots[before] == "nominal"
        is_called = is_after and load_nouns().types.get(self.lemmas[head]) == "Person"
        return is_called and self.pos[token] == "PROPN" and not self._has(token, CASES)

    def _is_name_behind_its_noun(self, token: int) -> bool:
        """True for Vessa in "raids on the stronghold Vessa"."""
        is_name = self.pos[token] == "PROPN" and self.pos[token - 1] == "NOUN" and token > 0
        return is_name and self.heads[token] == self.heads[token - 1] and self.slots[token - 1] == "nominal"

    def lift_objects_of_prepositions(self) -> None:
        """ "met in Rome": Rome hangs on met, in on Rome; "left without firing": firing is its clause."""
        kids, order = _arrange(self.heads, self.slots)
        for token in order:
            objects = self._objects(token, kids[token])
            if not objects:
                continue
            clause = self.slots[objects[0]] == "prepositional_clause" and self.pos[objects[0]] in VERBAL
            slot = self._slot_of_lifted(token, clause=clause)
            self._swap(token, objects[0], slot, "marker" if clause else "case", kids)
            for extra in objects[1:]:
                self.heads[extra], self.slots[extra] = self.heads[objects[0]], slot

    def _objects(self, token: int, kids: Kids) -> list[int]:
        """What a preposition governs; in "from behind the wall" from governs behind, and that the wall."""
        objects = [kid for kid in kids.get("prepositional_object", []) if self.heads[kid] == token]
        clauses = kids.get("prepositional_clause", [])
        if objects or clauses:
            return objects or clauses
        is_preposition = self.slots[token] in PREPOSITIONS or self.pos[token] == "ADP"
        return kids.get("preposition", [])[:1] if is_preposition else []

    def _slot_of_lifted(self, token: int, *, clause: bool) -> Slot:
        slot = self.slots[token]
        on_noun = self.pos[self.heads[token]] in NOMINAL
        if slot not in PREPOSITIONS:
            return slot
        if clause:
            return "noun_clause" if on_noun else "adverbial"
        if slot == "agent_preposition":
            return "agent"
        return "nominal" if on_noun else "oblique"

    def hang_coordinators_on_what_follows(self) -> None:
        """ "Rome and Paris": and hangs on Rome in CLEAR, on Paris in ours."""
        kids, _ = _arrange(self.heads, self.slots)
        for token, slot in enumerate(self.slots):
            following = [kid for kid in kids[self.heads[token]].get("conjunct", []) if kid > token]
            if slot == "coordinator" and following and self.heads[token] < token:
                self.heads[token] = following[0]

    def raise_subjects_of_infinitives(self) -> None:
        """ "asked Moscow to halt": Moscow, the infinitive's subject in CLEAR, becomes the object of asked."""
        kids, _ = _arrange(self.heads, self.slots)
        for token, slot in enumerate(self.slots):
            subjects = kids[token].get("subject", [])
            if slot != "complement" or self.tags[token] != "VB" or not subjects:
                continue
            helpers = [self.words[kid] for kid in kids[token].get("auxiliary", [])]
            marks = [self.words[kid] for kid in kids[token].get("marker", [])]
            if not helpers and marks in ([], ["to"]):
                self.heads[subjects[0]], self.slots[subjects[0]] = self.heads[token], "object"
                self.slots[token] = "open_complement"

    def lift_complements_of_be(self) -> None:
        """ "was deadly", "was in Rome": the complement heads the clause; "there was a raid": subject."""
        kids, order = _arrange(self.heads, self.slots)
        for token in order:
            attributes = [kid for kid in kids[token].get("attribute", []) if self.heads[kid] == token]
            if any(self.tags[kid] == "EX" for kid in kids[token].get("expletive", [])):
                self._rename(attributes[:1], "subject")
            elif self.lemmas[token] == "be" and self.slots[token] not in AUXILIARIES:
                for complement in (attributes or self._places(token, kids[token]))[:1]:
                    self._swap(token, complement, self.slots[token], "copula", kids)
        self._rename(
            [token for token, slot in enumerate(self.slots) if slot == "attribute"], "open_complement"
        )

    def _places(self, token: int, kids: Kids) -> list[int]:
        has_clause = {"complement", "open_complement"} & kids.keys()
        return [] if has_clause else [kid for kid in kids.get("oblique", []) if kid > token]

    def _rename(self, tokens: list[int], slot: Slot) -> None:
        for token in tokens:
            self.slots[token] = slot

    def lift_verbs_of_semi_modals(self) -> None:
        """ "is going to meet", "has to leave": meet and leave head the clause, going and has serve."""
        semi, verbs = load_words().semi_modals, self._heads_of("open_complement")
        if not any(self.lemmas[verb] in semi for verb in verbs):
            return
        kids, order = _arrange(self.heads, self.slots)
        for token in order:
            for verb in kids[token].get("open_complement", [])[:1]:
                if self.lemmas[token] in semi and self._is_auxiliary_of(token, verb, kids):
                    self._swap(token, verb, self.slots[token], "auxiliary", kids)

    def _is_auxiliary_of(self, token: int, verb: int, kids: list[Kids]) -> bool:
        has_to = any(self.words[kid] == "to" for kid in kids[verb].get("marker", []))
        serves = self.lemmas[token] != "go" or (self.tags[token] == "VBG" and "auxiliary" in kids[token])
        return has_to and serves and not {"object", "particle", "copula"} & kids[token].keys()

    def _heads_of(self, slot: Slot) -> set[int]:
        return {head for head, found in zip(self.heads, self.slots, strict=True) if found == slot}

    def _swap(self, head: int, kid: int, slot: Slot, head_slot: Slot, kids: list[Kids]) -> None:
        """Put a dependent in its head's place; the head and all its other dependents hang on it."""
        self.heads[kid] = self.heads[head] if self.heads[head] != head else kid
        for other_slot, others in kids[head].items():
            for other in others:
                if other != kid and self.heads[other] == head and other_slot != "fixed":
                    self.heads[other] = kid
                    kids[kid].setdefault(other_slot, []).append(other)
        self.slots[kid], self.heads[head], self.slots[head] = slot, kid, head_slot
        kids[kid].setdefault(head_slot, []).append(head)


def _arrange(heads: list[int], slots: list[Slot]) -> tuple[list[Kids], list[int]]:
    """Dependents by slot, and the tokens from the roots down."""
    kids: list[Kids] = [{} for _ in heads]
    order = []
    for token, head in enumerate(heads):
        if head == token:
            order.append(token)
        else:
            kids[head].setdefault(slots[token], []).append(token)
    for token in order:  # grows while it is read
        for dependents in kids[token].values():
            order.extend(dependents)
    return kids, order
