"""Makes `ontology/news_words.tsv`: the number of articles, per thousand news articles, that contain each word.

Two articles report the same story if they share rare words. Counting the words once makes links between two articles
independent of the rest of the graph. The counts are from the train parts of Worldwide, WikiEvents and PolNeAR.

    python -m training.background [--corpora DIR]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.link.engine.spellings import stem, words
from kg.link.engine.weights import load_weights
from kg.ontology.files import ontology_file
from training.convert import CORPORA, worldwide

MIN_ARTICLES = 4  # in which a listed word occurs
HEAD = """# In how many of 1,000 news articles a word stands, without its endings; rarer words are left out.
# Counted by training/background.py in the train parts of English Worldwide Newswire, WikiEvents and PolNeAR.
"""


def texts(corpora: Path) -> Iterator[str]:
    """Every article as one text."""
    for document in worldwide(corpora, "train"):
        yield " ".join(word for sentence in document["sentences"] for word in sentence["words"])
    for line in (corpora / "wikievents/train.jsonl").open(encoding="utf-8"):
        yield " ".join(json.loads(line)["tokens"])
    for path in sorted((corpora / "polnear/train/text").iterdir()):
        yield path.read_text(encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--corpora", type=Path, default=CORPORA)
    weights = load_weights()
    small, endings = weights.stop_words, weights.endings
    counts: Counter[str] = Counter()
    articles = 0
    for text in texts(options.parse_args().corpora):
        counts.update(
            {
                stem(word, endings)
                for word in words(text)
                if word not in small and len(stem(word, endings)) > 2
            }
        )
        articles += 1
    listed = sorted(word for word, count in counts.items() if count >= MIN_ARTICLES and not word.isdigit())
    rows = "".join(f"{word}\t{1000 * counts[word] / articles:.1f}\n" for word in listed)
    ontology_file("news_words.tsv").write_text(HEAD + rows, encoding="utf-8")
    print(f"{articles} articles, {len(listed)} words")


if __name__ == "__main__":
    main()
