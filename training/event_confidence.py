"""Step 5 of the event heads: fit the confidence of their claims on articles that they were not trained on.

    python -m training.event_confidence --model DIR [--corpora ../shared/train] [--work DIR]

DIR is a pipeline with heads that were trained `--without-fold`. Its claims about the left-out articles are judged
against the annotation: right are those whose class, actors and factuality all are. A logistic regression over what the
heads and the rules know of a claim gives the probability of that; its weights go into `event_heads.json` of DIR.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from kg.claims.confidence import features, trained_features
from kg.events.learned.heads import FILES
from kg.parse.onnx_model import write_checksums
from kg.pipeline import Knowledge, Source, claims_with_events, load, parse
from kg.read.clean import clean
from kg.records import Claim, Filler, RawArticle, Resolution
from training.annotations import annotated_articles
from training.convert import CORPORA
from training.event_train import is_held_out

PENALTY = 3.0  # of squared weights, against the summed loss
SELDOM = 10  # classes with fewer claims share one bias


@dataclass(slots=True)
class Judged:
    """A claim's features, and whether its class, actors and factuality are right."""

    features: dict[str, float]
    is_right: bool
    is_class_right: bool


def load_scorer(corpora: Path) -> ModuleType:
    """The scorer of `news_events`, which says what counts as right."""
    spec = importlib.util.spec_from_file_location("score", corpora / "news_events" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(annotated: dict[str, Any], known: Knowledge, scorer: ModuleType) -> Iterator[Judged]:
    """The claims of named classes that the heads make about an article; without those on doubtful events."""
    text = annotated["text"]
    raw = RawArticle(annotated["id"], sha256(text.encode()).hexdigest(), text)
    parsed = parse(clean(raw, known.boilerplate), known)
    assert parsed is not None
    resolution, pairs = claims_with_events(parsed, known)
    for claim, event in pairs:
        if event.evidence is None:
            continue
        near = [e for e in annotated["events"] if e["begin"] <= claim.begin < e["end"]]
        if any(e["doubtful"] for e in near):
            continue
        row = {"roles": roles(claim, resolution)}
        same = [e for e in near if claim.event_class in (e["class"], *e["also"])]
        is_right = any(
            e["factuality"] == claim.factuality and scorer.right_actors(e, row, claim.event_class)
            for e in same
        )
        values = features(claim, event, parsed, resolution) | trained_features(
            claim, event.evidence, resolution
        )
        yield Judged(values, is_right, bool(same))


def roles(claim: Claim, resolution: Resolution) -> dict[str, list[dict[str, Any]]]:
    """The fillers by role, in the form of `kg export claims`."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for filler in claim.fillers:
        rows.setdefault(filler.role, []).append(as_row(filler, resolution))
    return rows


def as_row(filler: Filler, resolution: Resolution) -> dict[str, Any]:
    entity = resolution.entities.get(filler.entity or "")
    if entity is None:
        kind = "Text" if filler.event is None else "Event"
        return {"label": filler.text, "text": filler.text, "aliases": [], "type": kind}
    return {"label": entity.label, "text": filler.text, "aliases": list(entity.names), "type": entity.type}


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """Weights by feature: logistic regression, penalised on the scale of each feature."""
    counts = dict(
        zip(*np.unique([name for j in judged for name in j.features], return_counts=True), strict=True)
    )
    names = sorted(name for name, count in counts.items() if count >= SELDOM)
    x = np.array([[j.features.get(name, 0.0) for name in names] for j in judged], np.float32)
    scale = np.maximum(x.std(axis=0), 0.05)
    inputs, right = torch.from_numpy(x / scale), torch.tensor([float(j.is_right) for j in judged])
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        miss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights, right, reduction="sum")
        value = miss + PENALTY * (weights**2).sum()
        value.backward()
        return value

    optimizer.step(loss)  # type: ignore[arg-type]
    found = weights.detach().numpy() / scale
    return {name: round(float(weight), 4) for name, weight in zip(names, found, strict=True)}


def probabilities(judged: Iterable[Judged], weights: dict[str, float]) -> np.ndarray:
    odds = [sum(weights.get(n, 0.0) * v for n, v in j.features.items()) for j in judged]
    return 1 / (1 + np.exp(-np.array(odds)))


def report(judged: Sequence[Judged], weights: dict[str, float], gold: int) -> None:
    """Print how well the confidence is calibrated, and what each threshold leaves."""
    sure, right = probabilities(judged, weights), np.array([j.is_right for j in judged])
    in_class = np.array([j.is_class_right for j in judged])
    for low in np.arange(0, 1, 0.1):
        part = (sure >= low) & (sure < low + 0.1)
        means = (values[part].mean() for values in (sure, right) if part.any())
        print(f"{low:.1f}-{low + 0.1:.1f}: {part.sum():4} claims, confidence, right:", *map(rounded, means))
    for least in np.arange(0, 0.9, 0.05):
        kept = sure >= least
        figures = right[kept].mean(), in_class[kept].mean(), in_class[kept].sum() / gold
        print(f"from {least:.2f}: {kept.sum():4} claims, right, class P, R:", *map(rounded, figures))


def rounded(value: float) -> str:
    return f"{value:.3f}"


def judge_all(
    articles: Iterable[dict[str, Any]], known: Knowledge, scorer: ModuleType
) -> tuple[list[Judged], int]:
    """Every claim, judged, and the number of annotated events."""
    judged: list[Judged] = []
    gold = 0
    for article in articles:
        with known.nlp.memory_zone():
            judged += judge(article, known, scorer)
        gold += sum(not event["doubtful"] for event in article["events"])
    return judged, gold


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args()
    folder = options.model / "news_encoder"
    known, scorer = load(Source(str(options.model))), load_scorer(options.corpora)
    news = {
        split: [
            json.loads(line)
            for line in (options.corpora / "news_events" / f"{split}.jsonl").open(encoding="utf-8")
        ]
        for split in ("train", "dev")
    }
    fold = [a for a in (*news["train"], *annotated_articles(options.corpora)) if is_held_out(a["id"])]
    judged, gold = judge_all(fold, known, scorer)
    weights = fit(judged)
    print(f"left-out fold, {len(fold)} articles (fitted on it)")
    report(judged, weights, gold)
    judged, gold = judge_all(news["dev"], known, scorer)
    print(f"dev, {len(news['dev'])} articles")
    report(judged, weights, gold)
    labels = json.loads((folder / FILES[1]).read_text(encoding="utf-8")) | {"confidence": weights}
    (folder / FILES[1]).write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    write_checksums(folder)


if __name__ == "__main__":
    main()
