"""Articles in XML and SGML: NITF, NewsML, NewsML-G2, collections, and others with elements for headline and text."""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

from kg.errors import ReadError
from kg.read.encodings import decode
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.packed.feeds import headline_first
from kg.read.pages.page_tree import find_blocks
from kg.read.tables.tabular import record_articles

# elements with one article, the outer ones first: NewsML-G2, NewsML, NITF, then names that publishers choose
UNITS = (
    ("newsitem",),
    ("nitf",),
    ("reuters",),
    ("article", "item", "entry", "doc", "document", "story", "record", "news", "post", "page"),
)
TEXT = (
    *("body.content", "inlinexml", "inlinedata", "datacontent", "articlebody", "bodytext", "body", "text"),
    *("content", "maintext", "fulltext", "story", "paragraphs"),
)
FIELDS = {
    "headline": ("hl1", "headline", "hedline", "title", "head"),
    "published": (
        *("date.issue", "date.release", "story.date", "contentcreated", "firstcreated", "versioncreated"),
        *(
            "dateandtime",
            "pubdate",
            "published",
            "datepublished",
            "date.publication",
            "pubdata",
            "date",
            "date1",
            "created",
        ),
    ),
    "publisher": ("provider", "publisher", "distributor", "creditline", "source"),
    "url": ("url", "link"),
    "language": ("language",),
}
# Attributes that hold the value of an empty element
VALUES = (
    "norm",
    "literal",
    "value",
    "date.publication",
    "tag",
    "when",
)
DATES = ("date", "published", "pubdate")  # attributes of an article
BESIDE = {
    "media",
    "media-caption",
    "figure",
    "figcaption",
    "caption",
    "td",
    "th",
}  # elements without running text
SGML = re.compile(rb"\s*(?:<!DOCTYPE\b[^<>]*>\s*)?<(?:DOC|REUTERS)\b")  # of TREC, Gigaword, Reuters-21578
DOCTYPE = re.compile(r"<!DOCTYPE\b[^<>]*>")
ENTITY = re.compile(r"&(?:(#?\w{1,12});)?")
CONTROL = re.compile(
    r"#(?:[0-8]|1[124-9]|2\d|3[01])"
)  # references that old wires begin and end their parts with
DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d[01]\d[0-3]\d(?!\d)"
)  # in the id of an article: "HPW_ENG_20240304.0001"
PARAGRAPHS = {"para": "p", "paragraph": "p", "par": "p", "block": "div", "hl2": "h2"}


def read_xml(file: InputFile) -> Articles:
    """Read the articles of an XML file. Raises ReadError for a kind that has none."""
    from lxml import etree

    data = file.read_all(CONTAINER_LIMIT)
    root = _root(data)
    for element in root.iter():
        if isinstance(element.tag, str):
            name = etree.QName(element).localname.lower()
            element.tag = PARAGRAPHS.get(name, name)
    units = list(_units(root))
    if not units:
        raise ReadError(
            f"is XML of a kind that is not read: '{root.tag}' has no element for the text of an article"
        )
    for number, unit in enumerate(units, 1):
        source = f"{file.name}#item={number}" if len(units) > 1 else file.name
        digest = sha256(data if len(units) == 1 else etree.tostring(unit))
        for article in record_articles(source, _record(unit), file, digest):
            yield headline_first(article)


def _root(data: bytes) -> Any:
    """The tree of XML, or of SGML as collections of news have it: elements without one around them."""
    from lxml import etree

    options: dict[str, bool] = {"resolve_entities": False, "no_network": True}
    parser = etree.XMLParser(**options, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        if not SGML.match(data):
            raise ReadError(f"is not valid XML: {error}") from error
    text = ENTITY.sub(_character, DOCTYPE.sub("", decode(data), count=1))
    lenient = etree.XMLParser(**options, recover=True, huge_tree=False)
    root = etree.fromstring(f"<collection>{text}</collection>".encode(), lenient)
    if root is None:
        raise ReadError("is not valid SGML")
    return root


def _character(entity: re.Match[str]) -> str:
    """A named entity as its character, and "&" in "AT&T" as a character; references that XML knows stay."""
    if entity[1] is None:
        return "&amp;"
    if CONTROL.fullmatch(entity[1]):
        return ""
    is_known = entity[1].startswith("#") or entity[1] in ("amp", "lt", "gt", "quot", "apos")
    return entity[0] if is_known else escape(unescape(entity[0]))


def _units(root: Any) -> Iterator[Any]:
    """Yield the elements with one article; the root if it is one itself."""
    for names in UNITS:
        units = [e for e in root.iter(*names) if _text_of(e)]
        # of nested ones the inner: <document> around each <article>
        outer = {ancestor for unit in units for ancestor in unit.iterancestors(*names)}
        inner = [unit for unit in units if unit not in outer]
        if inner:
            yield from inner
            return
    if _text_of(root):
        yield root


def _record(unit: Any) -> dict[str, str | None]:
    values = {name: _value(unit, names) for name, names in FIELDS.items()}
    day = DAY.search(unit.get("id") or "")
    marked = (unit.get(name) for name in DATES)
    published = values["published"] or next(filter(None, marked), None) or (day and day[0])
    return values | {"text": _text_of(unit), "published": published}


def _text_of(unit: Any) -> str:
    element = _first(unit, TEXT)
    if element is None:
        return ""
    if not len(element):  # its lines are the paragraphs
        return (element.text or "").strip()
    # in some NITF the lead stands alone, too
    whole = next((each for each in element.iter() if each.get("class") == "full_text"), element)
    return "\n\n".join(block.text for block in find_blocks(whole) if not _is_beside(block.element))


def _is_beside(element: Any) -> bool:
    return not BESIDE.isdisjoint(e.tag for e in (element, *element.iterancestors()))


def _value(unit: Any, names: Iterable[str]) -> str | None:
    element = _first(unit, names)
    if element is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    return text or next((element.get(name) for name in VALUES if element.get(name)), None)


def _first(unit: Any, names: Iterable[str]) -> Any:
    """The first element of the first name that occurs below a unit and is not empty."""
    for name in names:
        for element in unit.iter(name):
            if element is not unit and (element.attrib or "".join(element.itertext()).strip()):
                return element
    return None
