"""Leaves out what a page says twice: a standfirst above and below a picture, a hidden copy of the whole text.

Words are compared, so the marks around them do not count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

FEWEST_WORDS = 10  # of a paragraph that is a repetition; of shorter ones a list may have two
KEY = 6  # words by which places are found
PLACES = 20  # paragraphs with the same first words that are looked at
COPIED, FEWEST_COPIED = 0.95, 3  # share of the words of a copy, and paragraphs that they are of


def without_repeats(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without the second of two that are the same, and without copies of several others."""
    words = [re.findall(r"\w+", paragraph.lower()) for paragraph in paragraphs]
    again = set(_in_second_runs(words))
    single = {i: own for i, own in enumerate(words) if i not in again and not _is_second(words, i)}
    copies = set(_copies(single))
    return [paragraphs[i] for i in single if i not in copies]


def _is_second(words: Sequence[list[str]], i: int) -> bool:
    """Whether a paragraph is the same as the one before, and not one of many in a form."""
    around = words[max(0, i - 2) : i + 2]
    return len(words[i]) >= FEWEST_WORDS and words[i - 1 : i] == [words[i]] and around.count(words[i]) == 2


def _in_second_runs(words: Sequence[list[str]]) -> Iterator[int]:
    """Yield the paragraphs of runs that a page shows again: the text for another width of the screen."""
    first: dict[tuple[str, ...], int] = {}
    run: list[int] = []
    for i, own in enumerate(words):
        before = first.setdefault(tuple(own), i)
        is_next = run and before == first[tuple(words[run[-1]])] + 1
        if before == i or not is_next:
            yield from _if_long(run, words)
            run = []
        if before != i:
            run.append(i)
    yield from _if_long(run, words)


def _if_long(run: Sequence[int], words: Sequence[list[str]]) -> Sequence[int]:
    long = sum(len(words[i]) >= FEWEST_WORDS for i in run)
    return run if long >= FEWEST_COPIED else ()


def _copies(words: Mapping[int, list[str]]) -> Iterator[int]:
    """Yield the paragraphs that consist of several others."""
    starts: dict[tuple[str, ...], list[int]] = {}
    for i, own in words.items():
        if len(own) >= FEWEST_WORDS:
            starts.setdefault(tuple(own[:KEY]), []).append(i)
    for i, own in words.items():
        parts, covered, end = set[int](), 0, 0
        for j, at in _parts(own, starts, words):
            parts.add(j)
            covered += max(0, at + len(words[j]) - max(end, at))
            end = max(end, at + len(words[j]))
        if len(parts) >= FEWEST_COPIED and covered >= COPIED * len(own):
            yield i


def _parts(
    text: list[str], starts: Mapping[tuple[str, ...], list[int]], words: Mapping[int, list[str]]
) -> Iterator[tuple[int, int]]:
    """Yield the shorter paragraphs that a text contains, and where."""
    for at in range(len(text) - KEY + 1):
        for j in starts.get(tuple(text[at : at + KEY]), ())[:PLACES]:
            if len(words[j]) < len(text) and text[at : at + len(words[j])] == words[j]:
                yield j, at
