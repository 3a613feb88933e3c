"""Step 4 of the event heads: write them into the pipeline that ships.

The two trained layers become a branch of `words.onnx`, beside the shipped encoder's upper two; the heads over words and
pairs are `event_heads.npz` (8-bit integers and 16-bit floats) and `event_heads.json` (labels).

    python -m training.event_export [--seed 1] [--without-fold] [--to DIR] [--work DIR]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from kg.events.learned.heads import FILES
from kg.parse.onnx_model import write_checksums
from training.convert import WORK
from training.event_model import EventHeads, Labels, count_labels
from training.event_records import KEPT_LAYERS
from training.event_roles import roles_name
from training.event_train import load_split, resume_network
from training.export import MODEL, Graph
from training.model import LAYERS

BRANCH = "event_"
LARGE = 20_000  # numbers in a matrix


def add_branch(model: onnx.ModelProto, layers: dict[str, np.ndarray]) -> None:
    """Give the graph the outputs `event_states` and `base_states` [words, 384]; one that has them gets them anew."""
    graph = model.graph
    for each in (graph.node, graph.initializer, graph.output):
        kept = [x for x in each if not (x.name or x.output[0]).startswith((BRANCH, "base_"))]  # type: ignore[attr-defined]
        del each[:]
        each.extend(kept)
    norms = [node for node in graph.node if node.op_type == "LayerNormalization"]
    below = norms[2 * KEPT_LAYERS].output[0]
    part = Graph(layers, exact=False)
    above = below
    for number in range(KEPT_LAYERS, LAYERS):
        above = part.layer(above, f"layers.{number - KEPT_LAYERS}.")
    outputs = {
        "event_states": part.words(above, "first", "last"),
        "base_states": part.words(below, "first", "last"),
    }
    kept_names = {below, "first", "last", ""}
    rename = lambda name: name if name in kept_names else BRANCH + name  # noqa: E731
    for constant in part.constants:
        constant.name = rename(constant.name)
    for node in part.nodes:
        node.name = rename(node.name)
        node.input[:] = [rename(name) for name in node.input]
        node.output[:] = [rename(name) for name in node.output]
    graph.initializer.extend(part.constants)
    graph.node.extend(part.nodes)
    for name, step in outputs.items():
        graph.node.append(helper.make_node("Identity", [rename(step)], [name], name=name))
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))


def small(weights: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Large matrices as 8-bit integers with a scale a row, in `NAME.scale`; the rest as 16-bit floats."""
    arrays: dict[str, np.ndarray] = {}
    for name, array in weights.items():
        if array.ndim < 2 or array.size < LARGE:
            arrays[name] = array.astype(np.float16)
            continue
        scale = np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-12
        arrays[name] = np.round(array / scale).astype(np.int8)
        arrays[f"{name}.scale"] = scale.astype(np.float32)
    return arrays


def export(network: EventHeads, labels: Labels, folder: Path) -> None:
    """Write the branch and the heads into a pipeline's `news_encoder` folder."""
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    layers = {name: array for name, array in weights.items() if name.startswith("layers.")}
    path = folder / "words.onnx"
    model = onnx.load(path)
    add_branch(model, layers)
    onnx.save(model, path)
    np.savez(folder / FILES[0], **small({n: array for n, array in weights.items() if n not in layers}))  # type: ignore[arg-type]
    path = folder / FILES[1]
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    values = labels.as_dict() | {name: before[name] for name in ("confidence",) if name in before}
    text = json.dumps(values, indent=0, ensure_ascii=False) + "\n"
    (folder / FILES[1]).write_text(text, encoding="utf-8")
    write_checksums(folder)
    print(f"{folder}: " + ", ".join(f"{p.name} {p.stat().st_size:,}" for p in sorted(folder.iterdir())))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-fold", action="store_true", help="the heads that were trained so")
    parser.add_argument("--to", type=Path, default=MODEL)
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    labels = count_labels(load_split(options.work, "train"))
    network = EventHeads(labels)
    resume_network(options.work / "events" / roles_name(options.seed, options.without_fold), network)
    export(network, labels, options.to / "news_encoder")


if __name__ == "__main__":
    main()
