"""Patterns over words, read from a file of `ontology/`: a word becomes a character, a pattern a regular expression.

A word may belong to several classes ("May" is a month and a capitalised word). Each set of classes that the file can
give gets one private character, so a sentence becomes a short string that `re` searches at its own speed.

* `words`     class -> words; in lower case they match any case, with a capital as written or in capitals;
              "one/CD" matches "one" with that tag only
* `shapes`    classes -> regular expression for a whole word; the first that fits counts
* `phrases`   name -> pattern, to be used in later ones as <name>
* `keys`      classes of which every match has a word: far from them nothing is searched
* `patterns`  label -> patterns: <class> or <phrase>, plain words, ( | ), ? * +, and look-around (?= (?! (?<= (?<!
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import OntologyError
from kg.ontology.checked_yaml import read_yaml

PATTERN_PART = re.compile(
    r"<(?P<name>[a-z_]+)>|(?P<syntax>\(\?<?[!=]|[()|?*+])|(?P<word>[^\s()|?*+<>]+)|(?P<wrong>\S)"
)
FIRST_CHARACTER = 0xE000  # private use area: the characters stand for sets of classes, not for text
APART = "\x02"  # between spans of a sentence that are not neighbours
# words of a match before its first and after its last key: "as much as ... years ago"
BEFORE_KEY, AFTER_KEY = (5, 4)
OTHER = "\x01"  # a word without a class
MOST_WORDS = 100_000  # words remembered; a run over many articles must not grow without end
TAGGED = re.compile(r"/(?=[A-Z]{2,4}$)")


class LabelledSpan(NamedTuple):
    """Words `[start, end)` that one label covers."""

    start: int
    end: int
    label: str


class Patterns:
    """The patterns of one file: `line` turns words into characters, `find` searches them."""

    def __init__(self, path: Path) -> None:
        sections = ("words", "shapes", "phrases", "keys", "patterns")
        self.data = read_yaml(path, sections=sections, texts_only=True).data
        labelled = [(label, text) for label, texts in self.data["patterns"].items() for text in texts]
        self._words = _words_of_classes(self.data["words"])
        for _, text in [*self.data["phrases"].items(), *labelled]:
            for word in _literals(text, path):
                self._words[word].add("=" + word)
        self._tagged = {word.split("\t")[0] for word in self._words if "\t" in word}
        self._shape = _one_of(self.data["shapes"].values())
        self._shape_classes = [frozenset(classes.split()) for classes in self.data["shapes"]]
        self._sets = self._number_sets()
        self._characters: dict[str, str] = {}
        self._atoms = self._compile_atoms(path)
        keys = _ranges(c for name in self.data["keys"] for c in self.characters(name))[1:-1]
        gap = f"[^{keys}]{{0,{BEFORE_KEY + AFTER_KEY}}}(?=[{keys}])|[^{keys}]{{0,{AFTER_KEY}}}"
        self._near_keys = re.compile(f"[^{keys}]{{0,{BEFORE_KEY}}}(?:[{keys}](?:{gap}))+")
        self._searches = [(label, self._compile(text, path)) for label, text in labelled]

    def line(self, words: Sequence[str], tags: Sequence[str]) -> str:
        """The words as one character each; `tags` (PTB) may be empty strings."""
        known, tagged = self._characters, self._tagged
        if len(known) > MOST_WORDS:
            known.clear()
        keys = [f"{w}\t{t}" if w.lower() in tagged else w for w, t in zip(words, tags, strict=True)]
        return "".join([known.get(key) or self._character(key) for key in keys])

    def find(self, line: str) -> Iterator[LabelledSpan]:
        """Yield what the patterns match, pattern by pattern; spans may overlap."""
        near = [match.span() for match in self._near_keys.finditer(line)]
        places = [i for start, end in near for i in range(start, end + 1)]
        text = APART.join(line[start:end] for start, end in near)
        for label, search in self._searches:
            for match in search.finditer(text):
                start, end = match.span()
                yield LabelledSpan(places[start], places[end - 1] + 1, label)

    def classes(self, word: str) -> frozenset[str]:
        """The classes of a word ("word<tab>TAG" where the tag counts): those it is listed in and those of its shape."""
        bare = word.split("\t")[0]
        match = self._shape.fullmatch(bare)
        shape = self._shape_classes[int(match.lastgroup[1:])] if match and match.lastgroup else frozenset()
        return shape.union(*(self._words.get(key, ()) for key in _keys(word)))

    def characters(self, name: str) -> frozenset[str]:
        """The characters of `line` that stand for words of a class."""
        return frozenset(character for classes, character in self._sets.items() if name in classes)

    def _character(self, word: str) -> str:
        classes = self.classes(word)
        shape_only = frozenset(c for c in classes if any(c in s for s in self._shape_classes))
        self._characters[word] = self._sets.get(classes) or self._sets.get(shape_only, OTHER)
        return self._characters[word]

    def _number_sets(self) -> dict[frozenset[str], str]:
        """Every set of classes that a word of the file, or a shape, can have, with its character."""
        forms = {form for word in self._words for form in _forms(word)}
        sets = {*self._shape_classes, *(self.classes(form) for form in forms)} - {frozenset()}
        size = Counter(name for classes in sets for name in classes)
        order = [name for name, _ in sorted(size.items(), key=lambda item: (-item[1], item[0]))]
        ordered = sorted(sets, key=lambda classes: [name not in classes for name in order])
        return {classes: chr(FIRST_CHARACTER + i) for i, classes in enumerate(ordered)}

    def _compile_atoms(self, path: Path) -> dict[str, str]:
        """Regular expressions of classes, of literal words ("=of") and of phrases, by name."""
        members = defaultdict(list)
        for classes, character in self._sets.items():
            for name in classes:
                members[name].append(character)
        self._atoms = {name: _ranges(characters) for name, characters in members.items()}
        for name, text in self.data["phrases"].items():
            self._atoms[name] = f"(?:{self._translate(text, path)})"
        return self._atoms

    def _compile(self, text: str, path: Path) -> re.Pattern[str]:
        try:
            return re.compile(self._translate(text, path))
        except re.error as error:
            raise OntologyError(
                f"{path.name}: pattern '{text}' is no regular expression over words: {error}"
            ) from error

    def _translate(self, text: str, path: Path) -> str:
        return "".join(self._translate_part(part, text, path) for part in PATTERN_PART.finditer(text))

    def _translate_part(self, part: re.Match[str], text: str, path: Path) -> str:
        if part["syntax"]:
            return "(?:" if part["syntax"] == "(" else part["syntax"]
        name = part["name"] or f"={(part['word'] or '').lower()}"
        if name not in self._atoms:
            raise OntologyError(
                f"{path.name}: pattern '{text}' uses '{part[0]}', which is no class or earlier phrase"
            )
        return self._atoms[name]


def longest(spans: Iterable[LabelledSpan]) -> list[LabelledSpan]:
    """The spans without overlaps, in text order: the longest stay, of equals the first found."""
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda s: s.start - s.end):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept)


def _words_of_classes(listed: dict[str, list[str]]) -> defaultdict[str, set[str]]:
    words = defaultdict(set)
    for name, members in listed.items():
        for word in members:
            words[TAGGED.sub("\t", word)].add(name)
    return words


def _literals(text: str, path: Path) -> Iterator[str]:
    for part in PATTERN_PART.finditer(text):
        if part["wrong"]:
            raise OntologyError(
                f"{path.name}: pattern '{text}' has a stray '{part[0]}'; a class is written <name>"
            )
        if part["word"]:
            yield part["word"].lower()


def _keys(word: str) -> set[str]:
    """How a word may be listed: as it stands, in lower case, capitalised if all in capitals; with and without tag."""
    bare, tab, tag = word.partition("\t")
    spellings = {bare, bare.lower(), bare.capitalize() if bare.isupper() and len(bare) > 3 else bare}
    return {spelling + tail for spelling in spellings for tail in ("", tab + tag)}


def _forms(word: str) -> set[str]:
    bare, tab, tag = word.partition("\t")
    return {form + tab + tag for form in (bare, bare.lower(), bare.capitalize(), bare.upper())}


def _one_of(shapes: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<s{i}>{shape})" for i, shape in enumerate(shapes)))


def _ranges(characters: Iterable[str]) -> str:
    """A regular expression for any of the characters; runs are written as ranges, which compile faster."""
    codes = sorted({ord(character) for character in characters})
    first = [code for code in codes if code - 1 not in codes]
    last = [code for code in codes if code + 1 not in codes]
    return "[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(first, last, strict=True)) + "]"
