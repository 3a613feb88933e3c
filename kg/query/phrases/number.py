"""Whether words mean several: "three bank workers", "new austerity measures", not "the United States"."""

from __future__ import annotations

from functools import cache

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import ontology_file
from kg.query.phrases.title_words import title_words


def is_plural(words: str, *, is_name: bool = False) -> bool:
    """Whether the head of a noun phrase is a plural, or it begins with a number above one.

    Names are singular, but for those that end in a plural in small letters: "Athens underground stations".
    """
    known = title_words()
    if part := known.partitive.match(words):
        return is_plural(words[part.end() :])
    if known.several.match(words):
        return True
    head = known.after_head.split(words, maxsplit=1)[0].rpartition(" ")[2]
    if known.single.match(words) or not head or (is_name and (head[0].isupper() or " " not in words)):
        return False
    return head.lower() in _irregular() or (head.endswith("s") and not head.lower().endswith(known.singulars))


@cache
def _irregular() -> frozenset[str]:
    nouns = read_yaml(ontology_file("irregular.yaml"), sections=("verbs", "nouns")).data["nouns"]
    return frozenset(form for forms in nouns.values() for form in forms) | title_words().plurals
