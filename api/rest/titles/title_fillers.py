"""What fills the roles of an event, in the words of its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.api import models
from kg.api.rest.filters import is_in
from kg.api.tables.open_build import Graph
from kg.query.phrases.edge_words import names_event, opening_words, pronouns
from kg.query.phrases.number import is_plural
from kg.query.phrases.title_words import title_words
from kg.records import PLACE_TYPES

POSITION = "position"
OBJECTIVE = {"we": "us", "i": "me"}  # the pronouns of fillers; others name nobody and are left out
LISTED = 2  # names of a role; of more, the others are counted
LONGEST = 70  # characters of a filler
FEWEST = 3  # words of a quotation that stands for a clause
QUOTES = "\"“”«»'‘’ ,"
MARKS = re.compile('["“”«»]')
POSSESSIVE = re.compile(r"['’] ?s ")
PAIRED = re.compile('[^"“”«»]*(?:(?:"[^"]*"|“[^”]*”|«[^»]*»)[^"“”«»]*)*')
QUOTED = re.compile(r"^\s*[\"“«]|[\"”»]\s*[.,]?\s*$")
SINGLE = re.compile(
    r"(?<!\w)['‘](?=\w)"
)  # opens a quotation; one that ends it stands behind a word, as an apostrophe may
SINGLE_END = re.compile(r"(?<=[\w.,!?])['’](?!\w)")
BEGUN = re.compile('\\s*["“«](?P<words>[^"“”«»]*)(?P<mark>["“”«»])(?P<rest>.*)', re.DOTALL)
BEFORE_END = re.compile('[,;. ]+(?=["”»]$)')
FIRST_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Filler:
    """The filler of a role in words; `source` are those of its sentence, `entity` its id."""

    text: str
    source: str
    is_named: bool
    is_plural: bool
    is_group: bool
    is_place: bool
    is_text: bool  # only words, such as a clause
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the graph says of an event or state, for its title; `post` is the title of a position or relative."""

    factuality: str
    participants: Sequence[models.Participant]
    quantities: Sequence[models.Quantity]
    disputed: bool
    post: str | None


def fillers_by_role(
    graph: Graph, participants: Sequence[models.Participant], article: str
) -> dict[str, list[Filler]]:
    """What fills each role: those with a name, or else the one that says most. No pronouns.

    `article` is the id of the article whose words an event that fills a role has.
    """
    ids = [each.entity.id for each in participants if each.entity]
    where, values = is_in("id", ids)
    rows = graph.table.rows(f"SELECT id, named FROM entity WHERE {where}", values)
    named = {id: bool(value) for id, value in rows}
    by_role: dict[str, list[Filler]] = {}
    for each in participants:
        word = _trigger(graph, each.event.id, article) if each.event else None
        filler = _filler(each, bool(each.entity and named.get(each.entity.id, False)), word)
        if filler is not None:
            by_role.setdefault(each.role, []).append(filler)
    return {role: fillers if role == POSITION else _telling(fillers) for role, fillers in by_role.items()}


def _filler(participant: models.Participant, is_named: bool, word: str | None) -> Filler | None:
    """`word` is the trigger of an event that fills a role, as the article has it."""
    text = participant.text
    if participant.entity and is_named:
        text = participant.entity.label
    elif participant.entity and text.lower() in pronouns():
        text = _with_article(participant.entity.label)
    if participant.entity and text.lower() in pronouns():
        return None
    if participant.event:
        text = f"the {word or participant.event.label.partition(':')[0].lower()}"
    elif not is_named:
        text = _unnamed(text, is_text=participant.entity is None)
    if not text:
        return None
    is_text = participant.entity is None and participant.event is None
    is_group = bool(participant.entity and participant.entity.type == "Group")
    return Filler(
        text=_worded(text) if is_text else _paired(shortened(text)),
        source=word or participant.text,
        is_named=is_named,
        is_plural=is_group or is_plural(text, is_name=is_named),
        is_group=is_group,
        is_place=participant.entity is not None and participant.entity.type in PLACE_TYPES,
        is_text=is_text,
        entity=participant.entity.id if participant.entity else None,
    )


def _unnamed(text: str, *, is_text: bool) -> str:
    """The words of a sentence for what has no name, within a title; "" if they say nothing."""
    text = text if is_text else title_words().demonstrative.sub("the ", text)
    if text.lower() in pronouns() or not any(letter.isalpha() for letter in text):
        return ""
    if is_text and title_words().unfinished.match(text):
        return ""
    first = FIRST_WORD.match(text)
    is_opening = first is not None and first[0].lower() in opening_words() and first[0] != "I"
    return text[0].lower() + text[1:] if is_opening and not (is_text and _quoted(text)) else text


def _trigger(graph: Graph, event: str, article: str) -> str | None:
    rows = graph.table.rows(
        'SELECT "trigger" FROM claim WHERE event = ? AND article = ? ORDER BY id LIMIT 1', [event, article]
    )
    word = next((str(word) for (word,) in rows), "")
    return word.lower() if word and names_event(word) else None


def _with_article(label: str) -> str:
    """The label of somebody without a name, to whom a pronoun refers: "the spokesman"."""
    is_whole = label.lower().partition(" ")[0] in opening_words() or is_plural(label)
    return label if is_whole or POSSESSIVE.search(label) else f"the {label}"


def _telling(fillers: list[Filler]) -> list[Filler]:
    named = [filler for filler in fillers if filler.is_named]
    return named or [max(fillers, key=lambda filler: (filler.is_group, len(filler.text)))]


def _worded(text: str) -> str:
    """A clause; a quotation with both of its marks."""
    quoted = _quoted(text)
    return f"“{shortened(quoted)}”" if quoted else _paired(shortened(text.rstrip(" ,;")))


def _quoted(text: str) -> str:
    """What a clause quotes, if it does so from its beginning or as a whole; "" of one that quotes some words."""
    if title_words().report.match(text) or not QUOTED.search(text):
        return ""
    inner = text.strip(QUOTES)
    begun = BEGUN.match(text)
    if begun is None:
        return "" if MARKS.search(inner) else inner
    words, mark = begun["words"], begun["mark"]
    ends = mark in "”»" or (mark == '"' and bool(re.search(r"(?:\S|[.,?!]\s)$", words)))
    if not ends:  # a quotation within one
        return MARKS.sub("", inner)
    is_whole = not begun["rest"].strip(QUOTES + ".")
    return words.strip(QUOTES) if is_whole or len(words.split()) >= FEWEST else ""


def _paired(text: str) -> str:
    """Words without quotation marks if one of a pair is missing."""
    if len(SINGLE.findall(text)) > len(SINGLE_END.findall(text)):
        text = SINGLE.sub("", text)
    paired = text if PAIRED.fullmatch(text) else MARKS.sub("", text).replace("  ", " ").strip()
    return BEFORE_END.sub("", paired)


def shortened(text: str) -> str:
    """Words up to a length, with "…" for those left out."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;: ") + " …"


def listed(fillers: Sequence[Filler]) -> str:
    """The words of fillers: "A, B and 3 others"."""
    return _list([filler.text for filler in fillers])


def listed_objects(fillers: Sequence[Filler]) -> str:
    """The same behind a verb or preposition: "forced *us* to leave"."""
    return _list([OBJECTIVE.get(filler.text.lower(), filler.text) for filler in fillers])


def _list(names: Sequence[str]) -> str:
    if len(names) > LISTED + 1:
        return f"{', '.join(names[:LISTED])} and {len(names) - LISTED} others"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
