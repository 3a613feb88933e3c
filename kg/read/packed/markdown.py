"""Markdown, with the fields that site generators keep in front of it."""

import re
import tomllib
from datetime import date
from typing import Any

import yaml

from kg.read.encodings import decode
from kg.read.field_map import field_values, with_fields
from kg.read.input_file import Articles, InputFile, sha256
from kg.read.packed.feeds import headline_first
from kg.read.pages.page_tree import find_blocks, parse_html
from kg.read.pages.web_pages import blog_articles
from kg.records import RawArticle, Skipped

FRONT = re.compile(
    r"\ufeff?(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<fields>\s*[\w-]+\s*[:=].{0,20000}?)"
    r"\r?\n(?:(?P=mark)|\.\.\.)[ \t]*(?:\r?\n|$)",
    re.DOTALL,
)
FIELD = re.compile(r"([\w-]+)[ \t]*[:=][ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)

# of site generators: {{ variables }}, {% tags %}, {{< short codes >}}
TEMPLATE = re.compile(r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}")


def read_markdown(file: InputFile) -> Articles:
    """Read a Markdown file as one article; its front matter (YAML, TOML) has headline, date and address."""
    from markdown_it import MarkdownIt

    data = file.read_all()
    text = decode(data)
    front = FRONT.match(text)
    fields = _fields(front) if front else {}
    # without blocks of code by indentation: in a text file they are paragraphs
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")
    html = parser.render(TEMPLATE.sub("", text[front.end() :] if front else text))
    blocks = [
        b.text
        for b in find_blocks(parse_html(f"<div>{html}</div>"))
        if b.element.tag not in ("pre", "td", "th")
    ]
    values = field_values(fields | {"text": None}, file.fields)
    article = RawArticle(file.name, sha256(data), "\n\n".join(blocks))
    read = headline_first(with_fields(article, values, file.dates))
    yield from [read] if isinstance(read, Skipped) else blog_articles(read, file.dates)


def _fields(front: re.Match[str]) -> dict[str, Any]:
    """The fields of front matter; of one that is not valid, those of its lines that have the form of a field."""
    try:
        if front["mark"] == "+++":
            fields = tomllib.loads(front["fields"].replace("\r\n", "\n"))
        else:
            fields = yaml.load(front["fields"], yaml.BaseLoader)  # makes texts and nothing else
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        return dict(FIELD.findall(front["fields"]))
    if not isinstance(fields, dict):
        return {}
    return {name: str(value) if isinstance(value, date) else value for name, value in fields.items()}
