"""Readers of the evaluation corpora: treebanks, names, semantic roles.

Every reader yields frozen records; `evaluate` maps their labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.scores import ROOT, Reading, Span, Word, head_of_span, spans_of_tags

MAX_PASSAGE = 400  # words; with word pieces this stays below the encoder's 512


class CorpusError(Exception):
    """A corpus is missing or is not what its reader expects."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a treebank: its words, which of them a space follows, and the ids of its sentences."""

    name: str
    reading: Reading
    spaces: tuple[bool, ...]
    sentence_ids: tuple[str, ...]

    @property
    def text(self) -> str:
        pairs = zip(self.reading.words, self.spaces, strict=True)
        return "".join(word.form + " " * space for word, space in pairs).rstrip()


@dataclass(frozen=True, slots=True)
class Named:
    """A tokenised text of at most MAX_PASSAGE words (a sentence may exceed it) with the names in it."""

    name: str
    forms: tuple[str, ...]
    spaces: tuple[bool, ...]
    starts: tuple[int, ...]  # of sentences, where the corpus has them
    spans: frozenset[Span]


@dataclass(frozen=True, slots=True)
class Marked:
    """An untokenised text whose names are given in characters; `spans` are those that people confirmed."""

    name: str
    text: str
    spans: frozenset[Span]
    proposed: frozenset[Span]  # these and what a machine proposed: names within names, and mistakes


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate of a sentence: its word, its sense and the head word of each argument, as `(role, word)`."""

    word: int
    sense: str
    roles: tuple[tuple[str, int], ...]


def read_lines(path: Path) -> list[str]:
    """The lines of a corpus file. Raises CorpusError if it is not there."""
    if not path.is_file():
        raise CorpusError(f"{path}: not found; give the folder of the corpora with --corpora")
    return path.read_text(encoding="utf-8-sig").split("\n")


def read_folder(folder: Path, pattern: str) -> list[Path]:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise CorpusError(f"{folder}/{pattern}: no such files; give the folder of the corpora with --corpora")
    return paths


# Treebanks


def read_treebank(path: Path) -> list[Passage]:
    """The paragraphs of a CoNLL-U file, by its `# newdoc` and `# newpar`; empty nodes are dropped.

    The words of a multiword token stand without a space between them: in EWT and GUM they concatenate to its form.
    """
    passages: list[list[list[str]]] = []
    for block in _blocks(read_lines(path)):
        if not passages or any(line.startswith(("# newdoc", "# newpar")) for line in block):
            passages.append([])
        passages[-1].append(block)
    return [_passage(f"{path.stem}#{i}", blocks) for i, blocks in enumerate(passages)]


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of lines that are not blank."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _passage(name: str, blocks: Sequence[list[str]]) -> Passage:
    words: list[Word] = []
    spaces: list[bool] = []
    starts: list[int] = []
    for block in blocks:
        rows = [line.split("\t") for line in block if line[0].isdigit()]
        single = [row for row in rows if row[0].isdigit()]
        starts.append(len(words))
        spaces += _spaces(rows)
        words += [_word(row, len(words)) for row in single]
    ids = tuple(_comment(block, "sent_id") for block in blocks)
    return Passage(name, Reading(tuple(words), tuple(starts)), tuple(spaces), ids)


def _word(row: Sequence[str], offset: int) -> Word:
    feats = "" if row[5] == "_" else row[5]
    head = int(row[6]) - 1 + offset if row[6] != "0" else ROOT
    return Word(row[1], row[3], row[4], feats, row[2], head, row[7])


def _spaces(rows: Iterable[Sequence[str]]) -> list[bool]:
    """Whether a space follows each word; inside a multiword token none does."""
    spaces: list[bool] = []
    last, closes = 0, True  # the last word of the multiword token we are in, and whether a space follows that
    for row in rows:
        space = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            last, closes = int(row[0].partition("-")[2]), space
        elif row[0].isdigit():
            spaces.append(space if int(row[0]) > last else closes and int(row[0]) == last)
    return spaces


def _comment(block: Iterable[str], key: str) -> str:
    found = (line.partition("=")[2].strip() for line in block if line.startswith(f"# {key} ="))
    return next(found, "")


def gum_test_paths(folder: Path) -> tuple[list[Path], list[str]]:
    """The documents of GUM's test split, and the names of those that are missing."""
    lines = read_lines(folder / "splits.md")
    start = lines.index("## test")
    end = next(i for i in range(start + 1, len(lines)) if lines[i].startswith("## "))
    names = [line.strip(" *") for line in lines[start + 1 : end] if line.strip().startswith("*")]
    paths = [folder / f"{name}.conllu" for name in names]
    return [p for p in paths if p.is_file()], [p.stem for p in paths if not p.is_file()]


# Names


def read_worldwide(folder: Path, *, longest: int = MAX_PASSAGE) -> list[Named]:
    """The articles of a Worldwide folder in passages; the second column, which holds the outermost names, is gold.

    Each file opens with its URL and has a blank line after each sentence or heading; the URL is left out.
    """
    return [passage for path in read_folder(folder, "*.tsv") for passage in _worldwide_article(path, longest)]


def _worldwide_article(path: Path, longest: int) -> Iterator[Named]:
    blocks = [[line.split("\t") for line in block] for block in _blocks(read_lines(path))]
    rows = [[row for row in block if not row[0].startswith("http")] for block in blocks]
    name = path.name.partition(".")[0]
    for i, group in enumerate(_pack((block for block in rows if block), longest)):
        forms = [row[0] for row in group]
        spaces = guess_spaces(forms)
        tags = [row[1] if len(row) > 1 and row[1] else "O" for row in group]
        yield _named(f"{name}#{i}", forms, spaces=spaces, starts=(), tags=tags)


def _pack(blocks: Iterable[list[list[str]]], longest: int) -> Iterator[list[list[str]]]:
    """Join blocks of rows into runs of at most `longest` rows; a longer block is a run by itself."""
    run: list[list[str]] = []
    for block in blocks:
        if run and len(run) + len(block) > longest:
            yield run
            run = []
        run = run + block
    if run:
        yield run


def _named(
    name: str, forms: Sequence[str], *, spaces: Sequence[bool], starts: Sequence[int], tags: Sequence[str]
) -> Named:
    spans = frozenset(spans_of_tags(name, tags))
    return Named(name, tuple(forms), tuple(spaces), tuple(starts), spans)


CLOSING = frozenset(".,;:!?)]}%\u2019\u201d") | {
    "'s",
    "n't",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "\u2019s",
    "n\u2019t",
}
OPENING = frozenset("([{$£€₹#\u201c\u2018")
TIGHT = frozenset("-/_")


def guess_spaces(forms: Sequence[str]) -> list[bool]:
    """Whether a space followed each form in print: closing marks stand to the left, opening ones to the right.

    A hyphen or slash is taken to join; straight quotes open and close in turn.
    """
    spaces, quoted = [], False
    for i, form in enumerate(forms):
        after = forms[i + 1] if i + 1 < len(forms) else ""
        quoted = quoted != (form == '"')
        tight = form in TIGHT or after in TIGHT or form in OPENING or after in CLOSING
        opens = form == '"' and quoted
        closes = after == '"' and quoted
        spaces.append(not (tight or opens or closes))
    return spaces


def read_uner(path: Path) -> list[Named]:
    """The documents of a Universal NER file in passages of whole sentences."""
    documents: list[list[list[str]]] = []
    for block in _blocks(read_lines(path)):
        if not documents or any(line.startswith("# newdoc") for line in block):
            documents.append([])
        documents[-1].append(block)
    return [passage for d, blocks in enumerate(documents) for passage in _uner_document(d, blocks)]


def _uner_document(number: int, blocks: Iterable[list[str]]) -> Iterator[Named]:
    sentences = [[line.split("\t") for line in block if line[0].isdigit()] for block in blocks]
    for i, group in enumerate(_pack(sentences, MAX_PASSAGE)):
        forms = [row[1] for row in group]
        starts = [j for j, row in enumerate(group) if row[0] == "1"]
        tags = [row[2] if row[2][2:] not in {"O", "OTH"} else "O" for row in group]
        yield _named(f"{number}#{i}", forms, spaces=guess_spaces(forms), starts=starts, tags=tags)


def read_re3d(folder: Path) -> list[Marked]:
    """The documents of all sources of re3d.

    Confidence below a half marks what a machine proposed and people did not confirm ("st Tobias" as a vehicle);
    nationalities count as confirmed: their confidence is low wherever they stand inside a longer name.
    """
    marked = []
    for path in read_folder(folder, "*/documents.json"):
        entities = _json_lines(path.with_name("entities.json"))
        for article in _json_lines(path):
            name = str(article["_id"])
            mine = [e for e in entities if e["documentId"] == name]
            confirmed = [e for e in mine if _is_confirmed(e)]
            marked.append(Marked(name, article["text"], _entity_spans(confirmed), _entity_spans(mine)))
    return marked


def _json_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in read_lines(path) if line.strip()]


def _entity_spans(entities: Iterable[dict[str, str]]) -> frozenset[Span]:
    return frozenset(Span(e["documentId"], int(e["begin"]), int(e["end"]), e["type"]) for e in entities)


def _is_confirmed(entity: dict[str, str]) -> bool:
    return float(entity["confidence"]) >= 0.5 or entity["type"] == "Nationality"


# Roles


def read_propbank(path: Path, heads: dict[str, list[int]]) -> dict[str, tuple[Predicate, ...]]:
    """The predicates of each sentence, by its id; argument spans are reduced to their head word.

    `heads` are the gold heads of each sentence. References to a role (R-) and its continuations (C-) are left out.
    Raises CorpusError where a sentence is not in the treebank or has another number of words.
    """
    found = {}
    for line in read_lines(path):
        if line.strip():
            sentence = json.loads(line)
            name, tree = sentence["sent_id"], heads.get(sentence["sent_id"], [])
            if len(tree) != len(sentence["tokens"]):
                raise CorpusError(f"{path.name}: sentence {name} is not in the treebank with the same words")
            predicates = ((p["i"], p["sense"], p["args"]) for p in sentence["preds"])
            found[name] = tuple(Predicate(i, s, _argument_heads(a, tree)) for i, s, a in predicates)
    return found


def _argument_heads(
    arguments: Iterable[tuple[str, int, int]], heads: list[int]
) -> tuple[tuple[str, int], ...]:
    """The role and head word of each argument; PropBank's spans end at their last word."""
    kept = [(r, a, b + 1) for r, a, b in arguments if not r.startswith(("R-", "C-"))]
    return tuple((role, head_of_span(heads, start, end)) for role, start, end in kept)
