import pytest

from training.corpus_text import joined


@pytest.mark.parametrize(
    "words, text",
    [
        ("The mayor 's plan ( 2024 ) , he said , failed .", "The mayor's plan (2024), he said, failed."),
        ('" It is over , " she said .', '"It is over," she said.'),
        ("They did n't pay $ 5 million .", "They didn't pay $5 million."),
    ],
    ids=["brackets and clitics", "quotation marks", "money"],
)
def test_words_are_joined_as_a_newspaper_sets_them(words, text):
    assert joined(words.split()) == text
