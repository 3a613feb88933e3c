"""Parquet files: an article a row, as in CSV. Rows are read in batches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.errors import ReadError
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile
from kg.read.tables.tabular import Record, check_columns, record_table
from kg.records import Skipped

ROWS = 64  # of a batch; an article has some kilobytes


def read_parquet(file: InputFile) -> Articles:
    """Read a Parquet file, one article per row. Raises ReadError if pyarrow is not installed."""
    try:
        import pyarrow as pa  # an optional extra, 40 MB
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ReadError("is a Parquet file: run pip install 'kg-news[parquet]' to read it") from error
    try:
        table = pq.ParquetFile(_seekable(file))
        columns = [each.name for each in table.schema_arrow if _holds_text(each.type, pa.types)]
        wanted = (name.partition(".")[0].removesuffix("[]") for name in file.fields.texts)
        check_columns(columns, wanted, "it has")
        yield from record_table(_rows(table, columns, file), file)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise ReadError(f"is a Parquet file that cannot be read: {reason}") from error


def _seekable(file: InputFile) -> Any:
    """A stream with a position; what comes through a pipe, or is compressed as a whole, is read into memory."""
    return file.stream if file.stream.seekable() else io.BytesIO(file.read_all(CONTAINER_LIMIT))


def _holds_text(kind: Any, types: Any) -> bool:
    """Whether a column may be a field of an article: not bytes, and no vectors."""
    if types.is_list(kind) or types.is_large_list(kind):
        return not types.is_floating(kind.value_type)
    is_bytes = types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
    return not is_bytes and not types.is_fixed_size_list(kind)


def _rows(table: Any, columns: list[str], file: InputFile) -> Iterator[Record | Skipped]:
    number = 0
    for batch in table.iter_batches(ROWS, columns=columns, use_threads=False):
        for row in _in_microseconds(batch).to_pylist():
            number += 1
            yield Record(
                f"{file.name}#row={number}", {name: _as_in_json(value) for name, value in row.items()}
            )


def _in_microseconds(batch: Any) -> Any:
    """A batch whose times Python can hold; those of pandas are in nanoseconds."""
    import pyarrow as pa

    for place, column in enumerate(batch.schema):
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            times = batch.column(place).cast(pa.timestamp("us", column.type.tz), safe=False)
            batch = batch.set_column(place, column.name, times)
    return batch


def _as_in_json(value: Any) -> Any:
    """A date or a time as it is written in JSON; any other value as it is."""
    return value.isoformat() if isinstance(value, date) else value
