"""The mentions of an article: names, nouns that refer to somebody or something, and personal pronouns."""

from __future__ import annotations

from kg.entities.name_mentions import find_names
from kg.entities.noun_mentions import find_common
from kg.grammar.parsed import Parsed
from kg.records import Mention


def find_mentions(parsed: Parsed) -> tuple[Mention, ...]:
    """All mentions in text order, one per head token.

    A noun's text is its phrase without what follows the noun. A title before a name and a noun that describes the
    name after it ("opposition leader Ali Bek") are no mentions.
    """
    names, in_names = find_names(parsed)
    by_head = {mention.head: mention for mention in names}
    for token in range(len(parsed.doc)):
        mention = None if token in in_names else find_common(parsed, token, in_names)
        if mention:
            by_head[token] = mention
    return tuple(sorted(by_head.values(), key=lambda mention: (mention.begin, mention.end)))
