"""One article: every offset cuts out its own text, and what no claim needs is left out."""

import pytest

from kg.pipeline import extract, load
from kg.read.clean import clean
from kg.records import RawArticle
from tests.build.extraction.test_processes import TEXT, raw

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def known():
    return load()


def test_every_stretch_is_cut_out_by_its_offsets(known):
    extraction = extract(clean(raw(1), known.boilerplate), known)
    text = extraction.article.text
    fillers = [f for claim in extraction.claims for f in (*claim.fillers, *claim.attributed_to)]
    mentions = [mention for entity in extraction.entities for mention in entity.mentions]
    parts = [*extraction.sentences, *mentions, *fillers]
    assert len(extraction.claims) > 3
    assert [part for part in parts if text[part.begin : part.end] != part.text] == []
    assert [claim for claim in extraction.claims if text[claim.begin : claim.end] != claim.trigger] == []


def test_entities_have_a_name_or_fill_a_role(known):
    extraction = extract(clean(raw(1), known.boilerplate), known)
    used = {f.entity for claim in extraction.claims for f in (*claim.fillers, *claim.attributed_to)}
    keys = {entity.key for entity in extraction.entities}
    assert used - {None} <= keys
    assert all(entity.is_named or entity.key in used for entity in extraction.entities)


def test_claims_lie_in_headline_and_body(known):
    text = TEXT.format(number=1) + "\n\nShare this article on Facebook\n"
    extraction = extract(clean(RawArticle("a.txt", "0" * 64, text), known.boilerplate), known)
    prose = [s for s in extraction.article.sections if s.kind in ("headline", "body")]
    assert all(any(s.begin <= c.begin and c.end <= s.end for s in prose) for c in extraction.claims)
    assert "Facebook" not in "".join(sentence.text for sentence in extraction.sentences)
