"""The layers that the event heads start from."""

import numpy as np
import onnxruntime as ort
import pytest

from kg.parse.load_pipeline import MODEL

torch = pytest.importorskip("torch", reason="training needs torch")
onnx = pytest.importorskip("onnx", reason="training needs onnx")


@pytest.mark.model
def test_the_upper_layers_compute_what_the_shipped_network_does():
    from training.event_model import upper_layers
    from training.event_records import KEPT_LAYERS
    from training.model import LAYERS

    model = onnx.load(MODEL / "news_encoder" / "words.onnx")
    norms = [node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"]
    names = [norms[2 * KEPT_LAYERS], norms[2 * LAYERS]]
    for name in names:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    pieces = np.arange(2000, 2030)[None]
    feeds = {"pieces": pieces, "case": pieces * 0, "first": np.array([1]), "last": np.array([1])}
    below, above = ort.InferenceSession(model.SerializeToString()).run(names, feeds)
    states = torch.tensor(below)
    with torch.no_grad():
        for layer in upper_layers():
            states = layer(states, torch.ones(1, 1, 1, pieces.size, dtype=torch.bool))
    assert np.corrcoef(states.numpy().ravel(), above.ravel())[0, 1] > 0.9
