"""Reads an article's mentions in text order and puts each into the cluster of its entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.entities.antecedents import (
    FAR,
    SAME_KIND,
    Cluster,
    Position,
    fits_noun,
    fits_pronoun,
    is_near,
    is_said_of,
    learn_name,
    nearest,
    same_sort,
)
from kg.entities.name_forms import Key, Name, group_names
from kg.grammar.noun_phrases import PLURAL_TAGS, appositives, titles, with_phrases
from kg.grammar.parsed import Parsed
from kg.grammar.quotations import TAGS, find_quotations, find_speakers, quotation_numbers
from kg.grammar.tree import preposition
from kg.ontology.gazetteer import folded
from kg.ontology.label_schemes import Slot
from kg.ontology.nouns import Nouns
from kg.ontology.reference_rules import References
from kg.records import FillerType, Mention

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
NOBODY = frozenset({"every", "each", "no", "any"})
PARTNERS = frozenset({"with", "between", "and", "on", "against"})  # "talks with Moscow"
FARTHEST = 40  # sentences that a noun looks back for itself
# Scores below which a pronoun is left alone: in GUM's news "he" is right in 5 of 6 cases, "it" in every second.
LEAST, LEAST_OF_PERSONS = -3.0, -6.0
# what it adds that the noun was said before, and with the same noun ("coalition strikes")
SAID, SHARED = (2.0, 6.0)


@dataclass(slots=True)
class Reader:
    """The state of reading one article: clusters so far, and which mention heads they have."""

    parsed: Parsed
    references: References
    nouns: Nouns
    clusters: list[Cluster] = field(default_factory=list)
    of: dict[int, Cluster] = field(default_factory=dict)  # head token -> cluster
    by_key: dict[Key, Cluster] = field(default_factory=dict)
    said: dict[str, list[Cluster]] = field(default_factory=lambda: defaultdict(list))  # noun -> of which
    trail: list[tuple[int, Cluster]] = field(default_factory=list)  # sentence and cluster of each mention
    governments: list[str] = field(default_factory=list)  # countries whose government is spoken of
    arguments: Mapping[int, tuple[int, float]] = field(init=False)  # token -> predicate, weight
    acting: frozenset[int] = field(init=False)  # what does or undergoes as governments do
    copular: Mapping[int, Sequence[int]] = field(init=False)  # subject -> "banker" in "is a banker"
    quotations: Sequence[int | None] = field(init=False)
    speakers: Mapping[int, int] = field(init=False)  # quotation -> token

    def __post_init__(self) -> None:
        self.arguments = _arguments(self.parsed)
        self.acting = frozenset(_acting(self.parsed, self.references.acting))
        self.copular = _copular(self.parsed)
        self.quotations = quotation_numbers(find_quotations(self.parsed, TAGS), len(self.parsed.doc))
        self.speakers = find_speakers(self.parsed, self.quotations, self.references.acting["speaking"])

    def read(self, mentions: Sequence[Mention]) -> None:
        self.read_names([mention for mention in mentions if mention.kind == "name"])
        heads = [mention.head for mention in mentions if mention.kind == "noun"]
        self.governments = list(dict.fromkeys(self.countries_of_governments(heads)))
        for mention in mentions:
            cluster = self.cluster_of(mention)
            if cluster is not None:
                self.of[mention.head] = cluster
                cluster.mentions.append(mention)
                cluster.positions.append(self.position(mention.head))
                self.trail.append((cluster.positions[-1].sentence, cluster))
                self.learn(cluster, mention)

    def cluster_of(self, mention: Mention) -> Cluster | None:
        if mention.kind == "name":
            return self.of[mention.head]
        return self.noun(mention) if mention.kind == "noun" else self.pronoun(mention)

    # names

    def read_names(self, named: Sequence[Mention]) -> None:
        names = [self.name(mention) for mention in named]
        keys = group_names(names, self.references)
        called = dict(self.bracketed(named, keys))
        for mention, name, own in zip(named, names, keys, strict=True):
            key = called.get(own, own)
            code = key[1] if key[0] == "country" else None
            self.of[mention.head] = self.keyed(key, "Country" if code else name.type, code)

    def bracketed(self, named: Sequence[Mention], keys: Sequence[Key]) -> Iterator[tuple[Key, Key]]:
        """What a body is called for short, "the Institute of Tourism (*Intur*)", and the body."""
        tree = self.parsed.tree
        by_head = {mention.head: (mention, key) for mention, key in zip(named, keys, strict=True)}
        for mention, key in zip(named, keys, strict=True):
            head = mention.head
            outer = by_head.get(tree.heads[head]) if tree.slots[head] == "apposition" else None
            is_bracketed = tree.words[head - 1] == "(" and tree.words[head + 1 : head + 2] == [")"]
            if outer and is_bracketed and mention.type == outer[0].type == "Organization" and key != outer[1]:
                yield key, outer[1]

    def name(self, mention: Mention) -> Name:
        atlas = self.references.atlas
        capital = atlas.capitals.get(folded(mention.text))
        if mention.type == "Country":
            return Name(mention.text, "Country", atlas.country(mention.text))
        if capital and mention.type in ("City", "Place") and self.acts(mention.head):
            return Name(mention.text, "Country", capital)
        return Name(mention.text, mention.type)

    def acts(self, token: int) -> bool:
        """True for "Moscow denied", "told Moscow", "Moscow's demand", "talks with Moscow", "Moscow-backed"."""
        tree, acting = self.parsed.tree, self.references.acting
        above, slot = tree.heads[token], tree.slots[token]
        if token in self.acting:
            return True
        if slot == "possessive":
            return tree.lemmas[above] in acting["owned"]
        if slot in ("nominal", "conjunct"):
            cases = {tree.words[kid] for kid in tree.get(token, "case")}
            return bool(cases & PARTNERS) and tree.lemmas[above] in acting["partners"]
        return tree.words[above] in acting["hyphens"] and slot in ("compound", "bare", "oblique")

    def keyed(self, key: Key, type_: FillerType, country: str | None) -> Cluster:
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = self.by_key[key] = Cluster(type_, key, country)
            self.clusters.append(cluster)
        return cluster

    # what a mention says of its entity

    def learn(self, cluster: Cluster, mention: Mention) -> None:
        """Note the nouns before a name and beside it, modifiers, gender, a person's country."""
        tree, head = self.parsed.tree, mention.head
        if mention.kind == "pronoun":
            cluster.gender = cluster.gender or self.nouns.pronouns[tree.words[head]].gender
            return
        if tree.slots[head] in ("nominal", "possessive", "compound"):
            cluster.contexts.add(tree.lemmas[tree.heads[head]])
        for noun in [head] if mention.kind == "noun" else self.described(cluster, head):
            cluster.nouns.add(tree.lemmas[noun])
            self.said[tree.lemmas[noun]].append(cluster)
            cluster.modifiers.update(self.modifiers(noun))
            cluster.gender = cluster.gender or self.references.genders.get(tree.words[noun])
            cluster.home = cluster.home or self.country_before(noun)
        if mention.kind == "name":
            learn_name(cluster, mention.text)
            for word in cluster.head_words:
                self.said[word].append(cluster)
            first = min(self.tokens(mention))
            before = self.parsed.doc[first - 1].text if first else ""
            cluster.gender = cluster.gender or self.references.genders.get(before)

    def described(self, cluster: Cluster, head: int) -> Iterator[int]:
        """The nouns that a name is described by: titles, what stands right before it, appositions, "is a banker"."""
        tree = self.parsed.tree
        if cluster.type == "Person":
            yield from titles(tree, head)
            before = tree.get(head, "compound", "adjective")
            yield from (kid for kid in before if tree.tags[kid] in ("NN", "NNS") and kid not in self.of)
        yield from (other for other in appositives(tree, head) if tree.tags[other] == "NN")
        yield from self.copular.get(head, ())

    def modifiers(self, head: int) -> list[str]:
        """The words before a noun that tell it from others, countries by code; the verb of the clause after it."""
        tree = self.parsed.tree
        parts = list(tree.get(head, "adjective", "compound"))
        if tree.slots[head] == "compound":
            parts += [kid for kid in tree.get(tree.heads[head], "adjective", "compound") if kid < head]
        for part in parts:  # grows while it is read
            parts += tree.get(part, "adjective", "compound", "bare", "oblique", "number")
        words = [self.country_of(part) or tree.lemmas[part] for part in sorted(parts) if part != head]
        return words + [tree.lemmas[clause] for clause in self.restrictive(head)]

    def restrictive(self, head: int) -> list[int]:
        """Clauses after a noun without a comma: "the coalition *fighting* the rebels", wherever the parse hangs it."""
        tree = self.parsed.tree
        clauses = tree.get(head, "relative", "noun_clause")
        if head + 1 < len(tree.slots) and tree.slots[head + 1] == "noun_clause":
            clauses.append(head + 1)
        return sorted({clause for clause in clauses if "," not in tree.words[head + 1 : clause]})

    def country_of(self, token: int) -> str | None:
        cluster = self.of.get(token)
        return cluster.country if cluster and cluster.type == "Country" else None

    def country_before(self, head: int) -> str | None:
        """The code of the country in "Russian president", "Russia's president", "Syria regime"."""
        tree = self.parsed.tree
        slots: tuple[Slot, ...] = ("adjective", "compound", "possessive")
        parts = tree.get(head, *slots) or self.owners(head)
        if tree.slots[head] in ("compound", "title"):
            parts += [kid for kid in tree.get(tree.heads[head], *slots) if kid < head]
        codes = [code for part in parts if (code := self.country_of(part))]
        return codes[-1] if codes else None

    # nouns

    def noun(self, mention: Mention) -> Cluster:
        found = (
            self.beside(mention)
            or self.named_before(mention)
            or self.named_after(mention)
            or self.called(mention)
            or self.organ(mention)
        )
        if found is None and mention.type != "Event" and self.is_definite(mention.head):
            found = self.antecedent(mention)
        return found or self.local(mention)

    def beside(self, mention: Mention) -> Cluster | None:
        """The entity of the name in apposition: "the party's head, Ali Bek"; "Acme, a maker of toys"."""
        tree, head = self.parsed.tree, mention.head
        if self.is_nobody(head):
            return None
        for other in (*appositives(tree, head), *self.behind(mention)):
            cluster = self.of.get(other)
            # "in Rome, the port and the hills", "two states, France and Spain"
            is_list = tree.get(max(other, head), "conjunct") or (
                tree.slots[other] == "conjunct" and tree.tags[head] == "NNS"
            )
            if cluster and cluster.is_named and not is_list and same_sort(mention.type, cluster.type):
                return cluster
        return None

    def behind(self, mention: Mention) -> Iterator[int]:
        """ "The president of the party's youth wing, *Ole Dahl*,": the parse hangs him on the wing."""
        tree = self.parsed.tree
        for noun in with_phrases(tree, mention.head)[1:] if mention.type == "Person" else ():
            if self.nouns.type_of(tree.words[noun], tree.lemmas[noun], plural=False) != "Person":
                for name in tree.get(noun, "apposition"):
                    if self.parsed.doc[name].ent_type_ == "PERSON" and tree.words[name - 1] == ",":
                        yield name

    def named_before(self, mention: Mention) -> Cluster | None:
        """The entity of the name in "the Islamic State group"."""
        tree, head = self.parsed.tree, mention.head
        if tree.lemmas[head] not in self.references.collective or tree.tags[head] != "NN":
            return None
        named = [self.of[kid] for kid in tree.get(head, "compound") if kid in self.of]
        bodies = [cluster for cluster in named if cluster.key and cluster.key[0] == "other"]
        return bodies[-1] if bodies and not tree.get(head, "adjective") else None

    def named_after(self, mention: Mention) -> Cluster | None:
        """The place of the name in "the Syrian town of *Raqa*"; not in "the old district of Lyon", a part of it."""
        tree, head = self.parsed.tree, mention.head
        determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
        if tree.tags[head] != "NN" or determiners - DEFINITE:
            return None
        before = tree.get(head, "adjective", "compound", "possessive")
        manner = "described" if before else "bare"
        is_called = any(tree.tags[kid] == "NNP" for kid in tree.get(head, "compound"))
        for kid in tree.get(head, "nominal"):
            cluster = self.of.get(kid)
            if cluster and cluster.is_named and preposition(tree, kid) == "of":
                plain = ("plain", manner) if is_called else ("plain", manner, "unnamed")
                manners = ("countries",) if cluster.type == "Country" else plain
                known = any(tree.lemmas[head] in self.references.placed[each] for each in manners)
                if known and cluster.type in ("City", "Place", "Country"):
                    return cluster
        return None

    def called(self, mention: Mention) -> Cluster | None:
        """The entity of the name in "a man named *X*", "identified the suspect as *X*"."""
        tree, head = self.parsed.tree, mention.head
        if tree.tags[head] != "NN":
            return None
        for verb in (*tree.get(head, "noun_clause"), tree.heads[head]):
            frame = self.parsed.frames.get(verb)
            if frame is None or tree.lemmas[verb] not in self.references.calling:
                continue
            is_called = head in frame.undergoer or tree.heads[verb] == head
            if not is_called or frame.negated or frame.form.modals:
                continue
            told = [oblique.token for oblique in frame.obliques if oblique.preposition == "as"]
            for name in (*told, *tree.get(verb, "open_complement")):
                cluster = self.of.get(name)
                if cluster and cluster.is_named and same_sort(mention.type, cluster.type):
                    return cluster
        return None

    def organ(self, mention: Mention) -> Cluster | None:
        """The one entity of "the Syrian regime", "the government", "Assad's government"; of "the Russian army"."""
        tree, head = self.parsed.tree, mention.head
        is_state = not self.references.states.isdisjoint({tree.lemmas[head], tree.words[head]})
        is_organ = tree.lemmas[head] in self.references.organs and tree.tags[head] != "NNS"
        code = self.country_before(head) if is_state or is_organ else None
        if is_state and not self.is_other_government(head):
            return self.government(code) if code else self.known_government(head)
        if code is None or not is_organ:
            return None
        rest = [word for word in self.modifiers(head) if word != code and word not in self.references.loose]
        return self.keyed(("organ", " ".join([code, *rest, tree.lemmas[head]])), "Organization", code)

    def is_other_government(self, head: int) -> bool:
        """True for "the state government", "a new government": not that of the country."""
        tree = self.parsed.tree
        countries = set(self.references.atlas.countries)
        rest = set(self.modifiers(head)) - self.references.loose - countries
        return bool(rest) or any(tree.words[kid] in ("a", "an") for kid in tree.get(head, "determiner"))

    def government(self, code: str) -> Cluster:
        return self.keyed(("government", code), "Organization", code)

    def countries_of_governments(self, heads: Iterable[int]) -> Iterator[str]:
        """The country of each government that is said with one."""
        for head in heads:
            if self.parsed.tree.lemmas[head] in self.references.states and not self.is_other_government(head):
                code = self.country_before(head)
                if code:
                    yield code

    def known_government(self, head: int) -> Cluster | None:
        """That of the country of "Assad" in "Assad's government"; else the last one spoken of."""
        owners = self.owners(head)
        homes = [cluster.home for owner in owners if (cluster := self.of.get(owner)) and cluster.home]
        if homes:
            return self.government(homes[0])
        if not owners and not self.is_definite(head):
            return None
        known = [
            cluster for key, cluster in self.by_key.items() if key[0] == "government" and cluster.mentions
        ]
        if not known and len(self.governments) == 1:  # named only later
            return self.government(self.governments[0])
        if owners and len(known) > 1:
            return None
        return max(known, key=lambda cluster: cluster.positions[-1].token, default=None)

    def owners(self, head: int) -> list[int]:
        """Possessors; also one right before the noun that the parse hangs elsewhere."""
        tree = self.parsed.tree
        own = tree.get(head, "possessive")
        if own or head == 0 or tree.tags[head - 1] != "POS":
            return own
        return [tree.heads[head - 1]]

    def is_definite(self, head: int) -> bool:
        """True for "the coalition" and for "coalition" before a noun; not with an owner or an of-phrase."""
        tree = self.parsed.tree
        determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
        cases = {tree.words[case] for kid in tree.get(head, "nominal") for case in tree.get(kid, "case")}
        if self.owners(head) or tree.get(head, "number") or "of" in cases:
            return False
        return bool(determiners & DEFINITE) or (tree.slots[head] == "compound" and not determiners)

    def antecedent(self, mention: Mention) -> Cluster | None:
        """The entity that a definite noun points back to: the nearest that it fits, and no modifier speaks against."""
        tree, head = self.parsed.tree, mention.head
        here, lemma = self.position(head), tree.lemmas[head]
        modifiers = set(self.modifiers(head)) - self.references.loose
        bound = self.restrictive(head)
        best: list[tuple[float, Cluster]] = []
        for score, cluster in nearest(self.mentionable(lemma, here), here, far=FARTHEST):
            same = is_said_of(cluster, lemma)
            if (
                not is_near(cluster, here, same=same, described=bool(modifiers))
                or self.is_beside(cluster, here)
                or (bound and not same)
            ):
                continue
            if not cluster.is_named and cluster.plural != (tree.tags[head] in PLURAL_TAGS):
                continue
            if not same and not same_sort(mention.type, cluster.type):
                continue
            if modifiers <= cluster.modifiers | cluster.name_words | cluster.nouns and fits_noun(
                cluster, lemma, tree.words[head], self.references
            ):
                shared = tree.slots[head] == "compound" and tree.lemmas[tree.heads[head]] in cluster.contexts
                best.append((score + SAID * same + SHARED * shared, cluster))
        return max(best, key=lambda pair: pair[0])[1] if best else None

    def mentionable(self, lemma: str, here: Position) -> list[Cluster]:
        """Of what a noun was said, and names not long ago."""
        named = [cluster for cluster in self.recent(here, SAME_KIND) if cluster.is_named]
        return list(dict.fromkeys([*self.said.get(lemma, ()), *named]))

    def recent(self, here: Position, far: int) -> list[Cluster]:
        """What is spoken of in the sentences before."""
        found: dict[Cluster, None] = {}
        for sentence, cluster in reversed(self.trail):
            if here.sentence - sentence > far:
                break
            found[cluster] = None
        return list(reversed(found))

    def speaks(self, cluster: Cluster, here: Position) -> bool:
        """True of who speaks the quotation."""
        return here.quotation is not None and self.of.get(self.speakers.get(here.quotation, -1)) is cluster

    def is_beside(self, cluster: Cluster, here: Position) -> bool:
        """True where the entity fills another slot of the same predicate, or speaks the quotation."""
        if self.speaks(cluster, here):
            return True
        same = (position.predicate == here.predicate for position in cluster.positions)
        return here.predicate is not None and any(same)

    def local(self, mention: Mention) -> Cluster:
        tree, head = self.parsed.tree, mention.head
        plural = tree.tags[head] in PLURAL_TAGS or tree.words[head] in ("people", "police")
        cluster = Cluster(mention.type, None, plural=plural)
        self.clusters.append(cluster)
        return cluster

    # pronouns

    def pronoun(self, mention: Mention) -> Cluster | None:
        tree, head = self.parsed.tree, mention.head
        pronoun = self.nouns.pronouns[tree.words[head]]
        here = self.position(head)
        if pronoun.is_speaker:
            speaker = None if here.quotation is None else self.of.get(self.speakers.get(here.quotation, -1))
            return speaker if speaker and speaker.type == "Person" else None
        if tree.words[head].endswith(("self", "selves")):
            return self.reflexive(head)
        said = self.said_before(head)
        fitting = [
            (score - _doubt(cluster, pronoun.number), cluster)
            for score, cluster in nearest(self.recent(here, FAR), here, without=said)
            if fits_pronoun(cluster, pronoun) and any(position.weight for position in cluster.positions)
            if not self.is_apart(cluster, head, here)
        ]
        least = LEAST_OF_PERSONS if pronoun.gender else LEAST
        score, cluster = max(fitting, key=lambda pair: pair[0], default=(least, None))
        return cluster if score > least else None

    def is_apart(self, cluster: Cluster, head: int, here: Position) -> bool:
        """True where a pronoun cannot mean an entity: it speaks the quotation, or fills another slot of the predicate.

        "Thanking *him*", "wants to take *him*": not who thanks and takes, whatever verb has the subject.
        """
        if self.parsed.tree.slots[head] == "possessive":
            return self.speaks(cluster, here)
        frame = self.parsed.frames.get(here.predicate) if here.predicate is not None else None
        doers = frame.subject if frame and head not in frame.subject else ()
        return self.is_beside(cluster, here) or any(self.of.get(doer) is cluster for doer in doers)

    def said_before(self, head: int) -> int:
        """The sentence of a pronoun that says what stands before it, "..., *he* said"; -1 of others.

        Who is spoken of there is not who speaks.
        """
        tree = self.parsed.tree
        frame = self.parsed.frames.get(tree.heads[head])
        if (
            frame is None
            or head not in frame.subject
            or frame.lemma not in self.references.acting["speaking"]
        ):
            return -1
        verb = frame.predicate
        contents = [clause.token for clause in frame.complements]
        contents += [tree.heads[verb]] if tree.slots[verb] == "parataxis" else []
        is_last = any(content < head for content in contents)
        return self.parsed.sentence_of[head] if is_last else -1

    def reflexive(self, head: int) -> Cluster | None:
        predicate = self.arguments.get(head, (-1, 0.0))[0]
        frame = self.parsed.frames.get(predicate)
        return self.of.get(frame.subject[0]) if frame and len(frame.subject) == 1 else None

    # where things stand

    def position(self, token: int) -> Position:
        parsed = self.parsed
        predicate, weight = self.arguments.get(token, (None, 1.0))
        if parsed.tree.slots[token] in ("adjective", "compound", "bare") or self.is_nobody(token):
            weight = 0.0
        sentence, section = parsed.sentence_of[token], parsed.sections[token]
        return Position(token, sentence, section, predicate, weight, self.quotations[token])

    def is_nobody(self, token: int) -> bool:
        """True for "every woman", whom no later word points back to."""
        tree = self.parsed.tree
        return any(tree.words[kid] in NOBODY for kid in tree.get(token, "determiner"))

    def tokens(self, mention: Mention) -> list[int]:
        """Every token of a name, the head of another mention."""
        if mention.kind != "name":
            return [mention.head]
        begins, head = self.parsed.begins, mention.head
        first = next((t for t in range(head, -1, -1) if begins[t] <= mention.begin), head)
        last = next((t for t in range(head, len(begins)) if begins[t] >= mention.end), len(begins))
        return list(range(first, last))


def _doubt(cluster: Cluster, number: str) -> float:
    """What speaks against an antecedent: it is no person or body; "they" of one body."""
    doubt = 1.5 if cluster.type in ("Thing", "Event") else 0.0
    return doubt + (1.0 if number == "many" and not cluster.plural and cluster.type != "Group" else 0.0)


def _arguments(parsed: Parsed) -> dict[int, tuple[int, float]]:
    """Token -> its predicate and how much it stands out: 3 for a subject, 2 an object, 1 the rest."""
    found: dict[int, tuple[int, float]] = {}
    for frame in parsed.frames.values():
        for oblique in frame.obliques:
            found.setdefault(oblique.token, (frame.predicate, 1.0))
        found |= {token: (frame.predicate, 2.0) for token in (*frame.object, *frame.indirect)}
        found |= {token: (frame.predicate, 1.5) for token in frame.agent}
    for frame in parsed.frames.values():
        if frame.subject_source in ("own", "conjunct"):
            found |= {token: (frame.predicate, 3.0) for token in frame.subject}
    return found


def _acting(parsed: Parsed, acting: Mapping[str, frozenset[str]]) -> Iterator[int]:
    """What does what governments do, or has it done to it."""
    for frame in parsed.frames.values():
        lemma = frame.lemma.partition(" ")[0]
        if frame.kind == "verb" and lemma in acting["subject"]:
            yield from frame.doer
        if lemma in acting["object"]:
            yield from (*frame.undergoer, *frame.indirect)


def _copular(parsed: Parsed) -> Mapping[int, Sequence[int]]:
    """Subject -> the nouns that it is said to be."""
    found: dict[int, list[int]] = defaultdict(list)
    for token, frame in parsed.frames.items():
        is_noun = frame.kind == "copular" and parsed.tree.tags[token] == "NN" and not frame.preposition
        if is_noun and not frame.negated and len(frame.subject) == 1:
            found[frame.subject[0]].append(token)
    return found
