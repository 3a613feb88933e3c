"""Evaluates tokenizers on the words of the corpora: `python -m training.tokens`.

Prints precision, recall and F of words by character offsets, for spaCy's English tokenizer and for that of the package.
With `--errors`, also the words that the latter splits differently from the corpus, most frequent first.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import spacy
from spacy.tokens import Doc

from kg.parse.tokenizer import make_tokenizer

Tokenize = Callable[[str], Doc]
Word = tuple[str, str]  # the word, and the white space after it

STICKY = frozenset("-’")
OPENING = frozenset("([{$€£“‘#")
CLITICS = frozenset({"'s", "'re", "'ve", "'ll", "'m", "'d", "n't", "’s", "’re", "’ve", "’m"})
CLOSING = frozenset(".,;:!?%)]}”…") | {"..."} | CLITICS


@dataclass(frozen=True, slots=True)
class Text:
    """A raw text and the offsets of its words, end exclusive."""

    text: str
    words: frozenset[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.tokens", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/train"), help="folder of the corpora")
    parser.add_argument("--part", choices=("train", "dev", "test"), default="train")
    parser.add_argument("--errors", type=int, nargs="?", const=40, default=0, help="how many to show")
    options = parser.parse_args()
    tokenizers: dict[str, Tokenize] = {"spacy": spacy.blank("en").tokenizer}
    tokenizers["ours"] = make_tokenizer(spacy.blank("en").vocab)
    for corpus, texts in read_corpora(options.corpora, options.part):
        for name, tokenize in tokenizers.items():
            print(f"{corpus:16} {name:6} {score(tokenize, texts)}")
        for (expected, found), count in find_errors(tokenizers["ours"], texts).most_common(options.errors):
            print(f"{count:6}  {expected!r} cut as {found!r}")


def read_corpora(root: Path, part: str) -> Iterator[tuple[str, list[Text]]]:
    """Yield the name and the texts of each corpus that has `part`."""
    yield f"ewt {part}", list(read_treebank([root / f"ud_ewt/en_ewt-ud-{part}.conllu"]))
    gum = gum_files(root / "gum", part)
    yield f"gum {part}", list(read_treebank(gum))
    yield f"gum {part}, news", list(read_treebank(path for path in gum if "_news_" in path.name))
    if newswire := sorted((root / "en_worldwide_newswire" / part).glob("*.tsv")):
        yield f"worldwide {part}", [align(read_columns(path)) for path in newswire]


def gum_files(folder: Path, part: str) -> list[Path]:
    """List the available documents of a part of GUM."""
    sections = (folder / "splits.md").read_text("utf-8").split("## ")
    names = next(section for section in sections if section.startswith(f"{part}\n")).split()
    return [path for name in names if (path := folder / f"{name}.conllu").exists()]


def read_treebank(paths: Iterable[Path]) -> Iterator[Text]:
    """Yield each document of CoNLL-U files; an empty line separates paragraphs."""
    for path in paths:
        for document in path.read_text("utf-8").split("# newdoc")[1:]:
            yield align(
                word for paragraph in document.split("# newpar") for word in read_paragraph(paragraph)
            )


def read_paragraph(paragraph: str) -> Iterator[Word]:
    """Yield the words: without empty nodes, a multiword token as its words if they spell it, else as one word."""
    rows = (line.split("\t") for line in paragraph.splitlines() if line[:1].isdigit())
    rows = (row for row in rows if "." not in row[0])
    for row in rows:
        space = "" if "SpaceAfter=No" in row[9].split("|") else " "
        first, _, last = row[0].partition("-")
        words = [part[1] for part in islice(rows, int(last) - int(first) + 1)] if last else []
        *others, final = words if "".join(words) == row[1] else [row[1]]
        yield from ((word, "") for word in others)
        yield final, space
    yield "", "\n\n"


def read_columns(path: Path) -> Iterator[Word]:
    """Yield the words of a column file with the usual spaces of English, since the file has none."""
    lines = path.read_text("utf-8").splitlines()
    words = [word for line in lines if (word := line.split("\t")[0].strip())]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        yield word, "" if word in OPENING or _leans_left(before, word, after) else " "


def _leans_left(before: str, word: str, after: str) -> bool:
    """Tell that no space parts `word` from `after`: hyphens, apostrophes and the points of initials stick to both."""
    if word in STICKY:
        return bool(before) and bool(after) and after[0].isalpha()
    return (
        after in STICKY
        or after in CLOSING
        or (word == "." and len(before) == len(after) == 1 and after.isalpha())
    )


def align(words: Iterable[Word]) -> Text:
    """Join the words to a text with their offsets."""
    text, offsets, end = [], [], 0
    for word, space in words:
        if word:
            offsets.append((end, end + len(word)))
        text.append(word + space)
        end += len(word) + len(space)
    return Text("".join(text), frozenset(offsets))


def cut(tokenize: Tokenize, text: str) -> frozenset[tuple[int, int]]:
    """Give the offsets of the tokens that are not white space."""
    return frozenset((t.idx, t.idx + len(t)) for t in tokenize(text) if not t.is_space)


def score(tokenize: Tokenize, texts: Iterable[Text]) -> str:
    """Write precision, recall and F of the tokens of all texts, in percent."""
    counts = Counter[str]()
    for text in texts:
        found = cut(tokenize, text.text)
        counts.update(found=len(found), words=len(text.words), right=len(found & text.words))
    right, total = counts["right"], counts["found"] + counts["words"]
    p, r, f = right / counts["found"], right / counts["words"], 2 * right / total
    return f"P {p:7.3%}  R {r:7.3%}  F {f:7.3%}  words {counts['words']}"


def find_errors(tokenize: Tokenize, texts: Iterable[Text]) -> Counter[tuple[str, str]]:
    """Count the spans that the corpus and the tokenizer split differently, with each boundary shown as `|`."""
    errors = Counter[tuple[str, str]]()
    for text in texts:
        found = cut(tokenize, text.text)
        begins = {begin for begin, _ in text.words} & {begin for begin, _ in found}
        pairs = zip(_show(text.text, text.words, begins), _show(text.text, found, begins), strict=True)
        errors.update((expected, got) for expected, got in pairs if expected != got)
    return errors


def _show(text: str, offsets: Iterable[tuple[int, int]], begins: set[int]) -> list[str]:
    shown: list[str] = []
    for begin, end in sorted(offsets):
        if begin in begins:
            shown.append(text[begin:end])
        else:
            shown[-1] += "|" + text[begin:end]
    return shown


if __name__ == "__main__":
    main()
