"""Clusters of names: spellings of one name, acronyms in brackets, and capitals that mean their government."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.entities.coreference.aliases import aliases
from kg.entities.coreference.discourse import Discourse
from kg.entities.group_names import group_names
from kg.entities.name_forms import Key, Name, Title
from kg.grammar.noun_phrases import appositives, titles
from kg.grammar.tree import NOMINAL
from kg.ontology.folding import comparable, folded
from kg.ontology.nouns import Gender
from kg.ontology.places import capital_coordinates
from kg.ontology.reference_rules import Generation, References
from kg.records import Mention

# Two words in capitals, of which the second may also be the first of the next two
PAIR = re.compile(r"\b(?=([A-Z][\w’'-]+) ([A-Z][\w’-]+))")


def cluster_names(discourse: Discourse, mentions: Sequence[Mention]) -> None:
    """Give each name the cluster of its entity; its mention is added when the reading reaches it."""
    names = [_name(discourse, mention) for mention in mentions]
    before = _names_of_headline(discourse, names)
    keys = group_names([*before, *names], discourse.references)[len(before) :]
    of_acronyms = dict(_acronyms_in_brackets(discourse, mentions, keys))
    of_acronyms |= aliases(discourse, mentions, keys)
    for mention, name, key in zip(mentions, names, keys, strict=True):
        key = of_acronyms.get(key, key)
        code = key[1] if key[0] == "country" else None
        cluster = discourse.named(key, "Country" if code else name.type, code)
        discourse.cluster_at[mention.head] = cluster
        # known from the start: a headline has the surname alone
        cluster.given = cluster.given or name.given or name.gender


def _names_of_headline(discourse: Discourse, names: Sequence[Name]) -> list[Name]:
    """People whom only the article's headline, where it is no part of the text, names in full: "Ada Lunt in court".

    They are those whom the text calls by their surname.
    """
    headline, text = discourse.parsed.article.headline or "", discourse.parsed.article.text
    if headline in text or headline.isupper():
        return []
    surnames = {name.text for name in names if name.type == "Person" and " " not in name.text}
    found = [f"{first} {last}" for first, last in PAIR.findall(headline) if last in surnames]
    full = (
        Name(name, "Person", given=given_gender(name, discourse.references), sentence=-1) for name in found
    )
    return [name for name in full if name.given]


def _acronyms_in_brackets(
    discourse: Discourse, mentions: Sequence[Mention], keys: Sequence[Key]
) -> Iterator[tuple[Key, Key]]:
    """The key of a short name, "the Institute of Tourism (*Intur*)", with that of the full name."""
    tree = discourse.tree
    by_head = {mention.head: (mention, key) for mention, key in zip(mentions, keys, strict=True)}
    by_end = {max(discourse.tokens(mention)): (mention, key) for mention, key in by_head.values()}
    for mention, key in zip(mentions, keys, strict=True):
        head = mention.head
        outer = by_head.get(tree.heads[head]) if tree.slots[head] == "apposition" else None
        last = by_end.get(head - 2)
        if outer and last and _is_second(discourse, outer[0], last[0]):
            outer = last
        is_bracketed = tree.words[head - 1] == "(" and tree.words[head + 1 : head + 2] == [")"]
        if outer and is_bracketed and mention.type == outer[0].type == "Organization" and key != outer[1]:
            yield key, outer[1]


def _is_second(discourse: Discourse, first: Mention, other: Mention) -> bool:
    """Whether a body stands behind another in a list: *the Port Authority* in "the UN and the Port Authority (PA)"."""
    between = range(max(discourse.tokens(first)) + 1, min(discourse.tokens(other)))
    is_list = any(discourse.tree.pos[token] == "CCONJ" for token in between)
    return is_list and other.type == "Organization"


def _name(discourse: Discourse, mention: Mention) -> Name:
    atlas = discourse.references.atlas
    capital = atlas.capitals.get(folded(mention.text))
    if mention.type == "Country":
        return Name(mention.text, "Country", atlas.country(mention.text))
    is_acting = mention.type in ("City", "Place") and _acts(discourse, mention.head)
    if capital and is_acting and _is_capital(discourse, mention, capital):
        return Name(mention.text, "Country", capital)
    if mention.type == "Person":
        words = list(_words_beside(discourse, mention))
        return Name(
            mention.text,
            mention.type,
            gender=next((g for w in words if (g := discourse.references.genders.get(w))), None),
            given=given_gender(mention.text, discourse.references),
            generation=_generation(discourse, mention, words),
            relative=_gender_of_relative(discourse, mention),
            titles=frozenset(_titles(discourse, mention)),
            kin_of=_kin_of(discourse, mention) if discourse.references.kinship & {*words} else frozenset(),
            sentence=discourse.parsed.sentence_of[mention.head],
            is_quoted=discourse.quotations[mention.head] is not None,
        )
    return Name(mention.text, mention.type, place=discourse.parsed.doc[mention.head].ent_kb_id_)


def _is_capital(discourse: Discourse, mention: Mention, code: str) -> bool:
    """False for a larger city or a state that has the name of a capital: "Victoria"."""
    id_ = discourse.parsed.doc[mention.head].ent_kb_id_
    city = capital_coordinates().get((code, folded(mention.text)))
    return not id_ or city is None or id_ == f"geonames:{city.geonames}"


def given_gender(name: str, references: References) -> Gender | None:
    """The gender of a person's first name; None of a surname alone and of a name that both sexes have."""
    first, _, surname = folded(name).partition(" ")
    return references.first_names.get(first) if surname else None


def _words_beside(discourse: Discourse, mention: Mention) -> Iterator[str]:
    """The title right before a person's name, and the nouns that describe it: "Mrs", "wife", "son"."""
    first = min(discourse.tokens(mention))
    if first:
        yield discourse.parsed.doc[first - 1].text
    yield from (discourse.tree.words[noun] for noun in _nouns_beside(discourse, mention))


def _nouns_beside(discourse: Discourse, mention: Mention) -> list[int]:
    tree, own = discourse.tree, discourse.tokens(mention)
    nouns = [*titles(tree, mention.head), *tree.get(mention.head, "compound")]
    nouns += [noun for noun in appositives(tree, mention.head) if tree.tags[noun] == "NN"]
    return [noun for noun in nouns if noun not in own]


def _titles(discourse: Discourse, mention: Mention) -> Iterator[Title]:
    """The titles and nouns that describe a person's name, with the words before them; not "Mr"."""
    tree, labels, own = discourse.tree, discourse.parsed.labels, discourse.tokens(mention)
    before = min(own) - 1
    nouns = _nouns_beside(discourse, mention)
    if before >= 0 and tree.heads[before] in own and tree.pos[before] in NOMINAL:
        nouns.append(before)
    short = discourse.references.name_parts.short_titles
    said_of_all = discourse.parsed.language.names.honorifics & discourse.references.genders.keys()
    for noun in nouns:
        words = tree.get(noun, "compound", "adjective")
        if discourse.parsed.doc[noun].text not in said_of_all:
            title = tree.lemmas[noun].lower().rstrip(".")
            yield Title(
                short.get(title, title),
                frozenset(tree.words[word] for word in words if not labels[word]),
            )


def _gender_of_relative(discourse: Discourse, mention: Mention) -> Gender | None:
    """That of "his" in "his wife Ada Lunt" and "Ada Lunt, his wife"."""
    tree, references = discourse.tree, discourse.references
    for noun in _nouns_beside(discourse, mention):
        for owner in (*tree.get(noun, "possessive"), *tree.get(mention.head, "possessive")):
            pronoun = discourse.nouns.pronouns.get(tree.words[owner])
            if pronoun and pronoun.gender and tree.words[noun] in references.genders:
                return pronoun.gender
    return None


def _kin_of(discourse: Discourse, mention: Mention) -> frozenset[str]:
    """The names of the last person whom the sentence names in full before a relative."""
    doc, sentences = discourse.parsed.doc, discourse.parsed.sentence_of
    before = [
        ent.text
        for ent in doc.ents
        if ent.label_ == "PERSON"
        and " " in ent.text
        and ent.end <= min(discourse.tokens(mention))
        and sentences[ent.start] == sentences[mention.head]
    ]
    return frozenset(comparable(before[-1]).split()) if before else frozenset()


def _generation(discourse: Discourse, mention: Mention, beside: Sequence[str]) -> Generation | None:
    """That of "Peter Lunt Jr.", of "the elder Lunt" and of "his son Peter Lunt"."""
    generations = discourse.references.name_parts.generations
    words = (comparable(mention.text).split()[-1], *(word.lower() for word in beside))
    return next((generations[word] for word in words if word in generations), None)


def _acts(discourse: Discourse, token: int) -> bool:
    """True for "Moscow denied", "told Moscow", "Moscow's demand", "talks with Moscow", "Moscow-backed"."""
    tree, acting = discourse.tree, discourse.references.government_verbs
    above, slot = tree.heads[token], tree.slots[token]
    if token in discourse.acting:
        return True
    if slot == "possessive":
        return tree.lemmas[above] in acting["owned"]
    if slot in ("nominal", "conjunct"):
        cases = {tree.words[kid] for kid in tree.get(token, "case")}
        return bool(cases & acting["prepositions"]) and tree.lemmas[above] in acting["partners"]
    return tree.words[above] in acting["hyphens"] and slot in ("compound", "bare", "oblique")
