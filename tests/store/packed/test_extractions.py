"""Stored extractions: they come back as they were, damage costs only what is damaged, and what goes leaves no word."""

import json
import shutil
import sys
from contextlib import closing
from dataclasses import replace
from io import FileIO
from pathlib import Path

import pytest

import kg.store.packed.extractions
from kg.errors import StoreError
from kg.records import Extraction, RawArticle, counts_of
from kg.store.packed.extractions import Extractions
from tests.extractions import article, meetings, raw, small

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SEVERAL = [small(), *(meetings(number) for number in range(1, 5))]


def stored(folder: Path, *extractions: Extraction, made_by: str = "m") -> list[str]:
    """Stores extractions, and returns their keys."""
    store = Extractions(folder, made_by)
    keys = [store.put(raw(each.article), each) for each in extractions]
    store.close()
    return keys


def lines(folder: Path) -> str:
    """What Zstandard's own tools make of all packs."""
    return "".join(zstd.decompress(path.read_bytes()).decode() for path in sorted(folder.rglob("*.zst")))


def readable(folder: Path, keys: list[str]) -> list[bool]:
    """Which extractions can be read, by a new process each."""
    found = []
    for key in keys:
        try:
            Extractions(folder, "m").read(key)
        except StoreError:
            found.append(False)
        else:
            found.append(True)
    return found


def test_an_extraction_comes_back_as_it_was(tmp_path):
    keys = stored(tmp_path, *SEVERAL)
    again = Extractions(tmp_path, "m")
    assert [again.read(key) for key in keys] == SEVERAL
    assert [again.counts(key) for key in keys] == list(map(counts_of, SEVERAL))


@pytest.mark.parametrize(
    "made_by, change",
    [("model 2", {}), ("model 1", {"sha256": "0" * 64}), ("model 1", {"headline": "Other"})],
    ids=["another model", "other bytes", "another field"],
)
def test_what_was_made_otherwise_is_not_found(tmp_path, made_by, change):
    stored(tmp_path, small(), made_by="model 1")
    other: RawArticle = replace(raw(small().article), **change)
    again = Extractions(tmp_path, made_by)
    assert again.counts(again.key(other)) is None


def test_many_articles_are_one_file_of_json_lines(tmp_path):
    stored(tmp_path, *SEVERAL)
    assert len(list(tmp_path.iterdir())) == 1
    assert len([json.loads(line) for line in lines(tmp_path).splitlines()]) == len(SEVERAL)


def test_a_pack_is_named_by_its_bytes_and_storing_again_adds_nothing(tmp_path):
    for folder in ("a", "b", "b"):
        stored(tmp_path / folder, *SEVERAL)
    (one,), (other,) = ([*(tmp_path / folder).iterdir()] for folder in "ab")
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


def test_what_a_killed_process_stored_is_read(tmp_path):
    with closing(Extractions(tmp_path / "killed", "m")) as store:
        keys = [store.put(raw(each.article), each) for each in SEVERAL]
        shutil.copytree(tmp_path / "killed", tmp_path / "left")
    assert readable(tmp_path / "left", keys) == [True] * 5
    (pack,) = (tmp_path / "left").iterdir()
    pack.write_bytes(pack.read_bytes()[:-1])
    assert readable(tmp_path / "left", keys) == [True] * 4 + [False]


@pytest.mark.parametrize("byte", range(0, 3_000, 97))
def test_a_damaged_byte_costs_no_more_than_what_follows_in_its_pack(tmp_path, byte):
    keys = stored(tmp_path, *SEVERAL)
    (pack,) = tmp_path.iterdir()
    data = bytearray(pack.read_bytes())
    data[byte % len(data)] ^= 8
    pack.write_bytes(data)
    found = readable(tmp_path, keys)
    assert found.count(False) in (1, len(found) - found.index(False))
    assert [Extractions(tmp_path, "m").counts(key) is not None for key in keys] == found
    assert stored(tmp_path, *SEVERAL) == keys and readable(tmp_path, keys) == [True] * 5


def test_what_is_removed_leaves_no_word(tmp_path):
    keys = stored(tmp_path, *SEVERAL)
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "abcd.json").touch()  # of an older version
    store = Extractions(tmp_path, "m")
    assert "A raid in Quito" in lines(tmp_path)
    assert store.keep_only(keys[1:]) == 2
    assert "A raid in Quito" not in lines(tmp_path)
    assert [store.read(key) for key in keys[1:]] == SEVERAL[1:] and store.counts(keys[0]) is None
    assert readable(tmp_path, keys) == [False] + [True] * 4 and len(list(tmp_path.iterdir())) == 1


def test_many_small_packs_become_one(tmp_path):
    several = [meetings(number) for number in range(kg.store.packed.extractions.MOST_SMALL + 1)]
    keys = [key for each in several for key in stored(tmp_path, each)]
    Extractions(tmp_path, "m").keep_only(keys)
    assert len(list(tmp_path.iterdir())) == 1
    assert [Extractions(tmp_path, "m").read(key) for key in keys] == several


def test_a_full_pack_is_followed_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(kg.store.packed.extractions, "FULL", 100)
    keys = stored(tmp_path, *SEVERAL)
    assert len(list(tmp_path.iterdir())) == 5
    assert [Extractions(tmp_path, "m").read(key) for key in keys] == SEVERAL


class SmallDisk(FileIO):
    """A file on a disk that has room for no article with many sentences."""

    def write(self, data):
        return super().write(data[:4_000])


def test_a_disk_that_is_full_leaves_no_half_record(tmp_path, monkeypatch):
    monkeypatch.setattr(kg.store.packed.extractions, "FileIO", SmallDisk)
    with closing(Extractions(tmp_path, "m")) as store:
        keys = [store.put(raw(small().article), small())]
        long = article(" ".join(str(number) for number in range(5_000)))
        with pytest.raises(StoreError, match="the disk is full"):
            store.put(raw(long), Extraction(long, (), (), ()))
        keys.append(store.put(raw(meetings(1).article), meetings(1)))
        assert readable(tmp_path, keys) == [True, True]
    assert readable(tmp_path, keys) == [True, True]


def test_a_record_has_each_sentence_once(tmp_path):
    stored(tmp_path, small())
    # the article's text, and the sentence
    assert lines(tmp_path).count("A raid in Quito killed at least 12 people.") == 2
