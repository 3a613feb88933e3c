"""Parses written by hand: a table per sentence, a line per token, in one or two label schemes.

    word[|lemma]  tag  head:label  [head:label]

Heads count from 1, 0 is the root. The second column of heads is the CLEAR parse, where there is one.
"""

from spacy.tokens import Doc
from spacy.vocab import Vocab

COARSE = {"N": "NOUN", "V": "VERB", "J": "ADJ", "R": "ADV", "I": "ADP", "C": "CCONJ", "D": "DET", "W": "PRON"}
EXACT = {
    "NNP": "PROPN", "NNPS": "PROPN", "CD": "NUM", "MD": "AUX", "PRP": "PRON", "PRP$": "PRON", "TO": "PART",
    "RP": "ADP", "EX": "PRON", "POS": "PART", "WRB": "ADV", "WDT": "PRON",
}  # fmt: skip
AUXILIARIES = ("aux", "aux:pass", "auxpass", "cop")
VOCAB = Vocab()


def parsed(table: str, column: int = 0) -> Doc:
    """The doc of a table; `column` chooses among its parses."""
    rows = [line.split() for line in table.strip().splitlines()]
    links = [row[2 + column].split(":", 1) for row in rows]
    words, lemmas = zip(*(_word(row[0]) for row in rows), strict=True)
    return Doc(
        VOCAB,
        words=list(words),
        lemmas=list(lemmas),
        tags=[row[1] for row in rows],
        pos=[_pos(row[1], label) for row, (_, label) in zip(rows, links, strict=True)],
        heads=[int(head) - 1 if head != "0" else token for token, (head, _) in enumerate(links)],
        deps=["ROOT" if head == "0" else label for head, label in links],
        morphs=[""] * len(rows),
    )


def _word(cell: str) -> tuple[str, str]:
    word, _, lemma = cell.partition("|")
    return word, lemma or word.lower()


def _pos(tag: str, label: str) -> str:
    if label in AUXILIARIES and tag[0] == "V":
        return "AUX"
    return EXACT.get(tag) or COARSE.get(tag[0], "PUNCT")
