"""`--memory`: sizes as people write them, and what a build takes of them."""

import pytest

from kg.build.extraction.memory import Memory
from kg.errors import KgError

GIB = 1 << 30


@pytest.mark.parametrize(
    ("text", "size"), [("4G", 4 * GIB), ("1500M", 1500 << 20), ("2.5 GiB", 5 * GIB // 2), ("1t", 1024 * GIB)]
)
def test_a_size_is_read(text, size):
    assert Memory.parse(text) == Memory(size)


@pytest.mark.parametrize("text", ["", "4", "4 gigs", "-4G", "500M", "0G", "much"])
def test_a_bad_size_gets_one_line_that_says_what_would_be_right(text):
    with pytest.raises(KgError) as error:
        Memory.parse(text)
    assert str(error.value) == f"--memory: '{text}' is no size of at least 1G: write 4G or 1500M"


@pytest.mark.parametrize(
    ("size", "wanted", "processes"), [(1, 8, 1), (2, 8, 2), (8, 8, 8), (8, 64, 11), (8, 3, 3)]
)
def test_as_many_processes_read_as_there_is_room_for(size, wanted, processes):
    assert Memory(size * GIB).processes(wanted) == processes


def test_without_a_limit_nothing_changes():
    assert (Memory.parse(None).processes(64), Memory().cache_share) == (64, 1.0)


def test_caches_grow_with_the_memory_within_bounds():
    shares = [Memory(size << 20).cache_share for size in (1024, 1524, 2548, 10 << 10)]
    assert shares == [pytest.approx(524 / 1024), pytest.approx(1.0), pytest.approx(2.0), 4.0]
