"""Measures the speed and memory of the pipeline on news, relative to spaCy's CNN in the same run.

    python -m benchmarks.parse_speed [--model NAME_OR_PATH ...] [--corpora DIR] [--rounds N] [--paragraphs N]

Prints words per CPU-second on one core (process time, one thread) for the pipeline and for a spaCy CNN pipeline, in
turn; the share of each stage; resident memory over many paragraphs with ever new words; words per second on all cores.
The text is the dev part of Worldwide in paragraphs of about 60 words, or generated text if the corpora are missing. The
CNN has spaCy's own design (HashEmbedCNN of width 96 and depth 4 for tagger, morphologizer, lemmatizer and parser; a
second one for names) and is trained for a few steps only: its weights influence its speed only through the number of
parser steps per sentence.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from kg.errors import KgError
from kg.parse import onnx_model  # imports onnxruntime without its telemetry
from kg.parse.load_pipeline import load_pipeline
from training.convert import CORPORA
from training.gold import Named, Passage, read_treebank, read_worldwide
from training.report import Row, Table

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
PARAGRAPH = 60  # words; news paragraphs hold one to three sentences
TRAINED_ON, STEPS, BATCH = 300, 30, 16  # sentences, updates and their size: enough for trees of a usual shape
CNN = "spaCy CNN"


def on_one_thread(module: str, arguments: Sequence[str]) -> None:
    """Start the program anew with one thread a library, unless it has: libraries read these as they are loaded."""
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        os.execve(sys.executable, [sys.executable, "-m", module, *arguments], os.environ | ONE_THREAD)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    on_one_thread("benchmarks.parse_speed", arguments or sys.argv[1:])
    try:
        for table in measure(options):
            print(f"{table}\n", flush=True)
    except KgError as error:
        print(f"parse_speed: {error}", file=sys.stderr)
        return 1
    return 0


def measure(options: argparse.Namespace) -> Iterator[Table]:
    material = read_material(options.corpora)
    texts = material.texts
    models = options.model or [None]
    pipelines = {model or "kg": load_pipeline(model) if model else load_pipeline() for model in models}
    first = next(iter(pipelines.values()))
    words = sum(count_words(first, text) for text in texts)
    note = f"{material.source}: {len(texts)} paragraphs, {words} words; median of {options.rounds} rounds, read in turn"
    yield Table(
        "speed on one core",
        compare(pipelines | {CNN: make_cnn(material.examples, material.steps)}, texts, options.rounds),
        (note,),
    )
    yield Table("share of each stage", share_stages(first, texts), ("CPU seconds over the same text",))
    yield Table(
        "memory",
        watch_memory(first, texts, options.paragraphs),
        ("MB resident, with a memory zone for each text",),
    )
    yield Table("all cores", {"kg": run_everywhere(first, texts, options.paragraphs)}, ("wall-clock",))


# The text


@dataclass(frozen=True, slots=True)
class Material:
    """Paragraphs to read, annotated sentences to start the CNN from, how many updates to train it, where it is from."""

    texts: list[str]
    examples: list[Doc]
    steps: int
    source: str


def read_material(corpora: Path) -> Material:
    """News of the corpora; without them made-up text, on which the CNN is initialised and not trained."""
    vocab = spacy.blank("en").vocab
    if not corpora.is_dir():
        choice = random.Random(0)
        made = [" ".join(make_sentence(choice) for _ in range(3)) for _ in range(1000)]
        examples = [_chained(vocab, make_sentence(choice)) for _ in range(TRAINED_ON)]
        return Material(made, examples, 0, f"{corpora} is not there: text made up, CNN untrained")
    named = read_worldwide(corpora / "en_worldwide_newswire/dev", longest=PARAGRAPH)
    parsed = read_treebank(corpora / "ud_ewt/en_ewt-ud-dev.conllu")[:TRAINED_ON]
    examples = [_parsed(vocab, passage) for passage in parsed] + [
        _named(vocab, n) for n in named[:TRAINED_ON]
    ]
    texts = ["".join(f + " " * s for f, s in zip(n.forms, n.spaces, strict=True)).strip() for n in named]
    return Material(texts, examples, STEPS, "Worldwide dev")


def make_sentence(choice: random.Random) -> str:
    """A made-up sentence of news."""
    who = choice.choice(
        ("The trade minister", "A court in the capital", "The rebels", "Two of the mine's owners")
    )
    does = choice.choice(("rejected", "welcomed", "postponed", "accused the governor of delaying"))
    what = choice.choice(
        ("the ceasefire agreed in April", "a plan to close 12 schools", "the $3 million sale")
    )
    said = choice.choice(("officials said", "according to two witnesses", "her spokesman told reporters"))
    return f"{who} {does} {what} on Tuesday, {said}, although {make_name(choice)} had asked for more time."


def make_name(choice: random.Random) -> str:
    """A name that no lexicon holds."""
    syllables = ("ka", "lo", "mir", "ta", "ven", "sho", "du", "rin", "pal", "ek", "os", "gra")
    return " ".join("".join(choice.choices(syllables, k=3)).capitalize() for _ in range(2))


def _parsed(vocab: Any, passage: Passage) -> Doc:
    words = passage.reading.words
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=list(passage.spaces),
        tags=[w.xpos for w in words],
        pos=[w.upos for w in words],
        morphs=[w.feats for w in words],
        lemmas=[w.lemma for w in words],
        heads=[i if w.head < 0 else w.head for i, w in enumerate(words)],
        deps=["ROOT" if w.head < 0 else w.label for w in words],
    )


def _named(vocab: Any, named: Named) -> Doc:
    doc = Doc(vocab, words=list(named.forms), spaces=list(named.spaces))
    doc.set_ents([Span(doc, span.start, span.end, span.label) for span in named.spans])
    return doc


def _chained(vocab: Any, text: str) -> Doc:
    """A text whose words hang on one another in a row: a tree, if not a grammarian's."""
    words = text.split()
    heads = [max(i - 1, 0) for i in range(len(words))]
    deps = ["ROOT", *("obj" for _ in words[1:])]
    tags = ["NNP" if word.istitle() else "NN" for word in words]
    doc = Doc(vocab, words=words, tags=tags, pos=["X"] * len(words), morphs=[""] * len(words), lemmas=words,
              heads=heads, deps=deps)  # fmt: skip
    doc.set_ents([Span(doc, i, i + 1, "NAME") for i, word in enumerate(words) if word.istitle()])
    return doc


# The yardstick


def make_cnn(docs: Sequence[Doc], steps: int) -> Language:
    """spaCy's small pipeline without vectors, initialised on the docs and trained that many steps on them."""
    nlp = spacy.blank("en")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    nlp.add_pipe("tok2vec", config={"model": _hash_embed()})
    for name in ("tagger", "morphologizer", "trainable_lemmatizer"):
        tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener, "nO": None}
        nlp.add_pipe(name, config={"model": tagger})
    nlp.add_pipe("parser", config={"model": _transitions("parser", listener, 128)})
    nlp.add_pipe("ner", config={"model": _transitions("ner", _hash_embed(), 64)})
    examples = [Example(_bare(nlp, doc), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    choice = random.Random(0)
    for _ in range(steps):
        nlp.update(choice.sample(examples, BATCH), sgd=optimizer)
    return nlp


def _bare(nlp: Language, doc: Doc) -> Doc:
    return Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def _hash_embed() -> dict[str, Any]:
    return {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
        "pretrained_vectors": None,
    }


def _transitions(state: str, tok2vec: dict[str, Any], width: int) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": width,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


# The measurements


def count_words(nlp: Language, text: str) -> int:
    return sum(not token.is_space for token in nlp.make_doc(text))


def compare(pipelines: dict[str, Language], texts: Sequence[str], rounds: int) -> dict[str, Row]:
    """Words (as the first pipeline cuts them) per CPU-second of each pipeline, and the ratio to the CNN's."""
    words = sum(count_words(next(iter(pipelines.values())), text) for text in texts)
    seconds: dict[str, list[float]] = {name: [] for name in pipelines}
    for nlp in pipelines.values():
        _read_all(nlp, texts[:20])  # the first text pays for what is loaded lazily
    for _ in range(rounds):
        for name, nlp in pipelines.items():
            seconds[name].append(cpu_seconds(partial(_read_all, nlp, texts)))
    speed = {name: words / median(times) for name, times in seconds.items()}
    return {
        name: {"words/CPU-s": round(value), "ratio to CNN": round(value / speed[CNN], 3)}
        | _spread(words, seconds[name])
        for name, value in speed.items()
    }


def _spread(words: int, times: Sequence[float]) -> Row:
    return {"slowest": round(words / max(times)), "fastest": round(words / min(times))}


def _read_all(nlp: Language, texts: Sequence[str]) -> None:
    for _ in nlp.pipe(texts):
        pass


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def share_stages(nlp: Language, texts: Sequence[str]) -> dict[str, Row]:
    """CPU seconds of the tokenizer and of each component; the encoder's without the network is `... rest`."""
    seconds: dict[str, float] = {}
    docs: list[Doc] = []
    seconds["tokenizer"] = cpu_seconds(lambda: docs.extend(nlp.make_doc(text) for text in texts))
    for name, component in nlp.pipeline:
        with timed_network() as network:
            total = cpu_seconds(partial(_annotate, component, docs))
        if network:
            seconds[f"{name}: network"] = sum(network)
            seconds[f"{name}: pieces, decoding"] = total - sum(network)
        else:
            seconds[name] = total
    whole = sum(seconds.values())
    return {
        name: {"seconds": round(s, 2), "percent": round(100 * s / whole, 1)} for name, s in seconds.items()
    }


def _annotate(component: Callable[[Doc], Doc], docs: list[Doc]) -> None:
    docs[:] = [component(doc) for doc in docs]


@contextmanager
def timed_network() -> Iterator[list[float]]:
    """Collect the CPU seconds of every run of an ONNX graph."""
    seconds: list[float] = []
    run = onnx_model.ort.InferenceSession.run

    def timed(*inputs: Any, **more: Any) -> Any:
        start = time.process_time()
        outputs = run(*inputs, **more)
        seconds.append(time.process_time() - start)
        return outputs

    onnx_model.ort.InferenceSession.run = timed
    try:
        yield seconds
    finally:
        onnx_model.ort.InferenceSession.run = run


def endless(texts: Sequence[str]) -> Iterator[str]:
    """The texts again and again, each time with a name that was never seen."""
    choice = random.Random(0)
    while True:
        yield from (f"{text} {make_name(choice)}{choice.randrange(10**9)} was not reached." for text in texts)


def watch_memory(nlp: Language, texts: Sequence[str], paragraphs: int) -> dict[str, Row]:
    """Resident memory before the first paragraph, and after a tenth, a half and all of them."""
    rows: dict[str, Row] = {"at the start": {"MB": resident()}}
    marks = {paragraphs // 10, paragraphs // 2, paragraphs}
    for i, text in enumerate(islice(endless(texts), paragraphs), start=1):
        with nlp.memory_zone():  # as a build does for each article
            nlp(text)
        if i in marks:
            rows[f"after {i}"] = {"MB": resident()}
    return rows


def resident() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return round(int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024, 1)


def run_everywhere(nlp: Language, texts: Sequence[str], paragraphs: int) -> Row:
    """Words per second with a process a core, from the first doc that comes back to the last."""
    cores = len(os.sched_getaffinity(0))
    docs = nlp.pipe(islice(endless(texts), paragraphs), n_process=cores)
    next(docs)
    start = time.perf_counter()
    words = sum(len(doc) for doc in docs)
    seconds = time.perf_counter() - start
    return {"cores": cores, "words/s": round(words / seconds)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.parse_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--model", action="append", help="name or path of a pipeline; without it, ours; may be repeated"
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora")
    parser.add_argument("--rounds", type=int, default=3, help="how often each pipeline reads the text")
    parser.add_argument("--paragraphs", type=int, default=10_000, help="how many the memory is watched over")
    return parser


if __name__ == "__main__":
    sys.exit(main())
