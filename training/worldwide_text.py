"""Articles of English Worldwide Newswire as text: the corpus has one token a line, a blank line between paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

CLOSING = frozenset(".,;:!?)]}%…”’")
OPENING = frozenset("([{“‘$£€")
CLITICS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "'t", "’s", "’re", "’ve", "’t")
PREFIX = "worldwide/"


def article_text(corpora: Path, article: str) -> str:
    """The text of an article such as "worldwide/af_afrol_1", a blank line between its paragraphs."""
    name = article.removeprefix(PREFIX) + ".txt.tsv"
    lines = (corpora / "en_worldwide_newswire" / "train" / name).read_text(encoding="utf-8").splitlines()
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.split("\t")[0].strip())
        else:
            paragraphs.append([])
    return "\n\n".join(joined(words) for words in paragraphs if words)


def joined(words: Iterable[str]) -> str:
    """Words with the spaces that a newspaper would set: none before a comma, none inside quotation marks."""
    text, before, is_open = "", "", {"'": False, '"': False}
    for word in words:
        glued = not text or word in CLOSING or before in OPENING or before == "open" or _is_clitic(word)
        if word in is_open:
            glued = is_open[word] or not text or before in OPENING - {"$", "£", "€"}
            is_open[word] = not is_open[word]
            before = "open" if is_open[word] else "close"
        else:
            before = word
        text += word if glued else f" {word}"
    return text


def _is_clitic(word: str) -> bool:
    return word.startswith(CLITICS) and len(word) < 5
