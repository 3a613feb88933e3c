import pytest

from kg.parse.word_pieces import CASE_CLASSES, WordPieces, case_class


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


VOCABULARY = (
    "[CLS] [SEP] [UNK] [MASK] # . ' 中 harbour cafe harb ##our ##s un ##load ##ing isis s o ##o ß".split()
)


@pytest.mark.parametrize(
    "word, pieces",
    [
        ("harbour", "harbour"),
        ("Harbours", "harbour ##s"),
        ("harbourx", "[UNK]"),
        ("unloading", "un ##load ##ing"),
        ("CAFÉ", "cafe"),
        ("cafe\u0301's", "cafe ' s"),
        ("unload.s", "un ##load . s"),
        ("#s", "# s"),
        ("un中load", "un 中 [UNK]"),
        ("ẞ", "ß"),
        ("IS", "isis"),
        ("o" * 100, "o" + " ##o" * 11),
        ("o" * 101, "[UNK]"),
        ("", "[UNK]"),
        ("\u200b", "[UNK]"),
    ],
)
def test_pieces_of_a_word(word, pieces):
    word_pieces = WordPieces({piece: number for number, piece in enumerate(VOCABULARY)})
    assert " ".join(VOCABULARY[piece] for piece in word_pieces.of(word)) == pieces
