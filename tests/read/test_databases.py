"""Exports of Nexis, Factiva and ProQuest: each article by itself, with its headline, publisher and day; Word files."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kg.read.files import read_articles
from kg.records import RawArticle, Skipped
from tests.pdf_file import pdf

ONE = "The river Orrin burst its banks on Saturday and three people were killed, the mayor of Halden said."
TWO = "Soldiers brought 200 people to safety, and more rain was expected along the coast by the evening."
THREE = "A court in Marnek sentenced the former harbour master to four years in prison for taking bribes."
HEADLINE = "Flood in Halden kills three"
DAYS = [date(2024, 3, 2), date(2024, 3, 4)]

UNI = f"""Date and Time: Monday, 4 March 2024 09:31:00 CET
Job Number: 00000001
1. Flood in Halden kills three
Search Terms: Halden

Flood in Halden kills three
Halden Post(Coast)
March 2, 2024 Saturday 9:20 AM GMT

Copyright 2024 Halden Post All Rights Reserved

Section: NEWS; Pg. 3
Length: 34 words
Byline: Ada Lunt
Highlight: The worst flood in forty years
Body

{ONE}

{TWO}

Load-Date: March 3, 2024

End of Document

Harbour master jailed for bribes
Marnek Times
March 4, 2024 Monday

Section: COURTS
Length: 17 words
Dateline: MARNEK
Body

{THREE}

Classification

Language: English

Subject: BRIBERY (90%)

End of Document
"""
CLASSIC = f"""Download Request: Selected Items: 1-2

                               1 of 2 DOCUMENTS


                             Halden Post (Coast)

                            March 2, 2024 Saturday
                            Late Edition - Final

Flood in Halden kills three

BYLINE: Ada Lunt

SECTION: NEWS; Pg. 3

LENGTH: 34 words

HIGHLIGHT: The worst flood
in forty years

BODY:
   {ONE}

   {TWO}

LOAD-DATE: March 3, 2024

LANGUAGE: ENGLISH

                        Copyright 2024 Halden Post
                            All Rights Reserved

                               2 of 2 DOCUMENTS

                                 Marnek Times

                             March 4, 2024 Monday

Harbour master jailed for bribes

LENGTH: 17 words

{THREE}

LOAD-DATE: March 4, 2024
"""
DISPLAYED = f"""News
Flood in Halden kills three
By Ada Lunt
34 words
2 March 2024
09:20
Halden Post
HALPO
English
Copyright 2024 Halden Post. All rights reserved.

{ONE}

{TWO}

Document HALPO00020240302ek3200001

Harbour master jailed for bribes
17 words
4 March 2024
Marnek Times
MARTI
3
English
(c) 2024 Marnek Times

{THREE}

Document MARTI00020240304ek3400002
"""
CODED = f"""SE\tNews
HD\tFlood in Halden kills three
BY\tAda Lunt
WC\t34 words
PD\t2 March 2024
SN\tHalden Post
LA\tEnglish
CY\tCopyright 2024 Halden Post
LP\t
{ONE}
TD\t
{TWO}

NS\tcdis : Disasters
AN\tDocument HALPO00020240302ek3200001

HD  Harbour master jailed for bribes
WC  17 words
PD  4 March 2024
SN  Marnek Times
LP  {THREE}
AN  Document MARTI00020240304ek3400002
"""
PROQUEST = f"""Report Information from ProQuest
4 March 2024

Document 1 of 2

Flood in Halden kills three

Author: Lunt, Ada

Publication info: Halden Post ; Halden [Halden]02 Mar 2024: 3.

Abstract: The worst flood in forty years.

Full text:

{ONE}

{TWO}

Credit: Ada Lunt

Subject: Floods

Title: Flood in Halden kills three

Publication title: Halden Post; Halden

Publication date: Mar 2, 2024

ProQuest document ID: 2931000001

Copyright: Copyright Halden Post Mar 2, 2024

Document 2 of 2

Harbour master jailed for bribes

Full text: {THREE}

Publication title: Marnek Times

Publication date: Mar 4, 2024

ProQuest document ID: 2931000002

Database copyright 2024 ProQuest LLC. All rights reserved.
"""
EXPORTS = {
    "Nexis Uni": UNI,
    "LexisNexis": CLASSIC,
    "Factiva": DISPLAYED,
    "Factiva with codes": CODED,
    "ProQuest": PROQUEST,
}


def word_file(*paragraphs: str, name: str = "word/document.xml") -> bytes:
    rows = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, f'<w:document xmlns:w="{space}"><w:body>{rows}</w:body></w:document>')
    return packed.getvalue()


def read(folder: Path, name: str, data: bytes | str) -> list[RawArticle | Skipped]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_articles([folder / name]))


FORMS = [(database, form) for database in EXPORTS for form in ("txt", "rtf", "docx", "html", "pdf")]


NEVER = [("LexisNexis", "docx"), ("LexisNexis", "html")]


@pytest.mark.parametrize(("database", "form"), [each for each in FORMS if each not in NEVER])
def test_each_article_of_an_export_is_read_by_itself(tmp_path: Path, database: str, form: str) -> None:
    text = EXPORTS[database]
    if form == "pdf":
        pytest.importorskip("pypdf", reason="pypdf is not installed: pip install 'kg-news[pdf]'")
    data: dict[str, bytes | str] = {
        "txt": text,
        "rtf": "{\\rtf1 " + text.replace("\n", "\\par\n") + "}",
        "docx": word_file(*text.split("\n")),
        "html": "".join(f"<div>{line}</div>" for line in re.split(r"\n|\t|  ", text)),
        "pdf": pdf(text),
    }
    found = read(tmp_path, f"export.{form}", data[form])
    articles = [each for each in found if isinstance(each, RawArticle)]
    assert [each.source for each in found] == [f"export.{form}#article={n}" for n in (1, 2)]
    assert [each.headline for each in articles] == [
        "Flood in Halden kills three",
        "Harbour master jailed for bribes",
    ]
    assert [each.published for each in articles] == DAYS
    assert [(each.publisher or "").split(" (")[0] for each in articles] == ["Halden Post", "Marnek Times"]
    flood = [line.strip() for line in articles[0].text.splitlines() if line.strip()]
    assert flood[-2:] == [ONE, TWO] and flood[:-2] in ([], ["The worst flood in forty years"])
    assert articles[1].text == THREE


def test_an_article_about_such_documents_is_none(tmp_path: Path) -> None:
    text = f"{ONE}\n\nEnd of Document\n\n{TWO}\n\nThe report has 12 words\n\n1 of 3 DOCUMENTS\n"
    (found,) = read(tmp_path, "a.txt", text)
    assert isinstance(found, RawArticle) and found.text == text


def test_a_part_without_text_is_named(tmp_path: Path) -> None:
    photo = CLASSIC.replace(THREE, "")
    found = read(tmp_path, "a.txt", photo)
    reason = "has the marks of an article of a press database, but no text"
    assert found[1] == Skipped("a.txt#article=2", reason)


def test_a_word_file_has_its_paragraphs_without_deleted_text(tmp_path: Path) -> None:
    deleted = f"{TWO}</w:t></w:r><w:del><w:r><w:delText>Nobody was saved.</w:delText></w:r></w:del><w:r><w:t>"
    (found,) = read(tmp_path, "a.docx", word_file(ONE, deleted))
    assert isinstance(found, RawArticle) and found.text == f"{ONE}\n\n{TWO}"


def test_a_hyphen_that_keeps_a_word_on_its_line_stays(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path, "a.docx", word_file("Non</w:t><w:noBreakHyphen/><w:t>stop ferries ran to Orla.")
    )
    assert found.text == "Non-stop ferries ran to Orla."


def test_a_box_in_a_word_file_is_read_once(tmp_path: Path) -> None:
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p><w:r><w:t>{TWO}</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    choice = f"<mc:AlternateContent {compatible}>{both}</mc:AlternateContent>"
    (found,) = read(tmp_path, "a.docx", word_file(f"{ONE}</w:t>{choice}<w:t>"))
    assert isinstance(found, RawArticle) and found.text == f"{ONE}\n\n{TWO}"


def test_a_table_of_figures_in_a_word_file_is_no_text(tmp_path: Path) -> None:
    """One whose cells are sentences arranges the page; the cells of the other are no paragraphs."""

    def cell(text: str) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    def table(*cells: str) -> str:
        return f"</w:t></w:r></w:p><w:tbl><w:tr>{''.join(map(cell, cells))}</w:tr></w:tbl><w:p><w:r><w:t>"

    (found,) = read(
        tmp_path, "a.docx", word_file(table("Ferry", "Saved", "Orla", "12"), table(ONE, "By Ada Falk"))
    )
    assert isinstance(found, RawArticle) and found.text.split() == [*ONE.split(), "By", "Ada", "Falk"]


def test_an_opendocument_text_has_its_paragraphs_without_comments(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text")
    )
    note = "<office:annotation><text:p>Ask the mayor.</text:p></office:annotation>"
    first = f"<text:p><text:span>{ONE[:9]}</text:span>{note}{ONE[9:]}</text:p>"
    body = f"<text:h>{HEADLINE}</text:h>{first}<text:p>{TWO}</text:p>"
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    (found,) = read_articles([tmp_path / "a.odt"])
    assert isinstance(found, RawArticle) and found.text == f"{HEADLINE}\n\n{ONE}\n\n{TWO}"


def test_word_files_in_a_zip_archive_are_read(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("one.txt", ONE)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.docx", word_file(ONE))
        archive.writestr("talk.pptx", word_file(ONE, name="ppt/presentation.xml"))
        archive.writestr("two.zip", inner.getvalue())
    found = list(read_articles([tmp_path / "a.zip"]))
    reasons = [each.reason if isinstance(each, Skipped) else each.text for each in found]
    assert reasons == [
        ONE,
        "is an Office file other than a text or workbook: save it as text, HTML or PDF",
        "is an archive inside an archive: unpack it first",
    ]
