"""Articles of the corpora as text. Tokens get the spaces of a newspaper, and paragraphs a blank line between them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from training.json_lines import read_json_lines

CLOSING = frozenset(".,;:!?)]}%…”’")
OPENING = frozenset("([{“‘$£€")
CLITICS = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "'t", "’s", "’re", "’ve", "’t")
PARAGRAPH = 3  # sentences, where a corpus knows no paragraphs


def article_text(corpora: Path, article: str) -> str:
    """The text of an article such as "worldwide/af_afrol_1"; raises ValueError for an unknown corpus."""
    corpus, _, name = article.partition("/")
    if corpus == "worldwide":
        return _worldwide(corpora / "en_worldwide_newswire" / "train" / f"{name}.txt.tsv")
    if corpus == "polnear":
        return (corpora / "polnear" / "train" / "text" / f"{name}.txt").read_text(encoding="utf-8")
    if corpus == "wikievents":
        return _wikievents(corpora / "wikievents" / "train.jsonl", name)
    raise ValueError(f"{article}: its corpus is none of worldwide, polnear, wikievents")


def article_ids(corpora: Path) -> list[str]:
    """The articles of the two corpora of whole news articles: Worldwide and PolNeAR, their training parts."""
    worldwide = (corpora / "en_worldwide_newswire" / "train").glob("*.txt.tsv")
    polnear = (corpora / "polnear" / "train" / "text").glob("*.txt")
    return [
        *(f"worldwide/{name}" for name in sorted(path.name.removesuffix(".txt.tsv") for path in worldwide)),
        *(f"polnear/{name}" for name in sorted(path.stem for path in polnear)),
    ]


def _worldwide(path: Path) -> str:
    """One token a line, a blank line between paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            paragraphs[-1].append(line.split("\t")[0].strip())
        else:
            paragraphs.append([])
    return "\n\n".join(joined(words) for words in paragraphs if words)


def _wikievents(path: Path, name: str) -> str:
    whole: list[str] = next(d["sentences"] for d in read_json_lines(path) if d["docid"] == name)
    sentences = [words for sentence in whole if (words := " ".join(sentence.split()))]
    parts = (sentences[start : start + PARAGRAPH] for start in range(0, len(sentences), PARAGRAPH))
    return "\n\n".join(" ".join(part) for part in parts)


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
