"""Incremental linking: any sequence of added and removed articles leads to the result of linking all at once."""

import random
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, permutations
from zlib import crc32

import pytest

import kg.link.engine.block_index
import kg.link.engine.key_value_table
import kg.link.engine.sorted_rows
import kg.link.engine.tables
import kg.link.entities.same_name
import kg.link.entities.short_names
import kg.link.entities.spelling_clusters
import kg.link.events.claim_index
import kg.link.events.stories
from kg.errors import StoreError
from kg.link import ArticleChange, Linking, LinkTables, StaleTables
from kg.link.engine.block_index import block_pairs, changed_pairs
from kg.link.engine.clusters import cluster
from kg.link.engine.key_value_table import SizedCache
from kg.link.engine.scored_pairs import Score, ScoredPairs
from kg.link.engine.sorted_rows import SortedPairs, SortedRows
from kg.records import Extraction, Ids, Link, Links, article_id
from tests.linking import ArticleBuilder, day, entity

SPELLINGS = ["Maar", "Mahr", "Mar", "Mair", "Meer", "Mier", "Moor", "Muhr", "Miar", "Moar"]
PEOPLE = [
    *(f"{first} {last}" for first in ("Ilse", "Ilsa", "Elsa") for last in SPELLINGS),
    "Maar",
    "Mahr",
    "Jana Korb",
    "Korb",
]
ORGANIZATIONS = ["Harbour Relief Union", "HRU", "Brandal Marine", "Front"]
PLACES = ["Brack", "Vessa", "Tolvaz", "Marenka"]
Result = tuple[Links, list[Link]]  # the links, and the reasons for them
TRIGGERS = [("Meeting", "met"), ("Attack", "bombed"), ("Accusation", "accused"), ("Killing", "killed")]


def made_up(number: int) -> Extraction:
    """An article of a few claims with few names, so that it shares much with other such articles."""
    choose = random.Random(number)
    names = [*choose.sample(PEOPLE, 2), *choose.sample(ORGANIZATIONS, 2), choose.choice(PLACES)]
    types = {**dict.fromkeys(PEOPLE, "Person"), **dict.fromkeys(ORGANIZATIONS, "Organization")}
    types["Front"] = choose.choice(["Organization", "Person"])
    types["Tolvaz"] = choose.choice(["Place", "Place", "Person"])
    entities = [entity(name, types.get(name, "Place")) for name in names]
    published = date(2024, 3, 1) + timedelta(days=choose.randrange(20))
    builder = ArticleBuilder(
        f"article {number}", *entities, published=choose.choice([published.isoformat(), None])
    )
    for _ in range(choose.randint(1, 4)):
        is_common = choose.random() < 0.6
        class_, verb = choose.choice(TRIGGERS[:1] if is_common else TRIGGERS)
        one, other = choose.sample(names[2:4] if is_common else names[:4], 2)
        when = (published - timedelta(days=choose.randrange(2))).isoformat()
        known = {"time": day(when)} if choose.random() < 0.5 else {}
        if class_ == "Killing":
            known["quantities"] = (("killed", float(choose.choice([12, 30, 31]))),)
        unique = " ".join("".join(choose.choices("bdfgklmnprstv", k=6)) for _ in range(6))
        text = (
            f"{one} {verb} {other} in {names[-1]} {unique if number % 3 else 'as the ferry strike went on'}."
        )
        builder.add_claim(
            class_, verb, text, fillers={"agent": one, "patient": other, "place": names[-1]}, **known
        )
    if number % 5 == 0:
        for part in ("the quay was shut and no boat left", "crowds waited on the pier until late at night"):
            builder.add_sentence(
                f"Reporters saw how {part}, and the harbour master said it would last for days to come."
            )
    return builder.extraction()


@pytest.fixture
def small_blocks(monkeypatch):
    """A low limit of blocks, so that most of them compare all members with the first few only."""
    monkeypatch.setattr(kg.link.entities.spelling_clusters, "BLOCK_LIMIT", 5)
    monkeypatch.setattr(kg.link.entities.short_names, "BLOCK_LIMIT", 5)
    monkeypatch.setattr(kg.link.events.claim_index, "BLOCK_LIMIT", 5)
    monkeypatch.setattr(kg.link.events.stories, "BLOCK_LIMIT", 5)


@pytest.fixture
def no_memory(monkeypatch):
    """Nearly nothing is cached: all entries spill at once, and are read from the tables."""
    monkeypatch.setattr(kg.link.engine.key_value_table, "MEMORY_LIMIT", 0)
    monkeypatch.setattr(kg.link.engine.block_index, "MEMBER_LIMIT", 0)
    monkeypatch.setattr(kg.link.engine.sorted_rows, "ROW_LIMIT", 1)
    monkeypatch.setattr(kg.link.entities.same_name, "CACHED_PROFILES", 1)
    monkeypatch.setattr(kg.link.entities.spelling_clusters, "CACHED_PROFILES", 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_updates_gives_the_result_of_linking_all_at_once(seed, tmp_path, small_blocks):
    check_updates(seed, tmp_path)


@pytest.mark.slow
def test_a_memory_limit_does_not_change_the_result(tmp_path, small_blocks, request):
    read = {article_id(each.article): each for each in map(made_up, range(90))}
    whole = linked(read, read)
    request.getfixturevalue("no_memory")
    assert linked(read, read) == whole
    check_updates(5, tmp_path)


def check_updates(seed: int, tmp_path) -> None:
    choose = random.Random(seed)
    read = {article_id(each.article): each for each in map(made_up, range(90))}
    now: set[str] = set()
    before, last = None, Links(Ids.made({}), Ids.made({}))
    for step in range(8):
        added = set(choose.sample(sorted(read.keys() - now), choose.choice([1, 2, 15])))
        removed = set(choose.sample(sorted(now), min(len(now), choose.choice([0, 1, 4]))))
        other = set(choose.sample(sorted(now - removed), min(len(now - removed), 1)))
        for article in other:  # with another extraction, of fewer claims
            read[article] = replace(read[article], claims=read[article].claims[1:])
        now = (now - removed) | added
        build = tmp_path / str(step)
        build.mkdir()
        change = ArticleChange(frozenset(removed | other), tuple(sorted(added | other)), read.__getitem__)
        result, changed = relinked(before, build, change, now)
        assert result == linked(read, now)
        for name in ("entities", "events"):
            was, ids = getattr(last, name), getattr(result[0], name)
            assert {
                local_id[0]
                for local_id, id_ in was.items()
                if local_id[0] in now and ids.get(local_id) != id_
            } <= changed
        before, last = build, result[0]


def linked(read: Mapping[str, Extraction], articles: Iterable[str]) -> Result:
    """The result of linking articles all at once."""
    with LinkTables() as tables:
        linking = Linking(tables)
        linking.update(ArticleChange(frozenset(), tuple(sorted(articles)), read.__getitem__))
        return result_of(linking)


def result_of(linking: Linking) -> Result:
    reasons = sorted(linking.reasons(), key=lambda link: (link.kind, link.first, link.second, link.parts))
    result = linking.links()
    known = {name: Ids.made(getattr(result, name)) for name in ("entities", "events")}
    return replace(result, **known), reasons


def relinked(before, build, change: ArticleChange, now: set[str]) -> tuple[Result, Set[str]]:
    """The result of updating the tables of a build, or of a full run, written as the next build; and what changed."""
    with LinkTables(before) as tables, LinkTables() as new:
        linking = Linking(tables)
        try:
            linking.update(change)
        except StaleTables:
            tables = new
            linking = Linking(tables)
            linking.update(ArticleChange(frozenset(), tuple(sorted(now)), change.read))
        tables.write(build)
        result = result_of(linking)
    with LinkTables(build) as written:
        assert result_of(Linking(written)) == result
    return result, linking.changed


@pytest.fixture
def tables() -> Iterator[LinkTables]:
    with LinkTables() as tables:
        yield tables


def test_changed_pairs_are_the_difference_of_the_pairs_of_two_blocks():
    before = [("a",), ("c",), ("e",), ("g",), ("i",)]
    after = [("a",), ("b",), ("c",), ("e",), ("g",), ("i",)]
    to_score, lost = changed_pairs(before, after, 3, {("b",)})
    was, now = set(block_pairs(before, 3)), set(block_pairs(after, 3))
    assert (to_score >= now - was, lost) == (True, was - now)
    assert lost == {(("e",), ("g",)), (("e",), ("i",))}  # "e" is no longer among the first three


def test_tables_of_another_version_are_refused(tmp_path, monkeypatch):
    with LinkTables() as tables:
        tables.write(tmp_path)
    monkeypatch.setattr(kg.link.engine.tables, "VERSION", 0)
    with pytest.raises(StoreError, match="made by another version of kg: run kg build again"):
        LinkTables(tmp_path)


class Counted:
    """A number that counts how often it is compared with another one."""

    comparisons = 0

    def __init__(self, number: int) -> None:
        self.number = number

    def __lt__(self, other: "Counted") -> bool:
        Counted.comparisons += 1
        return self.number < other.number


@pytest.mark.parametrize(
    "order", [lambda number: number, lambda number: -number, lambda number: number * 7919 % 1000]
)
def test_the_work_for_a_cluster_grows_with_its_members(order):
    comparisons = []
    for size in (200, 800):
        Counted.comparisons = 0
        members = sorted(map(Counted, range(size)), key=lambda each: order(each.number))
        pairs = {(members[0], each): -float(number) for number, each in enumerate(members[1:])}
        (whole,) = cluster(members, pairs, lambda one, other: True)
        assert [each.number for each in whole] == list(range(size))
        comparisons.append(Counted.comparisons)
    assert comparisons[1] < 8 * comparisons[0]


def test_a_cluster_is_split_when_the_pair_that_merged_it_is_removed(tables):
    scored = ScoredPairs(tables, "test", 0.5)
    one, two, three = ("1",), ("2",), ("3",)
    for pair in ((one, two), (two, three)):
        scored.put(pair, Score(0.9, (("name", 0.9),)))
    scored.recluster([one, two, three], [], lambda a, b: True)
    assert scored.cluster(three) == (one, two, three)
    scored.put((one, two), Score(0.4, (("name", 0.4),)))
    clusters, previous = scored.recluster([], [], lambda a, b: True)
    assert (sorted(clusters), previous) == ([(one,), (two, three)], {one: one, two: one, three: one})
    assert next(iter(scored.items())).is_merged is False


@pytest.mark.parametrize("seed", range(10))
def test_the_first_clusters_are_those_of_all_pairs_at_once(tables, seed):
    choose = random.Random(seed)
    keys = [(f"{number:02}", "k") for number in range(60)]
    scored = ScoredPairs(tables, "test", 0.5)
    pairs = {pair: choose.choice([0.4, 0.6, 0.9]) for pair in combinations(keys, 2) if choose.random() < 0.03}
    for pair, score in pairs.items():
        scored.put(pair, Score(score, ()))
    clusters = list(scored.first_clusters(keys, may_merge))
    strong = {pair: score for pair, score in pairs.items() if score >= 0.5}
    expected = cluster(keys, strong, may_merge)
    assert sorted(clusters) == [each for each in expected if len(each) > 1]
    assert sorted({scored.cluster(key) for key in keys}) == expected


@pytest.mark.parametrize("limit", [2, 1000], ids=["on the disk", "in memory"])
def test_rows_are_sorted_by_all_values_as_often_as_they_are_read(limit, monkeypatch):
    monkeypatch.setattr(kg.link.engine.sorted_rows, "ROW_LIMIT", limit)
    rows = [(2, "é"), (-1, "b"), (2, "z"), (2, "a\x1fb"), (2, "a"), (2, "\U0001f600"), (-1, "b")]
    with SortedRows() as found:
        assert list(found) == []
        for row in rows:
            found.add(row)
        assert [list(found), list(found)] == [sorted(rows), sorted(rows)]


@pytest.mark.parametrize("limit", [1, 1000], ids=["on the disk", "in memory"])
def test_pairs_are_counted(limit, monkeypatch):
    monkeypatch.setattr(kg.link.engine.sorted_rows, "ROW_LIMIT", limit)
    one, other, third = ("a", "1"), ("a", "2"), ("b", "1")
    with SortedPairs() as pairs:
        for pair in ((one, third), (one, other), (one, third)):
            pairs.add_pair(pair)
        assert list(pairs.counted()) == [((one, other), 1), ((one, third), 2)]


VALUES = [Score(0.7, (("name", 0.5),)), Score(0.8, ()), Score(0.9, (("day", 0.25), ("words", 0.1)))]


@pytest.mark.parametrize("limit", [0, 250, 1 << 22], ids=["nothing is cached", "one value", "all"])
def test_a_table_returns_the_last_value_of_each_key(tables, limit, monkeypatch):
    monkeypatch.setattr(kg.link.engine.key_value_table, "MEMORY_LIMIT", limit)
    table, choose, last = tables.key_values("test", Score), random.Random(limit), {}
    for _ in range(200):
        key, value = (f"{choose.randrange(12)}", "a"), choose.choice([*VALUES, None])
        table.put(key, value)
        last[key] = value
        asked = choose.choice([*last, ("never put", "a")])
        assert table.get(asked) == last.get(asked)
    assert dict(table.items()) == {key: value for key, value in last.items() if value is not None}


def test_the_values_of_a_table_are_the_same_bytes_in_each_process(tables):
    table, several = (
        tables.key_values("test", frozenset[tuple[str, int]]),
        [("b", 1), ("a", 2), ("a", 1)],
    )
    for number, order in enumerate(permutations(several)):
        table.put((str(number),), frozenset(order))
    table.put(("sorted",), tuple(sorted(several)))  # type: ignore[arg-type]  # written as a set would be
    assert len({*table._unsaved.values()}) == 1


def test_a_cache_drops_what_was_not_used_for_longest():
    cache = SizedCache(10, len)
    for value in ("aaaa", "bbbb"):
        cache.put(value[0], value)
    assert cache.get("a") == "aaaa"
    cache.put("c", "cccc")
    assert [cache.get(key) for key in "abc"] == ["aaaa", None, "cccc"]
    cache.put("d", "d" * 20)
    assert [cache.get(key) for key in "acd"] == [None, None, "d" * 20]


@pytest.mark.parametrize("seed", range(30))
def test_clusters_after_any_changes_are_those_of_all_pairs_at_once(tables, seed):
    choose = random.Random(seed)
    keys = [(f"{number:02}",) for number in range(40)]
    pairs = [pair for pair in combinations(keys, 2) if choose.random() < 0.12]
    scores = dict.fromkeys(choose.sample(pairs, len(pairs) // 2), 0.6)
    scored, there = ScoredPairs(tables, "test", 0.5), set(keys)
    for pair, score in scores.items():
        scored.put(pair, Score(score, ()))
    scored.recluster(keys, [], may_merge)
    for _ in range(12):
        removed = set(choose.sample(sorted(there), 1))
        added = set(choose.sample(sorted({*keys} - there), min(1, len(keys) - len(there))))
        there = (there - removed) | added
        for key in removed:
            scored.remove(key)
        scores = {pair: score for pair, score in scores.items() if removed.isdisjoint(pair)}
        for pair in choose.sample(pairs, 3):
            if there.issuperset(pair):
                scores[pair] = choose.choice([0.3, 0.6, 0.7, 0.9])
                scored.put(pair, Score(scores[pair], ()))
        before = {key: scored.cluster(key) for key in there - added}
        clusters, previous = scored.recluster(added, removed, may_merge)
        strong = {pair: score for pair, score in scores.items() if score >= 0.5}
        assert sorted({scored.cluster(key) for key in there}) == cluster(there, strong, may_merge)
        reclustered = {key: scored.cluster(key) for each in clusters for key in each}
        assert previous.keys() == reclustered.keys() | removed
        assert all(
            scored.cluster(key) == members for key, members in before.items() if key not in reclustered
        )


def may_merge(one, other):
    """Depends on all members of both clusters, otherwise as good as random."""
    return crc32(repr(sorted((*one, *other))).encode()) % 3 > 0
