"""Independent sources: copies count once, and so do the articles of one owner, but never more is merged than that."""

import pytest

from kg.rdf.independent_sources import count_sources, with_owner

COUNTS = {
    "without owners": ({"a": "c1", "b": "c1", "c": "c2"}, 2),
    "one owner": ({"a": "c1|x", "b": "c2|x", "c": "c3|y"}, 2),
    "a copy between owners joins nobody else": ({"a": "c1|x", "b": "c1|y", "c": "c2|x", "d": "c3|y"}, 2),
    "an owner takes another cluster": ({"a": "c1|x", "b": "c1|y", "c": "c2|y"}, 2),
    "an unknown owner is a source": ({"a": "c1", "b": "c2|x", "c": "c3|x"}, 2),
    "a copy by an unknown owner": ({"a": "c1|x", "b": "c1", "c": "c2|x"}, 2),
}


@pytest.mark.parametrize("sources, count", COUNTS.values(), ids=COUNTS)
def test_sources_are_counted(sources, count):
    assert count_sources(sources, sources) == count


def test_an_article_without_owner_keeps_its_cluster():
    assert (with_owner("c1", None), with_owner("c1", "x")) == ("c1", "c1|x")
