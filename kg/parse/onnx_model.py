"""The trained network: one ONNX graph from words to the output of every head, and a small graph for each head that
labels pairs of words, which runs once the pairs are chosen.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.parse.word_pieces import WordPieces, case_class, read_vocabulary

FILES = ("words.onnx", "relations.onnx", "tokenizer.json", "labels.json", "lemmas.json")
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
        self._opened: dict[str, tuple[int, ort.InferenceSession]] = {}

    @cached_property
    def pieces(self) -> WordPieces:
        return WordPieces(read_vocabulary(self.folder / "tokenizer.json"))

    def read(self, words: Sequence[str]) -> Output:
        """Every head's output for a sequence of words, a row a word (`arcs`: [words, heads], roots on the diagonal)."""
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
        session = self._session("words.onnx")
        names = [output.name for output in session.get_outputs()]
        output: Output = dict(zip(names, session.run(names, feeds), strict=True))
        np.fill_diagonal(output["arcs"], output.pop("roots"))
        return output

    def pair_labels(
        self, kind: Literal["relations", "roles"], left: Array, right: Array
    ) -> NDArray[np.int64]:
        """Indices of the best labels for rows of the two words' projections [pairs, size]."""
        return np.asarray(self._session(f"{kind}.onnx").run(None, {"left": left, "right": right})[0])

    def _session(self, name: str) -> ort.InferenceSession:
        """A graph, opened once a process: an open one does not outlive a fork."""
        if self._opened.get(name, (0, None))[0] != os.getpid():
            options = ort.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.enable_cpu_mem_arena = False  # an arena keeps the longest paragraph's memory for ever
            session = ort.InferenceSession(
                str(self.folder / name), options, providers=["CPUExecutionProvider"]
            )
            self._opened[name] = (os.getpid(), session)
        return self._opened[name][1]

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def check_files(folder: Path) -> None:
    """Raise ModelError unless every file of a network is there and is the one that was released."""
    try:
        wanted = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
        for name in (*FILES, *(name for name in wanted if name not in FILES)):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != wanted.get(name):
                raise ModelError(f"{folder / name}: damaged or of another release; install the package again")
    except OSError as error:
        raise ModelError(
            f"{error.filename}: cannot be read ({error.strerror}); install the package again"
        ) from error
    except ValueError as error:
        raise ModelError(
            f"{folder / 'checksums.json'}: damaged ({error}); install the package again"
        ) from error


def write_checksums(folder: Path) -> None:
    """Pin the files of a network as they are now."""
    paths = sorted(path for path in folder.iterdir() if path.name != "checksums.json")
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    (folder / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
