"""Days that readers take for others: weeks ago, fiscal quarters, background, live blogs."""

from datetime import date

import pytest

from kg.pipeline import extract
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.records import RawArticle
from tests.cases.facts import facts, read
from tests.reading import known

CASES = {  # text -> facts that it states
    "The barge sank three weeks ago Monday.": {"Disaster time: 2024-04-22"},
    "The mill was bombed a week ago on Saturday.": {"Attack time: 2024-05-04 to 2024-05-11 (range)"},
    "Halden Foods dismissed 40 workers in its fiscal third quarter, which ended on Feb. 29.": {
        "Departure time: 2023-12-01 to 2024-02-29 (range)"
    },
    "The train crashed at the station where a tram caught fire in 1988, killing 41.": {
        "Killing time: 1988-01-01 to 1988-12-31 (year)",
        "Killing killed: 41",
    },
    "The ferry sank near the reef where the Estria went down in 1931, killing 300.": {
        "Killing time: 1931-01-01 to 1931-12-31 (year)",
        "Killing killed: 300",
    },
}
CASES |= {
    "A 1987 fire killed 31 miners in Orrin.": {"Killing time: 1987-01-01 to 1987-12-31 (year)"},
    "Piet Lunt was tried over a 1994 ambush near Vessa.": {"Attack time: 1994-01-01 to 1994-12-31 (year)"},
}
CASES |= {
    "The barge sank in the last week of April.": {"Disaster time: 2024-04-24 to 2024-04-30 (range)"},
    "The barge sank on the last day of April.": {"Disaster time: 2024-04-30"},
    "The mill was bombed in the first half of 2023.": {"Attack time: 2023-01-01 to 2023-06-30 (range)"},
    "The mill was bombed in the first three months of 2023.": {
        "Attack time: 2023-01-01 to 2023-03-31 (range)"
    },
    "The mill was bombed in the first days of May.": {"Attack time: 2024-05-01 to 2024-05-31 (month)"},
    "The mill was bombed a week last Tuesday.": {"Attack time: 2024-05-07"},
    "Ada Falk will visit Halden a week on Tuesday.": {"Visit time: 2024-05-28"},
    "Ada Falk will visit Halden a week tomorrow.": {"Visit time: 2024-05-23"},
}
OPEN = (
    "The mill was bombed on the last day of the war.",
    "Ada Falk will visit Halden on the Friday after next.",
)
UNDATED = (  # a fiscal year of unknown begin
    "Kestrel Foods sold a dairy in fiscal 2022.",
    "Kestrel Foods bought Orrin Steel in the third quarter of its 2023 fiscal year.",
    "Kestrel Foods bought Orrin Steel under a 1987 law.",
    "Kestrel Foods bought a 2000 metre yacht.",
)


@pytest.mark.model
@pytest.mark.parametrize("text", CASES, ids=str)
def test_an_event_has_its_own_day(text):
    assert CASES[text] <= facts(read(text))


@pytest.mark.model
@pytest.mark.parametrize("text", UNDATED, ids=str)
def test_a_fiscal_year_is_no_calendar_year_and_a_law_no_event(text):
    claims = [claim for claim in read(text).claims if claim.event_class == "Acquisition"]
    assert claims and all(claim.time is None for claim in claims)


@pytest.mark.model
@pytest.mark.parametrize("text", OPEN, ids=str)
def test_a_day_of_a_period_without_a_date_is_none(text):
    assert not any(" time: " in fact for fact in facts(read(text)))


@pytest.mark.model
@pytest.mark.parametrize("text", list(CASES)[3:5], ids=str)
def test_who_died_in_an_earlier_disaster_did_not_die_in_this_one(text):
    [killing] = [claim for claim in read(text).claims if claim.event_class == "Killing"]
    assert not {"The train", "The ferry"} & {filler.text for filler in killing.fillers}


LIVE = """<!doctype html><html lang="en"><head><title>Orrin flood: live</title></head><body><main>
<h1>Orrin flood: live</h1>
<article><time datetime="2024-05-15T06:40:00Z">8.40</time><h2>Bridge closed</h2>
<p>Mayor Ada Lunt closed the bridge this morning and blamed the builders of the dam.</p></article>
<article><time datetime="2024-05-14T09:05:00Z">11.05 yesterday</time><h2>Boats sent</h2>
<p>Premier Ivo Falk visited the harbour today. Two sailors were injured this morning, police said.</p></article>
</main></body></html>"""


@pytest.mark.model
def test_this_morning_in_a_live_blog_is_that_of_the_update(tmp_path):
    (tmp_path / "live.html").write_text(LIVE, encoding="utf-8")
    days = {}
    for raw in read_articles([tmp_path / "live.html"]):
        assert isinstance(raw, RawArticle)
        for claim in extract(clean(raw, known().boilerplate), known()).claims:
            days[claim.event_class] = claim.time and claim.time.begin
    assert (days["Closure"], days["Visit"], days["Injury"]) == (
        date(2024, 5, 15),
        date(2024, 5, 14),
        date(2024, 5, 14),
    )
