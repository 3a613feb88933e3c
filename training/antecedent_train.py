"""Trains the scorer of antecedents and writes it into a pipeline: one command, some minutes.

    python -m training.antecedent_train --to DIR [--corpora ../shared/train] [--work DIR]

DIR is a pipeline with base states (`training.event_export`). It reads GUM, ECB+ and annotated news first, which is
cached; its weights stay valid when the event heads are trained anew. A fifth of the articles of each corpus is left out
and scored with networks of the rest; then all articles are learnt. The scores on `dev` are printed as well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import pickle
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import torch

from kg.entities.learned.antecedents import FILE
from kg.entities.learned.choose import LEAST
from kg.grammar.parsed import Parsed
from kg.parse.onnx_model import write_checksums
from kg.pipeline import Knowledge, Source, load, parse
from kg.read.clean import clean
from kg.records import RawArticle
from training.annotations import annotated_articles
from training.antecedent_data import (
    Case,
    Read,
    Recorder,
    by_chains,
    by_fillers,
    ecb_chains,
    gum_chains,
    read_cases,
)
from training.antecedent_model import AntecedentNetwork, batch_of
from training.convert import CORPORA, WORK
from training.coref import parse_text, read_gum
from training.coref_events import chains_of, joined

SEEDS = (1, 2)  # 100 kB each
EPOCHS, BATCH, RATE, DROPOUT = 7, 64, 2e-3, 0.5
WEIGHTS = {"gum": 1.0, "ecb": 1.0, "news": 1.5}  # of a case of each corpus
FOLDS = 5
KINDS = ("he", "it", "they", "noun")
PARTICIPANTS = ("HUMAN", "NON_HUMAN", "LOC")  # markables of ECB+ that have entities

Item = tuple[Case, np.ndarray, float]  # with the states of its article, and its weight


# --- the articles


def read_all(corpora: Path, work: Path, pipeline: Path) -> dict[str, list[Read]]:
    """The cases of each corpus, cached; `dev` is the part of the annotated news that is never learnt."""
    path = work / "antecedents.pickle"
    if path.exists():
        cached: dict[str, list[Read]] = pickle.loads(path.read_bytes())
        return cached
    known = load(Source(str(pipeline)))
    sources = {
        "gum": _gum(corpora, known),
        "ecb": _ecb(corpora, known),
        "news": _news([*_split(corpora, "train"), *annotated_articles(corpora)], known),
        "dev": _news(_split(corpora, "dev"), known),
    }
    reads = {corpus: [read for read in found if read.cases] for corpus, found in sources.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(reads))
    return reads


def _gum(corpora: Path, known: Knowledge) -> Iterator[Read]:
    for path in sorted(corpora.glob("gum/*.conllu")):
        text, gold = read_gum(path)
        with known.nlp.memory_zone():
            parsed = parse_text(text, known.nlp)
            chains = by_chains(gum_chains(parsed, gold), is_complete=True)
            yield read_cases(path.stem, parsed, Recorder(chains))


def _ecb(corpora: Path, known: Knowledge) -> Iterator[Read]:
    """Articles of ECB+, but those of `dev`."""
    left_out = {article["id"].rpartition("/")[2] for article in _split(corpora, "dev")}
    for path in sorted(corpora.glob("ecbplus/*/*.xml")):
        root = ElementTree.parse(path).getroot()
        text, spans = joined(root.iter("token"))
        gold = list(_participants(root, spans, dict(chains_of(root, path.name))))
        if gold and path.stem not in left_out:
            with known.nlp.memory_zone():
                parsed = parse_text(text, known.nlp)
                chains = by_chains(ecb_chains(parsed, gold), is_complete=False)
                yield read_cases(path.stem, parsed, Recorder(chains))


def _participants(
    root: ElementTree.Element, spans: dict[str, tuple[int, int, int]], chains: dict[str, str]
) -> Iterator[tuple[int, int, str]]:
    """Characters [begin, end) and chain of each mention of an entity."""
    for markable in root.find("Markables") or ():
        places = [spans[anchor.get("t_id", "")] for anchor in markable.findall("token_anchor")]
        chain = chains.get(markable.get("m_id", ""))
        if places and chain and markable.tag.startswith(PARTICIPANTS):
            yield min(place[0] for place in places), max(place[1] for place in places), chain


def _news(articles: Iterable[dict[str, Any]], known: Knowledge) -> Iterator[Read]:
    for annotated in articles:
        with known.nlp.memory_zone():
            parsed = _parsed(annotated, known)
            if parsed:
                gold = by_fillers(parsed, annotated, known)
                yield read_cases(annotated["id"], parsed, Recorder(gold))


def _parsed(annotated: dict[str, Any], known: Knowledge) -> Parsed | None:
    text = annotated["text"]
    raw = RawArticle(annotated["id"], hashlib.sha256(text.encode()).hexdigest(), text)
    return parse(clean(raw, known.boilerplate), known)


def _split(corpora: Path, name: str) -> Iterator[dict[str, Any]]:
    for line in (corpora / "news_events" / f"{name}.jsonl").open(encoding="utf-8"):
        yield json.loads(line)


# --- training


def is_left_out(read: Read) -> bool:
    return int(hashlib.sha256(read.id.encode()).hexdigest(), 16) % FOLDS == 0


def items(reads: Iterable[Read], weight: float = 1.0) -> list[Item]:
    return [(case, read.states, weight) for read in reads for case in read.cases]


def fit(learnt: Sequence[Item], seed: int) -> AntecedentNetwork:
    """A network whose answers that gold accepts are as likely as possible."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    first = learnt[0][0]
    network = AntecedentNetwork(len(first.own), first.features.shape[1], DROPOUT)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-4)
    steps = EPOCHS * math.ceil(len(learnt) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    network.train()
    for _ in range(EPOCHS):
        shuffled = order.sample(list(learnt), len(learnt))
        for start in range(0, len(shuffled), BATCH):
            optimizer.zero_grad()
            loss(network, shuffled[start : start + BATCH]).backward()
            optimizer.step()
            schedule.step()
    return network.eval()


def loss(network: AntecedentNetwork, some: Sequence[Item]) -> torch.Tensor:
    batch = batch_of([(case, states) for case, states, _ in some])
    likely = torch.log_softmax(network(batch), dim=1).masked_fill(~batch.right, -torch.inf).logsumexp(dim=1)
    weights = torch.tensor([weight for *_, weight in some])
    return -(weights * likely).sum() / weights.sum()


def probabilities(networks: Sequence[AntecedentNetwork], some: Sequence[Item]) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    for start in range(0, len(some), 64):
        batch = batch_of([(case, states) for case, states, _ in some[start : start + 64]])
        with torch.no_grad():
            found += list(
                np.mean([torch.softmax(network(batch), dim=1).numpy() for network in networks], axis=0)
            )
    return found


# --- scores


def report(name: str, networks: Sequence[AntecedentNetwork], some: Sequence[Item]) -> None:
    """Precision of links and recall of the links of gold by kind, of the rules and of the networks."""
    scores = probabilities(networks, some)
    for kind in KINDS:
        cases = [(case, each) for (case, *_), each in zip(some, scores, strict=True) if case.kind == kind]
        if cases:
            rules = _scored([(case, case.rules) for case, _ in cases])
            learned = _scored([(case, _answer(case, each)) for case, each in cases])
            print(f"{name:5} {kind:5} {len(cases):5}   rules {rules}   trained {learned}")


def _answer(case: Case, scores: np.ndarray) -> int:
    best = int(scores.argmax())
    return best if scores[best] >= LEAST else 0


def _scored(answers: Sequence[tuple[Case, int]]) -> str:
    links = [(case, answer) for case, answer in answers if answer]
    right = sum(bool(case.right[answer]) for case, answer in links)
    wanted = [(case, answer) for case, answer in answers if not case.right[0]]
    hit = sum(bool(answer and case.right[answer]) for case, answer in wanted)
    return f"P {right / max(len(links), 1):.3f} R {hit / max(len(wanted), 1):.3f}"


def write(networks: Sequence[AntecedentNetwork], pipeline: Path) -> None:
    """The weights as 16-bit floats, into the network's folder of a pipeline."""
    folder = pipeline / "news_encoder"
    weights = {
        f"{number}.{name}": tensor.numpy().astype(np.float16)
        for number, network in enumerate(networks)
        for name, tensor in network.state_dict().items()
    }
    np.savez(folder / FILE, allow_pickle=False, **weights)
    write_checksums(folder)
    print(f"{folder / FILE}: {(folder / FILE).stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    torch.set_num_threads(1)
    reads = read_all(options.corpora, options.work, options.to)
    kept = [
        item
        for corpus, weight in WEIGHTS.items()
        for item in items([read for read in reads[corpus] if not is_left_out(read)], weight)
    ]
    networks = [fit(kept, seed) for seed in SEEDS]
    for corpus in WEIGHTS:
        report(corpus, networks, items([read for read in reads[corpus] if is_left_out(read)]))
    report("dev", networks, items(reads["dev"]))
    everything = [item for corpus, weight in WEIGHTS.items() for item in items(reads[corpus], weight)]
    write([fit(everything, seed) for seed in SEEDS], options.to)


if __name__ == "__main__":
    main()
