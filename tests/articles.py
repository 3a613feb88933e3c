"""Articles of parses written by hand, with the names that a pipeline would find in them."""

from collections.abc import Mapping

from spacy.tokens import Span
from spacy.util import filter_spans

from kg.grammar.parsed import Parsed, join
from kg.records import Article, Section
from tests.marked import language
from tests.parses import parsed


def article(table: str, names: Mapping[str, str]) -> Parsed:
    """The parse of a table as one paragraph; `names` are words with their label, marked wherever they stand."""
    doc = parsed(table)
    words = [token.text for token in doc]
    spans = []
    for name, label in names.items():
        parts = name.split()
        for start in range(len(words) - len(parts) + 1):
            if words[start : start + len(parts)] == parts:
                spans.append(Span(doc, start, start + len(parts), label=label))
    doc.set_ents(filter_spans(spans))
    found = join(Article("a.txt", "", doc.text, ()), [(Section(0, len(doc.text), "body"), doc)], language())
    assert found is not None
    return found
