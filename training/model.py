"""The network: MiniLM (6 layers of 384) with one head per task. A sequence is a paragraph; its unit is the word.

The state of a word is the mean of the states of its first and last piece. The vocabulary of the encoder is uncased, so
an embedding of the word's case class is added to its input. It starts at zero: training starts from plain MiniLM.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from kg.parse.word_pieces import CASE_CLASSES

HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536


@dataclass(frozen=True, slots=True)
class Sizes:
    """The number of labels of each head."""

    xpos: int
    ufeats: int
    lemmas: int
    deprels: int
    ner: int
    roles: int


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, n, HIDDEN)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, vocabulary: int = 30522, positions: int = 512) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, HIDDEN)
        self.positions = nn.Embedding(positions, HIDDEN)
        self.case = nn.Embedding(len(CASE_CLASSES), HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)
        nn.init.zeros_(self.case.weight)
        self.words.weight.requires_grad_(False)

    def forward(self, pieces: Tensor, case: Tensor, mask: Tensor) -> Tensor:
        """States [batch, pieces, 384] of piece ids and case classes [batch, pieces]; `mask` is False on padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.dropout(self.norm(self.words(pieces) + self.positions(places) + self.case(case)))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x


class Pair(nn.Module):
    """Scores labels of word pairs: a hidden layer over the two words' projections and their product."""

    def __init__(self, size: int, labels: int) -> None:
        super().__init__()
        self.left = nn.Linear(HIDDEN, size)
        self.right = nn.Linear(HIDDEN, size)
        self.label = nn.Linear(size, labels)
        self.dropout = nn.Dropout(0.25)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        return self.label(self.dropout(F.gelu(left + right + left * right)))


class Network(nn.Module):
    """All heads. `arcs[b, i, j]` scores word j as the head of word i, `arcs[b, i, i]` that i is a root."""

    def __init__(self, sizes: Sizes, arc: int = 192) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.xpos = nn.Linear(HIDDEN, sizes.xpos)
        self.ufeats = nn.Linear(HIDDEN, sizes.ufeats)
        self.lemmas = nn.Linear(HIDDEN, sizes.lemmas)
        self.starts = nn.Linear(HIDDEN, 1)
        self.ner = nn.Sequential(
            nn.Linear(HIDDEN, 256), nn.GELU(), nn.Dropout(0.25), nn.Linear(256, sizes.ner)
        )
        self.arc_word = nn.Linear(HIDDEN, arc)
        self.arc_head = nn.Linear(HIDDEN, arc)
        self.arc = nn.Linear(arc, arc + 1)
        self.root = nn.Linear(arc, 1)
        self.relation = Pair(192, sizes.deprels)
        self.predicate = nn.Linear(HIDDEN, 1)
        self.role = Pair(128, sizes.roles)
        self.dropout = nn.Dropout(0.25)

    def words(self, pieces: Tensor, case: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Word states [batch, words, 384] from the places of each word's first and last piece."""
        states = self.encoder(pieces, case, mask)
        index = lambda at: at[:, :, None].expand(-1, -1, HIDDEN)  # noqa: E731
        return (states.gather(1, index(first)) + states.gather(1, index(last))) / 2

    def arcs(self, words: Tensor) -> Tensor:
        word = self.dropout(F.gelu(self.arc_word(words)))
        head = self.dropout(F.gelu(self.arc_head(words)))
        mapped = self.arc(head)
        scores = word @ mapped[..., :-1].transpose(1, 2) + mapped[..., -1][:, None, :]
        itself = torch.eye(words.shape[1], dtype=torch.bool, device=words.device)
        return torch.where(itself, self.root(word).expand_as(scores), scores)


def load_minilm(encoder: Encoder, path: Path) -> None:
    """Fill an encoder with all-MiniLM-L6-v2's weights from its safetensors file."""
    weights = load_file(path)
    take = lambda name: weights[name]  # noqa: E731
    e = "embeddings."
    encoder.words.weight.data = take(e + "word_embeddings.weight")
    encoder.positions.weight.data = (
        take(e + "position_embeddings.weight") + take(e + "token_type_embeddings.weight")[0]
    )
    _fill(encoder.norm, weights, e + "LayerNorm")
    for i, layer in enumerate(encoder.layers):
        name = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            qkv = [take(f"{name}attention.self.{part}.{kind}") for part in ("query", "key", "value")]
            getattr(layer.qkv, kind).data = torch.cat(qkv)
        _fill(layer.out, weights, name + "attention.output.dense")
        _fill(layer.norm1, weights, name + "attention.output.LayerNorm")
        _fill(layer.up, weights, name + "intermediate.dense")
        _fill(layer.down, weights, name + "output.dense")
        _fill(layer.norm2, weights, name + "output.LayerNorm")


def _fill(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(module, kind).data = weights[f"{name}.{kind}"]
