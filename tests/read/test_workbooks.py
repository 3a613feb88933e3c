"""Excel workbooks with one article a row."""

import zipfile
from datetime import date
from pathlib import Path

from kg.read.files import read_articles
from kg.records import RawArticle, Skipped

ONE = "The river Orrin burst its banks on Saturday and three people were killed, the mayor of Halden said."
TWO = "Soldiers brought 200 people to safety, and more rain was expected along the coast by the evening."
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shared(*numbers: int) -> str:
    return "".join(f'<c r="{"ABC"[at]}1" t="s"><v>{number}</v></c>' for at, number in enumerate(numbers))


def workbook(path: Path, *sheets: str) -> None:
    numbers = range(1, len(sheets) + 1)
    entries = "".join(f'<sheet name="Day {n}" r:id="r{n}"/>' for n in numbers)
    links = "".join(f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
    texts = ("Headline", "Date", "Full text", "Flood in Halden", "Topic")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.xml", f'<workbook {SPACE} xmlns:r="{LINKS}"><sheets>{entries}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr(
            "xl/sharedStrings.xml",
            f"<sst {SPACE}>{''.join(f'<si><r><t>{t}</t></r></si>' for t in texts)}</sst>",
        )
        for number, rows in zip(numbers, sheets, strict=True):
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>",
            )


def test_each_row_is_an_article_and_a_sheet_without_texts_is_named(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{shared(0, 1, 2)}</row><row r="2"/>'
        f'<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3"><v>45353</v></c>'
        f'<c r="C3" t="inlineStr"><is><t>{ONE}</t></is></c></row>'
        f'<row r="4"><c r="B4" t="str"><v>2024-03-03</v></c><c r="C4" t="str"><v>{TWO}</v></c></row>'
    )
    workbook(tmp_path / "a.xlsx", rows, f'<row r="1">{shared(4)}</row>')
    first, second, other = read_articles([tmp_path / "a.xlsx"])
    assert isinstance(first, RawArticle) and isinstance(second, RawArticle)
    assert (first.source, first.text, first.headline, first.published) == (
        "a.xlsx#sheet=Day 1,row=3",
        ONE,
        "Flood in Halden",
        date(2024, 3, 2),
    )
    assert (second.text, second.published) == (TWO, date(2024, 3, 3))
    assert isinstance(other, Skipped) and other.source == "a.xlsx#sheet=Day 2"
    assert other.reason.startswith("has no column for the text; its first row has 'Topic'")
