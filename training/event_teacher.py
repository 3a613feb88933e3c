"""A large teacher for the event heads: train it on the annotated articles, then let it label the others.

    python -m training.event_teacher train --encoder DIR [--epochs 4] [--without-fold] [--work DIR]
    python -m training.event_teacher label --encoder DIR [--without-fold] [--work DIR]

The teacher is all-mpnet-base-v2 (12 layers of 768, Apache-2.0) under the same heads. DIR holds its `model.safetensors`,
`config.json` and `vocab.txt`. It reads the encoder's word pieces, as both have the vocabulary of BERT. Training resumes
after each epoch; `label` writes `soft.pickle`, from which `event_train --soft` learns.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.func import functional_call
from transformers import MPNetModel

from kg.parse.word_pieces import read_vocabulary
from training.convert import WORK
from training.event_model import EventHeads, Labels, count_labels
from training.event_train import (
    Plan,
    checkpoint_name,
    code,
    is_held_out,
    load_split,
    predict,
    report,
    resume_network,
    train,
)

FROZEN = 6  # lowest layers, which stay as they are
RATE = 5e-5
PIECES = Path("kg/models/en_news/news_encoder/tokenizer.json")


class Teacher(EventHeads):
    """The heads over another encoder; `above` reads piece ids."""

    def __init__(self, labels: Labels, encoder: Path) -> None:
        model = MPNetModel.from_pretrained(encoder, add_pooling_layer=False)
        for part in (model.embeddings, *model.encoder.layer[:FROZEN]):
            part.requires_grad_(False)
        super().__init__(labels, nn.ModuleList([model]), model.config.hidden_size)
        self.register_buffer("id_of", piece_ids(PIECES, encoder / "vocab.txt"))

    def above(self, ids: Tensor, pieces: Tensor, mask: Tensor) -> Tensor:
        """The network runs in 16 bits; its weights, and so their steps, keep 32."""
        weights = {name: weight.bfloat16() for name, weight in self.layers[0].named_parameters()}
        inputs = {"input_ids": self.id_of[ids], "attention_mask": mask.long()}
        found: Tensor = functional_call(self.layers[0], weights, kwargs=inputs).last_hidden_state
        return found.float()


def piece_ids(pieces: Path, vocabulary: Path) -> Tensor:
    """The teacher's id of each word piece of the encoder."""
    known = read_vocabulary(pieces)
    theirs = {
        piece: number for number, piece in enumerate(vocabulary.read_text(encoding="utf-8").split("\n"))
    }
    theirs |= {"[CLS]": theirs["<s>"], "[SEP]": theirs["</s>"], "[PAD]": theirs["<pad>"]}
    found = torch.zeros(max(known.values()) + 1, dtype=torch.long)
    for piece, number in known.items():
        found[number] = theirs[piece]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=("train", "label"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without-fold", action="store_true")
    parser.add_argument("--articles", type=int, help="label only the first so many articles")
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    articles = load_split(options.work, "train")
    labels = count_labels(articles)
    checkpoint = options.work / "events" / f"teacher-{checkpoint_name(options.seed, options.without_fold)}"
    torch.manual_seed(options.seed)
    teacher = Teacher(labels, options.encoder)
    if options.step == "train":
        coded = [
            code(article, labels)
            for article in articles
            if not (options.without_fold and is_held_out(article.id))
        ]
        dev = [code(article, labels) for article in load_split(options.work, "dev")]
        report(train(teacher, coded, checkpoint, Plan(options.epochs, options.seed, RATE)), dev, labels)
        return
    resume_network(checkpoint, teacher)
    unlabelled = [
        code(article, labels) for article in load_split(options.work, "unlabelled")[: options.articles]
    ]
    found = {a.source.id: soft for a, soft in zip(unlabelled, predict(teacher, unlabelled), strict=True)}
    with (options.work / "events" / "soft.pickle").open("wb") as file:
        pickle.dump(found, file)


if __name__ == "__main__":
    main()
