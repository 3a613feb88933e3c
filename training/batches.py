"""Builds the training batches. All random choices depend on (seed, epoch)."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.parse.lemma_rules import lemma_rule
from kg.parse.word_pieces import WordPieces, case_class
from training.labels import ENTITY_LABELS, NER_TAGS, ROLES
from training.model import Sizes

IGNORE = -100
SMALL_IN_TITLES = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "off",
        "on",
        "or",
        "over",
        "per",
        "the",
        "to",
        "up",
        "via",
        "with",
        "n't",
        "'s",
    )
)
Sentence = dict[str, Any]


@dataclass(slots=True)
class Vocabulary:
    """The labels of every head, in the order of their logits."""

    xpos: list[str]
    ufeats: list[str]
    lemmas: list[str]
    deprels: list[str]
    ner: list[str] = field(default_factory=lambda: list(NER_TAGS))
    roles: list[str] = field(default_factory=lambda: list(ROLES))

    def sizes(self) -> Sizes:
        return Sizes(
            *(len(getattr(self, name)) for name in ("xpos", "ufeats", "lemmas", "deprels", "ner", "roles"))
        )


def read_documents(work: Path, *names: str) -> list[dict[str, Any]]:
    """Documents of converted parts such as "ewt.train"."""
    return [
        json.loads(line) for name in names for line in (work / f"data/{name}.jsonl").open(encoding="utf-8")
    ]


def count_labels(documents: Iterable[dict[str, Any]]) -> Vocabulary:
    """The label sets of treebank documents. Lemma rules seen once or twice are left to the lexicon."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("xpos", "ufeats", "lemmas", "deprels")}
    for sentence in (s for d in documents for s in d["sentences"]):
        counts["xpos"].update(sentence["xpos"])
        counts["ufeats"].update(map("|".join, zip(sentence["upos"], sentence["feats"], strict=True)))
        counts["lemmas"].update(map(lemma_rule, sentence["words"], sentence["lemmas"]))
        counts["deprels"].update(sentence["deprels"])
    common = {
        name: sorted(k for k, n in c.items() if n >= (3 if name == "lemmas" else 1))
        for name, c in counts.items()
    }
    return Vocabulary(**common)


def tree_sequences(documents: list[dict[str, Any]], rng: random.Random) -> list[list[Sentence]]:
    """Cut documents into runs of sentences: alone (4 of 10), or as paragraphs of up to 60 or 120 words."""
    out = []
    for document in documents:
        run: list[Sentence] = []
        room = rng.choice((0, 0, 60, 60, 120))
        for sentence in document["sentences"]:
            if run and sum(len(s["words"]) for s in run) + len(sentence["words"]) > room:
                out.append(run)
                run, room = [], rng.choice((0, 0, 60, 60, 120))
            run.append(_short(sentence, 300))
        if run:
            out.append(run)
    return out


def name_sequences(documents: list[dict[str, Any]], rng: random.Random) -> list[list[Sentence]]:
    """Cut articles into runs of paragraphs of up to 60 or 120 words."""
    out = []
    for document in documents:
        run: list[Sentence] = []
        room = rng.choice((30, 60, 120))
        for whole in document["sentences"]:
            for paragraph in _cut(whole, 150):
                if run and sum(len(s["words"]) for s in run) + len(paragraph["words"]) > room:
                    out.append(run)
                    run, room = [], rng.choice((30, 60, 120))
                run.append(paragraph)
        if run:
            out.append(run)
    return out


def _cut(sentence: Sentence, size: int) -> Iterator[Sentence]:
    for at in range(0, len(sentence["words"]), size):
        yield {
            "words": sentence["words"][at : at + size],
            "ner": sentence["ner"][at : at + size],
            "covers": sentence["covers"],
        }


def _short(sentence: Sentence, size: int) -> Sentence:
    return sentence if len(sentence["words"]) <= size else next(_tree_cut(sentence, size))


def _tree_cut(sentence: Sentence, size: int) -> Iterator[Sentence]:
    cut = {
        k: v[:size] if isinstance(v, list) and k not in ("srl", "predicates", "covers") else v
        for k, v in sentence.items()
    }
    cut["heads"] = [h if h < size else i for i, h in enumerate(cut["heads"])]
    cut.pop("srl", None)
    yield cut


class Coder:
    """Turns runs of sentences into the arrays of one batch."""

    def __init__(self, vocabulary: Vocabulary, pieces: WordPieces) -> None:
        self.vocabulary = vocabulary
        self.pieces = pieces
        self.index = {
            name: {label: i for i, label in enumerate(getattr(vocabulary, name))}
            for name in ("xpos", "ufeats", "lemmas", "deprels", "ner", "roles")
        }
        self._allowed: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}

    def length(self, run: list[Sentence]) -> int:
        return 2 + sum(len(self.pieces.of(word)) for s in run for word in s["words"])

    def allowed(self, tag: str, covers: tuple[str, ...]) -> np.ndarray:
        """Which NER tags an annotation admits: one, several, or all."""
        key = (tag, covers)
        if key not in self._allowed:
            row = np.zeros(len(NER_TAGS), dtype=bool)
            if tag == "?":
                row[:] = True
            elif tag == "O":
                open_labels = set(ENTITY_LABELS) - set(covers)
                row[:] = [t == "O" or t[2:] in open_labels for t in NER_TAGS]
            else:
                row[[self.index["ner"][f"{tag[0]}-{label}"] for label in tag[2:].split("|")]] = True
            self._allowed[key] = row
        return self._allowed[key]

    def sequence(
        self, run: list[Sentence], noise: random.Random | None = None, titles: float = 0.0
    ) -> dict[str, Any]:
        """Arrays of one run. With `noise`, words are masked and letters' case lost at times, as headlines lose it."""
        words = [word for s in run for word in s["words"]]
        seen = written_as_headline(words, noise.random(), titles) if noise else words
        ids, first, last, case = [self.pieces.first], [], [], [0]
        for word in seen:
            pieces = list(self.pieces.of(word))
            if noise and noise.random() < 0.04:
                pieces = [self.pieces.mask] * len(pieces)
            first.append(len(ids))
            ids += pieces
            case += [case_class(word)] * len(pieces)
            last.append(len(ids) - 1)
        return {
            "pieces": [*ids, self.pieces.last],
            "case": [*case, 0],
            "first": first,
            "last": last,
            **self._trees(run),
            **self._names(run),
        }

    def _trees(self, run: list[Sentence]) -> dict[str, Any]:
        if "heads" not in run[0]:
            return {}
        out: dict[str, Any] = {
            name: []
            for name in ("xpos", "ufeats", "lemmas", "deprels", "heads", "starts", "sentence", "predicate")
        }
        out["roles"] = []
        at = 0
        for number, s in enumerate(run):
            n = len(s["words"])
            out["xpos"] += [self.index["xpos"].get(x, IGNORE) for x in s["xpos"]]
            pairs = map("|".join, zip(s["upos"], s["feats"], strict=True))
            out["ufeats"] += [self.index["ufeats"].get(x, IGNORE) for x in pairs]
            rules = map(lemma_rule, s["words"], s["lemmas"])
            out["lemmas"] += [self.index["lemmas"].get(x, IGNORE) for x in rules]
            out["deprels"] += [self.index["deprels"].get(x, IGNORE) for x in s["deprels"]]
            out["heads"] += [at + h for h in s["heads"]]
            out["starts"] += [1] + [0] * (n - 1)
            out["sentence"] += [number] * n
            out["predicate"] += [int(i in s["predicates"]) for i in range(n)] if "srl" in s else [IGNORE] * n
            out["roles"] += self._roles(s, at)
            at += n
        return out

    def _roles(self, s: Sentence, at: int) -> list[tuple[int, int, int]]:
        if "srl" not in s:
            return []
        of = {(p, a): role for p, a, role in s["srl"]}
        n = len(s["words"])
        return [
            (at + p, at + a, self.index["roles"][of.get((p, a), "_")])
            for p in s["predicates"]
            for a in range(n)
        ]

    def _names(self, run: list[Sentence]) -> dict[str, Any]:
        if not any("ner" in s for s in run):
            return {}
        rows = []
        for s in run:
            tags = s.get("ner", ["?"] * len(s["words"]))
            rows += [self.allowed(tag, tuple(s.get("covers", ()))) for tag in tags]
        return {"ner": np.stack(rows)}

    def batch(
        self, runs: list[list[Sentence]], noise: random.Random | None = None, titles: float = 0.0
    ) -> dict[str, torch.Tensor]:
        """Padded tensors of several runs; labels of padding are `IGNORE`."""
        coded = [self.sequence(run, noise, titles) for run in runs]
        n = max(len(c["pieces"]) for c in coded)
        w = max(len(c["first"]) for c in coded)
        out = {
            "pieces": _pad([c["pieces"] for c in coded], n, 0),
            "case": _pad([c["case"] for c in coded], n, 0),
            "mask": _pad([[1] * len(c["pieces"]) for c in coded], n, 0).bool(),
            "first": _pad([c["first"] for c in coded], w, 0),
            "last": _pad([c["last"] for c in coded], w, 0),
        }
        if "heads" in coded[0]:
            for name in ("xpos", "ufeats", "lemmas", "deprels", "heads", "starts", "predicate"):
                out[name] = _pad([c[name] for c in coded], w, IGNORE)
            out["sentence"] = _pad([c["sentence"] for c in coded], w, -1)
            triples = [(b, *t) for b, c in enumerate(coded) for t in c["roles"]]
            out["roles"] = torch.tensor(triples or [(0, 0, 0, IGNORE)], dtype=torch.long)
        if any("ner" in c for c in coded):
            allowed = np.ones((len(coded), w, len(NER_TAGS)), dtype=bool)
            for b, c in enumerate(coded):
                if "ner" in c:
                    allowed[b, : len(c["ner"])] = c["ner"]
            out["ner"] = torch.from_numpy(allowed)
        return out


def written_as_headline(words: list[str], draw: float, titles: float) -> list[str]:
    """The words in capitals (2 of 100 draws), in small letters (2 of 100), in title case (`titles`), or as they are."""
    if draw < 0.02:
        return [word.upper() for word in words]
    if draw < 0.04:
        return [word.lower() for word in words]
    if draw < 0.04 + titles:
        return [word if word in SMALL_IN_TITLES else word[:1].upper() + word[1:] for word in words]
    return words


def _pad(rows: list[list[int]], width: int, value: int) -> torch.Tensor:
    return torch.tensor([row + [value] * (width - len(row)) for row in rows], dtype=torch.long)


def batches(
    runs: list[list[Sentence]], coder: Coder, size: int, rng: random.Random
) -> list[list[list[Sentence]]]:
    """Group runs of like length into batches of about `size` pieces, in random order."""
    keyed = sorted(((coder.length(run) * rng.uniform(0.9, 1.1), i) for i, run in enumerate(runs)))
    out: list[list[list[Sentence]]] = []
    longest, group = 0, []
    for _, i in keyed:
        longest = max(longest, coder.length(runs[i]))
        if group and longest * (len(group) + 1) > size:
            out.append(group)
            longest, group = coder.length(runs[i]), []
        group.append(runs[i])
    out += [group] if group else []
    rng.shuffle(out)
    return out
