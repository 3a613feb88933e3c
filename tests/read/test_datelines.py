"""Datelines of wire services whose years have two digits."""

from datetime import date

import pytest

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean
from kg.read.date_stamps import file_date
from kg.read.files import read_articles
from kg.records import RawArticle


@pytest.mark.parametrize(
    "dateline, day",
    [
        ("ORRIN, 4 JUN 88 (DPA) --", date(1988, 6, 4)),
        ("BELGRADE, 9 Oct. '91 (AP) -", date(1991, 10, 9)),
        ("LIMA, 2 FEB 90 (EFE) -- [Text]", date(1990, 2, 2)),
        ("CAIRO, 2 FEB 90 (MENA) -- [Report] [Excerpts]", date(1990, 2, 2)),
        ("OSLO, 12 March 24 (AFP) -", date(2024, 3, 12)),
        ("OSLO, March 12 (AFP) -", None),
        ("ORRIN, Ohio (April 9, 2024) -", date(2024, 4, 9)),
        ("Orrin, 9 April 2024.", date(2024, 4, 9)),
        ("Orrin, April 9, 2024:", date(2024, 4, 9)),
        ("Orrin (DPA) 9 April 2024:", date(2024, 4, 9)),
    ],
)
def test_a_dateline_with_a_short_year_dates_its_article(dateline, day):
    article = clean(RawArticle("a.txt", "0" * 64, f"{dateline} Police arrested two men."), load_boilerplate())
    assert article.published == day
    assert [article.text[s.begin : s.end] for s in article.sections if s.kind == "body"] == [
        "Police arrested two men."
    ]


@pytest.mark.parametrize("dateline", ["(CBS/AP) ORRIN, Ohio -", "(NBC News) VESSA --", "(AP) TOLBY —"])
def test_a_dateline_may_begin_with_its_agency(dateline):
    article = clean(RawArticle("a.txt", "0" * 64, f"{dateline} Police arrested two men."), load_boilerplate())
    assert [article.text[s.begin : s.end] for s in article.sections if s.kind == "body"] == [
        "Police arrested two men."
    ]


@pytest.mark.parametrize(
    "source, day",
    [
        ("wire/2024-03-04-flood.txt", date(2024, 3, 4)),
        ("20240304 flood.txt", date(2024, 3, 4)),
        ("orrin-post_2024_03_04.html", date(2024, 3, 4)),
        ("2024-03-04/flood.txt", None),  # the day of a folder may be that of the download
        ("case-20011223.txt", None),
        ("2024-01-01_2024-12-31.txt", None),
        ("2024-13-04.txt", None),
        ("2024-03-04.jsonl#line=3", None),
    ],
)
def test_a_file_name_with_one_date_dates_its_article(source, day):
    assert file_date(source) == day


@pytest.mark.parametrize(
    "head, day", [("", date(2024, 3, 4)), ("ORRIN, Ohio (April 9, 2024) - ", date(2024, 4, 9))]
)
def test_the_date_in_a_file_name_counts_if_the_text_has_none(tmp_path, head, day):
    text = f"{head}Police in the old port arrested two men who had stolen the bell of the church, a spokesman said."
    (tmp_path / "2024-03-04-bell.txt").write_text(text)
    (found,) = read_articles([tmp_path])
    assert isinstance(found, RawArticle)
    assert clean(found, load_boilerplate()).published == day


def test_a_line_with_place_and_date_below_the_headline_dates_its_article():
    text = "Thieves steal a bell\nBy Ada Lunt\nOrrin, April 9, 2024\n\nPolice arrested two men on Sunday.\n"
    assert clean(RawArticle("a.txt", "0" * 64, text), load_boilerplate()).published == date(2024, 4, 9)
