"""Merged stores equal one that was built of all articles; judgements stay, and contradictions are named."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from kg.build.judgements import Judgement, Side
from kg.build.merge import merge
from kg.build.rebuild import judge, states
from kg.cli.main import main
from kg.errors import StoreError
from kg.records import article_id
from kg.store.ledger import open_ledger
from kg.store.read_build import open_store
from tests.extractions import meetings, small
from tests.stores import build, nquads

pytestmark = pytest.mark.slow

ARTICLES = [small(), *(meetings(number, sentences=2) for number in range(1, 6))]


@pytest.fixture
def parts(tmp_path):
    """Two stores; the third article is in both."""
    build(tmp_path / "a", ARTICLES[:3])
    build(tmp_path / "b", ARTICLES[2:])
    return [tmp_path / "a", tmp_path / "b"]


def side(store, article, key="one"):
    """An entity of an article as a judgement refers to it."""
    with open_store(store) as graph:
        ledger = open_ledger(graph.path)
        members = [each for each in ledger.members(local_id=(article_id(article.article), key))]
        ledger.close()
    (member,) = members
    return Side("entity", member.id, member.label, (member.local_id,))


def judgement(verb, sides, by, at):
    return Judgement(verb, tuple(sides), by, at)


def test_the_order_of_stores_does_not_matter_and_the_result_is_that_of_one_build(parts, tmp_path):
    build(tmp_path / "whole", ARTICLES)
    merged = merge(parts, tmp_path / "merged")
    merge(parts[::-1], tmp_path / "turned")
    assert nquads(tmp_path / "merged") == nquads(tmp_path / "turned") == nquads(tmp_path / "whole")
    assert (merged.articles, merged.conflicts) == (6, ())
    with open_store(tmp_path / "merged") as one, open_store(tmp_path / "whole") as other:
        assert one.counts == other.counts


def test_a_merged_store_is_a_store_like_any_other(parts, tmp_path):
    merge(parts, tmp_path / "merged")
    build(tmp_path / "whole", ARTICLES[:-1])
    build(tmp_path / "merged", ARTICLES[:-1])
    assert nquads(tmp_path / "merged") == nquads(tmp_path / "whole")
    done = CliRunner().invoke(main, ["check", "--store", str(tmp_path / "merged")])
    assert done.exit_code == 0, done.output


def test_judgements_of_both_are_kept_and_repeated_ones_are_no_conflict(parts, tmp_path):
    for store, article, other, at in (
        (parts[0], ARTICLES[1], "delegate 1", "2024-03-02T00:00:00Z"),
        (parts[1], ARTICLES[3], "delegate 3", "2024-03-01T00:00:00Z"),
        (parts[0], ARTICLES[2], "delegate 2", "2024-02-01T00:00:00Z"),
        (parts[1], ARTICLES[2], "delegate 2", "2024-02-02T00:00:00Z"),
    ):
        sides = (side(store, article, key) for key in ("envoy 0", other))
        judge(store, [judgement("same", sides, "ana", at)])
    merged = merge(parts, tmp_path / "merged")
    assert (merged.judgements, merged.conflicts) == (4, ())
    found = [(each.at[:10], state) for each, state in states(tmp_path / "merged")]
    assert found == [
        ("2024-02-01", "undone"),
        ("2024-02-02", "in force"),
        ("2024-03-01", "in force"),
        ("2024-03-02", "in force"),
    ]


def test_contradictions_are_named_and_the_latest_judgement_counts(parts, tmp_path):
    keys = [entity.key for entity in ARTICLES[2].entities[:2]]
    for store, verb, by, at in (
        (parts[0], "same", "ana", "2024-03-01T00:00:00Z"),
        (parts[1], "different", "bo", "2024-03-02T00:00:00Z"),
    ):
        judge(store, [judgement(verb, (side(store, ARTICLES[2], key) for key in keys), by, at)])
    done = CliRunner().invoke(main, ["merge", *map(str, parts), "--to", str(tmp_path / "merged")])
    assert done.exit_code == 0, done.output
    conflicts = [line for line in done.stderr.splitlines() if line.startswith("conflict: ")]
    assert len(conflicts) == 1
    assert done.stderr.endswith("quads, 1 conflict\n")
    assert conflicts[0].startswith("conflict: same: ") and "(by ana, 2024-03-01T00:00:00Z, " in conflicts[0]
    assert dict((each.verb, state) for each, state in states(tmp_path / "merged"))["different"] == "in force"


def test_an_article_with_other_metadata_is_named(tmp_path):
    other = replace(
        ARTICLES[0], article=replace(ARTICLES[0].article, url="https://news.example/other", source="b.txt")
    )
    build(tmp_path / "a", ARTICLES[:1])
    build(tmp_path / "b", [other])
    merged = merge([tmp_path / "a", tmp_path / "b"], tmp_path / "merged")
    (conflict,) = merged.conflicts
    assert conflict.startswith(f"b.txt of {tmp_path / 'b'} has the text of venn.txt of {tmp_path / 'a'}")
    assert nquads(tmp_path / "merged") == nquads(tmp_path / "a")


def test_what_cannot_be_merged_is_refused_in_a_line(parts, tmp_path):
    build(tmp_path / "c", ARTICLES[:1], base="https://example.org/news/")
    with pytest.raises(StoreError, match="was built with --base https://example"):
        merge([*parts, tmp_path / "c"], tmp_path / "merged")
    with pytest.raises(StoreError, match="has a graph already"):
        merge(parts, tmp_path / "c")
    with pytest.raises(StoreError, match="is one of the stores to merge: choose a new folder"):
        merge(parts, parts[1] / ".." / parts[1].name)
    with pytest.raises(StoreError, match="does not exist"):
        merge([*parts, tmp_path / "nowhere"], tmp_path / "merged")
