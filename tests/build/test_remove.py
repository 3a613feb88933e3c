"""None of the words of a removed article stays in the store, in its judgements, or in temporary folders."""

import random
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.build.judgements import FILE, read_judgements
from kg.build.rebuild import remove
from kg.cli.main import main
from kg.errors import JudgementError
from kg.records import Extraction
from kg.store.processes.command import environment
from kg.store.read_build import open_store
from kg.store.temporary import LockedDirectory
from tests.extractions import article, claim, entity, filler, meetings, mention, sentence
from tests.stores import build

pytestmark = pytest.mark.slow
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def visit(name: str, other: str, place: str, source: str) -> Extraction:
    """An article of one sentence: somebody met somebody."""
    text = f"{name} met {other} near {place}."
    where = sentence(text, text)
    entities = (
        entity("one", [mention(where, name, "Person")]),
        entity("other", [mention(where, other, "Person")]),
        entity("place", [mention(where, place, "Place")]),
    )
    fillers = [
        filler("agent", where, name, entity="one"),
        filler("patient", where, other, entity="other"),
        filler("place", where, place, entity="place"),
    ]
    told = claim("Meeting", where, "met", fillers)
    return Extraction(article(text, source=source, published=date(2024, 3, 6)), (where,), entities, (told,))


def files_with(folder: Path, *words: str) -> list[str]:
    """Names of the files that have one of the words, in any letters."""
    wanted = [word.casefold().encode() for word in words]
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in paths if any(word in path.read_bytes().lower() for word in wanted)]


def judge(store: Path, *arguments: str) -> None:
    done = CliRunner().invoke(
        main, [*arguments, "--by", "ana", "--store", str(store)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("seed", range(2))
def test_no_word_is_left_in_tables_where_rows_have_moved(tmp_path, seed):
    chance = random.Random(seed)

    def name(syllables: int) -> str:
        return "".join(chance.choices(SYLLABLES, k=syllables)).capitalize()

    known = [f"{name(3)} {name(4)}" for _ in range(8)]
    others = [visit(name(5), chance.choice(known), name(6), f"{number}.txt") for number in range(30)]
    gone = visit("Quixwold Yxquarth", known[0], "Wyxqueham", "gone.txt")
    for number in (20, 26, 30):  # rows move as others are added
        build(tmp_path, [*others[:number], gone])
    assert len(files_with(tmp_path, "quixwold", "yxquarth", "wyxqueham")) > 5
    remove(tmp_path, "gone.txt")
    assert files_with(tmp_path, "quixwold", "yxquarth", "wyxqueham") == []


@pytest.fixture
def store(tmp_path):
    shared = [visit("Ana Wyxqueham", "Bo Dahl", "Orrin", f"{number}.txt") for number in "12"]
    gone = visit("Ana Quixwold", "Bo Dahl", "Orrin", "gone.txt")
    build(tmp_path / "store", [*shared, gone, visit("Lena Sorb", "Mara Teg", "Brack", "3.txt")])
    return tmp_path / "store"


def test_judgements_about_other_articles_stay_and_those_about_it_go(store):
    judge(store, "same", "Ana Quixwold", "Ana Wyxqueham")
    judge(store, "different", "Lena Sorb", "Bo Dahl")
    judge(store, "different", "Ana Quixwold", "Lena Sorb")
    judge(store, "reject", "Ana Quixwold met Bo Dahl", "--why", "checked")
    judge(store, "accept", "Lena Sorb met Mara Teg")
    remove(store, "gone.txt")
    assert files_with(store, "quixwold") == []
    kept = [
        (each.verb, *(side.label.partition(":")[0] for side in each.sides)) for each in read_judgements(store)
    ]
    assert ("different", "Lena Sorb", "Bo Dahl") in kept
    assert [verb for verb, *_ in kept] == ["different", "different", "accept"]


def test_an_article_is_removed_by_its_web_address(tmp_path):
    gone, kept = (
        visit("Ana Quixwold", "Bo Dahl", "Orrin", "1.html"),
        visit("Lena Sorb", "Mara Teg", "Brack", "2.html"),
    )
    pages = [
        replace(each, article=replace(each.article, url=f"https://post.example/{n}"))
        for n, each in enumerate((gone, kept))
    ]
    build(tmp_path, pages)
    with pytest.raises(JudgementError, match="no article is called 'https:"):
        remove(tmp_path, "https://post.example/7")
    assert remove(tmp_path, "https://post.example/0").file == "1.html"
    assert files_with(tmp_path, "quixwold") == [] and files_with(tmp_path, "sorb") != []


def test_a_build_without_judgements_about_the_article_keeps_their_file(store):
    judge(store, "accept", "Lena Sorb met Mara Teg")
    before = (store / "judgements" / FILE).read_bytes()
    remove(store, "gone.txt")
    assert (store / "judgements" / FILE).read_bytes() == before


def test_a_build_that_is_still_read_is_named_and_goes_with_its_last_reader(store):
    with open_store(store):
        done = CliRunner().invoke(main, ["remove", "gone.txt", "--store", str(store)])
        assert "build-1 still has the article" in done.stderr and done.exit_code == 0
        with open_store(store) as new:
            assert new.path.name == "build-2"
    assert not (store / "build-1").exists()
    assert files_with(store, "quixwold") == []


LEFT = """
import os, signal, sys
from kg.store.temporary import LockedDirectory
folder = LockedDirectory("base")
open(os.path.join(folder.name, "words"), "w").write("Quixwold")
print(folder.name, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_temporary_folders_of_killed_processes_go_with_the_next_build(store, monkeypatch, tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    done = subprocess.run(
        [sys.executable, "-c", LEFT],
        env={**environment(), "TMPDIR": str(temporary)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    left = Path(done.stdout.strip())
    assert done.returncode == -signal.SIGKILL and left.parent == temporary and (left / "words").exists()
    (temporary / "kg-base-other").mkdir()  # of something else: it has no lock
    with LockedDirectory("base") as used:
        remove(store, "gone.txt")
        assert {path.name for path in temporary.iterdir()} == {"kg-base-other", Path(used).name}
    assert [path.name for path in temporary.iterdir()] == ["kg-base-other"]


def test_nothing_is_removed_of_a_store_that_is_unchanged(tmp_path):
    build(tmp_path, [meetings(1, sentences=1)])
    with open_store(tmp_path):
        pass
    assert (tmp_path / "build-1").exists()
