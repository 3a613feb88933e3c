import pytest

from kg.parse.word_pieces import CASE_CLASSES, case_class


@pytest.mark.parametrize(
    "word, name",
    [
        ("talks", "lower"),
        ("Geneva", "title"),
        ("NATO", "upper"),
        ("A", "initial"),
        ("McKay", "mixed"),
        ("al-Said", "mixed"),
        ("1,200", "number"),
        ("S-300", "code"),
        ("--", "mark"),
        ("U.S.", "upper"),
        ("سلام", "none"),
        ("", "mark"),
    ],
)
def test_case_class(word, name):
    assert CASE_CLASSES[case_class(word)] == name
