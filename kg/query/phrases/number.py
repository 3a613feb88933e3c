"""Whether words mean several: "three bank workers", "new austerity measures", not "the United States"."""

from __future__ import annotations

import re
from functools import cache

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import ontology_file

HEAD_END = re.compile(
    r",| (?:about|after|against|among|as|at|before|between|by|during|for|from|in|including|into|near|of|on|over|to"
    r"|toward|towards|under|with|who|that|which)\b"
)
SINGULAR = re.compile(r"(?:an?|another|each|every|how|if|that|this|to|whether)\b", re.IGNORECASE)
PARTITIVE = re.compile(r"(?:all|half|many|most|several|some|\d[\d.,]*(?: percent|%)?) of ", re.IGNORECASE)
SEVERAL = re.compile(
    r"(?:both|dozens|hundreds|many|millions|several|thousands|two|three|four|five|six|seven|eight|nine|ten"
    r"|(?!1 )\d[\d,]*|an? (?:number|couple|dozen|group|lot) of)(?: |$)",
    re.IGNORECASE,
)
ENDS_IN_S = (
    "ss",
    "us",
    "is",
    "news",
    "series",
    "physics",
    "politics",
    "economics",
    "mathematics",
    "headquarters",
)


def is_plural(words: str, *, is_name: bool = False) -> bool:
    """Whether the head of a noun phrase is a plural, or it begins with a number above one.

    Names are singular, but for those that end in a plural in small letters: "Athens underground stations".
    """
    if part := PARTITIVE.match(words):
        return is_plural(words[part.end() :])
    if SEVERAL.match(words):
        return True
    head = HEAD_END.split(words, maxsplit=1)[0].rpartition(" ")[2]
    if SINGULAR.match(words) or not head or (is_name and (head[0].isupper() or " " not in words)):
        return False
    return head.lower() in _irregular() or (head.endswith("s") and not head.lower().endswith(ENDS_IN_S))


@cache
def _irregular() -> frozenset[str]:
    nouns = read_yaml(ontology_file("irregular.yaml"), sections=("verbs", "nouns")).data["nouns"]
    return frozenset(form for forms in nouns.values() for form in forms) | {"police"}
