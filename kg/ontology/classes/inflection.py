"""Forms of the words that the ontology names, so that a form that the lemmatizer does not know still finds its word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

VOWELS = frozenset("aeiou")
SIBILANTS = ("s", "x", "z", "ch", "sh")
VOWEL_GROUPS = re.compile("[aeiouy]+")
# before an irregular verb; other verbs only end like one: "treat" is no "tr-eat"
PREFIXES = ("over", "under", "out", "with", "mis", "fore", "up", "re", "un")
Irregular = Mapping[str, tuple[str, ...]]


def verb_forms(lemma: str, irregular: Irregular) -> Iterator[str]:
    """The forms of a verb: regular ones even of an irregular verb ("burned"), doubled ones ("kidnapped") too."""
    yield plural(lemma)
    yield from _irregular(lemma, irregular)
    for stem in _stems(lemma):
        yield f"{stem}ing"
        yield f"{stem}ed"
    if lemma.endswith("e"):
        yield f"{lemma}d"
    if _ends_in_consonant_y(lemma):
        yield f"{lemma[:-1]}ied"


def past_forms(lemma: str, irregular: Irregular) -> tuple[str, str]:
    """Past and past participle of a verb: "took", "taken"; of a phrasal verb with its particle: "set up"."""
    word, *rest = lemma.split(" ")
    forms = [form for form in _of_prefixed(word, irregular) if not form.endswith(("ing", "s"))]
    past, participle = (forms[0], forms[-1]) if forms else (_regular_past(word),) * 2
    return " ".join((past, *rest)), " ".join((participle, *rest))


def _of_prefixed(lemma: str, irregular: Irregular) -> Iterable[str]:
    if lemma in irregular:
        return irregular[lemma]
    for prefix in PREFIXES:
        if lemma.startswith(prefix) and lemma.removeprefix(prefix) in irregular:
            return [prefix + form for form in irregular[lemma.removeprefix(prefix)]]
    return ()


def _regular_past(lemma: str) -> str:
    if _ends_in_consonant_y(lemma):
        return f"{lemma[:-1]}ied"
    if lemma.endswith("e"):
        return f"{lemma}d"
    *_, stem = _stems(lemma)
    after_one_vowel = lemma[-3:-2] not in VOWELS or lemma[-4:-2] == "qu"
    is_doubled = after_one_vowel and (lemma.endswith("l") or len(VOWEL_GROUPS.findall(lemma)) == 1)
    return f"{stem if is_doubled else lemma}ed"


def noun_forms(lemma: str, irregular: Irregular) -> Iterator[str]:
    """The plural of a noun; of "policewoman" as of "woman"."""
    yield from _irregular(lemma, irregular) or [plural(lemma)]


def forms_of(lemmas: Iterable[str], irregular: Irregular, *, verbs: bool) -> Mapping[str, str]:
    """Form -> lemma for many lemmas. A form of two lemmas goes to the first by name; lemmas go to themselves."""
    known = sorted(set(lemmas))
    found = {lemma: lemma for lemma in known}
    for lemma in known:
        for form in verb_forms(lemma, irregular) if verbs else noun_forms(lemma, irregular):
            found.setdefault(form, lemma)
    return found


def plural(lemma: str) -> str:
    """The form in -s of a noun or verb."""
    if _ends_in_consonant_y(lemma):
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(SIBILANTS) or lemma.endswith("o") else f"{lemma}s"


def _stems(lemma: str) -> list[str]:
    """What -ing and -ed are put to: "resign", "seiz", "plan" and "plann"."""
    if lemma.endswith(("ee", "oe", "ye")):
        return [lemma]
    if lemma.endswith("e"):
        return [lemma[:-1]]
    doubled = len(lemma) > 2 and lemma[-1] not in VOWELS | set("wxy") and lemma[-2] in VOWELS
    return [lemma, lemma + lemma[-1]] if doubled else [lemma]


def _irregular(lemma: str, irregular: Irregular) -> list[str]:
    """Irregular forms, also of a compound: "overthrew" by "throw"."""
    for cut in range(len(lemma) - 1):
        if lemma[cut:] in irregular and (cut == 0 or cut > 1):
            return [lemma[:cut] + form for form in irregular[lemma[cut:]]]
    return []


def _ends_in_consonant_y(lemma: str) -> bool:
    return len(lemma) > 2 and lemma.endswith("y") and lemma[-2] not in VOWELS
