from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology.word_patterns import LabelledSpan, Patterns, longest

FILE = """
words:
  unit: [mile, miles]
  day: [Monday]
  number: ["one/CD", two]
shapes:
  digits: '\\d+'
  name: '[A-Z]\\w*'
phrases:
  amount: (about )?(<number>|<digits>)
keys: [unit, day]
patterns:
  QUANTITY:
    - <amount> <unit>
  DATE:
    - "(?<! Blue) <day> (?! <name>)"
"""


def patterns(tmp_path: Path, text: str = FILE) -> Patterns:
    path = tmp_path / "some.yaml"
    path.write_text(text, encoding="utf8")
    return Patterns(path)


CASES = {
    "class and shape": ("about 20 miles", [(0, 3, "QUANTITY")]),
    "any case": ("Two MILES", [(0, 2, "QUANTITY")]),
    "tag": ("one mile", [(0, 2, "QUANTITY")]),
    "capital as written": ("on monday", []),
    "look-ahead": ("Monday Club", []),
    "look-behind": ("Blue Monday", []),
    "far from keys": ("20 " + "x " * 30 + "Monday", [(31, 32, "DATE")]),
}


@pytest.mark.parametrize("text, found", CASES.values(), ids=CASES)
def test_patterns_match_classes_of_words(
    text: str, found: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    words = text.split()
    some = patterns(tmp_path)
    line = some.line(words, ["CD" if word == "one" else "" for word in words])
    assert [tuple(s) for s in longest(some.find(line))] == found


def test_a_word_with_another_tag_is_another_word(tmp_path: Path) -> None:
    some = patterns(tmp_path)
    assert list(some.find(some.line(["one", "mile"], ["PRP", "NN"]))) == []


BROKEN = {
    "boolean": (FILE.replace("[Monday]", "[on]"), 'line 4: .on. is read as bool; write "on"'),
    "unknown class": (FILE.replace("<amount> <unit>", "<amout> <unit>"), "'<amout>', which is no class"),
    "bad pattern": (
        FILE.replace("<amount> <unit>", "(<amount> <unit>"),
        "is no regular expression over words",
    ),
    "missing section": (FILE.replace("phrases:", "phrase:"), "section 'phrases' is missing"),
}


@pytest.mark.parametrize("text, message", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=message):
        patterns(tmp_path, text)


def test_the_longest_of_overlapping_spans_stays() -> None:
    found = [
        LabelledSpan(0, 2, "A"),
        LabelledSpan(1, 4, "B"),
        LabelledSpan(4, 5, "C"),
        LabelledSpan(4, 5, "D"),
    ]
    assert longest(found) == [LabelledSpan(1, 4, "B"), LabelledSpan(4, 5, "C")]
