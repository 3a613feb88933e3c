"""Parquet files: a row is an article, as in CSV."""

import gzip
import io
import sys
from datetime import UTC, date, datetime

import pytest

from kg.read.files import read_articles
from kg.records import RawArticle, Skipped

TEXT = "The river Orrin burst its banks on Saturday and three people were killed, the mayor of Halden told reporters."


def parquet(**columns):
    """The bytes of a file with these columns; of one without columns if there are none."""
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow: pip install '.[parquet]'")
    pq = pytest.importorskip("pyarrow.parquet")
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def read(path, data, name="wire.parquet"):
    (path / name).write_bytes(data)
    return list(read_articles([path / name]))


def test_each_row_is_an_article_with_its_fields(tmp_path):
    data = parquet(
        body=[TEXT, TEXT.replace("three", "four")],
        title=["Flood in Halden", None],
        published=[datetime(2024, 3, 2, 10, tzinfo=UTC), datetime(2024, 3, 3, 10, tzinfo=UTC)],
        image=[b"\x00", b"\xff"],
        vector=[[0.5], [1.5]],
    )
    first, second = read(tmp_path, data)
    assert isinstance(first, RawArticle) and isinstance(second, RawArticle)
    assert (first.source, first.headline, first.text) == ("wire.parquet#row=1", "Flood in Halden", TEXT)
    assert (second.source, second.published) == ("wire.parquet#row=2", date(2024, 3, 3))


def test_vectors_and_bytes_beside_an_article_do_not_change_it(tmp_path):
    with_more = parquet(text=[TEXT], image=[b"\x00"], vector=[[0.5]])
    (one,), (other,) = read(tmp_path, parquet(text=[TEXT])), read(tmp_path, with_more)
    assert one == other


def test_days_and_nanoseconds_are_dates_of_publication(tmp_path):
    pa = pytest.importorskip("pyarrow")
    nanoseconds = pa.array([1709374261000000123], pa.timestamp("ns"))
    for column in (nanoseconds, [date(2024, 3, 2)], ["2024-03-02"]):
        (found,) = read(tmp_path, parquet(text=[TEXT], date=column))
        assert isinstance(found, RawArticle) and found.published == date(2024, 3, 2), column


def test_a_file_is_known_by_its_first_bytes_and_may_be_compressed(tmp_path):
    data = parquet(text=[TEXT])
    (named,), (packed,) = read(tmp_path, data, "wire.txt"), read(tmp_path, gzip.compress(data), "wire.gz")
    assert isinstance(named, RawArticle) and isinstance(packed, RawArticle)
    assert named.text == packed.text == TEXT


def test_nested_paragraphs_are_the_text(tmp_path):
    (found,) = read(tmp_path, parquet(paragraphs=[[TEXT, "The bridge is closed."]]))
    assert isinstance(found, RawArticle) and found.text == f"{TEXT}\n\nThe bridge is closed."


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda data: data[: len(data) // 2], "is a Parquet file that cannot be read"),
        (lambda data: parquet(corps=[TEXT]), "has no column for the text; it has 'corps': rename one to"),
    ],
    ids=["damaged", "other columns"],
)
def test_what_cannot_be_read_is_skipped_with_the_reason(change, words, tmp_path):
    (found,) = read(tmp_path, change(parquet(text=[TEXT])))
    assert isinstance(found, Skipped) and words in found.reason and "\n" not in found.reason


def test_without_pyarrow_a_line_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (found,) = read(tmp_path, b"PAR1")
    assert found == Skipped(
        "wire.parquet", "is a Parquet file: run pip install 'kg-news[parquet]' to read it"
    )
