"""Headlines without the names that pages append to them."""

import pytest

from kg.read.boilerplate.site_name import headline_end

APPENDED = {
    "bar": " | The Halden Post",
    "dash": " - Halden Post",
    "domain": " – Haldenpost.no",
    "section and site": " | Coast | Halden Post",
    "section of the site": " | Coast News - The Halden Post",
    "site and author": " * The Halden Post * by Jo Roe",
}
WHOLE = {
    "dash": "Storm sinks two ferries - and a boat",
    "bar": "BUDGET 3.0 | Ferries get 4bn to hire crews",
    "speaker": "We will sail again - Brandt",
    "site in front": "Halden Post - the paper of the coast - is sold",
}


@pytest.mark.parametrize("appended", APPENDED.values(), ids=APPENDED)
def test_the_name_of_the_site_is_cut(appended: str) -> None:
    headline = f"Storm sinks two ferries{appended}"
    end = headline_end(headline, "The Halden Post", "https://haldenpost.no/1")
    assert headline[:end] == "Storm sinks two ferries"


@pytest.mark.parametrize("headline", WHOLE.values(), ids=WHOLE)
def test_headlines_with_dashes_and_bars_stay(headline: str) -> None:
    assert headline_end(headline, "Halden Post", "https://haldenpost.no/1") == len(headline)
