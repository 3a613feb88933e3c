"""Who and what the mentions of one article refer to: names, nouns and pronouns of one entity brought together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.entities.antecedents import Cluster
from kg.entities.coreference import Reader
from kg.grammar.parsed import Parsed
from kg.ontology.nouns import Nouns
from kg.ontology.places import city_coordinates
from kg.ontology.reference_rules import References, comparable
from kg.records import Coordinates, Entity, EntityType, Mention

POSSESSIVE = re.compile("['\u2019]")
ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ")


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
    reader = Reader(parsed, references, nouns)
    reader.read(mentions)
    entities: dict[str, Entity] = {}
    at: dict[int, str] = {}
    for cluster in reader.clusters:
        if cluster.mentions:
            entity = _entity(cluster, parsed, references)
            entities[entity.key] = entity
            at |= {token: entity.key for mention in entity.mentions for token in reader.tokens(mention)}
    return Resolution(entities, at)


# --- the records


def _entity(cluster: Cluster, parsed: Parsed, references: References) -> Entity:
    kind = _type(cluster)
    if cluster.key is None:
        first = cluster.mentions[0]
        label = bare(first.text)
        return Entity(f"@{first.begin}", kind, label, (label,), False, tuple(cluster.mentions))
    label, names = _names(cluster, references)
    family, own = cluster.key
    if family == "other":
        family = "organization" if kind in ("Organization", "Group") else kind.casefold()
    mentions = tuple(cluster.mentions)
    spot = _spot(cluster, parsed, references)
    return Entity(
        f"{family}:{own.casefold()}", kind, label, tuple(sorted({label, *names})), True, mentions, spot
    )


def _type(cluster: Cluster) -> EntityType:
    """What most of its names are; the first that is most frequent."""
    named = [mention.type for mention in cluster.mentions if mention.kind == "name"]
    if cluster.key and cluster.key[0] == "place":
        named = [kind for kind in named if kind in ("Place", "City")]
    kind = Counter(named).most_common(1)[0][0] if named and cluster.type != "Country" else cluster.type
    return "Thing" if kind == "Event" else kind


def _names(cluster: Cluster, references: References) -> tuple[str, list[str]]:
    """The fullest name, and all."""
    assert cluster.key is not None
    names = [bare(mention.text) for mention in cluster.mentions if mention.kind == "name"]
    country = references.atlas.countries[cluster.country] if cluster.country else None
    if country and not names:
        return _name_of_organ(cluster, country.adjective or country.name), []
    if country and cluster.type == "Country":
        return country.name, names
    full = references.aliases.get(cluster.key[1])
    if full:
        return full, names
    whole = [name for name in names if comparable(name) == cluster.key[1]]
    return max(whole or names, key=lambda name: (len(name), not name.isupper(), -names.index(name))), names


def _name_of_organ(cluster: Cluster, country: str) -> str:
    """ "U.S. military" as it is written first, "Russian foreign ministry" for "Russia's"; "regime" as most say."""
    assert cluster.key is not None
    texts = [bare(mention.text) for mention in cluster.mentions if mention.kind == "noun"]
    if cluster.key[0] == "organ":
        return (
            texts[0] if not POSSESSIVE.search(texts[0]) else f"{country} {cluster.key[1].partition(' ')[2]}"
        )
    nouns = Counter(text.split()[-1].lower() for text in texts)
    return f"{country} {nouns.most_common(1)[0][0]}"


def bare(text: str) -> str:
    """Words of a mention without article and possessive, on one line."""
    text = " ".join(text.split())
    for ending in ("'s", "\u2019s", "'", "\u2019"):
        text = text.removesuffix(ending)
    for article in ARTICLES:
        if text.lower().startswith(article) and len(text) > len(article):
            return text[len(article) :]
    return text


def _spot(cluster: Cluster, parsed: Parsed, references: References) -> Coordinates | None:
    if cluster.type == "Country" and cluster.country:
        return references.atlas.coordinates(cluster.country)
    ids = [parsed.doc[mention.head].ent_kb_id_ for mention in cluster.mentions if mention.kind == "name"]
    known = [id_ for id_ in ids if id_.startswith("geonames:")]
    if not known:
        return None
    number = int(known[0].partition(":")[2])
    return city_coordinates().get(number, Coordinates(number))
