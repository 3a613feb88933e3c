"""Step 3: write the trained network as the pipeline that ships, `kg/models/en_news`.

The graph is built node by node for one paragraph (no padding, no batch), with onnxruntime's fused operators. Weight
matrices are int8 in blocks of 128 of a row; onnxruntime quantises the other side of each product by rows (`MatMulNBits`,
accuracy level 4), so a word's result depends on its paragraph alone. Word embeddings are int8 with one scale a row.

    python -m training.export [--work DIR] [--to DIR] [--float]
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from onnx import TensorProto, helper, numpy_helper

import kg.encoder
import kg.names  # noqa: F401  both register their components with spaCy

from kg.network import write_checksums
from kg.tokenizer import make_tokenizer
from training.batches import read_documents
from training.convert import WORK
from training.model import ATTENTION_HEADS, HIDDEN, LAYERS
from training.train import make_coder, minilm

MODEL = Path("kg/models/en_news")
BLOCK = 128
OPSETS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]


class Graph:
    """Collects nodes and weights; each method adds one step and returns the name of its result."""

    def __init__(self, weights: dict[str, np.ndarray], exact: bool) -> None:
        self.weights, self.exact = weights, exact
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, array: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def step(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        out = f"s{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=out, domain=domain, **attributes))
        return out

    def ms(self, kind: str, *inputs: str, **attributes: object) -> str:
        return self.step(kind, *inputs, domain="com.microsoft", **attributes)

    def product(self, x: str, matrix: np.ndarray) -> str:
        """x times a matrix [out, in], transposed."""
        rows, columns = matrix.shape
        if self.exact or columns % BLOCK:
            return self.step("MatMul", x, self.constant(matrix.T.astype(np.float32)))
        blocks = matrix.reshape(rows, columns // BLOCK, BLOCK)
        scale = np.maximum(np.abs(blocks).max(-1), 1e-9) / 127
        codes = (np.rint(blocks / scale[..., None]) + 128).astype(np.uint8)
        return self.ms(
            "MatMulNBits",
            x,
            self.constant(codes),
            self.constant(scale.astype(np.float32).reshape(rows, -1)),
            K=columns,
            N=rows,
            bits=8,
            block_size=BLOCK,
            accuracy_level=4,
        )

    def linear(self, x: str, name: str) -> str:
        weight = self.weights[name + ".weight"]
        return self.step("Add", self.product(x, weight), self.constant(self.weights[name + ".bias"]))

    def norm(self, x: str, name: str, skip: str = "", bias: np.ndarray | None = None) -> str:
        gamma, beta = (self.constant(self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        if not skip:
            return self.step("LayerNormalization", x, gamma, beta, epsilon=1e-12, axis=-1)
        assert bias is not None
        return self.ms("SkipLayerNormalization", x, skip, gamma, beta, self.constant(bias), epsilon=1e-12)

    def embedded(self, pieces: str) -> str:
        table = self.weights["encoder.words.weight"]
        if self.exact:
            return self.step("Gather", self.constant(table), pieces)
        scale = np.maximum(np.abs(table).max(-1, keepdims=True), 1e-9) / 127
        codes = self.step("Gather", self.constant(np.rint(table / scale).astype(np.int8)), pieces)
        return self.step(
            "Mul",
            self.step("Cast", codes, to=TensorProto.FLOAT),
            self.step("Gather", self.constant(scale.astype(np.float32)), pieces),
        )

    def encoder(self, pieces: str, case: str) -> str:
        """States [1, pieces, 384]."""
        count = self.step("Shape", pieces, start=1, end=2)
        zero, one = self.constant(np.array(0)), self.constant(np.array(1))
        places = self.step("Range", zero, self.step("Squeeze", count), one)
        place = self.step("Gather", self.constant(self.weights["encoder.positions.weight"]), places)
        cases = self.step("Gather", self.constant(self.weights["encoder.case.weight"]), case)
        x = self.norm(self.step("Add", self.step("Add", self.embedded(pieces), place), cases), "encoder.norm")
        for i in range(LAYERS):
            x = self.layer(x, f"encoder.layers.{i}.")
        return x

    def layer(self, x: str, name: str) -> str:
        mixed = self.ms("MultiHeadAttention", *self.qkv(x, name), num_heads=ATTENTION_HEADS)
        out = self.product(mixed, self.weights[name + "out.weight"])
        x = self.norm(out, name + "norm1", x, self.weights[name + "out.bias"])
        up = self.product(x, self.weights[name + "up.weight"])
        inner = self.ms("BiasGelu", up, self.constant(self.weights[name + "up.bias"]))
        down = self.product(inner, self.weights[name + "down.weight"])
        return self.norm(down, name + "norm2", x, self.weights[name + "down.bias"])

    def qkv(self, x: str, name: str) -> list[str]:
        joined = self.linear(x, name + "qkv")
        cut = self.constant(np.array([HIDDEN] * 3))
        outs = [f"{joined}_{part}" for part in "qkv"]
        self.nodes.append(helper.make_node("Split", [joined, cut], outs, name=joined + "_split", axis=-1))
        return outs

    def words(self, states: str, first: str, last: str) -> str:
        """Word states [words, 384]."""
        flat = self.step("Squeeze", states, self.constant(np.array([0])))
        both = self.step("Add", self.step("Gather", flat, first), self.step("Gather", flat, last))
        return self.step("Mul", both, self.constant(np.array(0.5, dtype=np.float32)))

    def arcs(self, words: str) -> tuple[str, str]:
        """Scores [words, heads], and of every word as the root [words, 1]."""
        word = self.ms("Gelu", self.linear(words, "arc_word"))
        head = self.ms("Gelu", self.linear(words, "arc_head"))
        mapped = self.step("Transpose", self.linear(head, "arc"))
        size = self.weights["arc.weight"].shape[0] - 1
        outs = [mapped + "_map", mapped + "_bias"]
        cut = self.constant(np.array([size, 1]))
        self.nodes.append(helper.make_node("Split", [mapped, cut], outs, name=mapped + "_split", axis=0))
        scores = self.step("Add", self.step("MatMul", word, outs[0]), outs[1])
        return scores, self.linear(word, "root")


def build(weights: dict[str, np.ndarray], exact: bool, roles: bool) -> onnx.ModelProto:
    """The graph from piece ids, case classes and word places to every head's output."""
    g = Graph(weights, exact)
    words = g.words(g.encoder("pieces", "case"), "first", "last")
    best = lambda name: g.step("ArgMax", g.linear(words, name), axis=-1, keepdims=0)  # noqa: E731
    outputs = {name: (best(name), TensorProto.INT64) for name in ("xpos", "ufeats", "lemmas")}
    arcs, roots = g.arcs(words)
    real = {
        "starts": g.linear(words, "starts"),
        "ner": g.step("LogSoftmax", _ner(g, words), axis=-1),
        "arcs": arcs,
        "roots": roots,
        "word_side": g.linear(words, "relation.left"),
        "head_side": g.linear(words, "relation.right"),
    }
    if roles:
        real |= {
            "predicates": g.linear(words, "predicate"),
            "predicate_side": g.linear(words, "role.left"),
            "argument_side": g.linear(words, "role.right"),
        }
    outputs |= {name: (step, TensorProto.FLOAT) for name, step in real.items()}
    nodes = g.nodes + [helper.make_node("Identity", [step], [name]) for name, (step, _) in outputs.items()]
    integers = {"pieces": [1, "pieces"], "case": [1, "pieces"], "first": ["words"], "last": ["words"]}
    graph = helper.make_graph(
        nodes,
        "en_news",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in integers.items()],
        [helper.make_tensor_value_info(name, kind, None) for name, (_, kind) in outputs.items()],
        g.constants,
    )
    return helper.make_model(graph, opset_imports=OPSETS, ir_version=9, producer_name="kg")


def _ner(g: Graph, words: str) -> str:
    return g.linear(g.ms("Gelu", g.linear(words, "ner.0")), "ner.3")


# -- lexicon -------------------------------------------------------------------------------------------------------------


def lemma_lexicon(work: Path) -> dict[str, dict[str, str]]:
    """UPOS -> form -> lemma for forms seen at least twice with one lemma in 9 of 10 cases."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in read_documents(work, "ewt.train", "gum.train"):
        for s in document["sentences"]:
            for form, upos, lemma in zip(s["words"], s["upos"], s["lemmas"], strict=True):
                seen[upos, form][lemma] += 1
    lexicon: dict[str, dict[str, str]] = defaultdict(dict)
    for (upos, form), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        total = sum(lemmas.values())
        if total >= 2 and count >= 0.9 * total and upos not in ("PUNCT", "SYM", "X", "NUM"):
            lexicon[upos][form] = lemma
    return dict(lexicon)


def export(work: Path, pipeline: Path, exact: bool, roles: bool) -> None:
    """Write the network, its labels and lexicon, and the spaCy pipeline around them."""
    to = pipeline / "news_encoder"
    saved = torch.load(work / "checkpoint.pt", weights_only=True, map_location="cpu")
    weights = {name: tensor.numpy() for name, tensor in saved["network"].items()}
    vocabulary = make_coder(work).vocabulary
    to.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, exact, roles), to / "network.onnx")
    shutil.copyfile(minilm() / "tokenizer.json", to / "tokenizer.json")
    pairs = {"relation": weights["relation.label.weight"], "relation_bias": weights["relation.label.bias"]}
    labels = {name: getattr(vocabulary, name) for name in ("xpos", "ufeats", "lemmas", "deprels", "ner")}
    if roles:
        pairs |= {"role": weights["role.label.weight"], "role_bias": weights["role.label.bias"]}
        labels["roles"] = vocabulary.roles
    np.savez(to / "pairs.npz", **pairs)
    (to / "labels.json").write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    lexicon = json.dumps(lemma_lexicon(work), indent=0, ensure_ascii=False, sort_keys=True)
    (to / "lemmas.json").write_text(lexicon + "\n", encoding="utf-8")
    write_checksums(to)
    assemble(pipeline)
    print(f"step {saved['step']} -> {to}: " + ", ".join(f"{p.name} {p.stat().st_size:,}" for p in sorted(to.iterdir())))


def assemble(pipeline: Path) -> None:
    """Write the spaCy pipeline whose component `news_encoder` has its files in place already."""
    nlp = spacy.blank("en", meta={"name": "news", "version": "1.0.0", "license": "Apache-2.0"})
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    nlp.add_pipe("news_encoder")
    nlp.add_pipe("news_names")
    nlp.to_disk(pipeline, exclude=["news_encoder"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--to", type=Path, default=MODEL)
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights, to measure what int8 costs")
    parser.add_argument("--roles", action="store_true", help="with the semantic role head")
    args = parser.parse_args()
    export(args.work, args.to, args.float, args.roles)


if __name__ == "__main__":
    main()
