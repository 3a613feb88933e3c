"""Excel workbooks (XLSX): each sheet is a table with a header line, each row an article."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from lxml import etree

from kg.read.field_map import FieldMap
from kg.read.guard import guarded
from kg.read.input_file import Articles, InputFile
from kg.read.nested_text import normalize_name
from kg.read.tables.tabular import Record, check_columns, record_table

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WORKBOOK = "xl/workbook.xml"
DAY_ZERO = date(1899, 12, 30)  # of the numbers that stand for days
DAYS = range(1, 80_000)


def read_workbook(file: InputFile, archive: zipfile.ZipFile) -> Articles:
    """Read the rows of all sheets, as "desk.xlsx#sheet=March,row=2"; a sheet without a column for the text is named."""
    texts = _shared_texts(file, archive)
    targets = {
        each.get("Id"): each.get("Target") for each in _root(file, archive, "xl/_rels/workbook.xml.rels")
    }
    for sheet in _root(file, archive, WORKBOOK).iter(f"{SHEET}sheet"):
        source = f"{file.name}#sheet={sheet.get('name')}"
        member = str(targets.get(sheet.get(LINK))).removeprefix("/xl/")
        yield from guarded(
            source, _sheet_articles(file, source, _rows(_root(file, archive, f"xl/{member}"), texts))
        )


def _sheet_articles(file: InputFile, source: str, rows: Iterator[tuple[str, dict[str, str]]]) -> Articles:
    filled = ((number, cells) for number, cells in rows if any(cells.values()))
    _, header = next(filled, ("", {}))
    if not header:
        return
    check_columns(list(header.values()), file.fields.texts, "its first row has")
    records = (
        Record(f"{source},row={number}", _item(cells, header, file.fields)) for number, cells in filled
    )
    yield from record_table(records, file)


def _item(cells: dict[str, str], header: dict[str, str], fields: FieldMap) -> dict[str, str]:
    days = set(map(normalize_name, fields.published))
    items = ((header[column], value) for column, value in cells.items() if header.get(column))
    return {name: _day(value) if normalize_name(name) in days else value for name, value in items}


def _day(value: str) -> str:
    """The day of a number of days, as workbooks store dates; any other value as it is."""
    number = re.fullmatch(r"(\d+)(?:\.\d+)?", value)
    return str(DAY_ZERO + timedelta(int(number[1]))) if number and int(number[1]) in DAYS else value


def _rows(sheet: Any, texts: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the number of each row, and its values by the letters of their columns."""
    for row in sheet.iter(f"{SHEET}row"):
        yield (
            row.get("r") or "",
            {re.sub(r"\d", "", c.get("r") or ""): _value(c, texts) for c in row.iter(f"{SHEET}c")},
        )


def _value(cell: Any, texts: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{SHEET}v") or ""
    return texts[int(value)] if cell.get("t") == "s" else value


def _shared_texts(file: InputFile, archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells refer to by number."""
    member = "xl/sharedStrings.xml"
    return list(map(_text, _root(file, archive, member))) if member in archive.namelist() else []


def _text(item: Any) -> str:
    """The text of runs of one format each, without how it is pronounced."""
    runs = chain(
        item.iterfind(f"{SHEET}t"), item.iterfind(f"{SHEET}r/{SHEET}t"), item.iterfind(f"{SHEET}is//{SHEET}t")
    )
    return "".join(run.text or "" for run in runs)


def _root(file: InputFile, archive: zipfile.ZipFile, member: str) -> Any:
    data = file.read_member(archive, member)
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
