"""The names that a noun is the title of, in apposition to, or said of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.grammar.noun_phrases import appositives, titles
from kg.grammar.parsed import Parsed
from kg.grammar.tree import Tree, conjuncts


def named_by(parsed: Parsed, before: Mapping[int, int]) -> Mapping[int, list[int]]:
    """The names that a noun is the title of, in apposition to, or said of by "be"; conjuncts share theirs.

    They do not share a name between them: "his mother, *Ada*, and father".
    """
    tree = parsed.tree
    found: defaultdict[int, list[int]] = defaultdict(list)
    for token, pos in enumerate(tree.pos):
        if pos == "PROPN" or parsed.labels[token]:
            for title in titles(tree, token):
                found[title].append(token)
        if pos in ("NOUN", "PROPN"):
            found[token] += [*_names_beside(tree, token), *_said_of(parsed, token)]
    for token, name in before.items():
        is_of_several = tree.tags[token] == "NNS" and name in found[token]  # "her *sons* Ivo and Ole"
        found[token] = found[token] if is_of_several else [name]
    shared = [(token, other, names) for token, names in found.items() for other in conjuncts(tree, token)[1:]]
    for token, other, names in shared:
        if tree.pos[other] == "NOUN" and not found[other]:
            found[other] = [name for name in names if not token < name < other]
    return found


def _names_beside(tree: Tree, token: int) -> Iterator[int]:
    """What a noun is in apposition to; no list of names that names several others: "aides to the mayor, *X and Y*".

    Of "Ada Lunt, her *husband* Ivo," it is Ivo alone.
    """
    above = tree.heads[token]
    is_of_several = tree.slots[token] == "nominal" and tree.tags[above] == "NNS" and tree.tags[token] == "NN"
    is_named = any(tree.pos[name] == "PROPN" for name in tree.get(token, "apposition"))
    is_owned = any(tree.pos[kid] == "PRON" for kid in tree.get(token, "possessive"))
    is_another = is_named and is_owned and tree.tags[token] == "NN"
    for name in appositives(tree, token):
        if is_another and name == above:
            continue
        listed = (kid for kid in tree.get(token, "conjunct") if kid > name and tree.pos[kid] == "PROPN")
        if not (is_of_several and any(listed)):
            yield name


def right_before(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Nouns right before the name of a person, with its head: in lists of names, parsers mix up who is what."""
    for ent in parsed.doc.ents:
        before = ent.start - 1
        if ent.label_ != "PERSON" or before < 0 or parsed.labels[before]:
            continue
        if parsed.tree.slots[before] == "adjective" and parsed.tree.heads[before] == before - 1:
            before -= 1  # "secretary general Ada Lunt"
        is_title = parsed.tree.pos[before] in ("NOUN", "PROPN", "ADJ")  # "chief executive Ada Lunt"
        if is_title and parsed.sentence_of[before] == parsed.sentence_of[ent.start]:
            yield before, ent.root.i


def _said_of(parsed: Parsed, token: int) -> tuple[int, ...]:
    """The subject of "X is a *minister*", "X remained *minister*"."""
    frame = parsed.frames.get(token)
    if frame and frame.kind == "copular" and not frame.preposition:
        return frame.subject
    above = parsed.frames.get(parsed.tree.heads[token])
    if (
        above
        and above.lemma in parsed.language.events.linking
        and parsed.tree.slots[token] == "open_complement"
    ):
        return above.subject
    return ()
