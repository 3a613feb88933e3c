"""Step 3: exports the trained network as the pipeline of the package, `kg/models/en_news`.

The graph is built node by node for one paragraph (no padding, no batch) with onnxruntime's fused operators. Weight
matrices are uint8 with one scale per column: processors without VNNI add the products of int8 in 16 bits, which
overflow (states changed by an eighth, 1 % of the tags), those of uint8 in 32 bits. onnxruntime quantizes the other
factor of a product with one scale for all its rows (`DynamicQuantizeMatMul`); here these are the rows of one
paragraph, so a result depends on its paragraph only. This takes half the time of 32 bits. 8-bit blocks with a scale
per row (`MatMulNBits`) took longer than 32 bits, and the operator `SkipLayerNormalization` 15 times as long as an
addition and a `LayerNormalization`. Word embeddings have a scale per row.

    python -m training.export [--work DIR] [--to DIR] [--float]
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from onnx import TensorProto, helper, numpy_helper

import kg.parse.encoder
import kg.parse.finish_names  # noqa: F401  both register their components with spaCy
from kg.parse.onnx_model import write_checksums
from kg.parse.tokenizer import make_tokenizer
from training.convert import WORK
from training.lexicon import lemma_lexicon
from training.model import ATTENTION_HEADS, HIDDEN, LAYERS
from training.train import make_coder, minilm

MODEL = Path("kg/models/en_news")
ZERO = 128  # the code of a weight of 0
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

    def product(self, x: str, name: str, bias: bool = True) -> str:
        """x times a layer's matrix [out, in], transposed, plus its bias."""
        matrix = self.weights[name + ".weight"]
        added = [self.constant(self.weights[name + ".bias"])] if bias else []
        if self.exact:
            product = self.step("MatMul", x, self.constant(matrix.T))
            return self.step("Add", product, *added) if bias else product
        scale = np.maximum(np.abs(matrix).max(-1), 1e-9) / 127
        codes = (np.rint(matrix / scale[:, None]) + ZERO).astype(np.uint8)
        zeros = np.full(len(scale), ZERO, np.uint8)
        weights = [self.constant(array) for array in (codes.T, scale.astype(np.float32), zeros)]
        return self.ms("DynamicQuantizeMatMul", x, *weights, *added)

    def norm(self, x: str, name: str) -> str:
        gamma, beta = (self.constant(self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        return self.step("LayerNormalization", x, gamma, beta, epsilon=1e-12, axis=-1)

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
        x = self.norm(self.step("Add", x, self.product(mixed, name + "out")), name + "norm1")
        up = self.ms(
            "BiasGelu",
            self.product(x, name + "up", bias=False),
            self.constant(self.weights[name + "up.bias"]),
        )
        return self.norm(self.step("Add", x, self.product(up, name + "down")), name + "norm2")

    def qkv(self, x: str, name: str) -> list[str]:
        joined = self.product(x, name + "qkv")
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
        word = self.ms("Gelu", self.product(words, "arc_word"))
        head = self.ms("Gelu", self.product(words, "arc_head"))
        mapped = self.step("Transpose", self.product(head, "arc"))
        size = self.weights["arc.weight"].shape[0] - 1
        outs = [mapped + "_map", mapped + "_bias"]
        cut = self.constant(np.array([size, 1]))
        self.nodes.append(helper.make_node("Split", [mapped, cut], outs, name=mapped + "_split", axis=0))
        scores = self.step("Add", self.step("MatMul", word, outs[0]), outs[1])
        return scores, self.product(word, "root")


def build(weights: dict[str, np.ndarray], exact: bool, roles: bool) -> onnx.ModelProto:
    """The graph from piece ids, case classes and word places to every head's output."""
    g = Graph(weights, exact)
    words = g.words(g.encoder("pieces", "case"), "first", "last")
    best = lambda name: g.step("ArgMax", g.product(words, name), axis=-1, keepdims=0)  # noqa: E731
    outputs = {name: (best(name), TensorProto.INT64) for name in ("xpos", "ufeats", "lemmas")}
    arcs, roots = g.arcs(words)
    real = {
        "starts": g.product(words, "starts"),
        "ner": g.step("LogSoftmax", _ner(g, words), axis=-1),
        "arcs": arcs,
        "roots": roots,
        "word_side": g.product(words, "relation.left"),
        "head_side": g.product(words, "relation.right"),
    }
    if roles:
        real |= {
            "predicates": g.product(words, "predicate"),
            "predicate_side": g.product(words, "role.left"),
            "argument_side": g.product(words, "role.right"),
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


def build_pairs(weights: dict[str, np.ndarray], head: str) -> onnx.ModelProto:
    """The graph from two words' projections to the index of their label."""
    g = Graph(weights, exact=True)
    both = g.step("Add", g.step("Add", "left", "right"), g.step("Mul", "left", "right"))
    best = g.step("ArgMax", g.product(g.ms("Gelu", both), head + ".label"), axis=-1, keepdims=0)
    size = weights[head + ".label.weight"].shape[1]
    sides = [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["pairs", size]) for x in ("left", "right")]
    output = helper.make_tensor_value_info(best, TensorProto.INT64, None)
    graph = helper.make_graph(g.nodes, head, sides, [output], g.constants)
    return helper.make_model(graph, opset_imports=OPSETS, ir_version=9, producer_name="kg")


def _ner(g: Graph, words: str) -> str:
    return g.product(g.ms("Gelu", g.product(words, "ner.0")), "ner.3")


def export(work: Path, pipeline: Path, exact: bool, roles: bool) -> None:
    """Write the network, its labels and lexicon, and the spaCy pipeline around them."""
    to = pipeline / "news_encoder"
    saved = torch.load(work / "checkpoint.pt", weights_only=True, map_location="cpu")
    weights = {name: tensor.numpy() for name, tensor in saved["network"].items()}
    vocabulary = make_coder(work).vocabulary
    to.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, exact, roles), to / "words.onnx")
    root = vocabulary.deprels.index("root")
    weights["relation.label.bias"][root] = -1e9  # the tree decides which word is the root
    onnx.save(build_pairs(weights, "relation"), to / "relations.onnx")
    if roles:
        onnx.save(build_pairs(weights, "role"), to / "roles.onnx")
    shutil.copyfile(minilm() / "tokenizer.json", to / "tokenizer.json")
    labels = {name: getattr(vocabulary, name) for name in ("xpos", "ufeats", "lemmas", "deprels", "ner")}
    labels["roles"] = vocabulary.roles if roles else []
    (to / "labels.json").write_text(json.dumps(labels, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    lexicon = json.dumps(lemma_lexicon(work), indent=0, ensure_ascii=False, sort_keys=True)
    (to / "lemmas.json").write_text(lexicon + "\n", encoding="utf-8")
    write_checksums(to)
    assemble(pipeline)
    print(
        f"step {saved['step']} -> {to}: "
        + ", ".join(f"{p.name} {p.stat().st_size:,}" for p in sorted(to.iterdir()))
    )


def assemble(pipeline: Path) -> None:
    """Write the spaCy pipeline whose component `news_encoder` has its files in place already."""
    nlp = spacy.blank("en", meta={"name": "news", "version": "1.0.0", "license": "CC BY-SA 4.0"})
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    nlp.add_pipe("news_encoder")
    nlp.add_pipe("news_names")
    nlp.to_disk(pipeline, exclude=["news_encoder"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--to", type=Path, default=MODEL)
    parser.add_argument(
        "--float", action="store_true", help="keep 32-bit weights, to measure what 8 bits cost"
    )
    parser.add_argument("--roles", action="store_true", help="with the semantic role head")
    args = parser.parse_args()
    export(args.work, args.to, args.float, args.roles)


if __name__ == "__main__":
    main()
