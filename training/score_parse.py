"""Scores tags, features, lemmas, sentences and trees on EWT and GUM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from spacy.language import Language

from training.gold import Passage, gum_test_paths, read_treebank
from training.predict import read_passage, reading_of
from training.report import Row, Table, f_row
from training.scores import Counts, Reading, add_counts, score_reading

GIVEN = "gold words and sentences"
READERS: dict[str, Callable[[Language, Passage], Reading]] = {
    GIVEN: lambda nlp, passage: reading_of(read_passage(nlp, passage, sentences=True)),
    "gold words": lambda nlp, passage: reading_of(read_passage(nlp, passage, sentences=False)),
    "raw text": lambda nlp, passage: reading_of(nlp(passage.text)),
}
NOTES = (
    "F as in the CoNLL 2018 shared task, paragraph by paragraph; las without label subtypes",
    "multiword tokens count as their words, written together; empty nodes dropped",
)


def score_ewt(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    passages = read_treebank(corpora / f"ud_ewt/en_ewt-ud-{split}.conllu")
    rows = {setting: f_row(score_setting(nlp, passages, setting)) for setting in READERS}
    yield Table(f"ewt {split}", rows, NOTES)


def score_gum(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    """The test documents of GUM, for any split."""
    paths, missing = gum_test_paths(corpora / "gum")
    genres: dict[str, list[Passage]] = {}
    for path in paths:
        genres.setdefault(path.stem.split("_")[1], []).extend(read_treebank(path))
    counts = {s: {g: score_setting(nlp, passages, s) for g, passages in genres.items()} for s in READERS}
    rows = {setting: f_row(add_counts(by_genre.values())) for setting, by_genre in counts.items()}
    skipped = f"not in the folder, skipped: {len(missing)} of {len(paths) + len(missing)} documents"
    yield Table("gum test", rows, (*NOTES, skipped))
    by_genre = {genre: _genre_row(count) for genre, count in counts[GIVEN].items()}
    yield Table(f"gum test by genre, {GIVEN}", by_genre)


def _genre_row(counts: Counts) -> Row:
    figures = {name: round(counts[name].f, 2) for name in ("upos", "uas", "las")}
    return {"words": counts["words"].gold, **figures}


def score_setting(nlp: Language, passages: list[Passage], setting: str) -> Counts:
    """Sum the counts of all passages, each read in the way that `setting` names."""
    read = READERS[setting]
    return add_counts(score_reading(passage.reading, read(nlp, passage)) for passage in passages)
