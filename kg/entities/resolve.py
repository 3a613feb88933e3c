"""The entities that the mentions of one article refer to: a record for each cluster of mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.entities.cluster_mentions import cluster_mentions
from kg.entities.coreference.clusters import Cluster
from kg.entities.learned.antecedents import AntecedentScorer
from kg.entities.learned.choose import TrainedChooser
from kg.grammar.parsed import Parsed
from kg.ontology.folding import comparable, folded
from kg.ontology.geonames import region_numbers
from kg.ontology.listed.entity_list import FAMILIES
from kg.ontology.places import city_coordinates
from kg.ontology.reference_rules import References
from kg.ontology.words.amounts import read_amount
from kg.records import Coordinates, Entity, EntityType, Listed, Mention, Resolution

POSSESSIVE = re.compile("['\u2019]")


def resolve(
    parsed: Parsed, mentions: Sequence[Mention], scorer: AntecedentScorer | None = None
) -> Resolution:
    """The entities of an article. A pronoun stays unresolved where the evidence does not suffice.

    With a trained scorer, which reads the pipeline's word states, it chooses antecedents; else the rules do.
    """
    chooser = _chooser(parsed, scorer)
    discourse = cluster_mentions(parsed, mentions, chooser)
    entities: dict[str, Entity] = {}
    at: dict[int, str] = {}
    main_country = _main_country(discourse.clusters)
    for cluster in discourse.clusters:
        if cluster.mentions:
            entity = _entity(cluster, parsed, main_country)
            if entity.key in entities:  # "her husband" and "her husband's policies" begin with one word
                entity = replace(entity, key=f"{entity.key},{entity.mentions[0].end}")
            entities[entity.key] = entity
            at |= {token: entity.key for mention in entity.mentions for token in discourse.tokens(mention)}
    return Resolution(entities, at, chooser.probabilities if chooser else {})


def _chooser(parsed: Parsed, scorer: AntecedentScorer | None) -> TrainedChooser | None:
    if scorer is None or parsed.states is None:
        return None
    return TrainedChooser(scorer, parsed.states[:, parsed.states.shape[1] // 2 :])


# --- the records


def _entity(cluster: Cluster, parsed: Parsed, main_country: str | None) -> Entity:
    references, type_ = parsed.language.references, _type(cluster)
    if cluster.key is None:
        first = cluster.mentions[0]
        label = without_article(first.text, references)
        return Entity(
            key=f"@{first.begin}",
            type=type_,
            label=label,
            names=(label,),
            is_named=False,
            mentions=tuple(cluster.mentions),
            size=None if type_ == "Thing" else _size(first, parsed),
        )
    label, names = _names(cluster, references)
    row = references.entity_list.one_of(FAMILIES.get(type_, "other"), {label, *names})
    label, type_ = (row.name, row.type) if row else (label, type_)
    family, form = cluster.key
    if family == "other":
        family = "organization" if type_ in ("Organization", "Group") else type_.casefold()
    return Entity(
        key=f"{family}:{form.casefold()}",
        type=type_,
        label=label,
        names=tuple(sorted({label, *names})),
        is_named=True,
        mentions=tuple(cluster.mentions),
        coordinates=_coordinates(cluster, parsed, references),
        ids=row.ids if row else _territory(cluster, label, references, main_country),
        listed=Listed(row.key, row.never) if row else None,
    )


def _main_country(clusters: Sequence[Cluster]) -> str | None:
    """The code of the country that an article mentions most often; None if two share the first place."""
    mentions = Counter({each.country: len(each.mentions) for each in clusters if each.type == "Country"})
    ranked: list[tuple[str | None, int]] = [*mentions.most_common(2), (None, 0), (None, 0)]
    return ranked[0][0] if ranked[0][1] > ranked[1][1] else None


def _territory(
    cluster: Cluster, label: str, references: References, main_country: str | None
) -> tuple[str, ...]:
    """The Wikidata id of a country, and of a region of the country that the article mentions most often."""
    territories = references.atlas.territories
    if cluster.type == "Country":
        qid = territories.countries.get(cluster.country or "")
    else:
        labels = {mention.label for mention in cluster.mentions if mention.kind == "name"}
        is_region = _type(cluster) == "Place" and labels == {"GPE"}
        qid = territories.regions.get((main_country or "", folded(label))) if is_region else None
    return (qid,) if qid else ()


def _size(first: Mention, parsed: Parsed) -> float | None:
    """The number in "12 protesters"; None for a number alone, an age, and one person."""
    numbers = parsed.language.numbers
    if numbers.is_number(parsed.tree.words[first.head]):
        return None
    together = "".join(first.text.lower().split())
    if any(f"-{word}" in together for word in parsed.language.events.ages):
        return None
    amount = read_amount(first.text, numbers)
    return amount.value if amount and amount.value > 1 else None


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
    names = [
        without_determiner(mention.text, references) for mention in cluster.mentions if mention.kind == "name"
    ]
    country = references.atlas.countries[cluster.country] if cluster.country else None
    if country and not names:
        return _name_of_body(cluster, country.adjective or country.name, references), []
    if country and cluster.type == "Country":
        return without_determiner(country.name, references), names
    full = references.aliases.get(cluster.key[1])
    if full:
        return full, names
    whole = [name for name in names if comparable(name) == cluster.key[1]]
    first = {name: -number for number, name in reversed(list(enumerate(names)))}  # a higher rank comes first
    return max(whole or names, key=lambda name: (len(name), not name.isupper(), first[name])), names


def _name_of_body(cluster: Cluster, country: str, references: References) -> str:
    """ "U.S. military" as it is written first, "Russian foreign ministry" for "Russia's"; "regime" as most say."""
    assert cluster.key is not None
    texts = [
        without_article(mention.text, references) for mention in cluster.mentions if mention.kind == "noun"
    ]
    if cluster.key[0] == "organ":
        return (
            texts[0] if not POSSESSIVE.search(texts[0]) else f"{country} {cluster.key[1].partition(' ')[2]}"
        )
    nouns = Counter(text.split()[-1].lower() for text in texts)
    return f"{country} {nouns.most_common(1)[0][0]}"


def without_article(text: str, references: References) -> str:
    """Words of a mention without article and possessive, on one line."""
    text = " ".join(text.split())
    for ending in ("'s", "\u2019s", "'", "\u2019"):
        text = text.removesuffix(ending)
    return without_determiner(text, references)


def without_determiner(text: str, references: References) -> str:
    """Words of a name without article, on one line; a possessive is part of it: "McDonald's"."""
    text = " ".join(text.split())
    first, _, rest = text.partition(" ")
    determiners = references.determiners["definite"] | references.determiners["indefinite"]
    return rest if rest and first.lower() in determiners else text


def _coordinates(cluster: Cluster, parsed: Parsed, references: References) -> Coordinates | None:
    if cluster.type == "Country" and cluster.country:
        return references.atlas.coordinates(cluster.country)
    if cluster.type == "Person":  # "Jordan, the former player"
        return None
    ids = [parsed.doc[mention.head].ent_kb_id_ for mention in cluster.mentions if mention.kind == "name"]
    geonames = [id_ for id_ in ids if id_.startswith("geonames:")]
    if not geonames:
        return None
    number = int(geonames[0].partition(":")[2])
    return city_coordinates(number) or Coordinates(number, country=region_numbers().get(number))
