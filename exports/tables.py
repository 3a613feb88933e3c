"""The rows of `kg/query/rows.py` as a zip of tables: CSV to read in a spreadsheet, Parquet to compute with."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import IO, Any

from kg.errors import ExportError
from kg.query.rows import all_tables
from kg.store.read_build import Store

BATCH = 10_000  # rows in memory
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of the zip format; a fixed date makes the same store the same bytes
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UTF8_MARK = "\ufeff"  # without it, Excel opens a CSV file in the code page of the machine


def write_csv(store: Store, output: IO[bytes]) -> None:
    """CSV for spreadsheets: after a UTF-8 mark, and texts that look like formulas begin with an apostrophe."""
    with zipped(output) as files, all_tables(store) as tables:
        for name, (kind, rows) in tables.items():
            columns = [field.name for field in fields(kind)]
            values = map(attrgetter(*columns), rows())
            write_rows(files, f"{name}.csv", columns, values, mark=UTF8_MARK)


def write_parquet(store: Store, output: IO[bytes]) -> None:
    """Parquet with texts unchanged. Raises ExportError if pyarrow is not installed."""
    try:
        import pyarrow as pa  # an optional extra, 40 MB
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("parquet: needs pyarrow: pip install 'kg-news[exports]'") from error
    arrow = {"str": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    with zipped(output) as files, all_tables(store) as tables:
        for name, (kind, rows) in tables.items():
            schema = pa.schema([(each.name, arrow[each.type.partition(" ")[0]]) for each in fields(kind)])
            packed, found = io.BytesIO(), map(attrgetter(*schema.names), rows())
            with pq.ParquetWriter(packed, schema) as writer:
                while batch := [dict(zip(schema.names, row, strict=True)) for row in islice(found, BATCH)]:
                    writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            with new_file(files, f"{name}.parquet") as file:
                file.write(packed.getbuffer())


@contextmanager
def zipped(output: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as files:
        yield files


def new_file(files: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A new file of a zip; only one can be open at a time."""
    info = zipfile.ZipInfo(name, FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return files.open(info, "w", force_zip64=True)


def write_rows(
    files: zipfile.ZipFile,
    name: str,
    columns: Iterable[str],
    rows: Iterable[Iterable[Any]],
    *,
    mark: str = "",
) -> None:
    """A CSV file after RFC 4180, in UTF-8, after a mark for programs that would not expect UTF-8."""
    with new_file(files, name) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        text.write(mark)
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([cell(value) for value in row] for row in rows)


def cell(value: Any) -> Any:
    """A cell of a table, which is never a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
