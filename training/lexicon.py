"""Makes the lemma lexicon of the package: forms of the treebanks, and unambiguous forms of WordNet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.lookups import Lookups, load_lookups

from training.batches import read_documents

Lexicon = dict[str, dict[str, str]]
# others lose their -s, as any rule knows
HARD_PLURALS = ("ses", "xes", "zes", "ches", "shes", "oes", "ies", "ves")
OPEN = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj", "ADV": "adv"}


def lemma_lexicon(work: Path) -> Lexicon:
    """UPOS -> form -> lemma: WordNet's forms, overruled by what the treebanks have."""
    lexicon = wordnet_lexicon(load_lookups("en", ["lemma_index", "lemma_exc"]))
    for upos, forms in treebank_lexicon(work).items():
        lexicon.setdefault(upos, {}).update(forms)
    return lexicon


def treebank_lexicon(work: Path) -> Lexicon:
    """Forms seen at least twice, with one lemma in 9 of 10 cases."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in read_documents(work, "ewt.train", "gum.train"):
        for s in document["sentences"]:
            for form, upos, lemma in zip(s["words"], s["upos"], s["lemmas"], strict=True):
                seen[upos, form][lemma] += 1
    lexicon: Lexicon = defaultdict(dict)
    for (upos, form), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        total = sum(lemmas.values())
        if total >= 2 and count >= 0.9 * total and upos not in ("PUNCT", "SYM", "X", "NUM"):
            lexicon[upos][form] = lemma
    return dict(lexicon)


def wordnet_lexicon(lookups: Lookups) -> Lexicon:
    """Forms that belong to one word of WordNet alone ("fled", "sued", not "axes"), by its words and exceptions."""
    index, exceptions = lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")
    lexicon: Lexicon = {}
    for upos, name in OPEN.items():
        found: dict[str, set[str]] = defaultdict(set)
        irregular: dict[str, set[str]] = defaultdict(set)
        for form, lemmas in exceptions[name].items():
            for lemma in filter(_is_plain, lemmas):
                irregular[lemma].add(form)
                found[form].add(lemma)
        for lemma in filter(_is_plain, index[name]):
            for form in _regular_forms(name, lemma, irregular[lemma]):
                found[form].add(lemma)
        words = set(index[name])
        lexicon[upos] = {
            form: next(iter(lemmas))
            for form, lemmas in sorted(found.items())
            if len(lemmas) == 1 and _is_plain(form) and (form not in words or lemmas == {form})
        }
    return lexicon


def _is_plain(word: Any) -> bool:
    return isinstance(word, str) and word.isalpha() and word.islower() and word.isascii() and len(word) > 1


def _regular_forms(name: str, lemma: str, irregular: set[str]) -> Iterator[str]:
    """Forms in -s, -ed and -ing of a verb that has no irregular one; plurals of a noun that are hard to undo."""
    plural = lemma[:-1] + "ies" if _ends_in_y(lemma) else lemma + ("es" if _hisses(lemma) else "s")
    if name == "noun" and not irregular and plural.endswith(HARD_PLURALS):
        yield plural
    if name == "verb":
        yield plural
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        if not any(form.endswith("ing") for form in irregular):
            yield (lemma if lemma.endswith(("ee", "oe", "ye")) else stem) + "ing"
        if not any(not form.endswith(("ing", "s")) for form in irregular):
            yield lemma[:-1] + "ied" if _ends_in_y(lemma) else stem + "ed"


def _ends_in_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in "aeiou"


def _hisses(lemma: str) -> bool:
    return lemma.endswith(("s", "x", "z", "ch", "sh", "o"))
