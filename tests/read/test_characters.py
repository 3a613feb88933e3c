"""Characters that no writer meant."""

import pytest

from kg.read.encodings import mended, with_whole_words

MENDED = {
    "Itâ€™s BoÅ¼ena of GdaÅ„sk, born in SÃ£o Paulo": "It’s Bożena of Gdańsk, born in São Paulo",
    "a â€œlast offerâ€ of Â£3m": "a “last offer” of £3m",
    "It's Ver\u00admont, Hal\u200bden": "It's Vermont, Halden",
    "half of \ud83d": "half of \ufffd",
}
KEPT = ["«BLÅ» in a café", "“São Tomé” – 5 °C", "İzmir’de", "ÃO", "\u200bZero", "no-\nbody"]
LINES = {
    "the mine in-\nspector and Ada Brand-\nsund": "the mine inspector and Ada Brandsund",
    "a well-\nknown, well-known man": "a well-known, well-known man",
    "short-\nand long-term": "short-\nand long-term",
    "a list:\n-\nitem": "a list:\n-\nitem",
}


@pytest.mark.parametrize("text", MENDED)
def test_misread_and_unseen_characters_are_mended(text: str) -> None:
    assert mended(text) == MENDED[text]


@pytest.mark.parametrize("text", KEPT)
def test_other_characters_stay(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", LINES)
def test_words_that_a_line_end_divides_are_whole(text: str) -> None:
    assert with_whole_words(text) == LINES[text]
