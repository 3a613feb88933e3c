"""Markdown, with the fields that site generators keep in front of it."""

import re

import yaml

from kg.errors import ReadError
from kg.read.encodings import decode
from kg.read.field_map import field_values, with_fields
from kg.read.input_file import Articles, InputFile, sha256
from kg.read.packed.feeds import headline_first
from kg.read.pages.page_tree import find_blocks, parse_html
from kg.records import RawArticle

FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)


def read_markdown(file: InputFile) -> Articles:
    """Read a Markdown file as one article; its front matter (YAML) gives headline, date, publisher and address."""
    from markdown_it import MarkdownIt

    data = file.read_all()
    text = decode(data)
    front = FRONT.match(text)
    fields = _fields(front[1]) if front else {}
    html = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(text[front.end() :] if front else text)
    )
    blocks = [
        b.text
        for b in find_blocks(parse_html(f"<div>{html}</div>"))
        if b.element.tag not in ("pre", "td", "th")
    ]
    values = field_values(fields | {"text": None}, file.fields)
    article = RawArticle(file.name, sha256(data), "\n\n".join(blocks))
    yield headline_first(with_fields(article, values, file.dates))


def _fields(front: str) -> dict[str, str]:
    try:
        fields = yaml.load(front, yaml.BaseLoader)  # makes texts and nothing else
    except (yaml.YAMLError, RecursionError) as error:
        raise ReadError(f"has front matter that is not YAML: {' '.join(str(error).split())[:120]}") from error
    return fields if isinstance(fields, dict) else {}
