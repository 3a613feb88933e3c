"""Words that describe a name are facts, whatever the sentence plans or denies; what is still to come is none."""

import pytest

from tests.reading import claim_at, extracted, known

FACTUALITY = {
    "Police declined to charge the mayor, Luis Ortega.": ("mayor", "actual"),
    "Tom Reiner will summon Estria's ambassador, Elena Duca, on Monday.": ("ambassador", "actual"),
    "Tom Reiner hopes to see his sister, Elena Duca, on Monday.": ("sister", "actual"),
    "Rabbi Aron Lunt has been denied the right to vote.": ("Rabbi", "actual"),
    "Ada Lunt, a potential senator, will speak on Friday.": ("senator", "possible"),
    "Ada Lunt, a prospective Labour senator, spoke on Friday.": ("senator", "possible"),
}


@pytest.mark.model
def test_what_she_will_say_is_planned():
    claim = claim_at(
        "“When a nurse pays more tax than a firm, something is wrong,” Ada Holm will say.", "say"
    )
    assert claim.factuality == "planned"


@pytest.mark.model
@pytest.mark.parametrize("text", FACTUALITY, ids=str)
def test_what_describes_a_name_is_so_whatever_is_planned_or_denied(text):
    word, factuality = FACTUALITY[text]
    claims = extracted(text).claims
    [state] = [c for c in claims if c.trigger == word and known().lexicon.is_state_name(c.event_class)]
    assert state.factuality == factuality
