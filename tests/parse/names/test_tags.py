import numpy as np
import pytest

from kg.parse.names.tags import TagSet

TAGS = ("O", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-GPE", "I-GPE", "E-GPE", "S-GPE")


def scores(*rows: dict[str, float]) -> np.ndarray:
    """Log probabilities of tags by word; what a row does not name shares the rest."""
    table = np.full((len(rows), len(TAGS)), 0.0)
    for i, row in enumerate(rows):
        table[i] = (1 - sum(row.values())) / (len(TAGS) - len(row))
        for tag, p in row.items():
            table[i, TAGS.index(tag)] = p
    return np.log(table).astype(np.float32)


def found(table: np.ndarray) -> list[tuple[int, int, str]]:
    return [(span.begin, span.end, span.label) for span in TagSet(TAGS).spans(table)]


def test_names_are_read_off_well_formed_tags():
    table = scores({"B-ORG": 0.9}, {"I-ORG": 0.9}, {"E-ORG": 0.9}, {"O": 0.9}, {"S-GPE": 0.9})
    assert found(table) == [(0, 3, "ORG"), (4, 5, "GPE")]


@pytest.mark.parametrize(
    "rows, names",
    [
        ([{"B-ORG": 0.6, "S-ORG": 0.3}, {"O": 0.9}], [(0, 1, "ORG")]),
        ([{"B-ORG": 0.9}, {"E-GPE": 0.5, "E-ORG": 0.4}], [(0, 2, "ORG")]),
        ([{"I-ORG": 0.5, "B-ORG": 0.3}, {"E-ORG": 0.9}], [(0, 2, "ORG")]),
        ([{"O": 0.9}, {"B-GPE": 0.5, "S-GPE": 0.4}], [(1, 2, "GPE")]),
    ],
    ids=["begin without end", "label changes", "inside without begin", "begin at the end"],
)
def test_ill_formed_tags_give_the_best_well_formed_names(rows, names):
    assert found(scores(*rows)) == names


def test_label_scores_are_probabilities_over_the_whole_name():
    (span,) = TagSet(TAGS).spans(scores({"B-ORG": 0.7, "B-GPE": 0.2}, {"E-ORG": 0.5, "E-GPE": 0.4}))
    assert span.scores["ORG"] == pytest.approx(0.6, abs=0.05)
    assert span.scores["GPE"] == pytest.approx(0.3, abs=0.05)
