"""Measures how the time to extract one article grows with its length, for texts that made it grow with the square.

    python -m benchmarks.long_articles [KIND ...] [--longest CHARACTERS]

Prints the seconds of processor time at a quarter, half and all of the length, and the exponent between the quarter and
all: 1 is linear. Exits with 1 if an exponent is above the limit. The text is generated: that of `newswire` has new
names throughout, that of `repeated events` reports the same events again and again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from math import log

from benchmarks.parse_speed import make_name, on_one_thread
from kg.pipeline import Knowledge, extract, load
from kg.read.clean import clean
from kg.records import RawArticle

LONGEST = 200_000  # characters
WANTED = 1.1  # the exponent that no kind should exceed
Sentences = Callable[[random.Random], Iterator[str]]


def newswire(choice: random.Random) -> Iterator[str]:
    """Paragraphs of news, each with people, bodies, places and days that are new."""
    while True:
        a, b, town, firm = (make_name(choice) for _ in range(4))
        yield (
            f"The president of {town}, {a} {b}, met the owners of {firm} Corp in {town} on Monday, her spokesman said. "
            f"“We will buy two ships next year,” {b} told reporters. She was arrested in 1998 and freed a year later. "
            f"Police said that {choice.randrange(2, 90)} people were killed when a bomb exploded near {town}."
        )


def repeated_names(choice: random.Random) -> Iterator[str]:
    """The same two people in every sentence."""
    while True:
        number = choice.randrange(9999)
        yield f"Ilsa Marn met Tomas Berg in Oslo on Friday. Marn said that Mr Berg had visited bank {number}."


def bylines(choice: random.Random) -> Iterator[str]:
    """Lines with nothing but an author and a day."""
    while True:
        yield f"By {make_name(choice)} {make_name(choice)}, {choice.randrange(1, 28)} March 2024"


def surnames(choice: random.Random) -> Iterator[str]:
    """Many people of one surname."""
    while True:
        yield f"{make_name(choice)} Marn met the minister in Oslo. Mr Marn said that she had left."


def short_lines(choice: random.Random) -> Iterator[str]:
    """Lines of one or two words."""
    while True:
        yield choice.choice(
            ("Yes.", "The end", make_name(choice), "He left.", "12:30", "Oslo", "More to come")
        )


def amounts(choice: random.Random) -> Iterator[str]:
    """Sums of money and numbers of people."""
    while True:
        yield (
            f"The firm paid ${choice.randrange(2, 900)} million and 3.5 billion euros for "
            f"{choice.randrange(9999):,} ships, and up to {choice.randrange(2, 90)} people were killed."
        )


def quotations(choice: random.Random) -> Iterator[str]:
    """One quotation after the other, with and without a speaker."""
    while True:
        yield f"“We met the owners of {make_name(choice)} on Monday,” {make_name(choice)} said. “They left.”"


def one_paragraph(choice: random.Random) -> Iterator[str]:
    """What `newswire` yields in a single paragraph."""
    yield " ".join(text for text, _ in zip(newswire(choice), range(LONGEST // 400), strict=False))


def repeated_events(choice: random.Random) -> Iterator[str]:
    """The same events, sentence by sentence."""
    while True:
        yield "Troops of Karvelia attacked the town of Tolvaz on Monday. The president met the mayor in Tolvaz."
        yield "Police arrested the banker Otto Hrast in Vienna. A bomb killed 12 people in Tolvaz on Monday."


KINDS: dict[str, Sentences] = {
    "newswire": newswire,
    "repeated names": repeated_names,
    "by-lines": bylines,
    "surnames": surnames,
    "short lines": short_lines,
    "amounts": amounts,
    "quotations": quotations,
    "one paragraph": one_paragraph,
    "repeated events": repeated_events,
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    on_one_thread("benchmarks.long_articles", arguments or sys.argv[1:])
    known = load()
    lengths = [options.longest // 4, options.longest // 2, options.longest]
    print(_line("kind", *(f"{length:,}" for length in lengths), "exponent"))
    exponents = []
    for kind in options.kinds or KINDS:
        seconds = [seconds_to_extract(text_of(kind, length), known) for length in lengths]
        exponents.append(log(seconds[-1] / seconds[0], 4))
        print(_line(kind, *(f"{each:.2f}" for each in (*seconds, exponents[-1]))), flush=True)
    return int(max(exponents) > WANTED)


def _line(kind: str, *cells: str) -> str:
    return kind.ljust(16) + "".join(cell.rjust(10) for cell in cells)


def text_of(kind: str, length: int) -> str:
    """An article of this kind with about that many characters between a headline with a sentence and the end."""
    pieces, size = ["Talks in Oslo", "The mayor of Oslo met her deputy on Monday, officials said."], 0
    for piece in KINDS[kind](random.Random(0)):
        pieces.append(piece[: length - size])
        size += len(piece)
        if size >= length:
            break
    gap = "\n" if kind in ("short lines", "by-lines") else "\n\n"
    return gap.join([*pieces, "The talks ended on Tuesday, and the mayor left the town."])


def seconds_to_extract(text: str, known: Knowledge) -> float:
    raw = RawArticle("long.txt", sha256(text.encode()).hexdigest(), text, language="en")
    start = time.process_time()
    with known.nlp.memory_zone():
        extract(clean(raw, known.boilerplate), known)
    return time.process_time() - start


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_articles", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; default: all")
    parser.add_argument("--longest", type=int, default=LONGEST, help="characters of the longest article")
    return parser


if __name__ == "__main__":
    sys.exit(main())
