"""Datelines of wire services whose years have two digits."""

from datetime import date

import pytest

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean
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
    ],
)
def test_a_dateline_with_a_short_year_dates_its_article(dateline, day):
    article = clean(RawArticle("a.txt", "0" * 64, f"{dateline} Police arrested two men."), load_boilerplate())
    assert article.published == day
    assert [article.text[s.begin : s.end] for s in article.sections if s.kind == "body"] == [
        "Police arrested two men."
    ]
