"""Tags, features, lemmas, sentences and trees against EWT and GUM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from training.gold import Passage, gum_test_paths, read_treebank
from training.predict import read_passage, reading_of
from training.report import Row, Table, f_row
from training.scores import Counts, Reading, add_counts, score_reading

READERS = {
    "gold words and sentences": lambda nlp, passage: reading_of(read_passage(nlp, passage, sentences=True)),
    "gold words": lambda nlp, passage: reading_of(read_passage(nlp, passage, sentences=False)),
    "raw text": lambda nlp, passage: reading_of(nlp(passage.text)),
}
NOTES = (
    "F as in the CoNLL 2018 shared task, paragraph by paragraph; las without label subtypes",
    "multiword tokens count as their words, written together; empty nodes dropped",
)


def score_ewt(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    passages = read_treebank(corpora / f"ud_ewt/en_ewt-ud-{split}.conllu")
    yield Table(f"ewt {split}", _rows(nlp, passages), NOTES)


def score_gum(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    """GUM's own test documents, whatever the split asked for."""
    paths, missing = gum_test_paths(corpora / "gum")
    documents = {path.stem: read_treebank(path) for path in paths}
    notes = (*NOTES, f"not in the folder, skipped: {len(missing)} of {len(paths) + len(missing)} documents")
    yield Table("gum test", _rows(nlp, [p for passages in documents.values() for p in passages]), notes)
    genres = sorted({name.split("_")[1] for name in documents})
    rows = {
        g: _genre_row(nlp, [p for n, ps in documents.items() if f"_{g}_" in n for p in ps]) for g in genres
    }
    yield Table("gum test by genre, gold words and sentences", rows)


def _rows(nlp: Language, passages: list[Passage]) -> dict[str, Row]:
    return {setting: f_row(score_setting(nlp, passages, setting)) for setting in READERS}


def _genre_row(nlp: Language, passages: list[Passage]) -> Row:
    counts = score_setting(nlp, passages, "gold words and sentences")
    return {"words": counts["words"].gold} | {
        name: round(counts[name].f, 2) for name in ("upos", "uas", "las")
    }


def score_setting(nlp: Language, passages: list[Passage], setting: str) -> Counts:
    """Sum the counts of all passages, each read in the way that `setting` names."""
    return add_counts(score_reading(passage.reading, read(nlp, passage, setting)) for passage in passages)


def read(nlp: Language, passage: Passage, setting: str) -> Reading:
    return READERS[setting](nlp, passage)
