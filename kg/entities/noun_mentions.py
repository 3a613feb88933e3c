"""Mentions without a name: common nouns, adjectives and numbers that refer to people, and pronouns."""

from __future__ import annotations

from collections.abc import Collection

from kg.grammar.noun_phrases import PLURAL_TAGS, core
from kg.grammar.parsed import Parsed
from kg.ontology.name_rules import AMOUNTS
from kg.records import FillerType, Mention

NO_HEADS = frozenset(
    "title flat fixed case marker adjective determiner adverb coordinator punctuation expletive".split()
)
COUNTED = frozenset({"subject", "passive_subject", "object", "agent"})  # slots of "12" in "killing 12"
OUTSIDE = frozenset({"case", "marker", "punctuation", "coordinator"})  # slots of words before a noun phrase
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def find_common(parsed: Parsed, token: int, in_names: Collection[int]) -> Mention | None:
    """The mention with this head that is no name; `in_names` are the tokens of names."""
    tree = parsed.tree
    slot, tag = tree.slots[token], tree.tags[token]
    if slot in NO_HEADS:
        return None
    if tag in ("PRP", "PRP$"):
        is_mention = tree.words[token] in parsed.language.nouns.pronouns and not _is_empty(parsed, token)
        return parsed.mention((token, token + 1), token, "pronoun", "Thing") if is_mention else None
    if tag not in NOUN_TAGS or _is_age(parsed, token):
        return _people(parsed, token)
    label = parsed.labels[token]
    if label in AMOUNTS and label != "CARDINAL":
        return None
    type_ = _type(parsed, token)
    describes_name = tree.heads[token] in in_names  # "ally" in "key ally Russia"
    if slot == "compound" and (type_ in ("Thing", "Event") or describes_name):
        return None
    return parsed.mention(_core(parsed, token), token, "noun", type_)


def _is_empty(parsed: Parsed, token: int) -> bool:
    """True for "it" in "it is clear that", "it emerged that", which refers to the clause that follows."""
    above = parsed.frames.get(parsed.tree.heads[token])
    if parsed.tree.words[token] != "it" or above is None or token not in above.subject:
        return False
    clauses = [clause.marker for clause in above.complements]
    is_adjective = above.kind == "copular" and parsed.tree.pos[above.predicate] == "ADJ"
    return "that" in clauses or (is_adjective and bool(clauses))


def _people(parsed: Parsed, token: int) -> Mention | None:
    """ "the dead", "12 were killed", "the 19-year-old": adjectives, numbers and ages that refer to people."""
    tree = parsed.tree
    if _is_age(parsed, token):
        span = min(tree.get(token, "determiner")), token + 1
        return parsed.mention(span, token, "noun", "Group" if tree.tags[token] == "NNS" else "Person")
    is_number = tree.pos[token] == "NUM" and tree.words[token].isalnum() and tree.slots[token] in COUNTED
    is_number = is_number and parsed.labels[token] in ("", "CARDINAL")
    is_number = is_number and "-" not in tree.words[max(token - 1, 0) : token + 2]  # "102-98" is a score
    is_adjective = tree.pos[token] in ("ADJ", "VERB") and tree.words[token] in parsed.language.nouns.people
    if not is_number and not (is_adjective and tree.get(token, "determiner")):
        return None
    return parsed.mention(_core(parsed, token), token, "noun", _type(parsed, token, other="Group"))


def _is_age(parsed: Parsed, token: int) -> bool:
    """True for "old" in "the 19-year-old"."""
    tree = parsed.tree
    is_age = tree.words[token] in parsed.language.events.ages and tree.words[token - 1] == "-"
    return is_age and any(kid < token for kid in tree.get(token, "determiner"))


def _core(parsed: Parsed, token: int) -> tuple[int, int]:
    """The noun with what precedes it, except prepositions that the parse attaches too low."""
    tree = parsed.tree
    start, end = core(tree, token)
    while start < token and tree.slots[start] in OUTSIDE:
        start += 1
    if tree.words[start] in ("least", "most") and tree.words[start - 1] == "at":
        start += 1  # "at least 20 people" are 20 people
    return start, end


def _type(parsed: Parsed, token: int, other: FillerType = "Thing") -> FillerType:
    """A noun's type; of "dozens of villages" that of the villages; `other` if nothing says it."""
    tree, nouns = parsed.tree, parsed.language.nouns
    lemma, word = tree.lemmas[token], tree.words[token]
    if lemma in nouns.partitives or word in nouns.partitives:
        for part in tree.get(token, "nominal"):
            if tree.get(part, "case") and tree.words[tree.get(part, "case")[0]] == "of":
                return _type(parsed, part, other="Group")
    if tree.tags[token] not in NOUN_TAGS or (word in nouns.partitives and word not in nouns.types):
        return "Group" if word in nouns.people or tree.pos[token] == "NUM" else other
    compound = f"{tree.words[token - 1]}-{lemma}"  # "suicide bomber", "lower house"
    if compound in nouns.types and token - 1 in tree.get(token, "compound", "adjective"):
        word = lemma = compound
    return nouns.type_of(word, lemma, plural=tree.tags[token] in PLURAL_TAGS)
