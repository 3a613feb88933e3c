"""Incremental builds: a store that was updated step by step equals one that was built from nothing."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

import kg.build.assemble
import kg.build.build
import kg.build.extraction.processes
import kg.build.linked_build
import kg.link.events.claim_index
import kg.store.change_graph
import kg.store.write_build
from kg.build.assemble import TABLES
from kg.build.build import Settings
from kg.build.rebuild import Removal, remove, states
from kg.errors import StoreError
from kg.read.files import read_articles
from kg.store.read_build import open_store
from tests.extractions import TEXT, Extraction, article, entity, meetings, mention, sentence, small
from tests.stores import build, nquads

pytestmark = pytest.mark.slow

COPY = TEXT.replace("palace said.", "palace said on Wednesday.")


def copy() -> Extraction:
    """A copy of the small article with one more word, and without the claim of the planned meeting."""
    plan = sentence(
        COPY,
        "President Orla Venn was due to meet Tom Arley in Quito on Friday, the palace said on Wednesday.",
    )
    raid = sentence(COPY, "A raid in Quito killed at least 12 people.")
    venn = entity("venn", [mention(plan, "Orla Venn", "Person")])
    copied = article(COPY, source="copy.txt", published=date(2024, 3, 7))
    return Extraction(copied, (plan, raid), (venn,), ())


ALL = {
    "small": small(),
    "copy": copy(),
    "moved": replace(small(), article=replace(small().article, source="elsewhere.txt")),
    "1": meetings(1, sentences=3),
    "2": meetings(2, sentences=3),
    "3": meetings(3, sentences=2),
    "4": meetings(4, sentences=1),
    "53": meetings(53, sentences=2),
}

STEPS = {
    "one more": [["1", "2", "3", "small"], ["1", "2", "3", "small", "copy"]],
    "one less": [["1", "2", "3", "small", "copy"], ["1", "2", "3", "copy"]],
    "the copy goes": [["1", "2", "3", "small", "copy"], ["1", "2", "3", "small"]],
    "one moved": [["1", "2", "3", "small"], ["1", "2", "3", "moved"]],
    "one for another": [["1", "2", "3", "53"], ["1", "2", "3", "4"]],
    "nothing new": [["1", "2", "3"], ["3", "2", "1"]],
    "all others": [["1", "2"], ["3", "4"]],
    "one after the other": [list(ALL)[:end] for end in (1, 2, 4, 5, 6, 7, 8)],
    "down to one": [list(ALL)[start:] for start in range(1, 8)],
}


def other() -> Extraction:
    """An article that has nothing in common with any other."""
    text = "Lena Sorb opened a school."
    where = sentence(text, text)
    school = article(text, source="school.txt")
    return Extraction(school, (where,), (entity("sorb", [mention(where, "Lena Sorb", "Person")]),), ())


def chosen(names: list[str]) -> list[Extraction]:
    return [ALL[name] for name in names if not (name == "small" and "moved" in names)]


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_updates_give_the_store_of_a_full_build(steps, tmp_path):
    for step in steps:
        build(tmp_path / "steps", chosen(step))
    build(tmp_path / "nothing", chosen(steps[-1]))
    assert nquads(tmp_path / "steps") == nquads(tmp_path / "nothing")
    assert tables(tmp_path / "steps") == tables(tmp_path / "nothing")
    assert texts(tmp_path / "steps") == texts(tmp_path / "nothing")


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_any_sequence_of_updates_gives_the_store_of_a_full_build(seed, tmp_path):
    choose = random.Random(seed)
    for _ in range(6):
        names = choose.sample(sorted(ALL), choose.randint(4, len(ALL)))
        build(tmp_path / "steps", chosen(names))
    build(tmp_path / "nothing", chosen(sorted(names)))
    assert nquads(tmp_path / "steps") == nquads(tmp_path / "nothing")
    assert tables(tmp_path / "steps") == tables(tmp_path / "nothing")


def test_crowded_articles_give_the_store_of_a_full_build(tmp_path, monkeypatch):
    """Of one whose claims of a kind are many, only those near each other are compared."""
    monkeypatch.setattr(kg.link.events.claim_index, "NEAREST", 1)
    for step in STEPS["one after the other"]:
        build(tmp_path / "steps", chosen(step))
    build(tmp_path / "nothing", chosen(step))
    assert nquads(tmp_path / "steps") == nquads(tmp_path / "nothing")
    assert tables(tmp_path / "steps") == tables(tmp_path / "nothing")


def test_what_did_not_change_is_not_written_again(tmp_path, monkeypatch):
    build(tmp_path, chosen(["1", "2", "3", "53"]))
    written = []
    whole = kg.build.linked_build.article_lines
    monkeypatch.setattr(
        kg.build.linked_build,
        "article_lines",
        lambda each, *rest, **named: written.append(each.article.source) or whole(each, *rest, **named),
    )
    build(tmp_path, [*chosen(["1", "2", "3", "53"]), other()])
    assert written == ["school.txt"]


def test_words_of_a_removed_article_are_in_no_file(tmp_path):
    build(tmp_path, [*chosen(["1", "2", "3", "53"]), other()])
    # the index of words has them in small letters, without what the word before begins with
    words = b"Lena Sorb", b"orb"
    assert all(holding(tmp_path, each) for each in words)
    build(tmp_path, chosen(["1", "2", "3", "53"]))
    assert [holding(tmp_path, each) for each in words] == [[], []]


@pytest.mark.parametrize("half", [b"", b"<http://one> <http://two> <thr"], ids=["nothing", "half a line"])
def test_a_graph_that_cannot_be_copied_leaves_the_one_before(half, tmp_path, monkeypatch):
    def failing(graph, pipe: int) -> None:
        with open(pipe, "wb") as output:
            output.write(half)
            raise OSError("No space left on device")

    build(tmp_path, [*chosen(["1", "2"]), other()])
    before = nquads(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(kg.store.change_graph, "_dump", failing)
        with pytest.raises(StoreError, match="the disk is full"):
            remove(tmp_path, "school.txt")
    assert nquads(tmp_path) == before
    remove(tmp_path, "school.txt")
    assert holding(tmp_path, b"Lena Sorb") == []


def holding(store, word: bytes) -> list[str]:
    files = (path for path in sorted(store.rglob("*")) if path.is_file())
    return [str(path.relative_to(store)) for path in files if word in path.read_bytes()]


def tables(store) -> dict[str, list[tuple]]:
    """The rows of every table beside the graph, sorted; without the numbers that join a row to its words.

    Left out is the history, which says what each build before this one changed.
    """
    found = {}
    with open_store(store) as graph:
        for path in sorted({*graph.path.glob("*.sqlite")} - {graph.path / "history.sqlite"}):
            with closing(sqlite3.connect(path)) as file:
                names = [
                    name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                ]
                for name in names:
                    if "_words" not in name and "_vocabulary" not in name:
                        rows = file.execute(f"SELECT * FROM {name}").fetchall()
                        columns = [column[1] for column in file.execute(f"PRAGMA table_info({name})")]
                        without = int(columns[0] == "id")
                        found[f"{path.name} {name}"] = sorted((row[without:] for row in rows), key=repr)
    return found


def texts(store) -> dict[str, str]:
    with open_store(store) as graph:
        return {article: graph.text(article) for article in graph.articles()}


def test_the_last_article_can_be_removed(tmp_path):
    build(tmp_path, [other()])
    assert remove(tmp_path, "school.txt") == Removal("school.txt", ())
    with open_store(tmp_path) as graph:
        assert (list(graph.articles()), graph.counts["articles"], graph.counts["claims"]) == ([], 0, 0)
    assert holding(tmp_path / "build-2", b"Lena Sorb") == []


def test_a_store_of_another_version_is_refused_and_built_again(tmp_path):
    build(tmp_path, chosen(["1", "2"]))
    (ledger,) = tmp_path.glob("build-*/ledger.sqlite")
    with closing(sqlite3.connect(ledger)) as tables:
        tables.execute("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match="made by another version of kg: run kg build again"):
        states(tmp_path)
    build(tmp_path, chosen(["1", "2"]))
    assert states(tmp_path) == ()


# --- what stops on the way


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["new_ledger", "write_search", "write_analysis", "dispute_nquads"])
@pytest.mark.parametrize("last", [["1", "2", "3", "53", "small"], ["1", "2", "3"]], ids=["more", "less"])
def test_a_killed_build_is_finished_by_the_next_one(stage, last, tmp_path, monkeypatch):
    """A kill leaves half a build behind and the one before in its place."""
    build(tmp_path / "steps", chosen(["1", "2", "3", "53"]))
    before = nquads(tmp_path / "steps")
    with monkeypatch.context() as patch:
        patch.setattr(kg.store.write_build.shutil, "rmtree", lambda *_, **__: None)
        patch.setattr(
            kg.build.linked_build if stage == "dispute_nquads" else kg.build.assemble, stage, killed
        )
        patch.setattr(
            kg.build.assemble, "TABLES", tuple(killed if each.__name__ == stage else each for each in TABLES)
        )
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path / "steps", chosen(last))
    assert nquads(tmp_path / "steps") == before
    build(tmp_path / "steps", chosen(last))
    build(tmp_path / "nothing", chosen(last))
    assert nquads(tmp_path / "steps") == nquads(tmp_path / "nothing")
    assert len(list((tmp_path / "steps").glob("build-*"))) == 1


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


# --- the whole road

NEWS = [
    "Lena Sorb, the mayor of Vessa, met Karl Tann in Vessa on Monday.",
    "Police in Vessa arrested Karl Tann on Tuesday.",
    "A court in Vessa convicted Karl Tann of fraud on Friday.",
    "Mayor Lena Sorb resigned on Thursday, her office said.",
    "Two people were killed in a flood in Vessa.",
    "Tann Holding bought the Vessa shipyard for 12 million euros.",
]


@pytest.mark.model
@pytest.mark.parametrize("way", ["shuffled", "two processes", "increments", "twice and less"])
def test_ways_of_building_lead_to_the_same_quads(way, tmp_path, monkeypatch):
    monkeypatch.setattr(kg.build.extraction.processes, "FEW", 2)
    paths = []
    for number, text in enumerate(NEWS):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(f"Vessa news {number}\n\n{text}\n", encoding="utf-8")
    ways = {
        "shuffled": [(paths[::-1], 1)],
        "two processes": [(paths, 2)],
        "increments": [(paths[:end], 1) for end in range(1, len(paths) + 1)],
        "twice and less": [([*paths[1:], *paths[:1], tmp_path / "more.txt"], 1), ([*paths, *paths], 1)],
    }
    (tmp_path / "more.txt").write_text("More\n\nOrla Venn met Lena Sorb in Vessa.\n", encoding="utf-8")
    read(tmp_path / "plain", paths, 1)
    for chosen_paths, processes in ways[way]:
        read(tmp_path / "other", chosen_paths, processes)
    assert nquads(tmp_path / "other") == nquads(tmp_path / "plain")


def read(store, paths, processes):
    kg.build.build.build(
        read_articles([str(path) for path in paths]), store, Settings(), sizes={}, processes=processes
    )
