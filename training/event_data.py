"""Step 1 of the event heads: annotated articles as the heads will see them, in one file a split.

    python -m training.event_data [--corpora ../shared/train] [--work DIR] [--processes 2]

Every article is read by `kg` itself as far as the rules' events, so the features are those of a later build. The states
of the word pieces after the encoder's fourth layer are kept with them: the layers above are trained anew on these.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from spacy.language import Language
from spacy.tokens import Doc

import kg.parse.encoder
import kg.pipeline
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.context import EventContext
from kg.events.find import find_events, rule_events
from kg.events.learned.features import PairContext, rule_roles, word_features
from kg.grammar.parsed import Parsed
from kg.ontology.language import Language as Words
from kg.parse.encoder import EncodedWords as Reading
from kg.parse.load_pipeline import MODEL
from kg.parse.onnx_model import Output, write_checksums
from kg.pipeline import Knowledge, Source, load
from kg.read.clean import clean
from kg.records import Article, Event, RawArticle, Section
from training.annotations import annotated_articles
from training.convert import CORPORA, WORK
from training.corpus_text import article_ids, article_text
from training.event_labels import pairs_of, token_places, trigger_of
from training.event_records import KEPT_LAYERS, Pair, Prepared, Trigger, Window


def open_network(folder: Path) -> None:
    """A copy of the shipped pipeline that also gives the piece states after the kept layers."""
    shutil.copytree(MODEL, folder, dirs_exist_ok=True)
    path = folder / "news_encoder" / "words.onnx"
    model = onnx.load(path)
    norms = [node for node in model.graph.node if node.op_type == "LayerNormalization"]
    states = norms[2 * KEPT_LAYERS].output[0]
    model.graph.initializer.append(numpy_helper.from_array(np.array([0]), "batch_axis"))
    model.graph.node.append(helper.make_node("Squeeze", [states, "batch_axis"], ["piece_states"]))
    model.graph.output.append(helper.make_tensor_value_info("piece_states", TensorProto.FLOAT, None))
    onnx.save(model, path)
    write_checksums(folder / "news_encoder")


def read_windows(nlp: Language) -> Callable[[Iterable[Doc]], list[Window]]:
    """Make a pipeline keep what its network reads; the function that is returned gives the windows of joined docs."""
    encoder = nlp.get_pipe("news_encoder")
    network = encoder.network
    annotate, first_words, run = encoder._annotate, kg.parse.encoder._first, network.read
    kept: dict[int, list[Window]] = {}

    def read(words: Sequence[str]) -> Output:
        pieces = [network.pieces.of(word) for word in words]
        lengths = np.array([len(each) for each in pieces])
        last = lengths.cumsum()
        ids = np.array([network.pieces.first, *chain.from_iterable(pieces), network.pieces.last])
        return {**run(words), "ids": ids, "first": last - lengths + 1, "last": last}

    def cut(output: Output, size: int) -> Output:
        whole = {name: output.pop(name) for name in ("ids", "piece_states", "first", "last")}
        return {**first_words(output, size), **whole}

    def keep(doc: Doc, readings: list[Reading]) -> None:
        kept[id(doc)] = [
            Window(
                reading.output["ids"],
                reading.output["piece_states"].astype(np.float16),
                reading.tokens,
                reading.output["first"][: len(reading.tokens)],
                reading.output["last"][: len(reading.tokens)],
            )
            for reading in readings
        ]
        annotate(doc, readings)

    def of(docs: Iterable[Doc]) -> list[Window]:
        found, offset = [], 0
        for doc in docs:
            found += [replace(each, tokens=each.tokens + offset) for each in kept.pop(id(doc), [])]
            offset += len(doc)
        kept.clear()
        return found

    network.read = read
    kg.parse.encoder._first = cut
    encoder._annotate = keep
    return of


def prepare(
    annotated: dict[str, Any], known: Knowledge, windows_of: Callable[[Iterable[Doc]], list[Window]]
) -> Prepared:
    """Read one article and align its annotation with its tokens; without "events" it gets those of the pipeline."""
    text = annotated["text"]
    raw = RawArticle(annotated["id"], hashlib.sha256(text.encode()).hexdigest(), text)
    docs: list[Doc] = []
    original = kg.pipeline.join

    def join(article: Article, parts: Iterable[tuple[Section, Doc]], language: Words) -> Parsed | None:
        whole = list(parts)
        docs.extend(doc for _, doc in whole if len(doc))
        return original(article, whole, language)

    kg.pipeline.join = join
    try:
        parsed = kg.pipeline.parse(clean(raw, known.boilerplate), known)
    finally:
        kg.pipeline.join = original
    assert parsed is not None
    resolution = resolve(parsed, find_mentions(parsed))
    events = rule_events(EventContext(parsed, resolution, known.lexicon))
    place = token_places(parsed)
    if is_annotated := "events" in annotated:
        triggers = [found for event in annotated["events"] if (found := trigger_of(parsed, event, place))]
    else:
        triggers = list(found_triggers(find_events(parsed, resolution, known.lexicon, known.heads), known))
    tokens = frozenset({each.head for each in triggers} | {event.trigger for event in events})
    pairs = PairContext.of(parsed, resolution, tokens)
    return Prepared(
        annotated["id"],
        is_annotated,
        len(parsed.doc),
        word_features(parsed, events, known.lexicon, range(len(parsed.doc))),
        windows_of(docs),
        triggers,
        list(
            pairs_of(pairs, events, annotated["events"], place)
            if is_annotated
            else unknown_pairs(pairs, events, triggers)
        ),
    )


def found_triggers(events: Iterable[Event], known: Knowledge) -> Iterator[Trigger]:
    """The pipeline's events of the classes that the heads tell apart."""
    assert known.heads is not None
    for event in events:
        if event.event_class in known.heads.class_index:
            yield Trigger(event.trigger, [event.trigger], [event.event_class], "actual", False, None)


def unknown_pairs(pairs: PairContext, rules: Sequence[Event], triggers: Iterable[Trigger]) -> Iterator[Pair]:
    given = rule_roles(rules)
    for head in {trigger.head: trigger for trigger in triggers}:
        for token in pairs.candidates(head):
            yield Pair(head, token, None, pairs.features(head, token, given.get(head, {})))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    folder = options.work / "events"
    folder.mkdir(parents=True, exist_ok=True)
    open_network(folder / "model")
    for split in ("dev", "train", "unlabelled"):
        articles = list(read_split(options.corpora, split))
        with multiprocessing.Pool(options.processes, start, (folder / "model",)) as pool:
            prepared = list(pool.imap(prepare_alone, articles, chunksize=8))
        with (folder / f"{split}.pickle").open("wb") as file:
            pickle.dump(prepared, file)
        triggers, pairs = (sum(len(getattr(a, name)) for a in prepared) for name in ("triggers", "pairs"))
        print(f"{split}: {len(prepared)} articles, {triggers} triggers, {pairs} pairs", flush=True)


def read_split(corpora: Path, split: str) -> Iterator[dict[str, Any]]:
    """The articles of a split; those of "unlabelled" have no "events"."""
    if split == "unlabelled":
        known = {article["id"] for other in ("dev", "train") for article in read_split(corpora, other)}
        yield from (
            {"id": i, "text": article_text(corpora, i)} for i in article_ids(corpora) if i not in known
        )
        return
    with (corpora / "news_events" / f"{split}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
    if split == "train":
        yield from annotated_articles(corpora)


def start(model: Path) -> None:
    """Load the pipeline in a worker."""
    known = load(Source(str(model)))
    _worker["prepare"] = partial(prepare, known=known, windows_of=read_windows(known.nlp))
    _worker["zone"] = known.nlp.memory_zone


def prepare_alone(article: dict[str, Any]) -> Prepared:
    with _worker["zone"]():
        found: Prepared = _worker["prepare"](article)
        return found


_worker: dict[str, Any] = {}


if __name__ == "__main__":
    main()
