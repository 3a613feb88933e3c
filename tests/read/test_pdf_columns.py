"""Pages of PDF files: two columns, heads and feet."""

from kg.read.packed.documents import _joined
from kg.read.packed.pdf_columns import Piece, lines_by_column

LEFT = (
    "The harbour of Halden was closed on",
    "Monday after a storm sank two ferries",
    "and damaged the main pier.",
    "Rescuers brought 140 passengers ashore",
    "during the night, the mayor said, and",
    "eleven people were still missing on",
    "Tuesday, when divers searched the",
    "wrecks for them until the evening.",
)
RIGHT = (
    "The ferry line said that both captains",
    "had been warned of the storm by the",
    "coast guard on Sunday, two hours",
    "before they left the port.",
    "Police opened an inquiry into the owner",
    "of the line, who was fined for old",
    "lifeboats in March and has denied that",
    "the boats were overloaded.",
)
TITLE = [Piece(50, "Storm sinks two ferries"), Piece(0, "\n")]


def alternating(left: tuple[str, ...], right: tuple[str, ...]) -> list[Piece]:
    rows = ((Piece(50.2, a), Piece(320.4, f" {b}"), Piece(0, "\n")) for a, b in zip(left, right, strict=True))
    return [*TITLE, *(piece for row in rows for piece in row)]


def test_the_first_column_comes_before_the_second() -> None:
    assert lines_by_column(alternating(LEFT, RIGHT)) == ["Storm sinks two ferries", *LEFT, *RIGHT]


def test_a_page_of_one_column_stays_as_it_is() -> None:
    lines = (piece for line in (*LEFT, *RIGHT) for piece in (Piece(50, line), Piece(0, "\n")))
    assert lines_by_column([*TITLE, *lines]) is None


def test_words_that_a_page_places_one_by_one_are_no_columns() -> None:
    words = [
        Piece(50 + 9 * at, f"{word} ")
        for line in (*LEFT, *RIGHT)
        for at, word in ((line.find(word), word) for word in [*line.split(), "\n"])
    ]
    assert lines_by_column(words) is None


def test_a_table_stays_as_it_is() -> None:
    names, posts = tuple("Ada Lunt|Ola Brandt|Mira Falk|Jon Ek".split("|")) * 2, ("mayor", "captain") * 4
    assert lines_by_column(alternating(names, posts)) is None


def test_columns_that_a_file_places_line_by_line_are_told_by_their_heights() -> None:
    """Each text ends its line; that of the other column follows at the same height."""
    heights = range(700, 600, -12)
    rows = (
        (Piece(50, f"{a}\n", y), Piece(320, f"{b}\n", y))
        for a, b, y in zip(LEFT, RIGHT, heights, strict=False)
    )
    lone = [Piece(50, "It sails again.\n", 580), Piece(50, "The mayor is glad.\n", 568)]
    pieces = [Piece(50, "Storm sinks two ferries\n", 730), *(piece for row in rows for piece in row), *lone]
    found = lines_by_column(pieces)
    assert found == ["Storm sinks two ferries", *LEFT, "It sails again.", "The mayor is glad.", *RIGHT]


def test_heads_and_feet_of_several_lines_are_no_text() -> None:
    """They interrupt the sentences that go on on the next page. A line that is also in the text stays there."""
    pages = (
        f"Halden Post\nFrom the coast\n{text}\npost.example\nPage {number} of 2"
        for number, text in enumerate(
            ("The ferry sank on\nHalden Post\nits way to", "Halden with 40 pass-\nengers."), 1
        )
    )
    assert _joined(list(pages)) == "The ferry sank on\nHalden Post\nits way to\nHalden with 40 passengers."
