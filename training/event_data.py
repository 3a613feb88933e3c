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
from kg.events.learned.apply_heads import are_alike
from kg.events.learned.features import PairContext, PairFeatures, rule_roles, word_features
from kg.events.slots import find_predicates
from kg.grammar.parsed import Parsed
from kg.ontology.language import Language as Words
from kg.parse.encoder import EncodedWords as Reading
from kg.parse.load_pipeline import MODEL
from kg.parse.onnx_model import Output, write_checksums
from kg.pipeline import Knowledge, Source, load
from kg.read.clean import clean
from kg.records import Article, Entity, Event, RawArticle, Section
from training.annotations import annotated_articles
from training.convert import CORPORA, WORK
from training.corpus_text import article_ids, article_text
from training.event_records import KEPT_LAYERS, Pair, Prepared, Trigger, Window

ACTOR_TYPES = frozenset({"Person", "Group", "Organization", "Country"})
BESIDE_NOUN = frozenset({"apposition", "flat", "compound"})


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
    context = EventContext(parsed, resolution, known.lexicon)
    events = rule_events(context, list(find_predicates(parsed, known.lexicon)))
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
        word_features(parsed, events, known.lexicon),
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


def token_places(parsed: Parsed) -> dict[int, int]:
    """The token at each character of the article."""
    return {
        character: token
        for token, begin in enumerate(parsed.begins)
        for character in range(begin, begin + len(parsed.doc[token]))
    }


def tokens_in(begin: int, end: int, place: dict[int, int]) -> list[int]:
    return sorted({place[character] for character in range(begin, end) if character in place})


def head_of(parsed: Parsed, tokens: Sequence[int]) -> int:
    """The token of a span whose head lies outside it."""
    inside, heads = set(tokens), parsed.tree.heads
    return next((t for t in tokens if heads[t] == t or heads[t] not in inside), tokens[-1])


def trigger_of(parsed: Parsed, event: dict[str, Any], place: dict[int, int]) -> Trigger | None:
    """An annotated event; None where its words were cut as boilerplate."""
    tokens = tokens_in(event["begin"], event["end"], place)
    if not tokens:
        return None
    classes = [event["class"], *event["also"]]
    return Trigger(
        head_of(parsed, tokens), tokens, classes, event["factuality"], event["doubtful"], event["same"]
    )


def pairs_of(
    pairs: PairContext, rules: Sequence[Event], annotated: Sequence[dict[str, Any]], place: dict[int, int]
) -> Iterator[Pair]:
    """Every pair of a trigger and a candidate of its sentence."""
    given = rule_roles(rules)
    for event in {(event["begin"], event["end"]): event for event in annotated}.values():
        trigger = trigger_of(pairs.parsed, event, place)
        if trigger is None or trigger.doubtful:
            continue
        rule = given.get(trigger.head, {})
        tokens = pairs.candidates(trigger.head)
        features = {token: pairs.features(trigger.head, token, rule) for token in tokens}
        roles = local_roles(pairs, event, trigger.head, features, place)
        for token in tokens:
            yield Pair(trigger.head, token, roles.get(token, ""), features[token])


def local_roles(
    pairs: PairContext,
    event: dict[str, Any],
    trigger: int,
    features: dict[int, PairFeatures],
    place: dict[int, int],
) -> dict[int, str | None]:
    """The role of each filler's head token in the trigger's sentence, None where it is not known.

    Annotation resolves pronouns and descriptions to names. The local word is then the mention of that entity which is
    nearest in the tree, or a pronoun to which the rules give the role; the name itself is left open where it is in
    the same sentence. For a name of another sentence, it may also be a noun to which the rules give the role; if there
    is neither, any pronoun or noun may be it.
    """
    parsed = pairs.parsed
    roles: dict[int, str | None] = {}
    elsewhere: list[tuple[str, dict[str, Any]]] = []
    for role, fillers in event["roles"].items():
        for filler in fillers:
            tokens = tokens_in(filler["begin"], filler["end"], place)
            if tokens and parsed.sentence_of[tokens[0]] != parsed.sentence_of[trigger]:
                elsewhere.append((role, filler))
            elif tokens:
                roles.setdefault(head_of(parsed, tokens), role)
    for token, role in list(roles.items()):
        if role and (other := nearer_mention(pairs, role, token, features, roles)) is not None:
            roles |= {token: None, other: role}
        elif role and token in features and not is_given(features[token], role):
            roles |= {t: None for t, f in features.items() if t not in roles and may_describe(f, role)}
    for role, filler in elsewhere:
        if (token := stand_in(pairs, role, filler["text"], features, roles)) is not None:
            roles[token] = role
        else:
            roles |= {t: None for t, f in features.items() if may_refer(f) and t not in roles}
    return roles


def nearer_mention(
    pairs: PairContext, role: str, token: int, features: dict[int, PairFeatures], taken: dict[int, str | None]
) -> int | None:
    """The word of the sentence that is meant by a name to which annotation resolved it, None if it is the name itself.

    In "Ada Lunt said that she had left", who left is "she" for the trees, and Ada Lunt for the annotation.
    """
    if token not in features or is_given(features[token], role):
        return None
    entity = pairs.resolution.entity(token)
    steps, above = int(features[token].steps), set(described_by(pairs, token))
    nearer = [
        (not is_given(other, role), int(other.steps), number)
        for number, other in features.items()
        if number not in taken
        and (
            (is_given(other, role) and (other.pos == "PRON" or number in above))
            or (
                entity is not None
                and is_mention(pairs, number, entity)
                and (is_given(other, role) or int(other.steps) < steps)
            )
        )
    ]
    return min(nearer)[2] if nearer else None


def described_by(pairs: PairContext, token: int) -> Iterator[int]:
    """The nouns that a name stands beside: *representative* for Bo Lind in "a representative, Bo Lind"."""
    tree = pairs.parsed.tree
    while tree.slots[token] in BESIDE_NOUN:
        token = int(tree.heads[token])
        yield token


def may_describe(features: PairFeatures, role: str) -> bool:
    """Whether a noun to which the rules give a role may describe who is named for it elsewhere in the sentence."""
    return is_given(features, role) and features.kind == "noun" and features.type in ACTOR_TYPES


def is_mention(pairs: PairContext, token: int, entity: Entity) -> bool:
    """Whether a token is the head word of a mention of an entity."""
    above = int(pairs.parsed.tree.heads[token])
    keys = [each.key if (each := pairs.resolution.entity(t)) else "" for t in (token, above)]
    return keys[0] == entity.key and (above == token or keys[1] != entity.key)


def is_given(features: PairFeatures, role: str) -> bool:
    """Whether the rules give a candidate this role, or one that annotation often names instead."""
    return bool(features.rule) and (features.rule == role or are_alike(features.rule, role))


def stand_in(
    pairs: PairContext, role: str, text: str, features: dict[int, PairFeatures], taken: dict[int, str | None]
) -> int | None:
    """The local word for a filler that is named in another sentence, None if it is not known."""
    free = [token for token in features if taken.get(token) is None]
    same = [t for t in free if (entity := pairs.resolution.entity(t)) and has_name(entity, text)]
    ruled = [t for t in free if features[t].rule == role and may_refer(features[t])]
    nearest = sorted(same, key=lambda t: (features[t].rule != role, int(features[t].steps)))
    if nearest and features[nearest[0]].rule != role:
        nearest = [*ruled, *nearest]  # whoever does it is named, but resolution did not see that it is the same
    return next(iter([*nearest, *ruled]), None)


def may_refer(features: PairFeatures) -> bool:
    return features.pos in ("PRON", "DET") or features.kind == "noun"


def has_name(entity: Entity, text: str) -> bool:
    """Whether an entity has a name that holds a text, or the other way round."""
    wanted = f" {text.lower().removeprefix('the ')} "
    names = (f" {name.lower().removeprefix('the ')} " for name in entity.names)
    return any(wanted in name or name in wanted for name in names)


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
