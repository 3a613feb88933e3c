"""The trained network as it lies on disk: one ONNX graph from words to the scores of every head."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.errors import ModelError
from kg.pieces import Pieces, case_class

FILES = ("network.onnx", "tokenizer.json", "labels.json", "pairs.npz", "lemmas.json")
Array = NDArray[Any]
Output = dict[str, Array]


class Network:
    """The files of a folder, checked against `checksums.json`; the graph is opened once a process, on one thread.

    Raises ModelError if a file is missing or is not the one that was released.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        check_files(folder)
        self.labels: dict[str, list[str]] = json.loads(self._text("labels.json"))
        self.lexicon: dict[str, dict[str, str]] = json.loads(self._text("lemmas.json"))
        with np.load(folder / "pairs.npz") as arrays:
            self.pairs: dict[str, Array] = {name: arrays[name] for name in arrays.files}
        self._opened: tuple[int, ort.InferenceSession] | None = None

    @cached_property
    def pieces(self) -> Pieces:
        return Pieces(Tokenizer.from_file(str(self.folder / "tokenizer.json")))

    @property
    def has_roles(self) -> bool:
        return "role" in self.pairs

    def read(self, words: Sequence[str]) -> Output:
        """Every head's output for one sequence of words, a row a word (`arcs`: [words, heads], roots on the diagonal)."""
        pieces = [self.pieces.of(word) for word in words]
        lengths = np.array([len(p) for p in pieces])
        last = lengths.cumsum()
        case = np.repeat([case_class(word) for word in words], lengths)
        feeds = {
            "pieces": np.array([[self.pieces.first, *(i for p in pieces for i in p), self.pieces.last]]),
            "case": np.concatenate([[0], case, [0]])[None],
            "first": last - lengths + 1,
            "last": last,
        }
        names = [output.name for output in self.session.get_outputs()]
        output: Output = dict(zip(names, self.session.run(names, feeds), strict=True))
        np.fill_diagonal(output["arcs"], output.pop("roots"))
        return output

    def pair_labels(self, kind: str, left: Array, right: Array) -> NDArray[np.float64]:
        """Scores of a pair head's labels for rows of the two words' projections [pairs, size]."""
        return np.asarray(gelu(left + right + left * right) @ self.pairs[kind].T + self.pairs[kind + "_bias"])

    @property
    def session(self) -> ort.InferenceSession:
        if self._opened is None or self._opened[0] != os.getpid():
            options = ort.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.enable_cpu_mem_arena = False  # an arena keeps the longest paragraph's memory for ever
            path = str(self.folder / "network.onnx")
            self._opened = (os.getpid(), ort.InferenceSession(path, options, providers=["CPUExecutionProvider"]))
        return self._opened[1]

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def gelu(x: Array) -> Array:
    """x times the normal distribution's share below x; error under 2e-7 (Abramowitz and Stegun 1964, 7.1.26)."""
    z = np.abs(x) / np.float32(2**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    return np.asarray(0.5 * x * (1 + erf))


def check_files(folder: Path) -> None:
    """Raise ModelError unless every file of a network is there and is the one that was released."""
    try:
        wanted = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
        for name in FILES:
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted.get(name):
                raise ModelError(f"{folder / name}: damaged or of another release; install the package again")
    except OSError as error:
        raise ModelError(f"{error.filename}: cannot be read ({error.strerror}); install the package again") from error
    except ValueError as error:
        raise ModelError(f"{folder / 'checksums.json'}: damaged ({error}); install the package again") from error


def write_checksums(folder: Path) -> None:
    """Pin the files of a network as they are now."""
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
