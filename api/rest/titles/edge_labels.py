"""Labels of edges, from the words of their claims: "telephoned", "was arrested in", "planned talks with"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.api.rest.filters import is_in
from kg.api.rest.titles.claim_texts import ClaimTexts
from kg.api.tables.ontology import ClassInfo
from kg.api.tables.open_build import Graph
from kg.api.tables.rows import EdgeRow
from kg.query.phrases.edge_words import (
    ACTS,
    ALONGSIDE,
    CIRCUMSTANCES,
    NOUN,
    STATE,
    UNDERGOING,
    Verb,
    circumstance_words,
    noun_beside,
    preposition_in,
    verb_words,
    were,
    with_preposition,
)
from kg.query.phrases.number import is_plural
from kg.query.phrases.prepositions import noun_preposition, subject_role, takes, verb_preposition
from kg.query.phrases.title_words import title_words

READ = 20  # claims of an edge that its label is made from, the latest
POST = re.compile(r"\b(holds|held) position$")


class ClaimWords(NamedTuple):
    """The words of a claim, the past forms of its predicate if that is a verb, and the title of its event."""

    id: str
    predicate: str
    trigger: str
    past: str | None
    participle: str | None
    title: str | None

    @property
    def may_be_noun(self) -> bool:
        """ "a visit to", "visits"."""
        return self.trigger in (self.predicate, f"{self.predicate}s")

    @property
    def verb(self) -> Verb | None:
        return Verb(self.predicate, self.past, self.participle) if self.past and self.participle else None


class EdgeLabel(NamedTuple):
    """The most frequent words of an edge, and the others."""

    label: str
    others: list[str]


def edge_labels(graph: Graph, rows: Sequence[EdgeRow]) -> Iterator[EdgeLabel]:
    """The label of each edge."""
    words = _words(graph, [id for row in rows for id in row.claim_ids.split()[:READ]])
    texts = ClaimTexts(graph)
    plural = _plural(graph, {row.source for row in rows})
    for row in rows:
        info = graph.ontology.info(row.event_class)
        found = [words[id] for id in row.claim_ids.split()[:READ] if id in words]
        labels = (_label(row, info, each, texts) for each in found)
        counts = Counter(were(label) if row.source in plural else label for label in labels)
        label, *others = [text for text, _ in counts.most_common()] or [info.label]
        yield EdgeLabel(label, others)


def _plural(graph: Graph, ids: Iterable[str]) -> set[str]:
    """Which of these entities are several, such as "more than a dozen boats" or a people."""
    where, values = is_in("id", sorted(ids))
    rows = graph.table.rows(f"SELECT id, label, type, named FROM entity WHERE {where}", values)
    return {id for id, label, type, named in rows if is_plural(label, is_name=named and type != "Group")}


def _words(graph: Graph, ids: Sequence[str]) -> dict[str, ClaimWords]:
    words: dict[str, ClaimWords] = {}
    for start in range(0, len(ids), 500):
        where, values = is_in("c.id", ids[start : start + 500])
        rows = graph.table.rows(
            'SELECT c.id, c.predicate, c."trigger", v.past, v.participle, e.title FROM claim c '
            f"LEFT JOIN verb v USING (class, predicate) LEFT JOIN event e ON e.id = c.event WHERE {where}",
            values,
        )
        words.update((row[0], ClaimWords._make(row)) for row in rows)
    return words


def _label(row: EdgeRow, info: ClassInfo, words: ClaimWords, texts: ClaimTexts) -> str:
    if row.relation == ACTS and info.shortcut_label and (info.is_state or not words.verb):
        return _shortcut(row, info, words)
    source, _, target = row.relation.partition("-")
    if source == ALONGSIDE and info.is_state:
        return ALONGSIDE
    if target and source in CIRCUMSTANCES and not info.is_state:
        return circumstance_words(source, info.label.lower(), row.factuality, target)
    if words.verb and not info.is_state:
        return _of_other_side(row, info, words, texts) or _of_verb(row, info, words, texts)
    relation = ALONGSIDE if source == ALONGSIDE else row.relation
    act = words.trigger or info.label.lower()
    if relation == ALONGSIDE:
        return noun_beside(act, row.factuality)
    return _noun(row, info, act, target or source)


def _of_verb(row: EdgeRow, info: ClassInfo, words: ClaimWords, texts: ClaimTexts) -> str:
    assert words.verb is not None
    source, _, target = row.relation.partition("-")
    undergoes = target == "undergoing" or (target and source in UNDERGOING)
    relation = ALONGSIDE if source == ALONGSIDE else row.relation
    factuality = texts.factuality(words.id, row.factuality)
    done = verb_words(words.verb, "patient" if undergoes else "agent", factuality)
    gap = texts.between(words.id, row.target) if relation != ALONGSIDE else None
    if gap is not None and words.may_be_noun and not _is_of_verb(gap, info, words):
        gap = None
    if gap is not None and relation == ACTS and info.symmetric and preposition_in(gap) == "by":
        return f"{done} with"  # of a passive, whose agents both are: "was signed by Venn and Arley"
    label = with_preposition(done, relation, target or source, gap)
    if gap is None and relation == ACTS:  # "agreed *with*" of two who agreed
        before = verb_preposition(info.name, words.verb.lemma, "patient")
        return f"{label} {before or ''}".strip()
    return label


def _of_other_side(row: EdgeRow, info: ClassInfo, words: ClaimWords, texts: ClaimTexts) -> str | None:
    """The words for an act that the verb tells from its other side: who buys what another "sold"."""
    assert words.verb is not None
    subject = subject_role(info.name, words.verb.lemma)
    source, _, target = row.relation.partition("-")
    if source == ALONGSIDE or subject == "patient":
        return None
    if row.relation == ACTS or not target:
        is_told = subject != "agent" and texts.is_behind(words.id, row.source)
        is_other = is_told or _is_other_side(row, words, texts)
        return _of_agent(row, info, words) if is_other else None
    if subject == "agent" or subject not in (source, target):
        return None
    if source == subject:
        return with_preposition(verb_words(words.verb, "agent", row.factuality), row.relation, target)
    return f"{verb_words(words.verb, 'patient', row.factuality)} by" if source == "patient" else None


def _of_agent(row: EdgeRow, info: ClassInfo, words: ClaimWords) -> str:
    """What an agent does in the word of its class: "bought", "acquisition from"."""
    if row.relation == ACTS:
        return _shortcut(row, info, words)
    return with_preposition(NOUN[row.factuality].format(info.label.lower()), row.relation, row.relation)


def _is_other_side(row: EdgeRow, words: ClaimWords, texts: ClaimTexts) -> bool:
    """Whether the agent follows its verb after "to" or "from", as who gave what another "won"."""
    gap = None if words.may_be_noun else texts.between(words.id, row.source)
    return gap is not None and preposition_in(gap) in ("from", "to")


def _is_of_verb(gap: str, info: ClassInfo, words: ClaimWords) -> bool:
    """Whether a verb has the preposition before its patient: "vote *for*", not "visit *to*"."""
    return takes(info.name, words.predicate, "patient", preposition_in(gap) or "")


def _noun(row: EdgeRow, info: ClassInfo, act: str, target_role: str) -> str:
    noun = NOUN[row.factuality].format(act)
    if row.relation == ACTS:
        return _to_undergoer(noun, info)
    return with_preposition(noun, row.relation, target_role)


def state_words(label: str, post: str | None) -> str:
    """The label of a state; of a position, its title: "formerly president"."""
    return POST.sub(lambda _: post, label) if post else label


def _shortcut(row: EdgeRow, info: ClassInfo, words: ClaimWords) -> str:
    """The label of the short-cut, with the title of a post: "president", "formerly president of"."""
    label = info.shortcut_label or info.label
    if info.is_state:
        return _to_body(STATE[row.factuality].format(state_words(label, words.title)), words.title)
    if row.factuality == "actual":
        return label
    return _to_undergoer(NOUN[row.factuality].format(info.label.lower()), info)


def _to_body(label: str, post: str | None) -> str:
    """A post before the body that has it: "president of"; one with a preposition stays, "envoy to Estria"."""
    is_bare = post is not None and label.endswith(post) and not title_words().preposition.search(post)
    return f"{label} of" if is_bare else label


def _to_undergoer(noun: str, info: ClassInfo) -> str:
    """A noun before to whom it is done: "no support for", "planned meeting with"."""
    return f"{noun} {'with' if info.symmetric else noun_preposition(info.name, 'patient', noun)}"
