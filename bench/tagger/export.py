"""A trained marker as an ONNX graph with weights of eight bits: what ``extract.tagger.network`` runs.

The graph is written by hand, operator by operator, so that it has the run time's shapes: time first, rows of
different lengths. Operators: https://onnx.ai/onnx/operators/ (LSTM's gates are i, o, f, c). Quantisation is
onnxruntime's dynamic one; seven of the eight bits are used, since the products of older processors overflow otherwise.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from bench.tagger.network import Marker

OPSET, IR = 17, 9


def graph_of(model: Marker) -> bytes:
    """The serialised graph: ids, bits and lengths of a batch in, one score a label and character out."""
    graph = _nodes(model)
    value = helper.make_tensor_value_info
    inputs = [value(name, TensorProto.INT32, ["time", "batch"]) for name in ("here", "before", "after")]
    inputs.append(value("bits", TensorProto.FLOAT, ["time", "batch", model.bits]))
    inputs.append(value("lengths", TensorProto.INT32, ["batch"]))
    outputs = [value("scores", TensorProto.FLOAT, ["time", "batch", model.names.out_features])]
    made = helper.make_graph(graph.nodes, "tagger", inputs, outputs, graph.weights)
    return _quantised(helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR))


class _Graph:
    """Nodes and weights as they are added; a node's name is its output's."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, **options: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **options))
        return output

    def table(self, name: str, weight: torch.Tensor) -> tuple[str, str]:
        """A table of bytes and the scale of each of its rows."""
        value = _array(weight)
        scale = np.abs(value).max(1, keepdims=True) / 127 + 1e-12
        rows = self.weight(name, np.round(value / scale).astype(np.int8))
        return rows, self.weight(f"{name}_scale", scale.astype(np.float32))

    def rows(self, table: tuple[str, str], ids: str) -> str:
        """The rows of a table that ``ids`` name."""
        small, scale = (self.add("Gather", [part, ids], f"{ids}_{part}") for part in table)
        return self.add("Mul", [self.add("Cast", [small], f"{ids}_floats", to=TensorProto.FLOAT), scale], f"{ids}_rows")

    def lstm(self, name: str, layer: nn.LSTM, read: str, direction: str) -> str:
        """(time, batch, hidden) states; rows end where ``lengths`` says."""
        bias = np.concatenate(
            (_gates(layer.bias_ih_l0 + layer.bias_hh_l0), np.zeros(4 * layer.hidden_size, np.float32))
        )
        weights = [
            self.weight(f"{name}_read", _gates(layer.weight_ih_l0)[None]),
            self.weight(f"{name}_again", _gates(layer.weight_hh_l0)[None]),
            self.weight(f"{name}_bias", bias[None]),
        ]
        options = {"hidden_size": layer.hidden_size, "direction": direction}
        states = self.add("LSTM", [read, *weights, "lengths"], f"{name}_states", **options)
        return self.add("Squeeze", [states, "second"], name)

    def linear(self, name: str, weight: np.ndarray, bias: np.ndarray, read: str) -> str:
        product = self.add("MatMul", [read, self.weight(f"{name}_weight", weight.T)], f"{name}_product")
        return self.add("Add", [product, self.weight(f"{name}_bias", bias)], name)


def _nodes(model: Marker) -> _Graph:
    graph, reader = _Graph(), model.reader
    graph.weight("second", np.array([1]))
    bigrams = graph.table("bigrams", reader.bigrams.weight)
    here = graph.rows(graph.table("characters", reader.characters.weight), "here")
    ahead = graph.add("Concat", [here, graph.rows(bigrams, "before")], "ahead", axis=2)
    behind = graph.add("Concat", [here, graph.rows(bigrams, "after")], "behind", axis=2)
    states = [graph.lstm("left", reader.left, ahead, "forward"), graph.lstm("right", reader.right, behind, "reverse")]
    read = graph.add("Concat", [*states, "bits"], "read", axis=2)
    mixed = graph.add("Relu", [graph.linear("mix", _array(model.mix.weight), _array(model.mix.bias), read)], "mixed")
    tops = [
        graph.lstm("top_left", model.left, mixed, "forward"),
        graph.lstm("top_right", model.right, mixed, "reverse"),
    ]
    read = graph.add("Concat", tops, "tops", axis=2)
    graph.linear("scores", _array(model.names.weight), _array(model.names.bias), read)
    return graph


def _gates(weight: torch.Tensor) -> np.ndarray:
    """PyTorch's order i, f, g, o becomes i, o, f, c."""
    i, f, g, o = np.split(_array(weight), 4)
    return np.concatenate((i, o, f, g))


def _quantised(model: onnx.ModelProto) -> bytes:
    onnx.checker.check_model(model)
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        onnx.save(model, whole)
        kinds = ["LSTM", "MatMul"]
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, op_types_to_quantize=kinds, reduce_range=True)
        return small.read_bytes()


def _array(weight: torch.Tensor) -> np.ndarray:
    return weight.detach().numpy().astype(np.float32)
