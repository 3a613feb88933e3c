"""Scores semantic roles on PropBank-EWT dev: rules over the predicted parse, and the trained head."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.gold import Passage, Predicate, read_propbank, read_treebank
from training.predict import read_passage, reading_of
from training.report import Table, precision_rows
from training.rules_srl import find_roles
from training.scores import ROOT, Counts, Word, score_sets

PLAIN = {
    "ARG0": "agent",
    "ARG1": "patient",
    "ARGM-TMP": "time",
    "ARGM-LOC": "place",
    "ARGM-NEG": "negation",
    "ARGM-MOD": "modality",
}
CORE = ("agent", "patient", "recipient", "time", "place")
AUXILIARIES = frozenset(("have.01", "be.03", "do.01"))
Found = tuple[str, int, int, str]  # passage, predicate, filler, role


@dataclass(frozen=True, slots=True)
class Gold:
    """The roles of all passages, and which words are predicates: of any kind, and verbs."""

    roles: frozenset[Found]
    predicates: frozenset[tuple[str, int]]
    verbs: frozenset[tuple[str, int]]


def role_name(role: str, filler: int, words: Sequence[Word]) -> str:
    """The role of a PropBank label: ARG2 is a recipient if it is an indirect object or follows "to" or "for"."""
    if role != "ARG2":
        return PLAIN.get(role, role)
    cases = {w.form.lower() for w in words if w.head == filler and w.label == "case"}
    return "recipient" if words[filler].label == "iobj" or cases & {"to", "for"} else role


def score_srl(nlp: Language, corpora: Path, split: str) -> Iterator[Table]:
    """The dev part, whatever the split asked for: the test part stays unseen until the experiment is decided."""
    passages = read_treebank(corpora / "ud_ewt/en_ewt-ud-dev.conllu")
    propbank = read_propbank(corpora / "propbank_ewt/ewt_propbank_dev.jsonl", sentence_heads(passages))
    gold = gold_roles(passages, propbank)
    docs = {p.name: read_passage(nlp, p, sentences=True) for p in passages}
    for title, read in SYSTEMS.items():
        if title != "trained head" or any("srl" in doc.user_data for doc in docs.values()):
            found = {(name, *role) for name, doc in docs.items() for role in read(doc)}
            yield from _tables(title, gold, found)
        else:
            yield Table(
                "srl dev, trained head", {}, ("skipped: the pipeline gives no roles (doc.user_data['srl'])",)
            )


def _tables(title: str, gold: Gold, found: set[Found]) -> Iterator[Table]:
    for which, predicates in (("verbs", gold.verbs), ("all predicates", gold.predicates)):
        counts = score_roles(
            {r for r in gold.roles if r[:2] in predicates}, {r for r in found if r[:2] in predicates}
        )
        yield Table(f"srl dev, {title}, {which} given", precision_rows(counts))
    counts = score_roles(set(gold.roles), found)
    yield Table(f"srl dev, {title}, all predicates, found by the system", precision_rows(counts))


def score_roles(gold: set[Found], found: set[Found]) -> Counts:
    """Count the right fillers (their head word) per role; `micro` is over the five core roles."""
    roles = sorted({r[3] for r in gold | found}, key=lambda role: (role not in CORE, role))
    core = ({r for r in roles_ if r[3] in CORE} for roles_ in (gold, found))
    counts = {"micro": score_sets(*core)}
    for role in roles:
        counts[role] = score_sets({r for r in gold if r[3] == role}, {r for r in found if r[3] == role})
    return {name: count for name, count in counts.items() if name == "micro" or (count.gold and count.system)}


def gold_roles(passages: list[Passage], propbank: dict[str, tuple[Predicate, ...]]) -> Gold:
    """Gold in places of the passage; auxiliaries are no predicates."""
    roles: set[Found] = set()
    predicates, verbs = set(), set()
    for passage in passages:
        words = passage.reading.words
        for start, sentence in zip(passage.reading.starts, passage.sentence_ids, strict=True):
            for p in (p for p in propbank.get(sentence, ()) if p.sense not in AUXILIARIES):
                place = start + p.word
                predicates.add((passage.name, place))
                if words[place].upos in {"VERB", "AUX"}:
                    verbs.add((passage.name, place))
                named = ((start + h, role_name(role, start + h, words)) for role, h in p.roles)
                roles |= {(passage.name, place, filler, name) for filler, name in named}
    return Gold(frozenset(roles), frozenset(predicates), frozenset(verbs))


def sentence_heads(passages: list[Passage]) -> dict[str, list[int]]:
    """The heads of each sentence by its id, counted from the sentence's first word."""
    heads = {}
    for passage in passages:
        words, starts = passage.reading.words, passage.reading.starts
        ends = (*starts[1:], len(words))
        for name, start, end in zip(passage.sentence_ids, starts, ends, strict=True):
            heads[name] = [w.head if w.head == ROOT else w.head - start for w in words[start:end]]
    return heads


def roles_by_rules(doc: Doc) -> Iterator[tuple[int, int, str]]:
    yield from ((role.predicate, role.filler, role.name) for role in find_roles(doc))


def roles_by_head(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """The head's roles; whether an ARG2 is a recipient shows in the predicted parse."""
    words = reading_of(doc).words
    for predicate, filler, role in doc.user_data.get("srl", ()):
        yield predicate, filler, role_name(role, filler, words)


SYSTEMS: dict[str, Callable[[Doc], Iterator[tuple[int, int, str]]]] = {
    "rules": roles_by_rules,
    "trained head": roles_by_head,
}
