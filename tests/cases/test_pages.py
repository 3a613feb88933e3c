"""From the bytes of a page or container to its claims: nothing around the article takes part in an event."""

import pytest

from kg.pipeline import extract
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.records import RawArticle
from tests.cases.facts import facts
from tests.reading import known

LEAD = (
    "The premier of Estria, Ilsa Marn, met miners on Monday to end a dispute that closed the pit for a month."
)
REST = "Union leader Piet Lunt rejected the offer on Tuesday and sued the owners of the pit."
LAYOUT = f"""<html lang="en"><head><title>Premier meets miners</title>
<meta property="article:published_time" content="2024-05-15"></head><body><table><tr><td><a href="/">Home</a></td><td>
<table><tr><td><b>Premier meets miners</b></td></tr><tr><td>ORRIN, Estria (AP) -- {LEAD}<p>{REST}</td></tr></table>
</td></tr><tr><td colspan=2>&copy; 2024 The Orrin Post. This material may not be published or rewritten.</td></tr>
</table></body></html>"""
PAYWALL = f"""<html lang="en"><head><title>Premier meets miners | The Orrin Post</title></head><body><article>
<h1>Premier meets miners</h1><p>By Ada Falk</p><p>{LEAD}</p><p>{REST}</p><div class="wall"><p>To read on, subscribe to
The Orrin Post for 2 euros a month.</p><p>Already have an account? Log in. The Orrin Post won a prize in 2022.</p>
</div></article></body></html>"""
CONSENT = f"""<html lang="en"><head><title>Premier meets miners</title></head><body><div class="cookie-consent">
<h2>Your privacy</h2><p>We and our 31 partners store cookies. Kestrel Ads sold data to Halden Media in 2022.</p></div>
<main><aside><h1>Premier meets miners</h1><p>{LEAD}</p><p>{REST}</p></aside></main></body></html>"""


@pytest.mark.model
@pytest.mark.parametrize("page", [LAYOUT, PAYWALL, CONSENT], ids=["tables", "paywall", "consent"])
def test_a_page_states_what_its_article_states(tmp_path, page):
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    [raw] = read_articles([tmp_path / "a.html"])
    assert isinstance(raw, RawArticle)
    found = extract(clean(raw, known().boilerplate), known())
    lines = facts(found)
    assert {"Meeting agent: Ilsa Marn", "Rejection agent: Piet Lunt", "Lawsuit agent: Piet Lunt"} <= lines
    body = [sentence.text for sentence in found.sentences if sentence.section == "body"]
    assert [" ".join(text.split()) for text in body] == [LEAD, REST]
