"""Pages of PDF files: paragraphs, columns, heads and feet."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kg.read.files import read_articles
from kg.read.packed.pdf_layout import Piece, read_layout
from kg.records import RawArticle, Skipped
from tests.pdf_file import pdf

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
TITLE = Piece(50, 740, 20, "Storm sinks two ferries")


def lines(texts: Iterable[str], left: float = 50, top: float = 700, size: float = 10) -> list[Piece]:
    """Lines 12 points apart, from the top."""
    return [Piece(left, top - 12 * n, size, f"{text}\n") for n, text in enumerate(texts)]


def paragraphs(*pages: Iterable[Piece]) -> list[str]:
    return read_layout([list(page) for page in pages]).text.split("\n\n")


def test_lines_that_lie_further_apart_are_other_paragraphs() -> None:
    """Both lines of the first end or begin with a name: only the distance says that they are one sentence."""
    first = ("The inquiry was opened by Inspector Dora", "Venn of Halden.")
    page = [TITLE, *lines(first), *lines(LEFT[:3], top=664), *lines(RIGHT[:4], top=616)]
    found = [TITLE.text, " ".join(first), " ".join(LEFT[:3]), " ".join(RIGHT[:4])]
    assert paragraphs(page) == found


def test_an_indented_first_line_begins_a_paragraph() -> None:
    page = lines((*LEFT, *RIGHT))
    page[3] = page[3]._replace(left=65)
    page[5] = page[5]._replace(left=65)  # within a sentence: the line is only set in
    assert paragraphs(page) == [" ".join(LEFT[:3]), " ".join((*LEFT[3:], *RIGHT))]


def test_a_line_of_its_own_is_a_paragraph() -> None:
    page = lines(("By Mara Quist", *LEFT, "• One ferry is old", "• The other one is new"))
    assert paragraphs(page) == [
        "By Mara Quist", " ".join(LEFT), "• One ferry is old", "• The other one is new",
    ]  # fmt: skip


def test_titles_of_other_articles_below_the_text_are_not_one_sentence() -> None:
    text, titles = (
        lines((*LEFT, *RIGHT)),
        ("Storm closes a bridge", "Mayor resigns over port", "Whales near Halden"),
    )
    page = [TITLE, *text, Piece(60, 490, 14, "Related\n"), *lines(titles, left=60, top=470, size=8)]
    assert paragraphs(page) == [TITLE.text, " ".join((*LEFT, *RIGHT)), "Related", *titles]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    first = [TITLE, *lines(LEFT[:5]), *lines(LEFT[5:7], left=320, top=740)]
    assert paragraphs(first, lines([LEFT[7], *RIGHT])) == [TITLE.text, " ".join((*LEFT, *RIGHT))]


def test_a_word_that_a_line_end_divides_is_whole() -> None:
    page = lines(("The har\u00ad", "bour of Hal-", "den was closed."))
    assert paragraphs(page) == ["The harbour of Halden was closed."]


def test_numbers_of_footnotes_are_no_text() -> None:
    texts = (
        "The harbour",
        "1",
        " was closed on Monday",
        "2",
        ", the mayor said.",
        "3",
        " The car park",
        " 14",
        " stays.",
    )
    page = [Piece(50 + 9 * n, 700, 6 if text.isdigit() else 10, text) for n, text in enumerate(texts)]
    assert paragraphs(page) == ["The harbour was closed on Monday, the mayor said. The car park 14 stays."]


def test_a_large_first_letter_belongs_to_its_word() -> None:
    """Chromium gives it before all else."""
    inside = [
        *lines(("he harbour of Halden was", "closed on Monday after a"), left=75),
        *lines(LEFT[5:], top=676),
    ]
    page = [Piece(50, 685, 30, "T\n"), TITLE, *inside]
    assert paragraphs(page)[1].startswith("The harbour of Halden was closed")
    assert paragraphs(page)[0] == TITLE.text


def test_captions_that_a_file_gives_first_come_last() -> None:
    caption = Piece(320, 560, 8, "The pier in 2019. Photo: Jo Lind\n")
    kicker = Piece(50, 765, 8, "SHIPPING\n")
    page = [caption, kicker, TITLE, *lines((*LEFT, *RIGHT))]
    assert paragraphs(page) == ["SHIPPING", TITLE.text, " ".join((*LEFT, *RIGHT)), caption.text.strip()]


# --- columns that alternate


def alternating(left: Iterable[str], right: Iterable[str]) -> Iterator[Piece]:
    yield TITLE
    for bottom, one, other in zip(count(700, -12), left, right):
        yield Piece(50.2, bottom, 10, one)
        yield Piece(320.4, bottom, 10, f" {other}\n")


def test_the_first_column_comes_before_the_second() -> None:
    assert paragraphs(alternating(LEFT, RIGHT)) == [TITLE.text, " ".join(LEFT), " ".join(RIGHT)]


def test_columns_that_a_file_places_line_by_line_are_told_by_their_heights() -> None:
    """Each text ends its line; that of the other column follows at the same height."""
    rows = (
        piece._replace(text=f"{piece.text.strip()}\n", left=piece.left) for piece in alternating(LEFT, RIGHT)
    )
    lone = lines(("It sails again after a week, and", "the mayor is glad."), top=604)
    assert paragraphs([*rows, *lone]) == [
        TITLE.text, " ".join((*LEFT, *(line.text.strip() for line in lone))), " ".join(RIGHT),
    ]  # fmt: skip


def test_words_that_a_page_places_one_by_one_are_no_columns() -> None:
    words = [
        Piece(50 + 9 * line.find(word), 700 - 12 * number, 10, f"{word} ")
        for number, line in enumerate((*LEFT, *RIGHT))
        for word in line.split()
    ]
    assert paragraphs(words) == [" ".join((*LEFT, *RIGHT))]


def test_a_table_stays_as_it_is() -> None:
    names, posts = "Ada Lunt|Ola Brandt|Mira Falk|Jon Ek".split("|") * 2, ("mayor", "captain") * 4
    assert "Ada Lunt mayor" in paragraphs(alternating(names, posts))[1]


# --- heads and feet


def test_heads_and_feet_of_several_lines_are_no_text() -> None:
    """They interrupt the sentences that go on on the next page. A line that is also in the text stays there."""

    def page(number: int, *texts: str) -> list[Piece]:
        head = lines(("Halden Post", "From the coast"), top=780)
        return [*head, *lines(texts), *lines(("post.example", f"Page {number} of 2"), top=40)]

    found = paragraphs(
        page(1, "The ferry sank on", "Halden Post", "its way to"), page(2, "Halden with 40 pas-", "sengers.")
    )
    assert found == ["The ferry sank on Halden Post its way to Halden with 40 passengers."]


def test_a_page_that_a_browser_printed_names_its_address() -> None:
    head, url = Piece(24, 770, 8, "3/12/24, 9:41 AM Storm sinks two ferries\n"), "https://post.example/storm"
    page = [head, TITLE, *lines(LEFT), Piece(24, 20, 8, f"{url} 1/1")]
    assert read_layout([page]).url == url
    assert paragraphs(page) == [TITLE.text, " ".join(LEFT)]
    cut = [*page[:-1], Piece(24, 20, 8, "https://post.example/2024/03/a-long-add… 1/1")]
    assert read_layout([cut]).url is None
    assert paragraphs(cut) == [TITLE.text, " ".join(LEFT)]


# --- files


@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "0 1 -1 0 595 0", "-1 0 0 -1 595 842"])
def test_a_file_gives_one_article_of_whole_paragraphs(tmp_path: Path, matrix: str) -> None:
    """Also where its pages are turned."""
    pytest.importorskip("pypdf", reason="pypdf is not installed: pip install 'kg-news[pdf]'")
    path = tmp_path / "storm.pdf"
    path.write_bytes(pdf("\n".join((*LEFT[:3], "", *LEFT[3:])), matrix))
    (found,) = read_articles([path])
    assert isinstance(found, RawArticle)
    assert found.text.split("\n\n") == [" ".join(LEFT[:3]), " ".join(LEFT[3:])]


def test_a_file_with_a_password_is_named(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed: pip install 'kg-news[pdf]'")
    plain, locked = tmp_path / "plain.pdf", tmp_path / "locked.pdf"
    plain.write_bytes(pdf(LEFT[0]))
    writer = pypdf.PdfWriter(clone_from=plain)
    writer.encrypt("harbour", algorithm="RC4-128")
    writer.write(locked)
    (found,) = read_articles([locked])
    assert found == Skipped("locked.pdf", "is a PDF file with a password: save it without one")
