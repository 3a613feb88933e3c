"""What is new since an earlier build: additions, withdrawals, contradictions, watch lists, and what is erased."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from kg.api.app import Settings, make_app
from kg.build.build import Settings as BuildSettings
from kg.build.build import build
from kg.cli.main import main
from kg.cli.output.news import _build as build_watched
from kg.errors import ReadError, StoreError
from kg.pipeline import Source
from kg.query.news.changes import news_since
from kg.query.news.history import known_builds
from kg.query.news.watch_list import read_watch_list, watched
from kg.read.files import read_articles
from kg.store.read_build import open_store

pytestmark = pytest.mark.model

FLOOD = "Tolbrück, 4 March 2024. Floods killed 12 people in Tolbrück on Sunday, officials said."
TOLL = "Tolbrück, 5 March 2024. Floods killed 31 people in Tolbrück on Sunday, doctors said."
MEETING = "Oslo, 6 March 2024. Ilsa Marn met Teodor Brenn in Oslo on Monday."


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def built(folder: Path, **texts: str) -> None:
    write(folder / "wire", **texts)
    build(
        read_articles([str(folder / "wire")]),
        folder / "store",
        BuildSettings(Source()),
        sizes={},
        processes=1,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A store of three builds: the second adds an article, the third adds one and leaves one out."""
    folder = tmp_path_factory.mktemp("news")
    built(folder, flood=FLOOD)
    built(folder, flood=FLOOD, meeting=MEETING)
    built(folder, flood=FLOOD, toll=TOLL)
    return folder


def test_the_history_knows_each_build(folder):
    with open_store(folder / "store") as graph:
        assert known_builds(graph.path) == [1, 2, 3]
        with pytest.raises(StoreError, match=r"build 7 is not in the history of .*: it has builds 1 to 3"):
            news_since(graph, 7)


def test_new_claims_and_contradictions_have_their_sentences(folder):
    with open_store(folder / "store") as graph:
        news = news_since(graph, 1)
    assert {claim.row.text for claim in news.claims} == {TOLL.partition("2024. ")[2]}
    (contradiction,) = news.contradictions
    assert contradiction.about == "killed"
    assert news.withdrawn == ()  # the meeting came and went


def test_new_claims_are_below_the_name_of_their_article(folder):
    """An article without a headline or publisher has that of its first words."""
    result = CliRunner().invoke(main, ["diff", "--since", "2", "--store", str(folder / "store")])
    assert f"2024-03-05  {TOLL.partition('2024. ')[2]}" in result.output.splitlines()


def test_what_is_withdrawn_with_its_article_has_no_words(folder):
    with open_store(folder / "store") as graph:
        withdrawn = news_since(graph, 2).withdrawn
    assert {each.kind for each in withdrawn} == {"claim", "entity"}
    assert {each.words for each in withdrawn} == {""}
    data = b"".join(path.read_bytes() for path in (folder / "store").rglob("*") if path.is_file())
    assert b"Teodor Brenn" not in data


def test_a_watched_folder_without_news_is_not_built_again(tmp_path, capsys):
    wire, store = tmp_path / "wire", tmp_path / "store"
    for texts, expected in (
        ({"flood": FLOOD}, ["build-1"]),
        ({"flood": FLOOD}, ["build-1"]),
        ({"flood": FLOOD, "meeting": MEETING}, ["build-2"]),
        ({"meeting": MEETING}, ["build-3"]),
    ):
        write(wire, **texts)
        build_watched(wire, store, (), None)
        assert [path.name for path in store.glob("build-*")] == expected
    assert capsys.readouterr().err.count(f"nothing new in {wire}") == 1


def test_diff_prints_text_and_json(folder):
    text = CliRunner().invoke(main, ["diff", "--store", str(folder / "store")]).output
    assert text.startswith("Build 3 since build 2: ")
    assert "New contradictions\n  killed\n" in text
    result = CliRunner().invoke(
        main, ["diff", "--since", "1", "--format", "json", "--store", str(folder / "store")]
    )
    found = json.loads(result.output)
    assert (found["since"], found["build"], len(found["contradictions"])) == (1, 3, 1)


def test_the_feed_has_what_is_new_since_a_build(folder):
    with TestClient(make_app(Settings(folder / "store")), base_url="http://127.0.0.1:8000") as client:
        items = client.get("/feed.json?since=2").json()["items"]
        assert {item["content_text"] for item in items} == {TOLL.partition("2024. ")[2]}
        assert client.get("/feed.json?since=3").json()["items"] == []


WATCHES = {
    "entity: TOLBRUCK": True,
    "place: Tolbrück; class: Killing": True,
    "class: Meeting": False,
    "entity: Oslo": False,
    "floods doctors": True,
    "words: doctors; entity: Oslo": False,
}


@pytest.mark.parametrize("line, is_watched", WATCHES.items(), ids=WATCHES)
def test_a_watch_list_selects_claims(folder, tmp_path, line, is_watched):
    path = tmp_path / "watch.txt"
    path.write_text(f"# what I follow\n\n{line}\n", encoding="utf-8")
    with open_store(folder / "store") as graph:
        assert bool(watched(news_since(graph, 2).claims, read_watch_list(path), graph)) is is_watched


def test_a_bad_line_of_a_watch_list_is_named(tmp_path):
    path = tmp_path / "watch.txt"
    path.write_text("class: Meeting\nperson: Marn\n", encoding="utf-8")
    with pytest.raises(
        ReadError, match=r"watch\.txt, line 2: 'person: Marn' is no condition; write entity, class"
    ):
        read_watch_list(path)
