"""Measures how many triggers of annotated corpora the ontology has, by lemma.

    python -m training.triggers DATA [--missed 12]

Recall: gold triggers that a trigger of a class mapped to their type (`class_map.yaml`) could match, ignoring its
conditions: an upper bound; "alone" counts triggers without `needs` only. Precision: words matched by a trigger without
`needs` that are annotated so: a lower bound, since the corpora do not annotate all events.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kg.ontology.classes.lexicon import Lexicon, Pos
from kg.ontology.classes.read_ontology import load_lexicon
from training.json_lines import read_json_lines

LEMMAS = Path(__file__).parent.parent / "kg/models/en_news/news_encoder/lemmas.json"
PARTICLES = frozenset(
    ["up", "out", "off", "down", "over", "in", "on", "away", "back", "into", "under", "together", "apart"]
)
POS: tuple[Pos, ...] = ("verb", "noun", "adjective")
ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
)
Classes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text, and its event triggers: begin and end word, type."""

    words: tuple[str, ...]
    triggers: tuple[tuple[int, int, str], ...]


@dataclass(slots=True)
class Tally:
    """Of one class or type: gold triggers, those that are known, words that could be read so, those right; misses."""

    gold: int = 0
    known: int = 0
    alone: int = 0
    read: int = 0
    right: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)


def read_wikievents(folder: Path) -> Iterator[Text]:
    for text in read_json_lines(folder / "train.jsonl"):
        spans = [(event["trigger"], event["event_type"]) for event in text["event_mentions"]]
        yield Text(
            tuple(text["tokens"]), tuple((span["start_idx"], span["end_idx"], kind) for span, kind in spans)
        )


def read_rams(folder: Path) -> Iterator[Text]:
    for text in read_json_lines(folder / "dev.jsonlines"):
        words = tuple(word for sentence in text["sentences"] for word in sentence)
        yield Text(words, tuple((begin, end + 1, kinds[0][0]) for begin, end, kinds in text["evt_triggers"]))


READERS = {"wikievents": read_wikievents, "rams": read_rams}


class Words:
    """Which classes a word may evoke, whatever its conditions."""

    def __init__(self, lexicon: Lexicon, lemmas: Mapping[str, Mapping[str, str]]) -> None:
        self.lexicon = lexicon
        self.lemmas = lemmas
        self.phrases = {word.split()[0] for word, _ in lexicon.index if " " in word}

    def classes(self, words: tuple[str, ...], at: int, end: int, *, alone: bool = False) -> Classes:
        """The classes of a trigger's words; with `alone`, of triggers that need nothing else."""
        found: set[str] = set()
        for number in range(at, end):
            for lemma in self.forms(words[number]):
                found |= self.of(lemma, words[:number], alone=alone)
                if lemma in self.phrases:
                    nearby = {word.lower() for word in words[number + 1 : number + 5]} & PARTICLES
                    for particle in sorted(nearby):
                        found |= self.of(f"{lemma} {particle}", (), alone=alone)
        return frozenset(found)

    def of(self, lemma: str, before: tuple[str, ...], *, alone: bool) -> Classes:
        return frozenset(
            trigger.event_class
            for pos in POS
            for trigger in self.lexicon.triggers(lemma, pos)
            if not (alone and trigger.needs)
            if not trigger.before
            or trigger.before == tuple(word.lower() for word in before[-len(trigger.before) :])
        )

    def forms(self, word: str) -> set[str]:
        """The lemmas that a word may have: the lexicon's, or by its ending."""
        low = word.lower()
        found = {low} | {table[low].lower() for table in self.lemmas.values() if low in table}
        found |= {self.lexicon.lemma(low, low, pos) for pos in POS}
        for ending, new in ENDINGS:
            if low.endswith(ending) and len(low) > len(ending) + 2:
                stem = low[: -len(ending)] + new
                found |= {stem, stem[:-1]} if stem[-1:] == stem[-2:-1] else {stem}
        return found


def class_of(kind: str, classes: Mapping[str, list[str]]) -> Classes:
    """Our classes for a corpus's type: those of its longest prefix in the map."""
    fitting = [prefix for prefix in classes if kind == prefix or kind.startswith(prefix + ".")]
    return frozenset(classes[max(fitting, key=len)]) if fitting else frozenset()


def score(texts: Iterable[Text], words: Words, mapped: Mapping[str, list[str]]) -> dict[str, Tally]:
    """A tally per corpus type (recall) and per class of ours (precision)."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    ours = frozenset(name for names in mapped.values() for name in names)
    for text in texts:
        gold: dict[int, Classes] = {}
        for begin, end, kind in text.triggers:
            wanted = class_of(kind, mapped)
            gold |= dict.fromkeys(range(begin, end), wanted)
            if wanted:
                known = bool(wanted & words.classes(text.words, begin, end))
                tallies[kind].alone += bool(wanted & words.classes(text.words, begin, end, alone=True))
                _count_gold(tallies[kind], " ".join(text.words[begin:end]).lower(), known=known)
        for at, word in enumerate(text.words):
            for name in words.classes(text.words, at, at + 1, alone=True) & ours:
                _count_read(tallies[name], word.lower(), name in gold.get(at, frozenset()))
    return tallies


def _count_gold(tally: Tally, trigger: str, *, known: bool) -> None:
    tally.gold += 1
    tally.known += known
    if not known:
        tally.missed[trigger] += 1


def _count_read(tally: Tally, word: str, right: bool) -> None:
    tally.read += 1
    tally.right += right
    if not right:
        tally.false[word] += 1


def report(tallies: Mapping[str, Tally], *, missed: int) -> Iterator[str]:
    """Yield a line per type with its recall and misses, and a line per class with its precision and errors."""
    gold, known, alone = (
        sum(getattr(tally, key) for tally in tallies.values()) for key in ("gold", "known", "alone")
    )
    yield f"recall {known / gold:5.3f}, alone {alone / gold:5.3f} of {gold}"
    for name, tally in sorted(tallies.items()):
        if tally.gold:
            shares = f"{tally.known / tally.gold:5.3f} {tally.alone / tally.gold:5.3f} of {tally.gold:4}"
            yield f"  {shares}  {name:52} {_most(tally.missed, missed)}"
    yield "precision of words alone"
    for name, tally in sorted(tallies.items()):
        if tally.read:
            yield f"  {tally.right / tally.read:5.3f} of {tally.read:4}  {name:16} {_most(tally.false, missed)}"


def _most(words: Counter[str], number: int) -> str:
    return ", ".join(f"{word} {count}" for word, count in words.most_common(number))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with wikievents/ and rams/")
    parser.add_argument("--missed", type=int, default=12, help="how many missed words to show")
    arguments = parser.parse_args()
    mapped = yaml.safe_load(Path(__file__).with_name("class_map.yaml").read_text("utf-8"))
    lemmas = json.loads(LEMMAS.read_text("utf-8"))
    words = Words(load_lexicon(), {pos: lemmas[pos] for pos in ("VERB", "NOUN", "ADJ")})
    for name, read in READERS.items():
        print(f"\n{name}")
        for line in report(score(read(arguments.data / name), words, mapped[name]), missed=arguments.missed):
            print(line)


if __name__ == "__main__":
    main()
