"""Who and what the mentions of one article refer to: names, nouns and pronouns of one entity brought together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.aliases import Key, Name, group_names
from kg.antecedents import Cluster, Position, fits_noun, fits_pronoun, nearest
from kg.gazetteer import folded
from kg.nouns import Nouns
from kg.parsed import Parsed
from kg.phrases import PLURAL_TAGS, appositives, titles
from kg.places import spots
from kg.records import Entity, EntityType, FillerType, Mention, Spot
from kg.references import References, comparable

DEFINITE = frozenset({"the", "this", "that", "these", "those"})
ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ")
SAME_HEAD = 8  # sentences that a noun looks back for itself: "the coalition"
ACTORS = frozenset({"Person", "Organization", "Group"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of an article by key; of each token of a name and head of another mention, the key."""

    entities: Mapping[str, Entity]
    at: Mapping[int, str]

    def entity(self, token: int) -> Entity | None:
        key = self.at.get(token)
        return self.entities[key] if key else None


def resolve(parsed: Parsed, mentions: Sequence[Mention], references: References, nouns: Nouns) -> Resolution:
    """The entities of an article. A word that points back is left alone where the evidence does not suffice."""
    reader = _Reader(parsed, mentions, references, nouns)
    reader.read_names()
    for mention in mentions:
        reader.read(mention)
    clusters = [cluster for cluster in reader.clusters if cluster.mentions]
    entities = [_entity(cluster, parsed, references) for cluster in clusters]
    at = {
        token: entity.key
        for entity in entities
        for mention in entity.mentions
        for token in reader.tokens(mention)
    }
    return Resolution({entity.key: entity for entity in entities}, at)


@dataclass(slots=True)
class _Reader:
    parsed: Parsed
    mentions: Sequence[Mention]
    references: References
    nouns: Nouns
    clusters: list[Cluster] = field(default_factory=list)
    of: dict[int, Cluster] = field(default_factory=dict)  # head token -> cluster
    by_key: dict[Key, Cluster] = field(default_factory=dict)
    arguments: dict[int, tuple[int, float]] = field(default_factory=dict)  # token -> predicate, weight
    quotation: list[int | None] = field(default_factory=list)
    speakers: dict[int, int] = field(default_factory=dict)  # quotation -> token

    # names

    def read_names(self) -> None:
        self.read_arguments()
        self.quotation = _quotations(self.parsed)
        self.speakers = self.find_speakers()
        named = [mention for mention in self.mentions if mention.kind == "name"]
        names = [self.name(mention) for mention in named]
        for mention, name, key in zip(named, names, group_names(names, self.references), strict=True):
            cluster = self.by_key.get(key)
            if cluster is None:
                code = key[1].partition(" ")[2].upper() if key[1].startswith("country ") else None
                cluster = self.by_key[key] = Cluster("Country" if code else name.type, key, code)
                self.clusters.append(cluster)
            self.of[mention.head] = cluster

    def name(self, mention: Mention) -> Name:
        atlas = self.references.atlas
        if mention.type == "Country":
            return Name(mention.text, "Country", atlas.country(mention.text))
        capital = atlas.capitals.get(folded(mention.text))
        if capital and mention.type in ("City", "Place") and self.acts(mention.head):
            return Name(mention.text, "Country", capital)
        return Name(mention.text, mention.type)

    def acts(self, token: int) -> bool:
        """True for "Moscow denied", "told Moscow", "Moscow's demand", "talks with Moscow", "Moscow-backed"."""
        tree, acting = self.parsed.tree, self.references.acting
        for frame in self.parsed.frames.values():
            lemma = frame.lemma.partition(" ")[0]
            if token in frame.doer and frame.kind == "verb" and lemma in acting["subject"]:
                return True
            if lemma in acting["object"] and token in (*frame.undergoer, *frame.indirect):
                return True
        above, slot = tree.heads[token], tree.slots[token]
        case = [tree.words[kid] for kid in tree.get(token, "case")]
        if slot == "possessive":
            return tree.lemmas[above] in acting["owned"]
        if slot in ("nominal", "conjunct") and set(case) & {"with", "between", "and", "on", "against"}:
            return tree.lemmas[above] in acting["partners"]
        return tree.words[above] in acting["hyphens"] and slot in ("compound", "bare", "oblique")

    # every mention in text order

    def read(self, mention: Mention) -> None:
        if mention.kind == "name":
            cluster: Cluster | None = self.of[mention.head]
        elif mention.kind == "noun":
            cluster = self.noun(mention)
        else:
            cluster = self.pronoun(mention)
        if cluster is None:
            return
        self.of[mention.head] = cluster
        cluster.mentions.append(mention)
        cluster.positions.append(self.position(mention.head))
        self.learn(cluster, mention)

    def learn(self, cluster: Cluster, mention: Mention) -> None:
        """What a mention says of its entity: the nouns before a name and beside it, modifiers, gender, number."""
        tree, head = self.parsed.tree, mention.head
        if mention.kind == "pronoun":
            cluster.gender = cluster.gender or self.nouns.pronouns[tree.words[head]].gender
            return
        said = [head] if mention.kind == "noun" else list(self.described(head))
        for noun in said:
            cluster.nouns.add(tree.lemmas[noun])
            cluster.modifiers |= self.modifiers(noun)
            cluster.gender = cluster.gender or self.references.genders.get(tree.words[noun])
            cluster.home = cluster.home or self.country_before(noun)
        before = self.before(mention)
        cluster.gender = cluster.gender or self.references.genders.get(before)

    def before(self, mention: Mention) -> str:
        first = min(self.tokens(mention))
        return self.parsed.doc[first - 1].text if first else ""

    def described(self, head: int) -> Iterator[int]:
        """The nouns that a name is described by: titles, what stands right before it, appositions, "is a banker"."""
        tree = self.parsed.tree
        yield from titles(tree, head)
        yield from (
            kid
            for kid in tree.get(head, "compound", "adjective")
            if tree.tags[kid] in ("NN", "NNS") and kid not in self.of
        )
        yield from (other for other in appositives(tree, head) if tree.tags[other] == "NN")
        for frame in self.parsed.frames.values():
            if (
                frame.kind == "copular"
                and frame.subject == (head,)
                and not frame.preposition
                and not frame.negated
            ):
                if tree.tags[frame.predicate] == "NN":
                    yield frame.predicate

    # nouns

    def noun(self, mention: Mention) -> Cluster | None:
        head = mention.head
        found = self.beside(mention) or self.named_before(mention) or self.organ(mention)
        if found:
            return found
        if mention.type != "Event" and self.is_definite(head):
            found = self.antecedent(mention)
            if found:
                return found
        return self.local(mention)

    def beside(self, mention: Mention) -> Cluster | None:
        """The entity of the name in apposition: "the party's head, Ali Bek"; "Acme, a maker of toys"."""
        for other in appositives(self.parsed.tree, mention.head):
            cluster = self.of.get(other)
            if cluster and cluster.is_named and _same_sort(mention.type, cluster.type):
                return cluster
        return None

    def named_before(self, mention: Mention) -> Cluster | None:
        """The entity of the name in "the Islamic State group"."""
        tree = self.parsed.tree
        if tree.lemmas[mention.head] not in self.references.collective or tree.tags[mention.head] != "NN":
            return None
        for kid in tree.get(mention.head, "compound"):
            cluster = self.of.get(kid)
            if (
                cluster
                and cluster.key
                and cluster.key[0] == "other"
                and not tree.get(mention.head, "adjective")
            ):
                return cluster
        return None

    def organ(self, mention: Mention) -> Cluster | None:
        """The one entity of "the Syrian regime", "the government", "Assad's government"; of "the Russian army"."""
        tree, head = self.parsed.tree, mention.head
        lemma = tree.lemmas[head] if tree.words[head] not in self.references.states else tree.words[head]
        is_state = lemma in self.references.states
        if not is_state and (lemma not in self.references.organs or tree.tags[head] == "NNS"):
            return None
        code = self.country_before(head)
        if code is None:
            return self.known_government(mention) if is_state else None
        rest = sorted(self.modifiers(head) - {code.lower()} - self.references.loose)
        if is_state:
            return self.keyed(("other", f"government {code.lower()}"), "Organization", code)
        return self.keyed(("other", " ".join([code.lower(), *rest, lemma])), "Organization", code)

    def known_government(self, mention: Mention) -> Cluster | None:
        """The last government spoken of; that of the country of "Assad" in "Assad's government"."""
        tree, head = self.parsed.tree, mention.head
        owners = [self.of.get(kid) for kid in tree.get(head, "possessive")]
        before = self.modifiers(head) - self.references.loose
        homes = {owner.home for owner in owners if owner and owner.home}
        if homes:
            code = min(homes)
            return self.keyed(("other", f"government {code.lower()}"), "Organization", code)
        if before or (not owners and not self.is_definite(head)):
            return None
        known = [
            cluster
            for key, cluster in self.by_key.items()
            if key[1].startswith("government ") and cluster.mentions
        ]
        return max(known, key=lambda cluster: cluster.positions[-1].token, default=None)

    def keyed(self, key: Key, type_: FillerType, code: str) -> Cluster:
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = self.by_key[key] = Cluster(type_, key, code)
            self.clusters.append(cluster)
        return cluster

    def is_definite(self, head: int) -> bool:
        """True for "the coalition" and for "coalition" before a noun; not with an owner or an of-phrase."""
        tree = self.parsed.tree
        determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
        if tree.get(head, "possessive") or tree.get(head, "number"):
            return False
        if any(
            tree.words[case] == "of" for kid in tree.get(head, "nominal") for case in tree.get(kid, "case")
        ):
            return False
        return bool(determiners & DEFINITE) or (tree.slots[head] == "compound" and not determiners)

    def antecedent(self, mention: Mention) -> Cluster | None:
        tree, head = self.parsed.tree, mention.head
        here = self.position(head)
        lemma, word = tree.lemmas[head], tree.words[head]
        modifiers = self.modifiers(head) - self.references.loose
        is_bound = bool(tree.get(head, "relative", "noun_clause"))
        best: list[tuple[float, Cluster]] = []
        for score, cluster in nearest(self.clusters, here, far=SAME_HEAD):
            same = lemma in cluster.nouns or lemma in _name_words(cluster)
            if not _same_sort(mention.type, cluster.type) and not same:
                continue
            if not cluster.is_named and cluster.plural != (tree.tags[head] in PLURAL_TAGS):
                continue
            if not fits_noun(cluster, lemma, word, self.references) or self.is_beside(cluster, here):
                continue
            if not modifiers <= cluster.modifiers | _name_words(cluster) | cluster.nouns:
                continue
            if is_bound and not (same and modifiers):
                continue
            if not same and here.sentence - cluster.positions[-1].sentence > 3:
                continue
            best.append((score + 2.0 * same, cluster))
        return max(best, key=lambda pair: pair[0])[1] if best else None

    def is_beside(self, cluster: Cluster, here: Position) -> bool:
        """True where the entity fills another slot of the same predicate, or speaks the quotation."""
        if here.quotation is not None and self.of.get(self.speakers.get(here.quotation, -1)) is cluster:
            return True
        return here.predicate is not None and any(
            place.predicate == here.predicate for place in cluster.positions
        )

    def local(self, mention: Mention) -> Cluster:
        head = mention.head
        cluster = Cluster(mention.type, None, plural=self.parsed.tree.tags[head] in PLURAL_TAGS)
        cluster.plural = (
            cluster.plural or mention.type == "Group" and self.parsed.tree.words[head] in ("people", "police")
        )
        self.clusters.append(cluster)
        return cluster

    def modifiers(self, head: int) -> set[str]:
        """The words before a noun that tell it from others; countries by their code in lower case."""
        tree = self.parsed.tree
        parts = list(tree.get(head, "adjective", "compound"))
        if tree.slots[head] == "compound":
            parts += [kid for kid in tree.get(tree.heads[head], "adjective", "compound") if kid < head]
        for part in parts:  # grows while it is read
            parts += tree.get(part, "adjective", "compound", "bare", "oblique")
        return {self.country_of(part) or tree.lemmas[part] for part in parts if part != head}

    def country_of(self, token: int) -> str | None:
        cluster = self.of.get(token)
        return cluster.country.lower() if cluster and cluster.country and cluster.type == "Country" else None

    def country_before(self, head: int) -> str | None:
        """The code of the country in "Russian president", "Russia's president", "Syria regime"."""
        tree = self.parsed.tree
        parts = tree.get(head, "adjective", "compound", "possessive")
        if tree.slots[head] in ("compound", "title"):
            parts += [
                kid for kid in tree.get(tree.heads[head], "adjective", "compound", "possessive") if kid < head
            ]
        codes = [code for part in parts if (code := self.country_of(part))]
        return codes[-1].upper() if codes else None

    # pronouns

    def pronoun(self, mention: Mention) -> Cluster | None:
        tree, head = self.parsed.tree, mention.head
        pronoun = self.nouns.pronouns[tree.words[head]]
        here = self.position(head)
        if pronoun.is_speaker:
            return self.of.get(self.speakers.get(here.quotation, -1)) if here.quotation is not None else None
        reflexive = tree.words[head].endswith(("self", "selves"))
        for score, cluster in self.pronoun_candidates(here):
            if not fits_pronoun(cluster, pronoun) or score < -3:
                continue
            if not reflexive and tree.slots[head] != "possessive" and self.is_beside(cluster, here):
                continue
            return cluster
        return None

    def pronoun_candidates(self, here: Position) -> list[tuple[float, Cluster]]:
        found = [
            (score - (1.5 if cluster.type in ("Thing", "Event") else 0.0), cluster)
            for score, cluster in nearest(self.clusters, here, far=2)
            if any(place.weight > 0 for place in cluster.positions)
        ]
        return sorted(found, key=lambda pair: -pair[0])

    # where things stand

    def position(self, token: int) -> Position:
        parsed, tree = self.parsed, self.parsed.tree
        predicate, weight = self.arguments.get(token, (None, 1.0))
        if tree.slots[token] in ("adjective", "compound"):
            weight = 0.0
        return Position(
            token, parsed.sentence_of[token], parsed.sections[token], predicate, weight, self.quotation[token]
        )

    def read_arguments(self) -> None:
        for frame in self.parsed.frames.values():
            for oblique in frame.obliques:
                self.arguments.setdefault(oblique.token, (frame.predicate, 1.0))
            for token in (*frame.object, *frame.indirect, *frame.agent):
                self.arguments[token] = (frame.predicate, 2.0)
        for frame in self.parsed.frames.values():
            if frame.subject_source in ("own", "conjunct"):
                for token in frame.subject:
                    self.arguments[token] = (frame.predicate, 3.0)

    def find_speakers(self) -> dict[int, int]:
        """The subject of the verb of saying in the sentence of each quotation."""
        found: dict[int, int] = {}
        parsed, speaking = self.parsed, self.references.acting["speaking"]
        spoken = {
            (parsed.sentence_of[token], number)
            for token, number in enumerate(self.quotation)
            if number is not None
        }
        for frame in parsed.frames.values():
            token = frame.predicate
            if frame.lemma not in speaking or self.quotation[token] is not None or not frame.subject:
                continue
            for sentence, number in spoken:
                if sentence == parsed.sentence_of[token] and self.quotation[frame.subject[0]] is None:
                    found.setdefault(number, frame.subject[0])
        return found

    def tokens(self, mention: Mention) -> list[int]:
        """Every token of a name, the head of another mention."""
        if mention.kind != "name":
            return [mention.head]
        ent = [
            token.i
            for token in self.parsed.doc[mention.head].sent
            if mention.begin <= self.parsed.begins[token.i] < mention.end
        ]
        return ent or [mention.head]


def _quotations(parsed: Parsed) -> list[int | None]:
    """The number of the quotation that each token is in; one ends with its paragraph at the latest."""
    found: list[int | None] = []
    number, is_open = 0, False
    for token, tag in enumerate(parsed.tree.tags):
        if token and parsed.sections[token] != parsed.sections[token - 1]:
            is_open = False
        if tag == "``" and not is_open:
            is_open, number = True, number + 1
        found.append(number if is_open else None)
        if tag == "''":
            is_open = False
    return found


def _same_sort(noun: FillerType, entity: FillerType) -> bool:
    sorts = ({"Person"}, {"Organization", "Group"}, {"Place", "City", "Country"}, {"Product", "Thing"})
    return any(noun in sort and entity in sort for sort in sorts)


def _name_words(cluster: Cluster) -> set[str]:
    names = [mention.text for mention in cluster.mentions if mention.kind == "name"]
    return {word for name in names for word in comparable(name).split()}


# --- the records


def _entity(cluster: Cluster, parsed: Parsed, references: References) -> Entity:
    kind = _type(cluster)
    if cluster.key is None:
        first = cluster.mentions[0]
        label = bare(first.text)
        return Entity(f"@{first.begin}", kind, label, (label,), False, tuple(cluster.mentions))
    label, names = _names(cluster, references)
    family = (
        cluster.key[0]
        if cluster.key[0] != "other"
        else "organization"
        if kind in ("Organization", "Group")
        else kind.lower()
    )
    key = f"{family}:{references.atlas.countries[cluster.country].name.casefold() if cluster.type == 'Country' and cluster.country else cluster.key[1]}"
    return Entity(
        key,
        kind,
        label,
        tuple(sorted({label, *names})),
        True,
        tuple(cluster.mentions),
        _spot(cluster, parsed, references),
    )


def _type(cluster: Cluster) -> EntityType:
    votes = Counter(
        mention.type for mention in cluster.mentions if mention.kind == "name" and mention.type != "Event"
    )
    if cluster.type == "Country":
        return "Country"
    if votes:
        best = votes.most_common(1)[0][0]
        return best if best != "Event" else "Thing"
    return "Thing" if cluster.type == "Event" else cluster.type


def _names(cluster: Cluster, references: References) -> tuple[str, list[str]]:
    """The fullest name, and all."""
    assert cluster.key is not None
    names = [bare(mention.text) for mention in cluster.mentions if mention.kind == "name"]
    if cluster.type == "Country" and cluster.country:
        return references.atlas.countries[cluster.country].name, names
    if not names:  # a state organ
        texts = [bare(mention.text) for mention in cluster.mentions if mention.kind == "noun"]
        if cluster.key[1].startswith("government ") and cluster.country:
            noun = Counter(text.split()[-1].lower() for text in texts).most_common(1)[0][0]
            return f"{references.atlas.countries[cluster.country].adjective} {noun}", []
        return texts[0], []
    full = references.aliases.get(cluster.key[1])
    if full:
        return full, names
    whole = [name for name in names if comparable(name) == cluster.key[1]]
    return max(whole or names, key=lambda name: (len(name), -names.index(name))), names


def bare(text: str) -> str:
    """Words of a mention without article and possessive, on one line."""
    text = " ".join(text.split())
    for ending in ("'s", "\u2019s", "'", "\u2019"):
        text = text.removesuffix(ending)
    for article in ARTICLES:
        if text.lower().startswith(article) and len(text) > len(article):
            return text[len(article) :]
    return text


def _spot(cluster: Cluster, parsed: Parsed, references: References) -> Spot | None:
    if cluster.type == "Country" and cluster.country:
        return references.atlas.spot(cluster.country)
    ids = [parsed.doc[mention.head].ent_kb_id_ for mention in cluster.mentions if mention.kind == "name"]
    known = [id_ for id_ in ids if id_.startswith("geonames:")]
    if not known:
        return None
    number = int(known[0].partition(":")[2])
    return spots().get(number, Spot(number))
