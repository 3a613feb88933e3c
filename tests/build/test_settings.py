"""The settings of a build: those that are not given to `kg build --add` and `kg watch` are those of the store."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.build.build import Settings, settings_of_store
from kg.cli.main import main
from kg.cli.output.news import _build as build_watched

pytestmark = pytest.mark.model
FIRE = "Norvik, 4 March 2024. Two people were killed in a fire at Ostrel in Norvik on Monday, police said."
VISIT = "Norvik, 5 March 2024. Mayor Ilsa Marn visited Ostrel on Tuesday."


def run(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    return f"{result.exit_code} {result.output}"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with a store that was built with options of its own, a new article, and the lists of the store."""
    files = {
        "wire/a.txt": FIRE,
        "b.txt": VISIT,
        "mine.csv": "name,aliases,type,id\nOstrel,,Organization,Q42\n",
        "owners.csv": "publisher,owner\nFjord Daily,Fjord Media\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = ["--entities", tmp_path / "mine.csv", "--publishers", tmp_path / "owners.csv"]
    options += ["--base", "https://fjord.example/", "--certain", "0.3"]
    assert run("build", tmp_path / "wire", "--store", tmp_path / "store", *options).startswith("0 ")
    return tmp_path


def test_adding_and_watching_keep_the_options_of_the_store(folder):
    store, known = folder / "store", settings_of_store(folder / "store")
    assert (known.base, known.certain, dict(known.owners)) == (
        "https://fjord.example/", 0.3, {"fjord daily": "fjord media"},
    )  # fmt: skip
    assert known.source.entities == (folder / "mine.csv",)
    assert "2 articles" in run("build", "--add", folder / "b.txt", "--store", store)
    assert settings_of_store(store) == known
    (folder / "b.txt").rename(folder / "wire/b.txt")
    (folder / "wire/a.txt").unlink()
    build_watched(folder / "wire", store, (), None)
    assert settings_of_store(store) == known
    assert "same as http://www.wikidata.org/entity/Q42" in run("show", "Ostrel", "--store", store)


def test_an_option_that_is_given_counts_and_a_whole_build_begins_with_the_defaults(folder):
    run("build", "--add", folder / "b.txt", "--store", folder / "store", "--certain", "0.5")
    assert settings_of_store(folder / "store").certain == 0.5
    run("build", folder / "wire", "--store", folder / "store")
    assert settings_of_store(folder / "store") == Settings() == settings_of_store(folder / "none")


def test_a_list_of_the_store_that_is_gone_is_named(folder):
    (folder / "mine.csv").unlink()
    said = run("build", "--add", folder / "b.txt", "--store", folder / "store")
    assert said.startswith("1 ")
    assert f"{folder / 'mine.csv'}: the store was built with it, and it is gone" in said
