"""The relation head: read the annotated articles, train, and write the weights into a pipeline.

    python -m training.relation_train DIR [--corpora ../shared/train] [--work DIR] [--seed 1] [--fold]

DIR is a pipeline folder whose network gives base states. The pairs of each article are kept in `--work`, so a second
run goes on from there. With `--fold` a sixth of the articles is left out and scored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from kg.events.relations.relation_head import FILES, FeatureEncoder
from kg.parse.onnx_model import write_checksums
from kg.pipeline import Knowledge, Source, load
from training.annotations import annotated_articles
from training.convert import CORPORA, WORK
from training.json_lines import read_json_lines
from training.relation_data import FORMER, HELD, PreparedPairs, prepare_relations
from training.relation_model import LABELS, Coded, RelationNetwork, code, count_values

EPOCHS, BATCH, RATE, DECAY = 10, 512, 4e-3, 1e-2
KEPT = 0.25  # of pairs without a relation that are not two names; they count four times
AVERAGED = 0.99  # the share that the mean of the weights keeps at each step
TITLE_CLASSES = (HELD, FORMER, "leads")


def read_articles(corpora: Path) -> list[dict[str, Any]]:
    path = corpora / "news_events" / "train.jsonl"
    articles = list(read_json_lines(path))
    return articles + list(annotated_articles(corpora))


def find_titles(known: Knowledge, articles: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The nouns that may be titles beside those that name persons: triggers of the class files, and annotated words."""
    index, types = known.lexicon.index, known.language.nouns.types
    found = {
        lemma
        for (lemma, pos), triggers in index.items()
        if pos == "noun" and any(trigger.event_class in TITLE_CLASSES for trigger in triggers)
    }
    words = Counter(
        words[-1]
        for article in articles
        for relation in article["relations"]
        if relation["relation"] in (HELD, FORMER) and (words := (relation.get("words") or "").lower().split())
    )
    return frozenset(found | {word for word, count in words.items() if count > 1 and word not in types})


def read_pairs(
    known: Knowledge, articles: Sequence[dict[str, Any]], titles: frozenset[str], folder: Path
) -> Iterator[PreparedPairs]:
    """The pairs of each article, from `folder` where they lie there already."""
    folder.mkdir(parents=True, exist_ok=True)
    of = hashlib.sha256(json.dumps(sorted(titles)).encode()).hexdigest()
    for article in articles:
        named = json.dumps([of, article["text"], article["relations"]])
        path = folder / f"{hashlib.sha256(named.encode()).hexdigest()[:24]}.pickle"
        if not path.exists():
            with known.nlp.memory_zone():
                path.write_bytes(pickle.dumps(prepare_relations(article, known, titles)))
        prepared = pickle.loads(path.read_bytes())
        if prepared:
            yield prepared


def train(coded: Coded, encoder: FeatureEncoder, seed: int) -> RelationNetwork:
    """A trained network: the running mean of the weights."""
    torch.manual_seed(seed)
    network = RelationNetwork(encoder)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    steps = EPOCHS * (len(_sample(coded)[0]) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    done = 0
    for _ in range(EPOCHS):
        rows, weights = _sample(coded)
        for chosen in rows[torch.randperm(len(rows))].split(BATCH):
            if done >= steps - 1:
                break
            loss = F.cross_entropy(network(coded.rows(chosen)), coded.labels[chosen], reduction="none")
            optimizer.zero_grad()
            (loss * weights[chosen]).mean().backward()
            optimizer.step()
            schedule.step()
            mean.update_parameters(network)
            done += 1
    network.load_state_dict(mean.module.state_dict())
    network.eval()
    return network


def _sample(coded: Coded) -> tuple[Tensor, Tensor]:
    """The rows of an epoch, and the weight of every row."""
    is_common = (coded.labels == 0) & coded.mixed
    is_used = (coded.labels >= 0) & ~(is_common & (torch.rand(len(is_common)) > KEPT))
    return is_used.nonzero().squeeze(1), torch.where(is_common, 1 / KEPT, 1.0)


def score(network: RelationNetwork, coded: Coded) -> str:
    """Precision, recall and F1 of the pairs at the least probability that is best."""
    with torch.no_grad():
        rows = torch.arange(len(coded.labels)).split(4096)
        found = torch.cat([network(coded.rows(each)).softmax(1) for each in rows])
    likely, label = found[:, 1:].max(1)
    known, gold = coded.labels >= 0, coded.labels > 0
    best = (0.0, 0.0, 0.0, 0.0)
    for least in np.arange(0.1, 0.9, 0.05):
        told = known & (likely > least)
        right = int((told & (label + 1 == coded.labels)).sum())
        p, r = right / max(1, int(told.sum())), right / max(1, int(gold.sum()))
        best = max(best, (2 * p * r / max(p + r, 1e-9), float(least), p, r))
    return "F1 {:.3f} at {:.2f}: P {:.3f} R {:.3f}".format(*best)


def write(network: RelationNetwork, encoder: FeatureEncoder, titles: frozenset[str], folder: Path) -> None:
    arrays = {name: tensor.numpy().astype(np.float16) for name, tensor in network.state_dict().items()}
    np.savez(folder / FILES[0], **arrays)
    labels = {"labels": LABELS, "titles": sorted(titles), "words": encoder.words, "tables": encoder.tables}
    text = json.dumps(labels, indent=0, ensure_ascii=False) + "\n"
    (folder / FILES[1]).write_text(text, encoding="utf-8")
    write_checksums(folder)
    print(f"{folder}: " + ", ".join(f"{name} {(folder / name).stat().st_size:,}" for name in FILES))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    known = load(Source(str(options.pipeline)))
    articles = read_articles(options.corpora)
    titles = find_titles(known, articles)
    prepared = list(read_pairs(known, articles, titles, options.work / "relations"))
    sources = set(sorted(each.source for each in prepared)[::6]) if options.fold else set()
    held_out = [each for each in prepared if each.source in sources]
    used = [each for each in prepared if each.source not in sources]
    encoder = count_values(used)
    print(f"{len(prepared)} articles read", flush=True)
    network = train(code(used, encoder), encoder, options.seed)
    if held_out:
        print(score(network, code(held_out, encoder)))
    write(network, encoder, titles, options.pipeline / "news_encoder")


if __name__ == "__main__":
    main()
